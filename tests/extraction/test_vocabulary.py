"""The vocabulary as data: every file loads, every surface can match."""

from pathlib import Path

import pytest
import yaml

from dagster_project.extraction.relevance import is_relevant
from dagster_project.extraction.vocabulary import FOLDER, Vocabulary, lower


def surfaces(node: object) -> list[object]:
    if isinstance(node, dict):
        return [s for value in node.values() for s in surfaces(value)]
    return list(node) if isinstance(node, list) else []


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_every_surface_is_a_word_with_stars_only_at_its_ends(path: Path):
    for surface in surfaces(yaml.safe_load(path.read_text("utf-8"))):
        assert isinstance(surface, str), f"{surface!r} must be quoted"
        assert surface.strip("*").strip(), surface
        assert "*" not in surface.strip("*"), surface


def test_a_star_lets_a_word_go_on_and_its_absence_does_not(tmp_path: Path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "x.yaml").write_text("kind: {acquire: [acquir*], plant: [plant]}")
    vocabulary = Vocabulary(tmp_path)
    found = [
        (h.value, h.start, h.end) for h in vocabulary.find("it acquired a plantation and a plant")
    ]
    assert found == [("acquire", 3, 9), ("plant", 31, 36)]


def test_the_longer_surface_of_a_kind_wins_and_kinds_do_not_hide_each_other(tmp_path: Path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "x.yaml").write_text(
        "material: {lithium: [lithium], carbonate: [lithium carbonate]}\nmetal: {li: [lithium]}"
    )
    found = Vocabulary(tmp_path).find("lithium carbonate")
    assert {(h.kind, h.value) for h in found} == {("material", "carbonate"), ("metal", "li")}


def test_lower_case_keeps_every_position():
    assert len(lower("İSTANBUL ẞ Ǆ")) == len("İSTANBUL ẞ Ǆ")


def test_a_passing_word_makes_no_battery_document_and_a_term_of_the_field_does():
    assert not is_relevant(lower("Batteries not included. The hockey club opened its season."))
    assert is_relevant(lower("The works shreds packs into black mass."))
    assert is_relevant("正极材料项目开工。")
