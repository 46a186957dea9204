"""How boxes are compared with labels, and when the labels settle how a file is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.agreement.scores import Agreement, agreement, shared
from gui.agreement.weighing import weighed
from gui.domain.labelled_box import LabelledBox
from gui.domain.reading_ways import Reading
from gui.sources.deciding import is_clear

HERE, THERE = (0, 0), (1, 3)


def box(left: float, top: float, name: str = "apple", size: float = 0.1) -> LabelledBox:
    return LabelledBox(name, left, top, left + size, top + size)


def test_boxes_are_compared_with_the_labels_of_their_own_picture() -> None:
    labels = {HERE: [box(0.1, 0.1), box(0.5, 0.5, "pear")], THERE: [box(0.7, 0.2, "Big Leaf")]}
    predicted = {HERE: [box(0.11, 0.1), box(0.5, 0.51)], THERE: [box(0.1, 0.1, "big_leaf")], (2, 0): [box(0, 0)]}
    found = agreement(predicted, labels)
    assert (found.boxes, found.lying, found.of_class) == (3, 2, 1)
    assert found.overlap == pytest.approx(2 * 0.9 / 1.1)


def test_names_are_compared_as_everywhere() -> None:
    assert agreement({HERE: [box(0, 0, "big_leaf")]}, {HERE: [box(0, 0, "Big Leaf")]}).of_class == 1


def test_only_the_surest_boxes_of_a_picture_count() -> None:
    weak = [box(0.8, 0.8, size=0.05)] * 300
    found = agreement({HERE: [box(0.1, 0.1), *weak]}, {HERE: [box(0.1, 0.1)]})
    assert (found.boxes, found.lying) == (1, 1)


def test_a_picture_without_labels_says_nothing() -> None:
    assert agreement({HERE: [box(0, 0)]}, {THERE: [box(0, 0)]}) == Agreement()


sides = st.tuples(*[st.floats(-1, 1)] * 2, *[st.floats(0.01, 1)] * 2)


@given(st.lists(sides, min_size=1, max_size=4), st.lists(sides, min_size=1, max_size=4))
def test_the_shared_part_is_a_share(ones: list[tuple[float, ...]], others: list[tuple[float, ...]]) -> None:
    first, second = (np.array([(x, y, x + w, y + h) for x, y, w, h in boxes]) for boxes in (ones, others))
    shares = shared(first, second)
    assert shares.shape == (len(ones), len(others))
    assert ((shares >= 0) & (shares <= 1 + 1e-9)).all()
    assert shares == pytest.approx(shared(second, first).T)
    assert np.diag(shared(first, first)) == pytest.approx(1)


PIXELS = Reading({"units": "pixels"}, 0.75, "all numbers are large")
FRACTIONS = Reading({"units": "fraction"}, 0.75, "no number is large")
FIRST_0, FIRST_1 = (Reading({"first_class": number}, 1.0, "both fit") for number in "01")


def test_labels_that_one_reading_fits_settle_it() -> None:
    found = weighed([PIXELS, FRACTIONS], [Agreement(40, 0, 0, 0.4), Agreement(40, 34, 30, 29.0)])
    assert found.verdict == "this settles it"
    assert is_clear(found.readings)
    assert [reading.evidence for reading in found.readings] == [
        "no number is large; 34 of 40 boxes lie on a label",
        "all numbers are large; 0 of 40 boxes lie on a label",
    ]


def test_classes_settle_what_places_do_not() -> None:
    found = weighed([FIRST_0, FIRST_1], [Agreement(40, 34, 3, 29.0), Agreement(40, 34, 31, 29.0)])
    assert found.readings[0].values == FIRST_1.values
    assert is_clear(found.readings)
    assert found.readings[0].evidence.endswith("34 of 40 boxes lie on a label, 31 of them on one of their class")


def test_a_model_that_calls_everything_otherwise_says_nothing_of_classes() -> None:
    found = weighed([FIRST_0, FIRST_1], [Agreement(40, 34, 0, 29.0), Agreement(40, 34, 4, 29.0)])
    assert found.verdict == "several ways agree with them about as well"
    assert [reading.score for reading in found.readings] == [1.0, 1.0]
    assert "class" not in found.readings[0].evidence


@pytest.mark.parametrize("lying", [4, 11])
def test_little_overlap_settles_nothing(lying: int) -> None:
    boxes = 4 if lying == 4 else 40
    found = weighed([PIXELS, FRACTIONS], [Agreement(boxes), Agreement(boxes, lying, lying, 0.8 * lying)])
    assert found.verdict == "too few boxes lie on a label, so this settles nothing"
    assert [reading.score for reading in found.readings] == [0.75, 0.75]
    assert f"{lying} of {boxes} boxes lie on a label" in found.readings[1].evidence


def test_labels_may_speak_against_the_reading_that_led() -> None:
    usual, rare = Reading({"box": "xywh"}, 1.0, "it is usual"), Reading({"box": "xyxy"}, 0.7, "it is rare")
    found = weighed([usual, rare], [Agreement(40, 1, 1, 4.0), Agreement(40, 34, 30, 29.0)])
    assert found.readings[0].values == rare.values and is_clear(found.readings)
    found = weighed([usual, rare], [Agreement(40, 34, 30, 29.0), Agreement(40, 34, 30, 29.0)])
    assert found.readings[0].values == usual.values and is_clear(found.readings)
    assert found.verdict == "several ways agree with them about as well", "it was not the labels that settled it"


def test_one_box_more_or_less_settles_nothing() -> None:
    found = weighed([PIXELS, FRACTIONS], [Agreement(6, 5, 5, 4.4), Agreement(6, 6, 6, 5.3)])
    assert [reading.score for reading in found.readings] == [0.75, 0.75]
    found = weighed([FIRST_0, FIRST_1], [Agreement(9, 8, 6, 7.0), Agreement(9, 8, 5, 7.0)])
    assert not is_clear(found.readings)


def test_readings_that_fit_alike_stay_a_tie() -> None:
    found = weighed([PIXELS, FRACTIONS], [Agreement(40, 34, 30, 29.0), Agreement(39, 33, 29, 28.9)])
    assert not is_clear(found.readings)
    assert found.verdict == "several ways agree with them about as well"


def test_a_frame_too_late_is_told_from_the_right_one() -> None:
    """Things move on: the boxes of a wrong frame still lie on labels, but not as well."""
    found = weighed([PIXELS, FRACTIONS], [Agreement(40, 38, 30, 28.0), Agreement(40, 38, 30, 34.0)])
    assert found.readings[0].values == FRACTIONS.values
    assert is_clear(found.readings)


def test_labels_outweigh_broken_lines() -> None:
    broken = [Reading(reading.values, 0.15, "many lines are broken") for reading in (PIXELS, FRACTIONS)]
    found = weighed(broken, [Agreement(20), Agreement(20, 15, 15, 12.0)])
    assert is_clear(found.readings)


def test_nothing_compared_changes_nothing() -> None:
    found = weighed([PIXELS, FRACTIONS], [Agreement(), Agreement()])
    assert found.readings == [PIXELS, FRACTIONS]
    assert found.verdict == ""
