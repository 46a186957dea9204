"""Fractions become pixels of the picture they turn out to belong to; corners become the rotated box they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.convert import boxes
from gui.convert.convert import Converted, Dropped, convert
from gui.convert.fractions import in_pixels, straightened
from gui.domain.geometry import Box, ClassScore, Corners, Geometry, Keypoint, Keypoints, Polygons, RotatedBox
from gui.domain.ontology import OntologyObject
from gui.domain.reasons import Reason
from gui.domain.shapes import BoundingBox, RotatableBoundingBox

BOX = OntologyObject("hash", "Thing", "bounding_box", "#00FF00")
TURNED = OntologyObject("hash", "Thing", "rotatable_bounding_box", "#00FF00")


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (Box(0.1, 0.2, 0.3, 0.4), Box(20, 20, 60, 40)),
        (RotatedBox(0.5, 0.5, 0.1, 0.2, 30), RotatedBox(100, 50, 20, 20, 30)),
        (Corners([0, 0, 1, 0, 1, 1, 0, 1]), Corners([0, 0, 200, 0, 200, 100, 0, 100])),
        (Polygons([[[0, 0, 0.5, 0, 0.5, 1]]]), Polygons([[[0, 0, 100, 0, 100, 100]]])),
        (
            Keypoints([Keypoint("nose", 0.5, 0.5, 2)], Box(0, 0, 1, 1)),
            Keypoints([Keypoint("nose", 100, 50, 2)], Box(0, 0, 200, 100)),
        ),
        (ClassScore(), ClassScore()),
    ],
)
def test_every_kind_is_stretched(geometry: Geometry, expected: Geometry) -> None:
    found = in_pixels(geometry, 200, 100)
    assert type(found) is type(expected)
    if not isinstance(found, (Keypoints, Polygons, Corners)):
        assert tuple(found.__struct_fields__) == tuple(expected.__struct_fields__)
        for name in found.__struct_fields__:
            assert getattr(found, name) == pytest.approx(getattr(expected, name))
    else:
        assert found == expected


@given(
    cx=st.floats(300, 700),
    cy=st.floats(300, 700),
    w=st.floats(4, 200),
    h=st.floats(4, 200),
    theta=st.floats(-180, 180),
    first=st.integers(0, 3),
    mirrored=st.booleans(),
)
def test_corners_in_any_order_around_are_the_rectangle_they_come_from(
    cx: float, cy: float, w: float, h: float, theta: float, first: int, mirrored: bool
) -> None:
    corners = boxes.corners(RotatedBox(cx, cy, w, h, theta))
    given_order = np.roll(corners[::-1] if mirrored else corners, first, axis=0)
    found = straightened(Corners([float(value) for value in given_order.ravel()]))
    assert isinstance(found, RotatedBox)
    again = boxes.corners(found)
    for corner in corners:
        assert float(np.abs(again - corner).max(axis=1).min()) < 1e-6


def test_the_order_of_ultralytics_gives_its_own_width_height_and_angle() -> None:
    """p1 = centre + u/2 + v/2, p2 = centre + u/2 − v/2, p3 and p4 opposite."""
    angle = math.radians(30)
    u = np.array((math.cos(angle), math.sin(angle))) * 40
    v = np.array((-math.sin(angle), math.cos(angle))) * 10
    centre = np.array((100.0, 50.0))
    corners = [centre + (u + v) / 2, centre + (u - v) / 2, centre - (u + v) / 2, centre - (u - v) / 2]
    found = straightened(Corners([float(value) for corner in corners for value in corner]))
    assert isinstance(found, RotatedBox)
    assert (found.cx, found.cy, found.w, found.h, found.theta) == pytest.approx((100, 50, 40, 10, 30))


def test_corners_of_no_rectangle_are_a_polygon() -> None:
    kite = [0.0, 0, 100, 10, 130, 90, 20, 60]
    assert straightened(Corners(kite)) == Polygons([[kite]])
    assert isinstance(straightened(Corners([0.4, 0, 100, 0.4, 99.6, 50, 0, 49.6])), RotatedBox)  # rounded ones


def test_fractions_take_the_size_of_the_row() -> None:
    found = convert(Box(0.1, 0.2, 0.3, 0.4), BOX, file_size=None, row_size=(640, 480), allow_ask=False, fractions=True)
    assert isinstance(found, Converted)
    (shape,) = found.shapes
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h) == pytest.approx((0.1, 0.2, 0.3, 0.4))
    assert not found.scaled


def test_an_angle_is_that_of_the_pixels_and_not_of_the_stretched_fractions() -> None:
    corners = boxes.corners(RotatedBox(320, 120, 100, 40, 30)) / (640, 240)
    geometry = Corners([float(value) for value in corners.ravel()])
    found = convert(geometry, TURNED, file_size=None, row_size=(640, 240), allow_ask=False, fractions=True)
    assert isinstance(found, Converted)
    (shape,) = found.shapes
    assert isinstance(shape, RotatableBoundingBox)
    assert shape.theta % 90 == pytest.approx(30)


def test_fractions_of_a_picture_without_a_size_have_no_place() -> None:
    found = convert(Box(0, 0, 1, 1), BOX, file_size=None, row_size=None, allow_ask=False, fractions=True)
    assert isinstance(found, Dropped)
    assert found.reason is Reason.SIZE_UNKNOWN
