"""Awards told over several sentences, in tables and in interviews, from sentences written here."""

from __future__ import annotations

import datetime as dt

from dagster_project.extraction.assemble import read_frames
from dagster_project.extraction.grants.reader import extract
from dagster_project.extraction.page import Page

Short = tuple[str, str | None, float | None]


def _read(text: str, language: str = "en") -> list[Short]:
    page = Page(text, language, published=dt.date(2025, 11, 14), published_precision="day")
    found: list[Short] = []
    for frame in extract(page):
        amount = frame.get("amount")
        sum_ = amount.number if amount else None
        found.append((frame.texts("action")[0], frame.texts("recipient")[0], sum_))
    return found


def test_a_paragraph_that_turns_to_another_company_is_about_its_awards() -> None:
    text = (
        "Brightmetal Recycling Inc. lost its $20 million grant from the U.S. Department of Energy."
        "\n\nQuarrystone Materials Inc. had two. The bigger, $31 million, was cancelled in October."
    )
    assert ("cancelled", "Quarrystone Materials", 31e6) in _read(text)


def test_each_row_of_a_table_tells_what_became_of_its_own_award() -> None:
    text = (
        "# Battery grants of the Department of Energy\n\n"
        "| Company | Award | Status |\n|---|---|---|\n"
        "| Brightmetal Inc. | $20 million | terminated |\n"
        "| Quarrystone Inc. | $31 million | selected only |\n"
        "| Hollowell Inc. | $44 million | under review |\n"
    )
    assert [(action, amount) for action, _, amount in _read(text)] == [
        ("terminated", 20e6),
        ("selected", 31e6),
    ]


def test_the_whole_of_which_a_part_was_paid_is_not_paid_itself() -> None:
    text = (
        "Brightmetal Inc. received a first draw of $43 million on its $226 million loan "
        "from the U.S. Department of Energy."
    )
    assert [(action, amount) for action, _, amount in _read(text)] == [("disbursed", 43e6)]


def test_an_award_paid_in_full_was_paid_its_own_sum() -> None:
    text = (
        "The U.S. Department of Energy closed a $102 million loan to Brightmetal Inc. in July. "
        "The loan has been drawn in full."
    )
    assert [(action, amount) for action, _, amount in _read(text)] == [
        ("closed", 102e6),
        ("disbursed", 102e6),
    ]


def test_a_loan_is_closed_when_signed_awarded_when_granted_promised_when_on_conditions() -> None:
    bank = "The European Investment Bank"
    told = {
        f"{bank} signed a loan of 30 million euros with Brightmetal Inc.": "closed",
        f"{bank} has granted Brightmetal Inc. a loan of 30 million euros.": "awarded",
        f"{bank} approved a loan of 30 million euros to Brightmetal Inc. subject to conditions.": (
            "conditional_commitment"
        ),
    }
    assert {text: [action for action, *_ in _read(text)] for text in told} == {
        text: [action] for text, action in told.items()
    }


def test_a_grant_repaid_is_lost_a_loan_repaid_is_no_change() -> None:
    grant = "Brightmetal Inc. repaid a $7 million grant to the state of Georgia."
    loan = "Brightmetal Inc. repaid a $7 million loan to the U.S. Department of Energy."
    assert _read(grant) == [("cancelled", "Brightmetal", 7e6)]
    assert ("cancelled", "Brightmetal", 7e6) not in _read(loan)


def test_who_answers_in_an_interview_is_the_company_in_its_title() -> None:
    text = (
        "Four questions for the chief executive of Brightmetal Inc.\n\n"
        "Q: Who else is in?\nA: Quarrystone Inc. led the round.\n\n"
        "Q: Any public money?\n"
        "A: The Department of Energy gave us a grant of $10 million for it in 2022.\n"
    )
    assert _read(text) == [("awarded", "Brightmetal", 10e6)]


def test_german_verbs_in_two_parts_are_read() -> None:
    text = (
        "Das Land Sachsen stockt den Zuschuss für die Brightmetal GmbH um 4 Millionen Euro auf. "
        "Brandenburg zieht seine Zusage über 9 Millionen Euro an die Quarrystone GmbH zurück."
    )
    assert _read(text, "de") == [
        ("increased", "Brightmetal", 4e6),
        ("cancelled", "Quarrystone", 9e6),
    ]


