"""The table of conversions: what may become what, and what must be asked for."""

import numpy as np
import pytest

from gui.convert.convert import Converted, Dropped, convert, rule
from gui.convert.rle import encode
from gui.convert.rules import change
from gui.domain.geometry import (
    KINDS,
    Box,
    ClassScore,
    Corners,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Polygons,
    RotatedBox,
)
from gui.domain.ontology import Choice, Classification, ClassificationOption, OntologyObject, SkeletonVertex, Target
from gui.domain.reasons import Reason

SHAPES = ("bounding_box", "rotatable_bounding_box", "polygon", "bitmask", "point", "polyline", "skeleton")
OPTION = ClassificationOption("sunny", "Sunny")
CHOICE = Choice(Classification("weather", "Weather", "radio", (OPTION,)), OPTION)
NOTE = Classification("note", "Note", "text")

# FACTS section 3, row by row; the last column is the classification.
TABLE = {
    Box: ["direct", "direct", "ask", "ask", "ask", "no", "no", "ask"],
    RotatedBox: ["lossy", "direct", "direct", "lossy", "lossy", "no", "no", "no"],
    Corners: ["lossy", "direct", "direct", "lossy", "lossy", "no", "no", "no"],
    Polygons: ["lossy", "lossy", "direct", "lossy", "lossy", "ask", "no", "no"],
    Mask: ["lossy", "lossy", "lossy", "direct", "lossy", "no", "no", "no"],
    Keypoints: ["lossy", "no", "no", "no", "ask", "no", "direct", "no"],
    ClassScore: ["no", "no", "no", "no", "no", "no", "no", "direct"],
}
# All of them cover the pixels from (2, 2) to (6, 6) of a picture of 10 × 10.
EXAMPLES: list[Geometry] = [
    Box(2, 2, 4, 4),
    RotatedBox(4, 4, 4, 4, 90),
    Polygons([[[2, 2, 6, 2, 6, 6, 2, 6]]]),
    Mask(10, 10, encode(np.pad(np.ones((4, 4), dtype=bool), ((2, 4), (2, 4))))),
    Keypoints([Keypoint("a", 2, 2, 2), Keypoint("b", 6, 6, 1)]),
    ClassScore(),
    Corners([2, 2, 6, 2, 6, 6, 2, 6]),
]


def target_for(shape: str) -> Target:
    return OntologyObject("hash", "Thing", shape, "#00FF00", (SkeletonVertex("a", "va"), SkeletonVertex("b", "vb")))


CELLS = [
    (kind, target, expected)
    for kind, geometry_type in enumerate(KINDS)
    for target, expected in zip([*map(target_for, SHAPES), CHOICE], TABLE[geometry_type], strict=True)
]


@pytest.mark.parametrize(("kind", "target", "expected"), CELLS)
def test_the_rule_is_the_tables(kind: int, target: Target, expected: str) -> None:
    assert rule(kind, target) == expected


@pytest.mark.parametrize(("kind", "target", "expected"), CELLS)
def test_the_conversion_does_what_the_rule_says(kind: int, target: Target, expected: str) -> None:
    def attempt(allow_ask: bool) -> Converted | Dropped:
        return convert(EXAMPLES[kind], target, file_size=(10, 10), row_size=(10, 10), allow_ask=allow_ask)

    without, allowed = attempt(allow_ask=False), attempt(allow_ask=True)
    words = change(kind, target)
    if expected == "no":
        assert without == allowed == Dropped(Reason.NO_CONVERSION, words)
        return
    assert without == (Dropped(Reason.NEEDS_CONVERT, words) if expected == "ask" else allowed)
    assert isinstance(allowed, Converted)
    assert allowed.shapes
    assert allowed.lossy == ("" if expected == "direct" else words)


@pytest.mark.parametrize("shape", ["cuboid_2d", "audio", "something new"])
def test_nothing_becomes_a_shape_that_is_not_in_the_table(shape: str) -> None:
    assert {rule(kind, target_for(shape)) for kind in range(len(KINDS))} == {"no"}


def test_a_question_is_answered_by_an_option_or_a_text_only() -> None:
    score = KINDS.index(ClassScore)
    assert rule(score, NOTE) == "direct"
    assert rule(score, CHOICE.classification) == "no"
    assert rule(score, Classification("n", "How many", "numeric")) == "no"


def test_the_change_is_said_in_peoples_words() -> None:
    mask = KINDS.index(Mask)
    assert change(mask, target_for("polygon")) == "mask → polygon"
    assert change(mask, target_for("rotatable_bounding_box")) == "mask → rotated box"
    assert change(KINDS.index(Box), CHOICE) == "box → class score"
    assert change(mask, target_for("cuboid_2d")) == "mask → cuboid 2d"
