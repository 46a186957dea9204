"""The clearly best reading is taken; else the user decides, with the evidence and the word that decides."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.reading_ways import Reading, SourceWays, own_values, values_to_repeat, with_own_values
from gui.errors import UsageProblem
from gui.sources.deciding import UndecidedReading, check_values, decide, deciding_words
from gui.sources.formats import voc
from gui.sources.formats.coco import source as coco

SIDES = Reading({"box": "xyxy", "units": "pixels"}, 0.9, "all boxes lie inside")
SIZES = Reading({"box": "xywh", "units": "pixels"}, 0.5, "half of the boxes lie inside")
CLOSE = Reading({"box": "cxcywh", "units": "pixels"}, 0.85, "nearly all boxes lie inside")


def ways(*readings: Reading, **given: str) -> SourceWays:
    return SourceWays("a.txt", "txt", "lines of numbers", [], list(readings), given)


def test_the_clearly_best_is_taken() -> None:
    found = decide(ways(SIZES, SIDES))
    assert found.values == SIDES.values
    assert [found.is_taken(reading) for reading in (SIZES, SIDES)] == [False, True]


def test_nothing_open_decides_nothing() -> None:
    assert decide(ways(units="pixels")).values == {"units": "pixels"}


def test_what_the_user_said_goes_before_any_score() -> None:
    assert decide(ways(SIZES, SIDES, CLOSE, box="xywh", first="1")).values == SIZES.values | {"first": "1"}
    assert decide(ways(SIZES, SIDES, CLOSE, box="other")).values == {"box": "other"}


def test_a_tie_is_the_users_to_decide() -> None:
    with pytest.raises(UndecidedReading) as failure:
        decide(ways(SIZES, CLOSE, SIDES))
    sentence = failure.value.sentence
    assert sentence.what == "a.txt can be read in several ways."
    assert "box=xyxy units=pixels: all boxes lie inside; box=cxcywh" in sentence.why
    way_out = "Or let labels of the project tell: --compare-labels."
    assert sentence.remedy == f"Say which: --set box=xyxy or --set box=cxcywh. {way_out}"
    assert failure.value.source.readings == [SIDES, CLOSE, SIZES]


def test_only_what_differs_decides() -> None:
    assert deciding_words([SIDES, SIZES]) == ["box=xyxy", "box=xywh"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"box": "xywh"}, "It has: confidence, first_pixel, rotate."),
        ({"first_pixel": "2"}, "Allowed: first_pixel=0, first_pixel=1."),
    ],
)
def test_a_setting_that_a_format_lacks_is_said(values: dict[str, str], why: str) -> None:
    with pytest.raises(UsageProblem) as failure:
        check_values(values, [voc])
    assert failure.value.sentence.why == why
    check_values({"first_pixel": "0"}, [coco, voc])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("1.first_pixel", "COCO has no setting first_pixel."),
        ("2.rotate", "Pascal VOC has no setting rotate."),
        ("3.first_pixel", "There is no source 3."),
    ],
)
def test_a_setting_of_one_source_is_one_that_it_has(name: str, what: str) -> None:
    check_values({"2.first_pixel": "1"}, [coco, voc])
    with pytest.raises(UsageProblem) as failure:
        check_values({name: "0"}, [coco, voc])
    assert failure.value.sentence.what == what


def test_a_tie_of_one_source_among_others_names_it() -> None:
    with pytest.raises(UndecidedReading) as failure:
        decide(msgspec.structs.replace(ways(CLOSE, SIDES), number=2))
    assert "Say which: --set 2.box=xyxy or --set 2.box=cxcywh." in failure.value.sentence.remedy


def test_what_is_said_of_one_source_goes_before_what_is_said_of_all() -> None:
    values = {"box": "xywh", "2.box": "xyxy", "1.units": "pixels", "x.y": "kept"}
    assert own_values(values, 2) == {"box": "xyxy", "x.y": "kept"}
    assert own_values(values, 1) == {"box": "xywh", "units": "pixels", "x.y": "kept"}
    assert with_own_values(values, 2, {"units": "percent"}) == {
        "box": "xywh",
        "1.units": "pixels",
        "x.y": "kept",
        "2.units": "percent",
    }
    assert with_own_values(values, 0, {"units": "percent"}) == {"units": "percent"}


def test_what_labels_settled_is_repeated_for_its_own_source() -> None:
    settled = msgspec.structs.replace(ways(SIDES, box="xyxy"), compared="Compared with 9 labels: …", number=2)
    assert values_to_repeat({"1.box": "xywh"}, [settled]) == {"1.box": "xywh", "2.box": "xyxy"}


def test_what_a_comparison_came_to_is_said_instead_of_offered_again() -> None:
    compared = msgspec.structs.replace(ways(CLOSE, SIDES), compared="Compared with 9 labels: this settles nothing.")
    with pytest.raises(UndecidedReading) as failure:
        decide(compared)
    sentence = failure.value.sentence
    assert sentence.why.endswith("inside. Compared with 9 labels: this settles nothing.")
    assert sentence.remedy == "Say which: --set box=xyxy or --set box=cxcywh."
