"""Public grants and loans, read from sentences written for these tests."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from dagster_project.extraction.assemble import read_frames
from dagster_project.extraction.grants.reader import extract
from dagster_project.extraction.page import Page


class Told(NamedTuple):
    """What one frame says, in short."""

    action: str
    recipient: str | None
    funder: str | None
    instrument: str
    amount: float | None


def _page(text: str, language: str = "en") -> Page:
    return Page(
        text=text,
        language=language,
        published=dt.date(2025, 11, 14),
        published_precision="day",
    )


def _read(text: str, language: str = "en") -> list[Told]:
    found = []
    for frame in extract(_page(text, language)):
        amount = frame.get("amount")
        funder = frame.texts("funder")
        found.append(
            Told(
                frame.texts("action")[0],
                frame.texts("recipient")[0],
                funder[0] if funder else None,
                frame.texts("instrument")[0],
                amount.number if amount else None,
            )
        )
    return found


DOE = "U.S. Department of Energy"


def test_each_step_of_an_award_is_its_own_change() -> None:
    text = (
        "The U.S. Department of Energy awarded Ascend Elements a $50 million grant in 2022. "
        "So far $12 million of the grant has been paid out. "
        "The rest was cancelled by the department last month: $38 million of the grant."
    )
    assert [(t.action, t.amount) for t in _read(text)] == [
        ("awarded", 50e6),
        ("disbursed", 12e6),
        ("cancelled", 38e6),
    ]


def test_a_loan_goes_from_conditional_commitment_to_closing() -> None:
    text = (
        "In May 2023 the Department of Energy offered Redwood Materials a conditional commitment "
        "for a loan of up to $700 million. The loan closed on June 3, 2024 at $650 million."
    )
    first, second = extract(_page(text))
    assert first.texts("action") == ["conditional_commitment"]
    assert first.get("amount").qualifier == "up_to"  # type: ignore[union-attr]
    assert second.texts("action") == ["closed"]
    assert second.get("action_on").on == dt.date(2024, 6, 3)  # type: ignore[union-attr]


def test_a_kept_award_stands_beside_a_cancelled_one() -> None:
    text = (
        "The Department of Energy cancelled a $30 million grant to Microvast. "
        "The company keeps a $9 million award."
    )
    assert _read(text) == [
        Told("cancelled", "Microvast", DOE, "grant", 30e6),
        Told("retained", "Microvast", DOE, "grant", 9e6),
    ]


def test_a_terminated_award_carries_the_sum_told_before() -> None:
    text = (
        "Novonix won a $40 million grant from the Department of Energy in 2023. "
        "That award was terminated in October."
    )
    assert [(t.action, t.amount) for t in _read(text)] == [
        ("awarded", 40e6),
        ("terminated", 40e6),
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("The Department of Energy cut its loan to ioneer from $900 million to $700 million.", 7e8),
        ("The Department of Energy cut its loan to ioneer by $200 million.", 2e8),
    ],
)
def test_a_cut_carries_the_amount_as_stated(text: str, amount: float) -> None:
    assert _read(text) == [Told("reduced", "ioneer", DOE, "loan", amount)]


@pytest.mark.parametrize(
    "text",
    [
        "Aqua Metals has applied for a $10 million grant from the Department of Energy.",
        "Albemarle could lose a $10 million grant if the Department of Energy ends the programme.",
        "Graphite One received a letter of interest from EXIM for up to $90 million.",
        "Buyers of the Ford van get a federal tax credit of up to $7,500.",
        "Ecobat raised $40 million from investors and closed a bank loan of $20 million.",
        "The Department of Energy selected 20 projects that share $3 billion.",
    ],
)
def test_what_no_company_was_given_is_no_change(text: str) -> None:
    assert _read(text) == []


def test_what_was_never_drawn_is_not_disbursed() -> None:
    text = (
        "Li-Cycle closed a $300 million loan with the Department of Energy. "
        "None of the $300 million was ever drawn."
    )
    assert [t.action for t in _read(text)] == ["closed"]


def test_what_a_plant_costs_is_not_the_award() -> None:
    text = (
        "Lithion received C$22 million from the Government of Canada for its C$150 million plant."
    )
    assert [t.amount for t in _read(text)] == [22e6]


def test_signatories_of_a_list_get_one_award_each() -> None:
    text = (
        "Two firms signed their grant agreements with the European Commission on 3 March 2025.\n\n"
        "- Verkor (France)\n- Umicore (Belgium)\n"
    )
    assert [(t.recipient, t.funder) for t in _read(text)] == [
        ("Verkor", "European Commission"),
        ("Umicore", "European Commission"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Das Bundeswirtschaftsministerium hat BASF einen Zuschuss von 80 Mio. Euro bewilligt.",
            ("awarded", "BASF", "grant", 80e6),
        ),
        (
            "fr",
            "Eramet renonce à la subvention de 12 millions d'euros de Bpifrance.",
            ("cancelled", "Eramet", "grant", 12e6),
        ),
        (
            "zh",
            "美国能源部终止了对Microvast的1.5亿美元拨款。",
            ("terminated", "Microvast", "grant", 150e6),
        ),
        (
            "ko",
            "성일하이텍은 산업통상자원부로부터 보조금 90억원을 지원받는다.",
            ("awarded", "SungEel HiTech", "grant", 9e9),
        ),
    ],
)
def test_other_languages_say_the_same(
    language: str, text: str, expected: tuple[str, str, str, float]
) -> None:
    [told] = _read(text, language)
    assert (told.action, told.recipient, told.instrument, told.amount) == expected
    assert told.funder is not None


def test_every_value_lies_in_the_sentence_that_states_it() -> None:
    page = _page(
        "On 4 June 2025 Invest Ontario agreed to lend Electra Battery Materials C$15 million "
        "for its refinery. Of the loan, C$5 million was paid out in July."
    )
    slots = [slot for frame in extract(page) for slot in frame.slots]
    assert slots
    for slot in slots:
        if slot.start is not None and slot.end is not None:
            assert slot.sentence.start <= slot.start <= slot.end <= slot.sentence.end


@pytest.mark.parametrize(
    ("text", "language", "funder"),
    [
        ("Ottawa has offered Redwood Materials a C$120 million grant.", "en", "Canada"),
        ("Verkor will get 650 million euros in aid from France.", "en", "France"),
        ("North Carolina's grant of $56 million to Natron Energy lapsed.", "en", "North Carolina"),
        (
            "Berlin fördert die Batteriefabrik von Northvolt mit 700 Millionen Euro.",
            "de",
            "Germany",
        ),
        ("Paris accorde à Verkor une subvention de 650 millions d'euros.", "fr", "France"),
    ],
)
def test_a_place_that_gives_stands_for_its_government(
    text: str, language: str, funder: str
) -> None:
    (told,) = _read(f"{text}\n\nThe battery plant is new.", language)
    assert funder in (told.funder or "")


@pytest.mark.parametrize(
    "aside",
    [
        "the venture of Standard Lithium and Equinor",
        "a partner of Glencore",
        "which is owned by Heritage and Macquarie",
    ],
)
def test_names_that_explain_the_recipient_get_nothing(aside: str) -> None:
    (told,) = _read(f"Cirba Solutions, {aside}, received a $75 million grant from the {DOE}.")
    assert told.recipient == "Cirba Solutions"


def test_a_selection_told_after_the_award_is_a_step_without_a_sum() -> None:
    told = _read(
        f"Novonix has finalized a $100 million award from the {DOE}. "
        "The anode maker had been chosen for award negotiations in September."
    )
    assert [(t.action, t.amount) for t in told] == [("awarded", 1e8), ("selected", None)]


def test_each_sum_of_a_list_goes_to_the_company_beside_it() -> None:
    told = _read(
        "The battery grants: $100 million to Novonix, $150 million to Albemarle "
        f"and $75 million to Cirba Solutions, all from the {DOE}."
    )
    assert [(t.recipient, t.amount) for t in told] == [
        ("Novonix", 1e8),
        ("Albemarle", 1.5e8),
        ("Cirba Solutions", 7.5e7),
    ]


def test_bullets_under_an_award_carry_their_own_sums() -> None:
    told = _read(
        f"The {DOE} awarded battery grants to the following companies:\n\n"
        "- Novonix: $100 million\n- Cirba Solutions: $75 million\n"
    )
    assert [(t.recipient, t.amount) for t in told] == [("Novonix", 1e8), ("Cirba Solutions", 7.5e7)]


def test_a_sum_that_comes_from_a_company_is_no_grant_to_it() -> None:
    assert not _read("The battery plant costs C$7 billion from Volkswagen and gets state aid.")


def _told(text: str) -> list[tuple[str, str, float | None]]:
    page = Page(text, published=dt.date(2025, 10, 24), published_precision="day")
    return [
        (
            f.texts("action")[0],
            f.texts("recipient")[0],
            a.number if (a := f.get("amount")) else None,
        )
        for f in extract(page)
    ]


def test_a_total_gives_way_to_what_each_company_gets() -> None:
    assert _told(
        "The Department of Energy is ending awards worth $3.7 billion, among them $375 million "
        "for Albemarle and $332 million for Cirba Solutions."
    ) == [
        ("terminated", "Albemarle", 375_000_000),
        ("terminated", "Cirba Solutions", 332_000_000),
    ]


def test_recipients_listed_in_a_table_have_a_sum_each() -> None:
    assert _told(
        "The Department of Energy selected 25 battery projects for grants on Friday.\n\n"
        "| Recipient | Award |\n|---|---|\n"
        "| Albemarle | $67 million |\n| Cirba Solutions | $200 million |\n"
    ) == [("selected", "Albemarle", 67_000_000), ("selected", "Cirba Solutions", 200_000_000)]


def test_an_approved_loan_is_not_closed() -> None:
    assert _told("The European Investment Bank has approved a €500 million loan for Verkor.") == [
        ("awarded", "Verkor", 500_000_000)
    ]


def test_what_is_part_of_an_award_was_paid_out_of_it() -> None:
    assert _told(
        "Cirba Solutions lost a $75 million grant from the Department of Energy. Of that sum, "
        "it had received $9 million."
    ) == [
        ("cancelled", "Cirba Solutions", 75_000_000),
        ("disbursed", "Cirba Solutions", 9_000_000),
    ]


def test_a_foundations_gift_to_a_university_is_no_public_award() -> None:
    assert not _told(
        "The university received a $3 million gift from a foundation for research on batteries."
    )


def test_lines_after_a_colon_headed_by_company_and_sum_are_awards_of_their_own() -> None:
    told = _told(
        "The Department of Energy said it has signed the following grants:\n\n"
        "Umicore, up to $200 million, for a battery recycling plant in Reno, Nevada.\n"
        "BASF, $126.6 million, to build an electrolyte plant in Geismar, Louisiana.\n"
    )
    assert told == [("awarded", "Umicore", 200e6), ("awarded", "BASF", 126.6e6)]


def test_money_for_the_plant_goes_to_whoever_runs_it() -> None:
    text = (
        "Umicore is building a plant for battery cathode materials in Macon, Georgia. "
        "Ford will buy half of the lithium-ion batteries it goes into. "
        "The Department of Energy is paying $42 million towards the plant."
    )
    found = [f for f in read_frames(_page(text)) if f.frame == "grant_change"]
    assert [f.texts("recipient") for f in found] == [["Umicore"]]


@pytest.mark.parametrize(
    "text",
    [
        "Grants for battery plants awarded by the Department of Energy:\n\n"
        "- Umicore will receive $42 million to make cathode powder in Macon, Georgia.\n",
        "The Energy Department's battery grants for projects were cut.\n\n"
        "Umicore's $42 million for a cathode plant is gone.",
    ],
)
def test_a_heading_or_an_opening_says_who_gives(text: str) -> None:
    assert [(t.recipient, t.funder, t.amount) for t in _read(text)] == [("Umicore", DOE, 42e6)]


def test_the_province_is_the_one_the_text_is_in() -> None:
    text = (
        "Umicore runs a battery plant in Kingston, Ontario. "
        "The province gave it a C$5 million grant."
    )
    assert [t.funder for t in _read(text)] == ["Government of Ontario"]


def test_an_office_pays_with_its_departments_money() -> None:
    text = "The Loan Programs Office closed a $300 million loan to Umicore for its battery plant."
    assert [(t.action, t.funder) for t in _read(text)] == [("closed", DOE)]


def test_pounds_from_a_british_body_are_money() -> None:
    told = _told("Innovate UK backs Umicore's battery recycling plant with 1.5 million pounds.")
    assert told == [("awarded", "Umicore", 1_500_000)]


@pytest.mark.parametrize(
    ("language", "text", "action"),
    [
        ("de", "Umicore bekommt vom Bund 18 Mio. Euro für seine Batterieanlage.", "awarded"),
        ("es", "El Gobierno retira la ayuda de 18 millones de euros a Umicore.", "cancelled"),
        ("es", "El BEI presta 18 millones de euros a Umicore para su planta.", "closed"),
        ("fr", "L'État garantit un prêt de 18 millions d'euros à Umicore.", "awarded"),
        ("ja", "経済産業省はパナソニックエナジーの電池工場に最大18億円を補助する。", "awarded"),
    ],
)
def test_verbs_of_giving_and_taking_in_other_languages(
    language: str, text: str, action: str
) -> None:
    assert [t.action for t in _read(text, language)] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Energy may cancel the $42 million grant for Umicore's battery plant.",
        "Umicore won a contract from the Department of Defense worth $30 million for batteries.",
        "Shareholders put $34 million into Umicore's battery plant after a grant from Ontario.",
    ],
)
def test_what_may_happen_and_what_others_pay_is_no_change(text: str) -> None:
    assert not [t for t in _read(text) if t.amount]


def test_what_a_second_body_gave_is_no_payment_of_the_first_award() -> None:
    told = _read(
        "Harrow Cells Ltd is building a plant in Ontario. The Government of Canada had awarded it "
        "C$200 million and the Government of Ontario up to C$80 million."
    )
    assert [(t.action, t.funder, t.amount) for t in told] == [
        ("awarded", "Government of Canada", 200e6),
        ("awarded", "Government of Ontario", 80e6),
    ]
