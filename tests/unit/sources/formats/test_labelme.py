"""LabelMe: every type of shape, groups as one object, masks pasted into the picture."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco

from gui.domain.geometry import Box, Corners, Geometry, Keypoint, Keypoints, Mask, Polygons
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

TRIANGLE = [[0, 0], [10, 0], [10, 5]]


def shape(points: Sequence[Sequence[float]], kind: str = "polygon", **more: Any) -> dict[str, Any]:
    return {"label": "cat", "points": points, "shape_type": kind, "group_id": None} | more


def read(folder: Path, *shapes: Any, **more: Any) -> Spool:
    content = {"imagePath": "a.jpg", "imageWidth": 20, "imageHeight": 10, "shapes": list(shapes)} | more
    path = written(folder / "a.json", content)
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings())


@pytest.mark.parametrize(
    ("entry", "geometry"),
    [
        (shape(TRIANGLE), Polygons([[[0, 0, 10, 0, 10, 5]]])),
        (shape([[11, 6], [1, 2]], "rectangle"), Box(1, 2, 10, 4)),
        (shape([[1, 2], [11, 2], [11, 6], [1, 6]], "rectangle"), Box(1, 2, 10, 4)),
        (shape([[1, 2], [11, 2], [11, 6], [1, 6]], "rotation"), Corners([1, 2, 11, 2, 11, 6, 1, 6])),
        (shape([[3, 4]], "point"), Keypoints([Keypoint("cat", 3, 4, 2)])),
    ],
)
def test_each_shape_is_what_it_is(entry: dict[str, Any], geometry: Geometry, tmp_path: Path) -> None:
    spool = read(tmp_path, entry | {"score": 0.25})
    assert predictions(spool)[0].geometry == geometry
    assert (spool.pictures, spool.classes, spool.confidence.tolist()) == ([Picture("a.jpg", 20, 10)], ["cat"], [0.25])


def test_a_circle_is_a_polygon_of_nearly_its_area(tmp_path: Path) -> None:
    (record,) = predictions(read(tmp_path, shape([[10, 5], [10, 9]], "circle")))
    assert isinstance(record.geometry, Polygons)
    xs, ys = np.array(record.geometry.parts[0][0]).reshape(-1, 2).T
    area = abs(np.dot(xs, np.roll(ys, 1)) - np.dot(ys, np.roll(xs, 1))) / 2
    assert area == pytest.approx(np.pi * 16, rel=0.002)
    assert (xs.max(), ys.max()) == (pytest.approx(14), pytest.approx(9))


def test_polygons_of_one_group_and_label_are_one_object(tmp_path: Path) -> None:
    other = [[0, 6], [4, 6], [4, 9]]
    spool = read(
        tmp_path,
        shape(TRIANGLE, group_id=1, score=0.5),
        shape(other, group_id=1, score=0.75),
        shape(other, group_id=1, label="dog"),
        shape(other, group_id=2),
    )
    assert [len(record.geometry.parts) for record in predictions(spool) if isinstance(record.geometry, Polygons)] == [
        2, 1, 1,
    ]  # fmt: skip
    assert spool.confidence.tolist()[0] == 0.75
    assert ("shape 2", "is a part of the object at shape 1, as they share a group") in spool.notes


def test_a_mask_lies_where_its_corner_is(tmp_path: Path) -> None:
    part = np.array([[0, 255, 255], [255, 255, 0]], np.uint8)
    png = io.BytesIO()
    Image.fromarray(part).save(png, "PNG")
    spool = read(tmp_path, shape([[4, 3], [6, 4]], "mask", mask=base64.b64encode(png.getvalue()).decode()))
    (record,) = predictions(spool)
    assert isinstance(record.geometry, Mask)
    pixels = coco.decode({"size": [10, 20], "counts": record.geometry.counts})
    assert np.array_equal(pixels[3:5, 4:7], part > 0)
    assert pixels.sum() == 4


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    spool = read(
        tmp_path,
        shape([[0, 0], [5, 5]], "linestrip"),
        shape([], "polygon"),
        shape([[0, 0]], "rectangle"),
        shape([[float("nan"), 0], [1, 1], [2, 0]]),
        {"points": TRIANGLE},
        7,
        shape(TRIANGLE, score=3),
        shape([[0, 0], [1, 1]], "mask", mask="no picture"),
        shape([[19, 3], [22, 4]], "mask", mask=None),
        shape(TRIANGLE, "star"),
    )
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.NO_GEOMETRY: 4,
        Reason.BAD_GEOMETRY: 3,
        Reason.BAD_ENTRY: 2,
        Reason.BAD_CONFIDENCE: 1,
    }
    assert spool.read == 10
    assert spool.dropped[Reason.NO_GEOMETRY].examples[0] == "shape 1 (a.jpg): a line surrounds nothing"


def test_a_broken_file_among_others_is_left_out_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "a.json", {"shapes": [shape(TRIANGLE)], "imagePath": "..\\pictures\\a.jpg"})
    written(tmp_path / "in" / "b.json", json.dumps({"shapes": [shape(TRIANGLE)], "imagePath": "b"}).encode()[:-3])
    written(tmp_path / "in" / "c.json", {"shapes": 5, "imagePath": "c"})
    spool = read_predictions([tmp_path / "in"], tmp_path / "spool", format=None, settings=ReadSettings())
    assert len(spool.picture) == 1
    assert spool.pictures[0].name == "..\\pictures\\a.jpg"
    assert spool.dropped[Reason.BAD_FILE].count == 2
    assert spool.dropped[Reason.BAD_FILE].examples[1] == "c.json: it has no list of shapes"
