"""Polygons with parts and holes: clipping, measuring, and what else they become."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco

from gui.convert.convert import Converted, Dropped, convert
from gui.convert.frame_of_reference import Frame
from gui.convert.outcome import CannotConvert
from gui.convert.outlines import area, centroid, clip_outline, smallest_rectangle
from gui.domain.geometry import Polygons
from gui.domain.ontology import OntologyObject
from gui.domain.reasons import Reason
from gui.domain.shapes import Bitmask, BoundingBox, Point, Polygon, Polyline, RotatableBoundingBox, WrittenShape

# pycocotools decodes with a protocol that numpy 2 is leaving behind.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SQUARE = [10.0, 10.0, 30.0, 10.0, 30.0, 30.0, 10.0, 30.0]
HOLE = [15.0, 15.0, 15.0, 25.0, 25.0, 25.0, 25.0, 15.0]
FAR = [60.0, 60.0, 80.0, 60.0, 80.0, 80.0]


def run(
    polygons: list[list[list[float]]],
    shape: str = "polygon",
    *,
    file_size: tuple[int, int] | None = (100, 100),
    row_size: tuple[int, int] | None = (100, 100),
) -> Converted | Dropped:
    target = OntologyObject("hash", "Thing", shape, "#00FF00")
    return convert(Polygons(polygons), target, file_size=file_size, row_size=row_size, allow_ask=True)


def only(result: Converted | Dropped) -> WrittenShape:
    assert isinstance(result, Converted), result
    (shape,) = result.shapes
    return shape


def test_parts_and_holes_stay_what_they_are() -> None:
    shape = only(run([[SQUARE, HOLE], [FAR]]))
    assert isinstance(shape, Polygon)
    assert [[len(ring) for ring in part] for part in shape.polygons] == [[4, 4], [3]]
    assert shape.polygons[0][0] == [(0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.1, 0.3)]
    assert shape.polygons[0][1][0] == (0.15, 0.15)


def test_an_unclipped_polygon_is_neither_clipped_nor_scaled_nor_lossy() -> None:
    result = run([[SQUARE]])
    assert isinstance(result, Converted)
    assert (result.clipped, result.scaled, result.lossy) == (False, False, "")
    scaled = run([[SQUARE]], row_size=(200, 200))
    assert isinstance(scaled, Converted)
    assert scaled.scaled
    assert scaled.shapes == result.shapes


@pytest.mark.parametrize(
    ("parts", "detail"),
    [
        ([], "a polygon has no points"),
        ([[]], "a polygon has no points"),
        ([[SQUARE], []], "a polygon has no points"),
        ([[[1.0, 1.0, 2.0, 2.0]]], "a polygon has 2 points; it needs 3"),
        ([[SQUARE, [1.0, 1.0]]], "a polygon has 1 points; it needs 3"),
        ([[[]]], "a polygon has 0 points; it needs 3"),
        ([[[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0]]], "a polygon has a point with one coordinate"),
        ([[[1.0, 1.0, math.nan, 2.0, 3.0, 3.0]]], "a coordinate is not a usable number"),
        ([[[1.0, 1.0, 1e308, 2.0, 3.0, -1e308]]], "a coordinate is not a usable number"),
        ([[[1.0, 1.0, math.inf, 2.0, 3.0, 3.0]]], "a coordinate is not a usable number"),
    ],
)
def test_a_broken_polygon_is_named(parts: list[list[list[float]]], detail: str) -> None:
    assert run(parts) == Dropped(Reason.BAD_GEOMETRY, detail)


def test_a_polygon_without_area_is_empty() -> None:
    assert run([[[1.0, 1.0, 5.0, 5.0, 9.0, 9.0]]]) == Dropped(Reason.EMPTY, "the polygon has no area")
    assert run([[[1.0, 1.0, 1.0, 1.0, 1.0, 1.0]]]) == Dropped(Reason.EMPTY, "the polygon has no area")


def test_a_polygon_partly_outside_is_clipped_at_the_edges() -> None:
    result = run([[[-10.0, 10.0, 10.0, 10.0, 10.0, 30.0, -10.0, 30.0]]])
    assert isinstance(result, Converted)
    assert result.clipped
    shape = only(result)
    assert isinstance(shape, Polygon)
    assert sorted(shape.polygons[0][0]) == [(0, 0.1), (0, 0.3), (0.1, 0.1), (0.1, 0.3)]


def test_parts_and_holes_outside_are_left_out() -> None:
    away = [200.0, 200.0, 220.0, 200.0, 220.0, 220.0]
    hole_away = [-8.0, 15.0, -4.0, 15.0, -4.0, 25.0]
    shape = only(run([[[-10.0, 10.0, 30.0, 10.0, 30.0, 30.0, -10.0, 30.0], hole_away], [away]]))
    assert isinstance(shape, Polygon)
    assert [len(part) for part in shape.polygons] == [1]
    assert run([[away]]) == Dropped(Reason.OUTSIDE)


def test_a_flat_hole_is_left_out() -> None:
    shape = only(run([[SQUARE, [15.0, 15.0, 20.0, 20.0, 25.0, 25.0]]]))
    assert isinstance(shape, Polygon)
    assert len(shape.polygons[0]) == 1


def test_a_polygon_around_a_corner_but_not_in_the_picture_is_outside() -> None:
    assert run([[[-20.0, 5.0, 5.0, -20.0, -20.0, -20.0]]]) == Dropped(Reason.OUTSIDE)


def test_the_envelope_is_that_of_the_visible_part() -> None:
    # A triangle whose tip alone is visible: its own envelope, clipped, would be far larger.
    shape = only(run([[[-90.0, 50.0, 10.0, 40.0, 10.0, 60.0]]], "bounding_box"))
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h) == pytest.approx((0, 0.4, 0.1, 0.2))


def test_a_turned_square_becomes_a_turned_box() -> None:
    shape = only(run([[[50.0, 30.0, 70.0, 50.0, 50.0, 70.0, 30.0, 50.0]]], "rotatable_bounding_box"))
    assert isinstance(shape, RotatableBoundingBox)
    assert shape.theta == pytest.approx(45)
    assert (shape.w, shape.h) == pytest.approx((math.sqrt(800) / 100, math.sqrt(800) / 100))
    assert (shape.x + shape.w / 2, shape.y + shape.h / 2) == pytest.approx((0.5, 0.5))


def test_an_upright_square_is_not_turned() -> None:
    shape = only(run([[SQUARE]], "rotatable_bounding_box"))
    assert isinstance(shape, RotatableBoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h, shape.theta) == pytest.approx((0.1, 0.1, 0.2, 0.2, 0))


def test_the_centroid_leaves_holes_out_and_weighs_parts() -> None:
    lopsided = [[SQUARE, [10.0, 10.0, 20.0, 10.0, 20.0, 30.0, 10.0, 30.0]]]
    point = only(run(lopsided, "point"))
    assert isinstance(point, Point)
    assert (point.x, point.y) == pytest.approx((0.25, 0.2))


def test_the_centroid_of_a_ring_that_crosses_itself_stays_inside() -> None:
    bow_tie = [10.0, 10.0, 30.0, 30.0, 30.0, 10.0, 10.0, 30.0]
    point = only(run([[bow_tie]], "point"))
    assert isinstance(point, Point)
    assert (point.x, point.y) == pytest.approx((0.2, 0.2))


def test_a_polyline_is_the_border_closed() -> None:
    result = run([[SQUARE, HOLE], [FAR]], "polyline")
    assert isinstance(result, Converted)
    assert [len(shape.points) for shape in result.shapes if isinstance(shape, Polyline)] == [5, 4]
    first = result.shapes[0]
    assert isinstance(first, Polyline)
    assert first.points[0] == first.points[-1] == (0.1, 0.1)


def decoded(shape: WrittenShape) -> np.ndarray:
    assert isinstance(shape, Bitmask)
    pixels: np.ndarray = coco.decode({"size": [shape.height, shape.width], "counts": shape.counts})
    return pixels


def test_a_filled_polygon_has_the_size_of_the_rows_picture() -> None:
    pixels = decoded(only(run([[SQUARE]], "bitmask", row_size=(200, 200))))
    assert pixels.shape == (200, 200)
    assert pixels.sum() == 1600
    assert pixels[20:60, 20:60].all()


def test_holes_and_parts_are_filled_as_drawn() -> None:
    pixels = decoded(only(run([[SQUARE, HOLE], [[60.0, 60.0, 80.0, 60.0, 80.0, 80.0, 60.0, 80.0]]], "bitmask")))
    assert pixels.sum() == 400 - 100 + 400
    assert not pixels[15:25, 15:25].any()


def test_a_part_inside_the_hole_of_another_is_filled() -> None:
    island = [18.0, 18.0, 22.0, 18.0, 22.0, 22.0, 18.0, 22.0]
    assert decoded(only(run([[SQUARE, HOLE], [island]], "bitmask"))).sum() == 400 - 100 + 16


def test_a_polygon_too_small_for_a_pixel_is_empty() -> None:
    speck = [10.1, 10.1, 10.2, 10.1, 10.2, 10.2]
    assert run([[speck]], "bitmask") == Dropped(Reason.EMPTY, "the shape covers no pixel")
    assert run([[SQUARE, SQUARE]], "bitmask") == Dropped(Reason.EMPTY, "the shape covers no pixel")


def test_a_hole_in_a_picture_too_large_to_hold_is_refused() -> None:
    result = run([[SQUARE, HOLE]], "bitmask", file_size=(40000, 40000), row_size=(40000, 40000))
    assert isinstance(result, Dropped)
    assert result.reason is Reason.BAD_GEOMETRY
    assert "too large" in result.detail


coordinates = st.floats(-60, 160).map(lambda value: round(value, 2))
convex = st.tuples(st.floats(-20, 120), st.floats(-20, 120), st.floats(5, 60), st.integers(3, 12), st.floats(0, 6.28))


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=12))
def test_whatever_becomes_of_a_polygon_lies_inside_the_picture(points: list[tuple[float, float]]) -> None:
    flat = [value for point in points for value in point]
    result = run([[flat]])
    if isinstance(result, Dropped):
        assert result.reason in (Reason.OUTSIDE, Reason.EMPTY)
        return
    shape = only(result)
    assert isinstance(shape, Polygon)
    assert all(0 <= value <= 1 for part in shape.polygons for ring in part for point in ring for value in point)
    assert result.clipped == (not all(0 <= value <= 100 for value in flat))
    for other in ("bounding_box", "point"):
        also = only(run([[flat]], other))
        assert isinstance(also, BoundingBox | Point)
        assert 0 <= also.x <= 1
        assert 0 <= also.y <= 1


def sampled_area(ring: np.ndarray) -> float:
    """The area of the convex, clockwise ``ring`` inside the picture of 100 × 100, from 16 samples a pixel."""
    ys, xs = np.mgrid[0:400, 0:400] / 4 + 0.125
    inside = np.ones_like(xs, dtype=bool)
    for (x, y), (u, v) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        inside &= (u - x) * (ys - y) - (v - y) * (xs - x) >= 0
    return float(inside.sum() / 16)


@given(convex)
def test_clipping_keeps_the_area_inside(polygon: tuple[float, float, float, int, float]) -> None:
    x, y, radius, corners, turn = polygon
    angles = np.linspace(0, 2 * math.pi, corners, endpoint=False) + turn
    ring = np.stack((x + radius * np.cos(angles), y + radius * np.sin(angles)), axis=1)
    expected = sampled_area(ring)
    try:
        ((clipped,),), _ = clip_outline([[ring]], Frame(100, 100, (100, 100)))
    except CannotConvert:
        assert expected <= 1
        return
    assert area(clipped) == pytest.approx(expected, rel=0.01, abs=5)  # what sampling by points can miss


@given(convex)
def test_the_smallest_rectangle_holds_every_point(polygon: tuple[float, float, float, int, float]) -> None:
    x, y, radius, corners, turn = polygon
    angles = np.linspace(0, 2 * math.pi, corners, endpoint=False) + turn
    ring = np.stack((x + radius * np.cos(angles), y + radius * np.sin(angles)), axis=1)
    box = smallest_rectangle([[ring]])
    assert -45 < box.theta <= 45
    angle = math.radians(box.theta)
    offsets = ring - (box.cx, box.cy)
    along = offsets @ (math.cos(angle), math.sin(angle))
    across = offsets @ (-math.sin(angle), math.cos(angle))
    assert np.abs(along).max() <= box.w / 2 + 0.01
    assert np.abs(across).max() <= box.h / 2 + 0.01


def test_a_split_ring_stays_joined_along_the_edge() -> None:
    # A comb with two teeth reaching into the picture from the left.
    comb = np.array([(-5, 0), (10, 0), (10, 10), (-1, 10), (-1, 20), (10, 20), (10, 30), (-5, 30)], dtype=np.float64)
    ((clipped,),), cut = clip_outline([[comb]], Frame(100, 100, (100, 100)))
    assert cut
    assert area(clipped) == pytest.approx(200)
    assert clipped.min() == 0
    assert centroid([[clipped]]) == pytest.approx((5, 15))
    assert all(a != b for a, b in pairwise(map(tuple, clipped.tolist())))
