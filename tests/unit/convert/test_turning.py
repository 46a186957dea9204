"""Quarter turns keep every shape where it is in the picture; sizes that are swapped are known as such."""

from __future__ import annotations

import numpy as np
import pytest

from gui.convert.convert import Converted, Dropped, convert
from gui.convert.rle import encode
from gui.convert.turning import is_turned, turned
from gui.domain.geometry import Box, ClassScore, Corners, Geometry, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.ontology import OntologyObject
from gui.domain.reasons import Reason
from gui.domain.shapes import BoundingBox

BOX = OntologyObject("hash", "Thing", "bounding_box", "#00FF00")
SIZE = (40, 20)
PIXELS = np.zeros((20, 40), dtype=bool)
PIXELS[2:5, 1:8] = True

GEOMETRIES: list[Geometry] = [
    Box(1, 2, 7, 3),
    RotatedBox(5, 6, 4, 2, 30),
    Corners([1, 2, 8, 2, 8, 5, 1, 5]),
    Polygons([[[1, 2, 8, 2, 8, 5]]]),
    Keypoints([Keypoint("nose", 1, 2, 2)], Box(1, 2, 7, 3)),
    Mask(20, 40, encode(PIXELS)),
    ClassScore(),
]


def test_the_corner_at_the_left_top_goes_to_the_right_top() -> None:
    assert turned(Box(0, 0, 7, 3), SIZE, 1) == Box(17, 0, 3, 7)
    assert turned(Box(0, 0, 7, 3), SIZE, 3) == Box(0, 33, 3, 7)


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda geometry: type(geometry).__name__)
def test_four_quarters_are_none(geometry: Geometry) -> None:
    once = turned(geometry, SIZE, 1)
    back = turned(once, (20, 40), 3)
    assert back == (RotatedBox(5, 6, 4, 2, 390) if isinstance(geometry, RotatedBox) else geometry)
    assert once != geometry or isinstance(geometry, ClassScore)


def test_a_mask_turns_as_its_box_does() -> None:
    mask = turned(Mask(20, 40, encode(PIXELS)), SIZE, 1)
    assert mask == Mask(40, 20, encode(np.rot90(PIXELS, -1)))


def test_swapped_sizes_are_told_from_other_pictures() -> None:
    assert is_turned((640, 480), (480, 640))
    assert is_turned((640, 480), (960, 1280))  # scaled besides
    assert not is_turned((640, 480), (640, 480))
    assert not is_turned((500, 500), (500, 500))
    assert not is_turned((640, 480), (480, 480))
    assert not is_turned(None, (480, 640))
    assert not is_turned((640, 480), None)


def draw(geometry: Geometry, rotate: str, *, fractions: bool = False) -> Converted | Dropped:
    return convert(
        geometry, BOX, file_size=SIZE, row_size=(20, 40), allow_ask=False, rotate=rotate, fractions=fractions
    )


@pytest.mark.parametrize(
    ("geometry", "fractions"),
    [(Box(1, 2, 7, 3), False), (Box(1 / 40, 2 / 20, 7 / 40, 3 / 20), True), (Mask(20, 40, encode(PIXELS)), False)],
)
def test_predictions_are_turned_on_request_alone(geometry: Geometry, fractions: bool) -> None:
    left = draw(geometry, "", fractions=fractions)
    assert isinstance(left, Dropped)
    assert left.reason is Reason.TURNED
    found = draw(geometry, "90", fractions=fractions)
    assert isinstance(found, Converted)
    (shape,) = found.shapes
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h) == pytest.approx((15 / 20, 1 / 40, 3 / 20, 7 / 40))
    assert not found.clipped


def test_numbers_as_they_are_refer_to_the_rows_picture() -> None:
    found = draw(Box(1, 2, 7, 3), "none")
    assert isinstance(found, Converted)
    (shape,) = found.shapes
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y) == pytest.approx((1 / 20, 2 / 40))
