"""How a text falls into sentences."""

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extraction.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def test_an_abbreviated_state_does_not_end_a_sentence_but_a_full_stop_after_a_verb_does():
    text = "The site in Dayton, Ky. opened. The first works runs. It is by Foo Co., Ltd. now."
    assert sentences(text) == [
        "The site in Dayton, Ky. opened.",
        "The first works runs.",
        "It is by Foo Co., Ltd. now.",
    ]


def test_chinese_and_korean_sentences_end_at_their_own_marks():
    assert sentences("产量为3.0万辆。同比下降5%。") == ["产量为3.0万辆。", "同比下降5%。"]
    assert sentences("공장을 지었다. 내년에 가동한다.") == ["공장을 지었다.", "내년에 가동한다."]


def test_a_table_row_a_bullet_and_a_heading_are_told_apart():
    text = "Prices this week\n| Nickel | 15,000 |\n- It rose. It fell.\nPlain words end here."
    kinds = [s.kind for s in split_sentences(text)]
    assert kinds == ["heading", "row", "bullet", "bullet", "prose"]


def test_a_hard_wrapped_paragraph_is_read_as_one():
    text = "The company said that its plant, long under construction in the valley,\nnow runs."
    assert len(sentences(text)) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_spans_are_trimmed_ordered_and_never_overlap(text):
    end = 0
    for s in split_sentences(text):
        assert end <= s.start < s.end <= len(text)
        assert text[s.start : s.end].strip() == text[s.start : s.end]
        end = s.end
