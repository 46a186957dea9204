"""The clearly best reading is taken; else the user decides, with the evidence and the word that decides."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.reading_ways import Reading, SourceWays
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


def test_what_a_comparison_came_to_is_said_instead_of_offered_again() -> None:
    compared = msgspec.structs.replace(ways(CLOSE, SIDES), compared="Compared with 9 labels: this settles nothing.")
    with pytest.raises(UndecidedReading) as failure:
        decide(compared)
    sentence = failure.value.sentence
    assert sentence.why.endswith("inside. Compared with 9 labels: this settles nothing.")
    assert sentence.remedy == "Say which: --set box=xyxy or --set box=cxcywh."
