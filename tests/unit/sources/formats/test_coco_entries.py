"""Every entry of a COCO file becomes one geometry or one named loss."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as mask_codec

from gui.domain.geometry import Box, Geometry, Keypoint, Keypoints, Mask, Polygons
from gui.domain.reasons import Reason
from gui.sources.formats.coco.entry import id_text
from tests.unit.sources.reading import predictions, reading, result

NOTHING_DRAWN = "it has no bbox, segmentation or keypoints"
NO_OBJECT = "it is not an object with names and values"
NO_PICTURE = "it names no picture (image_id)"
WRONG_SUM = "the mask's runs do not add up to 6 × 4 pixels"

PIXELS = np.zeros((4, 6), np.uint8, order="F")
PIXELS[1:3, 2:5] = 1
COMPRESSED = mask_codec.encode(PIXELS)["counts"]
RUNS = [9, 2, 2, 2, 2, 2, 5]
TRIANGLE: list[float] = [0, 0, 8, 0, 8, 6]
OTHER: list[float] = [20, 20, 28, 20, 28, 26]


def rle(size: list[int], counts: Any) -> dict[str, Any]:
    """A mask as COCO has it."""
    return {"size": size, "counts": counts}


def only(folder: Path, entry: Any) -> Geometry:
    """The geometry of ``entry``, which must be read alone and in a crowd alike."""
    with reading(folder, [entry]) as spool:
        (alone,) = predictions(spool)
    with reading(folder, [entry, result(), result()]) as spool:
        in_crowd = predictions(spool)[0]
    assert alone == in_crowd
    assert alone.where == "element 0"
    return alone.geometry


def loss(folder: Path, entry: Any) -> tuple[Reason, str]:
    """Reason and example of the one loss; the two entries around it must stay."""
    with reading(folder, json.dumps([result(), entry, result()]).encode()) as spool:
        assert [each.where for each in predictions(spool)] == ["element 0", "element 2"]
        assert spool.read == 3
        ((reason, dropped),) = spool.dropped.items()
        assert dropped.count == 1
        (example,) = dropped.examples
        return reason, example.split(": ", 1)[1]


@pytest.mark.parametrize(
    ("entry", "geometry"),
    [
        (result(), Box(10, 20, 30, 40)),
        (result(segmentation=[]), Box(10, 20, 30, 40)),
        (result(segmentation=[[]]), Box(10, 20, 30, 40)),
        (result(segmentation={}), Box(10, 20, 30, 40)),
        (result(segmentation=""), Box(10, 20, 30, 40)),
        (result(keypoints=[]), Box(10, 20, 30, 40)),
        (result(keypoints=[0, 0, 0] * 3), Box(10, 20, 30, 40)),
        (result(segmentation=[TRIANGLE]), Polygons([[TRIANGLE]])),
        (result(segmentation=[TRIANGLE, [], OTHER]), Polygons([[TRIANGLE], [OTHER]])),
        (result(segmentation=TRIANGLE), Polygons([[TRIANGLE]])),
        (result(segmentation=[TRIANGLE], bbox=None), Polygons([[TRIANGLE]])),
        (result(segmentation=[TRIANGLE], bbox=[0, 0, 0, 0]), Polygons([[TRIANGLE]])),
        (result(segmentation=[TRIANGLE], bbox=["?"]), Polygons([[TRIANGLE]])),
        (result(segmentation=[TRIANGLE], bbox=[1]), Polygons([[TRIANGLE]])),
        (result(segmentation=rle([4, 6], COMPRESSED.decode())), Mask(4, 6, COMPRESSED)),
        (result(segmentation=rle([4, 6], RUNS), bbox=None), Mask(4, 6, COMPRESSED)),
        (
            result(keypoints=[1, 2, 2, 3, 4, 1, 0, 0, 0], segmentation=[TRIANGLE]),
            Keypoints([Keypoint("1", 1, 2, 2), Keypoint("2", 3, 4, 1), Keypoint("3", 0, 0, 0)], Box(10, 20, 30, 40)),
        ),
        (result(keypoints=[1, 2, 2], bbox=None), Keypoints([Keypoint("1", 1, 2, 2)])),
        (result(keypoints=[1, 2, 2], bbox=[1, 2, 0, 4]), Keypoints([Keypoint("1", 1, 2, 2)])),
        (
            result(keypoints=[1, 2, 0.93, 3, 4, 0.0], bbox=None),
            Keypoints([Keypoint("1", 1, 2, 2), Keypoint("2", 3, 4, 0)]),
        ),
    ],
)
def test_geometry_and_its_precedence(tmp_path: Path, entry: Any, geometry: Geometry) -> None:
    assert only(tmp_path, entry) == geometry


@pytest.mark.parametrize(
    ("entry", "reason", "detail"),
    [
        (5, Reason.BAD_ENTRY, NO_OBJECT),
        (None, Reason.BAD_ENTRY, NO_OBJECT),
        ([result()], Reason.BAD_ENTRY, NO_OBJECT),
        (result(image_id=None), Reason.BAD_ENTRY, NO_PICTURE),
        (result(image_id=" "), Reason.BAD_ENTRY, NO_PICTURE),
        (result(image_id=True), Reason.BAD_ENTRY, NO_PICTURE),
        (result(image_id=[1]), Reason.BAD_ENTRY, NO_PICTURE),
        (result(image_id=math.nan), Reason.BAD_ENTRY, NO_PICTURE),
        (result(category_id=None), Reason.BAD_ENTRY, "it names no class (category_id)"),
        (result(category_id={}), Reason.BAD_ENTRY, "it names no class (category_id)"),
        (result(score=1.0001), Reason.BAD_CONFIDENCE, "the confidence is 1.0001"),
        (result(score=1.00000001), Reason.BAD_CONFIDENCE, "the confidence is 1.00000001"),
        (result(score=-0.1), Reason.BAD_CONFIDENCE, "the confidence is -0.1"),
        (result(score=117), Reason.BAD_CONFIDENCE, "the confidence is 117"),
        (result(score=math.nan), Reason.BAD_CONFIDENCE, "the confidence is nan"),
        (result(score=math.inf), Reason.BAD_CONFIDENCE, "the confidence is inf"),
        (result(score=-math.inf), Reason.BAD_CONFIDENCE, "the confidence is -inf"),
        (result(score=10**400), Reason.BAD_CONFIDENCE, "the confidence is inf"),
        (result(score="0,9"), Reason.BAD_CONFIDENCE, "the confidence is '0,9'"),
        (result(score="nan"), Reason.BAD_CONFIDENCE, "the confidence is nan"),
        (result(score=[0.9]), Reason.BAD_CONFIDENCE, "the confidence is a list"),
        (result(segmentation=rle([4, 6], "1o")), Reason.BAD_GEOMETRY, "the mask's run-length code is broken"),
        (result(segmentation=rle([4, 6], [30, -6])), Reason.BAD_GEOMETRY, WRONG_SUM),
        (result(score=True), Reason.BAD_CONFIDENCE, "the confidence is True"),
        (result(score="x" * 99), Reason.BAD_CONFIDENCE, "the confidence is '" + "x" * 38 + "…"),
        (result(bbox=None), Reason.NO_GEOMETRY, NOTHING_DRAWN),
        (result(bbox=[]), Reason.NO_GEOMETRY, NOTHING_DRAWN),
        (result(bbox=None, segmentation=[], keypoints=[]), Reason.NO_GEOMETRY, NOTHING_DRAWN),
        (result(bbox=[1, 2, 3]), Reason.BAD_GEOMETRY, "the box has 3 numbers, not 4"),
        (result(bbox=[1, 2, 3, 4, 5]), Reason.BAD_GEOMETRY, "the box has 5 numbers, not 4"),
        (result(bbox=[1, 2, 3, "4"]), Reason.BAD_GEOMETRY, "the box holds '4' where a number should be"),
        (result(bbox=[1, 2, 3, None]), Reason.BAD_GEOMETRY, "the box holds None where a number should be"),
        (result(bbox=[1, 2, 3, True]), Reason.BAD_GEOMETRY, "the box holds True where a number should be"),
        (result(bbox="1 2 3 4"), Reason.BAD_GEOMETRY, "the box is '1 2 3 4'"),
        (result(bbox=[math.nan, 2, 3, 4]), Reason.BAD_GEOMETRY, "the box begins at nan, 2"),
        (result(bbox=[1, 1e308, 3, 4]), Reason.BAD_GEOMETRY, "the box begins at 1, 1e+308"),
        (result(bbox=[1, 2, math.inf, 4]), Reason.BAD_GEOMETRY, "the box is inf wide and 4 high"),
        (result(bbox=[1, 2, 3, math.nan]), Reason.BAD_GEOMETRY, "the box is 3 wide and nan high"),
        (result(bbox=[1, 2, 0, 4]), Reason.BAD_SIZE, "the box is 0 wide and 4 high"),
        (result(bbox=[1, 2, 3, -4]), Reason.BAD_SIZE, "the box is 3 wide and -4 high"),
        (result(segmentation=[TRIANGLE, [1, 2, 3, 4]]), Reason.BAD_GEOMETRY, "a part of the polygon has 4 numbers"),
        (result(segmentation=[[*TRIANGLE, 1]]), Reason.BAD_GEOMETRY, "a part of the polygon has 7 numbers"),
        (
            result(segmentation=[[*TRIANGLE, math.inf, 1]]),
            Reason.BAD_GEOMETRY,
            "the polygon has a coordinate that is no place in a picture",
        ),
        (result(segmentation=[["a"] * 6]), Reason.BAD_GEOMETRY, "the polygon holds 'a' where a number should be"),
        (result(segmentation=[TRIANGLE, 5]), Reason.BAD_GEOMETRY, "the polygon is 5"),
        (result(segmentation="abc"), Reason.BAD_GEOMETRY, "the segmentation is 'abc'"),
        (result(segmentation=[[1, 1, 1, 5, 1, 9]]), Reason.BAD_SIZE, "all points of the polygon lie on one line"),
        (result(segmentation={"size": [4, 6]}), Reason.BAD_GEOMETRY, "the mask lacks its size or its run lengths"),
        (result(segmentation=rle([4, 6], "9")), Reason.BAD_GEOMETRY, "the mask's runs cover 9 pixels, not 6 × 4"),
        (result(segmentation=rle([4, 6], [9])), Reason.BAD_GEOMETRY, WRONG_SUM),
        (result(segmentation=rle([4, 6], [])), Reason.BAD_GEOMETRY, WRONG_SUM),
        (result(segmentation=rle([4, 6], [10**30])), Reason.BAD_GEOMETRY, WRONG_SUM),
        (result(segmentation=rle([4, 6], "é")), Reason.BAD_GEOMETRY, "the mask's run-length code is broken"),
        (result(segmentation=rle([0, 6], "0")), Reason.BAD_GEOMETRY, "the size of the mask is zero or less"),
        (
            result(segmentation=rle([10**9, 10**9], "0")),
            Reason.BAD_GEOMETRY,
            "the mask has more than 1,073,741,824 pixels",
        ),
        (result(segmentation=rle([4, 6], [24])), Reason.EMPTY, "the mask has no pixel"),
        (result(keypoints=[1, 2, 2, 3]), Reason.BAD_GEOMETRY, "the keypoints have 4 numbers, not 3 each"),
        (
            result(keypoints=[1, math.nan, 2]),
            Reason.BAD_GEOMETRY,
            "a keypoint has a coordinate that is no place in a picture",
        ),
        (result(keypoints={"nose": 1}), Reason.BAD_GEOMETRY, "the list of keypoints is an object"),
    ],
)
def test_a_bad_entry_is_dropped_and_the_rest_stays(tmp_path: Path, entry: Any, reason: Reason, detail: str) -> None:
    assert loss(tmp_path, entry) == (reason, detail)


def test_a_loss_names_its_picture_and_class(tmp_path: Path) -> None:
    content = [result(file_name="a.jpg", category_name="car", score=2), result(score="high", file_name="b.jpg")]
    with reading(tmp_path, [*content, result()]) as spool:
        dropped = spool.dropped[Reason.BAD_CONFIDENCE]
        assert dropped.examples[0] == "element 0 (a.jpg): the confidence is 2"
        assert dropped.by_class == {"car": 1, "2": 1}
        assert [spool.pictures[number].name for number in sorted(dropped.pictures)] == ["a.jpg", "b.jpg"]


def test_deep_nesting_is_dropped_by_name(tmp_path: Path) -> None:
    deep = b"[" * 50_000 + b"]" * 50_000
    content = b'[{"image_id": 1, "category_id": 1, "bbox": ' + deep + b"}, " + json.dumps(result()).encode() + b"]"
    with reading(tmp_path, content) as spool:
        assert spool.dropped[Reason.BAD_ENTRY].examples == ["element 0: it is nested too deeply"]
        assert len(predictions(spool)) == 1


def test_nesting_just_within_the_limit_is_dropped_by_name(tmp_path: Path) -> None:
    depths = range(700, 1010)
    entries = [f'{{"image_id": 1, "category_id": 1, "score": {"[" * depth}{"]" * depth}}}' for depth in depths]
    with reading(tmp_path, f"[{','.join(entries)}]".encode(), format="coco") as spool:
        assert set(spool.dropped) == {Reason.BAD_CONFIDENCE, Reason.BAD_ENTRY}
        assert spool.read == len(depths)


def test_a_polygon_of_a_hundred_thousand_points_is_read(tmp_path: Path) -> None:
    ring = [float(number % 1000) for number in range(200_000)]
    ring[1] = 7.5
    with reading(tmp_path, [result(segmentation=[ring])]) as spool:
        (prediction,) = predictions(spool)
        assert prediction.geometry == Polygons([[ring]])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        ("3", "3"),
        (" 3 ", "3"),
        (-1, "-1"),
        (3.5, "3.5"),
        (2**70, str(2**70)),
        (1e22, "1" + "0" * 22),
    ],
)
def test_ids_compare_as_text(value: Any, text: str) -> None:
    assert id_text(value) == text


def test_keypoint_confidences_are_said_once(tmp_path: Path) -> None:
    content = [result(keypoints=[1, 2, 2]), result(keypoints=[1, 2, 0.5]), result(keypoints=[1, 2, 0.6])]
    with reading(tmp_path, content) as spool:
        assert [(where, text[:30]) for where, text in spool.notes] == [("element 1", "its keypoints carry confidence")]


def test_a_confidence_may_stand_in_quotes(tmp_path: Path) -> None:
    with reading(tmp_path, [result(score="0.9")]) as spool:
        assert (spool.confidence.tolist(), spool.dropped) == ([0.9], {})
