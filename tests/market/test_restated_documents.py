"""The documents in `raw/documents` restate pages they may not copy."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = ROOT.parent / "shared" / "seeds"
DOCUMENTS = sorted((ROOT / "raw" / "documents").glob("*.md"))

# Names, titles and figures cannot be said otherwise; a run of plain words can.
RUN = 8
MOST_PLAIN_WORDS = 5
CHINESE_RUN = 12

by_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


def parts(document: Path) -> tuple[dict[str, object], str]:
    _, front_matter, text = document.read_text().split("---\n", 2)
    return yaml.safe_load(front_matter), text


def words(text: str) -> list[str]:
    return [word.strip(".,") for word in re.findall(r"[A-Za-z0-9$][\w’'.,$%&+/-]*", text)]


def original_of(document: Path) -> bytes:
    if not ORIGINALS.is_dir():
        pytest.skip("the pages restated are not part of the project")
    wanted = parts(document)[0]["sha256_of_original"]
    pages = {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in ORIGINALS.glob("*.txt")}
    assert wanted in pages
    return pages[str(wanted)].read_bytes()


@by_document
def test_front_matter_says_who_published_it_when_and_how_that_is_known(document: Path) -> None:
    metadata, _ = parts(document)
    assert metadata["publisher"]
    assert metadata["published_basis"]
    assert metadata["language"] == "en"
    assert ("published_on" in metadata) != ("published_between" in metadata)


def test_each_original_is_restated_once() -> None:
    assert len({str(parts(document)[0]["sha256_of_original"]) for document in DOCUMENTS}) == 5


def test_what_is_not_known_to_the_day_is_not_given_to_the_day() -> None:
    published = {
        str(metadata["publisher"]): metadata.get("published_on") or metadata["published_between"]
        for metadata, _ in map(parts, DOCUMENTS)
    }
    assert published["BatteriesDaily"] == [date(2025, 2, 27), date(2025, 3, 31)]
    assert published["Worcester Business Journal"] == "2024-05"


@by_document
def test_no_run_of_plain_words_is_copied(document: Path) -> None:
    original = original_of(document).decode()
    theirs = words(original)
    runs = {tuple(map(str.lower, theirs[i : i + RUN])) for i in range(len(theirs) - RUN + 1)}
    text = parts(document)[1]
    ours = words(text)
    copied = [
        " ".join(run)
        for run in (ours[i : i + RUN] for i in range(len(ours) - RUN + 1))
        if tuple(map(str.lower, run)) in runs
        and sum(word.isalpha() and word.islower() for word in run) > MOST_PLAIN_WORDS
    ]
    assert copied == []
    chinese = re.findall(f"(?=([\u4e00-\u9fff]{{{CHINESE_RUN}}}))", text)
    assert [run for run in chinese if run in original] == []


@by_document
def test_every_figure_is_kept_and_none_is_added(document: Path) -> None:
    def figures(text: str) -> set[str]:
        # Telephone numbers and picture addresses are invented.
        prose = re.sub(r"https?://\S+|\+?\d[\d.]*[-.]\d[\d.-]{6,}", " ", text)
        return set(re.findall(r"\d[\d,.]*\d|\d", prose))

    assert figures(parts(document)[1]) == figures(original_of(document).decode())
