"""Label Studio: percent, rotation about a corner, brushes, videos, and names of uploaded pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco

from gui.domain.geometry import Box, ClassScore, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.errors import UsageProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

RECTANGLE = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0, "rectanglelabels": ["car"]}


def region(value: dict[str, Any], *, size: tuple[int, int] | None = (200, 100), **more: Any) -> dict[str, Any]:
    sides = {"original_width": size[0], "original_height": size[1]} if size else {}
    return {"id": "r", "type": "rectanglelabels", "value": value} | sides | more


def task(*regions: Any, image: str = "/data/upload/1/3a4f5c6d-cat.jpg", **more: Any) -> dict[str, Any]:
    return {"id": 5, "data": {"image": image}, "predictions": [{"score": 0.7, "result": list(regions)}]} | more


def read(folder: Path, *tasks: Any, **values: str) -> Spool:
    path = written(folder / "export.json", list(tasks))
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings(values=values))


def test_percent_become_pixels_and_the_score_of_the_region_goes_first(tmp_path: Path) -> None:
    spool = read(tmp_path, task(region(RECTANGLE), region(RECTANGLE, score=0.25)))
    assert [record.geometry for record in predictions(spool)] == [Box(20, 20, 60, 40)] * 2
    assert spool.pictures == [Picture("/data/upload/1/cat.jpg", 200, 100)]
    assert spool.confidence.tolist() == [0.7, 0.25]
    assert predictions(spool)[0].where == "task 5 region r"


def test_without_a_size_they_are_fractions(tmp_path: Path) -> None:
    spool = read(tmp_path, task(region(RECTANGLE, size=None)))
    assert predictions(spool)[0].geometry == Box(0.1, 0.2, 0.3, 0.4)
    assert spool.pictures[0].fractions


def test_a_rectangle_turns_about_its_top_left_corner(tmp_path: Path) -> None:
    spool = read(tmp_path, task(region(RECTANGLE | {"rotation": 90})))
    (record,) = predictions(spool)
    assert isinstance(record.geometry, RotatedBox)
    # 60 × 40 with its corner at (20, 20): after a quarter turn clockwise it reaches 40 to the left and 60 down
    assert [record.geometry.cx, record.geometry.cy] == pytest.approx([0, 50])
    assert (record.geometry.w, record.geometry.h, record.geometry.theta) == (60, 40, 90)


def test_other_regions(tmp_path: Path) -> None:
    polygon = {"points": [[0, 0], [50, 0], [50, 50]], "polygonlabels": ["car"]}
    ellipse = {"x": 50, "y": 50, "radiusX": 10, "radiusY": 20, "ellipselabels": ["car"]}
    keypoint = {"x": 50, "y": 50, "width": 1, "keypointlabels": ["nose"]}
    spool = read(tmp_path, *(task(region(value)) for value in (polygon, ellipse, keypoint, {"choices": ["day"]})))
    found = [record.geometry for record in predictions(spool)]
    assert found[0] == Polygons([[[0, 0, 100, 0, 100, 50]]])
    assert spool.envelope[1].tolist() == pytest.approx([80, 30, 120, 70])
    assert found[2:] == [Keypoints([Keypoint("nose", 100, 50, 2)]), ClassScore()]


def packed(alpha: np.ndarray[Any, Any]) -> list[int]:
    """Label Studio's run lengths of a mask, every value by itself: sizes of 3, 4, 8 and 16 bits."""
    values = np.repeat(alpha.ravel(), 4)
    bits = f"{len(values):032b}" + f"{7:05b}" + "".join(f"{size - 1:04b}" for size in (3, 4, 8, 16))
    half = len(values) // 2
    bits += "0" + "11" + f"{half - 1:016b}" + "".join(f"{value:08b}" for value in values[:half])
    at = half
    while at < len(values):
        end = at
        while end < len(values) and values[end] == values[at] and end - at < 256:
            end += 1
        bits += "1" + "10" + f"{end - at - 1:08b}" + f"{values[at]:08b}"
        at = end
    bits += "0" * (-len(bits) % 8)
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]


