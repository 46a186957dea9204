"""Outlines of every geometry, what lies inside them, and masks read without numpy."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco

from gui.domain.geometry import Box, ClassScore, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.qt.preview.outline import Outline, outline_of
from gui.qt.preview.runs import decode_runs, mask_bounds


def drawn(geometry: Any) -> Outline:
    outline = outline_of(geometry)
    assert outline is not None
    return outline


def mask_of(pixels: Any) -> Mask:
    encoded = coco.encode(np.asfortranarray(pixels, dtype=np.uint8))
    return Mask(encoded["size"][0], encoded["size"][1], encoded["counts"])


def test_a_box_holds_what_is_inside() -> None:
    outline = drawn(Box(10, 20, 30, 40))
    assert list(outline.bounds) == [10, 20, 40, 60]
    assert outline.area == 1200
    assert outline.contains(11, 59)
    assert not outline.contains(41, 30)


def test_a_rotated_box_turns_clockwise_on_the_screen() -> None:
    outline = drawn(RotatedBox(50, 50, 40, 10, 30))
    right_end = outline.rings[0][1]
    assert right_end[1] == pytest.approx(50 + 20 * 0.5 - 5 * 0.8660254, abs=1e-4)
    assert outline.contains(65, 58)
    assert not outline.contains(65, 42)


def test_holes_of_a_polygon_are_outside() -> None:
    square, hole, other = [0, 0, 10, 0, 10, 10, 0, 10], [4, 4, 6, 4, 6, 6, 4, 6], [20, 0, 30, 0, 30, 10]
    outline = drawn(Polygons([[square, hole], [other]]))  # type: ignore[list-item]
    assert list(outline.bounds) == [0, 0, 30, 10]
    assert [outline.contains(*place) for place in ((1, 1), (5, 5), (29, 1), (15, 1))] == [True, False, True, False]


def test_keypoints_show_what_is_there() -> None:
    pose = Keypoints([Keypoint("nose", 5, 5, 2), Keypoint("ear", 9, 1, 1), Keypoint("tail", 0, 0, 0)])
    assert drawn(pose).dots == ((5, 5, 2), (9, 1, 1))
    assert list(drawn(pose).bounds) == [5, 1, 9, 5]
    boxed = drawn(Keypoints(pose.points, Box(0, 0, 20, 20)))
    assert list(boxed.bounds) == [0, 0, 20, 20]
    assert len(boxed.rings) == 1


@pytest.mark.parametrize("geometry", [ClassScore(), Polygons([]), Keypoints([]), mask_of(np.zeros((4, 5)))])
def test_what_has_no_place_has_no_outline(geometry: Any) -> None:
    assert outline_of(geometry) is None


def test_a_mask_whose_runs_do_not_fill_its_size_is_not_drawn() -> None:
    good = mask_of(np.eye(6))
    assert outline_of(Mask(7, 6, good.counts)) is None


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_masks_are_read_as_pycocotools_reads_them(height: int, width: int, data: st.DataObject) -> None:
    bits = data.draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    pixels = np.array(bits, dtype=np.uint8).reshape(height, width)
    mask = mask_of(pixels)
    runs = decode_runs(mask.counts)
    assert sum(runs) == height * width
    x, y, w, h = coco.toBbox({"size": [height, width], "counts": mask.counts}).tolist()
    assert mask_bounds(runs, height) == ((x, y, x + w, y + h) if pixels.any() else None)
    outline = outline_of(mask)
    if outline is not None:
        assert outline.mask is not None
        seen = [[outline.mask.has(column, line) for column in range(width)] for line in range(height)]
        assert np.array_equal(np.array(seen), pixels.astype(bool))


def test_large_masks_with_long_differences_are_read() -> None:
    pixels = np.zeros((700, 900), dtype=np.uint8)
    pixels[3:650, 100:101] = 1
    pixels[300:302, 400:800] = 1
    outline = drawn(mask_of(pixels))
    assert list(outline.bounds) == [100, 3, 800, 650]
    assert outline.contains(799.5, 301)
    assert not outline.contains(500, 100)