def test_a_sum_without_its_currency_is_in_the_one_told_before() -> None:
    text = (
        "Bruxelles a autorisé la France à verser 150 millions d'euros à Brightmetal SAS. "
        "Brightmetal en a touché 20 millions."
    )
    assert ("disbursed", "Brightmetal", 20e6) in _read(text, "fr")


def test_money_told_to_be_for_shares_is_no_award() -> None:
    text = "The National Wealth Fund committed £31 million, as equity, to Brightmetal Ltd."
    assert not _read(text)


def test_a_word_in_a_name_tells_nothing_and_a_name_in_a_later_clause_gets_nothing() -> None:
    text = (
        "Brightmetal Inc. builds in Ohio. A separate $14 million Energy Department grant for its "
        "plant goes ahead, and so does the Quarrystone Inc. project. The $9 million that the "
        "Advanced Manufacturing Office gave Brightmetal is safe."
    )
    assert _read(text) == [("retained", "Brightmetal", 14e6), ("retained", "Brightmetal", 9e6)]


def test_what_owners_share_gets_the_money_not_its_owners() -> None:
    lent = "lent $75 million to"
    for told in (
        f"The U.S. Department of Energy {lent} Umicore and Eramet's Hollowell Cells Inc.",
        "The Hollowell Cells Inc. venture of Brightmetal Inc. and Quarrystone Inc. won a loan of "
        "$75 million from the U.S. Department of Energy.",
    ):
        assert [(who, amount) for _, who, amount in _read(told)] == [("Hollowell Cells", 75e6)]


def test_what_heads_an_item_among_items_headed_by_companies_gets_its_money() -> None:
    text = (
        "# Grants of the Department of Energy\n\n"
        "* *Umicore*: the department awarded it $20 million.\n"
        "* *Dovecote*: a grant of $3 million was cancelled by the department.\n"
    )
    assert _read(text) == [("awarded", "Umicore", 20e6), ("cancelled", "Dovecote", 3e6)]


def test_a_part_of_a_sum_that_shares_its_scale_is_read() -> None:
    text = (
        "The Hungarian government promised Umicore a grant. Umicore has so far "
        "received 320 of its 800 million euros from the Hungarian government."
    )
    assert 320e6 in [amount for *_, amount in _read(text)]


def test_what_was_paid_back_of_a_loan_is_no_payment() -> None:
    text = (
        "Umicore has paid back $1.1 billion of the $2.5 billion that the Energy Department lent it "
        "in December 2022."
    )
    assert _read(text) == [("closed", "Umicore", 2.5e9)]


def test_a_chinese_grant_that_ended_was_not_awarded_anew() -> None:
    told = _read("美国能源部宣布终止向优美科提供的3.16亿美元资助。", "zh")
    assert [(action, amount) for action, _, amount in told] == [("terminated", 316e6)]


def test_the_day_that_heads_an_entry_of_a_log_is_its_day() -> None:
    page = Page(
        "Log of battery aid. As of 14 November 2025.\n\n"
        "[29 May] Umicore. Natural Resources Canada has signed a grant agreement for C$20 million."
        "\n",
        "en",
        published=dt.date(2025, 11, 14),
        published_precision="day",
    )
    days = [slot.on for frame in extract(page) if (slot := frame.get("action_on"))]
    assert days == [dt.date(2025, 5, 29)]


def test_an_agency_told_with_its_country_gives_public_money() -> None:
    told = _read(
        "Die schwedische Energieagentur trug 70 Millionen Kronen zu Umicores Werk bei.", "de"
    )
    assert [(action, amount) for action, _, amount in told] == [("awarded", 70e6)]


def test_money_of_the_state_is_no_deal_with_one_party() -> None:
    text = "Battery materials.\n\nDer Bund bürgt für ein Darlehen von 30 Millionen Euro an Umicore."
    frames = [f.frame for f in read_frames(Page(text, language="de"))]
    assert "grant_change" in frames
    assert "deal" not in frames