def test_a_brush_is_its_alpha(tmp_path: Path) -> None:
    alpha = np.zeros((6, 9), np.uint8)
    alpha[1:4, 2:7] = 255
    spool = read(tmp_path, task(region({"rle": packed(alpha), "brushlabels": ["car"]}, size=(9, 6))))
    (record,) = predictions(spool)
    assert isinstance(record.geometry, Mask)
    assert np.array_equal(coco.decode({"size": [6, 9], "counts": record.geometry.counts}), alpha // 255)


def test_a_box_on_a_video_moves_from_key_to_key(tmp_path: Path) -> None:
    keys = [
        {"frame": 1, "x": 0, "y": 0, "width": 10, "height": 10, "enabled": True},
        {"frame": 3, "x": 20, "y": 0, "width": 10, "height": 10, "enabled": False},
        {"frame": 9, "x": 0, "y": 0, "width": 10, "height": 10, "enabled": True},
    ]
    video = region({"sequence": keys, "framesCount": 10, "labels": ["car"]}, size=(100, 100))
    spool = read(tmp_path, task(video, image="clip.mp4"))
    names = [spool.pictures[picture].name for picture in spool.picture]
    on = dict(zip(names, predictions(spool), strict=True))
    assert [*on] == [f"clip.mp4/{frame}.jpg" for frame in (0, 1, 2, 8, 9)]
    assert on["clip.mp4/1.jpg"].geometry == Box(10, 0, 10, 10)
    assert {record.track for record in on.values()} == {"task 5 region r"}


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("/data/upload/1/3a4f5c6d-cat.jpg", "/data/upload/1/cat.jpg"),
        ("/data/local-files/?d=pictures/my%20cat.jpg", "pictures/my cat.jpg"),
        ("https://example.org/a/my%20cat.jpg?token=1", "/a/my cat.jpg"),
        ("s3://bucket/a/cat.jpg", "/a/cat.jpg"),
        ("3a4f5c6d-cat.jpg", "3a4f5c6d-cat.jpg"),
        ("cat#1.jpg", "cat#1.jpg"),
    ],
)
def test_the_name_of_the_picture_is_taken_from_its_address(image: str, name: str, tmp_path: Path) -> None:
    assert read(tmp_path, task(region(RECTANGLE), image=image)).pictures[0].name == name


def test_the_short_form_and_uploaded_files(tmp_path: Path) -> None:
    short = {"image": "a.jpg", "id": 7, "label": [RECTANGLE | {"original_width": 200, "original_height": 100}]}
    spool = read(tmp_path, short)
    assert predictions(spool)[0].geometry == Box(20, 20, 60, 40)
    assert spool.pictures[0].name == "a.jpg"
    spool = read(tmp_path, task(region(RECTANGLE), file_upload="3a4f5c6d-dog.jpg"))
    assert spool.pictures[0].name == "dog.jpg"


def test_predictions_go_before_annotations_and_the_user_may_turn_it_round(tmp_path: Path) -> None:
    both = task(region(RECTANGLE), annotations=[{"result": [region(RECTANGLE), region(RECTANGLE)]}])
    assert len(read(tmp_path, both).picture) == 1
    assert len(read(tmp_path, both, part="annotations").picture) == 2
    cancelled = {"result": [region(RECTANGLE)], "was_cancelled": True}
    drawn = {"id": 1, "data": {"image": "a.jpg"}, "annotations": [{"result": [region(RECTANGLE)]}, cancelled]}
    spool = read(tmp_path, drawn)
    assert len(spool.picture) == 1
    assert not spool.scored.any()
    with pytest.raises(UsageProblem):
        read(tmp_path, both, part="drafts")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    turned = region(RECTANGLE | {"rotation": 45}, size=None)
    spool = read(
        tmp_path,
        task(turned, region({"rle": [1, 2], "brushlabels": ["car"]}), region({"x": 1, "y": 1, "rectanglelabels": []})),
        task(region(RECTANGLE | {"width": "wide"}), region(RECTANGLE, score=5), 7, region({"labels": ["car"]})),
        7,
    )
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.SIZE_UNKNOWN: 1,
        Reason.BAD_GEOMETRY: 2,
        Reason.BAD_ENTRY: 3,
        Reason.BAD_CONFIDENCE: 1,
        Reason.NO_GEOMETRY: 1,
    }
    assert spool.read == 8
