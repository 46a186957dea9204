"""Ultralytics' predictions.json: all tasks, numbers of classes weighed, and what stays COCO's."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from gui.domain.geometry import Box, Corners, Keypoints, Mask, RotatedBox
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.ultralytics.predictions_json import COCO_IDS
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

NAMES = ",".join(f"name{number}" for number in range(80))


def row(**changes: Any) -> dict[str, Any]:
    """A result of detection as older versions write it, but for ``changes``; None takes a field away."""
    entry = {"image_id": "a b (1)", "category_id": 1, "bbox": [10.5, 20, 30, 40], "score": 0.5} | changes
    return {name: value for name, value in entry.items() if value is not None}


def read(folder: Path, *rows: Any, format: str | None = None, **values: str) -> Spool:
    path = written(folder / "predictions.json", list(rows))
    return read_predictions([path], folder / "spool", format=format, settings=ReadSettings(values=values))


def test_detections_by_stem_and_by_file_name(tmp_path: Path) -> None:
    spool = read(tmp_path, row(), row(file_name="a b (1).jpg"))
    assert (spool.format, spool.read) == ("ultralytics-json", 2)
    assert [picture.name for picture in spool.pictures] == ["a b (1)", "a b (1).jpg"]
    assert predictions(spool)[0].geometry == Box(10.5, 20, 30, 40)
    assert predictions(spool)[0].where == "element 0"


def test_turned_boxes_are_in_radians(tmp_path: Path) -> None:
    turned = row(image_id=7, bbox=None, rbox=[50, 40, 20, 10, math.pi / 6], poly=[1, 1, 9, 1, 9, 5, 1, 5])
    corners = row(image_id=7, bbox=None, poly=[1, 1, 9, 1, 9, 5, 1, 5])
    spool = read(tmp_path, turned, corners, turned | {"rbox": [1, 2, 3]}, turned | {"rbox": [50, 40, 0, 10, 1]})
    first, second = (record.geometry for record in predictions(spool))
    assert isinstance(first, RotatedBox)
    assert (first.cx, first.cy, first.w, first.h, round(first.theta, 9)) == (50, 40, 20, 10, 30)
    assert second == Corners([1, 1, 9, 1, 9, 5, 1, 5])
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.BAD_GEOMETRY: 1,
        Reason.BAD_SIZE: 1,
    }


def test_what_others_call_poly_does_no_harm_beside_a_box(tmp_path: Path) -> None:
    spool = read(tmp_path, row(poly=[[1, 2], [3, 4]]), row(rbox="none"))
    assert [record.geometry for record in predictions(spool)] == [Box(10.5, 20, 30, 40)] * 2


def test_outlines_and_poses(tmp_path: Path) -> None:
    outline = row(segmentation={"size": [4, 6], "counts": "93<"})
    spool = read(tmp_path, outline, row(keypoints=[1, 2, 0.9, 3, 4, 0]))
    mask, pose = (record.geometry for record in predictions(spool))
    assert isinstance(mask, Mask)
    assert isinstance(pose, Keypoints)
    assert [point.visibility for point in pose.points] == [2, 0]


@pytest.mark.parametrize(
    ("numbers", "names", "first", "classes"),
    [
        ([0, 1], "bus,car", "0", ["bus", "car"]),
        ([1, 2], "bus,car", "1", ["bus", "car"]),
        ([90, 1], NAMES, "coco", ["name79", "name0"]),
    ],
)
def test_the_numbers_seen_tell_how_classes_are_numbered(
    numbers: list[int], names: str, first: str, classes: list[str], tmp_path: Path
) -> None:
    spool = read(tmp_path, *(row(category_id=number) for number in numbers), classes=names)
    assert (spool.classes, spool.sources[0].values["first_class"]) == (classes, first)


def test_what_the_numbers_do_not_tell_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UndecidedReading) as failure:
        read(tmp_path, row(category_id=1), classes="bus,car,van")
    assert "--set first_class=1" in failure.value.sentence.remedy
    assert read(tmp_path, row(category_id=1), classes="bus,car,van", first_class="0").classes == ["car"]
    assert read(tmp_path, row(category_id=1)).classes == ["1"]


def test_a_file_name_is_of_versions_that_count_from_1(tmp_path: Path) -> None:
    newer = row(file_name="a b (1).jpg", category_id=1)
    assert read(tmp_path, newer, classes="bus,car,van").classes == ["bus"]


def test_many_classes_without_cocos_gaps_are_cocos(tmp_path: Path) -> None:
    rows = [row(file_name="a b (1).jpg", category_id=number) for number in COCO_IDS[:40]]
    assert read(tmp_path, *rows, classes=NAMES).classes[:12] == [f"name{number}" for number in range(12)]


@pytest.mark.parametrize(
    "entry",
    [
        row(image_id=1),
        row(image_id="1"),
        row(image_id="a.jpg"),
        row(category_name="car"),
        row(segmentation=[[1, 1, 9, 1, 9, 5]]),
        row(bbox=None, keypoints=[1, 2, 2]),
    ],
)
def test_other_results_stay_cocos(entry: dict[str, Any], tmp_path: Path) -> None:
    assert read(tmp_path, entry).format == "coco"
    assert read(tmp_path, entry, format="ultralytics-json").read == 1


def test_results_beside_a_dataset_json_are_cocos(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "predictions.json", [row()])
    written(tmp_path / "in" / "instances.json", {"images": [], "categories": [{"id": 1, "name": "car"}]})
    spool = read_predictions([tmp_path / "in"], tmp_path / "spool", format=None, settings=ReadSettings())
    assert (spool.format, spool.classes) == ("coco", ["car"])


def test_class_names_beside_the_file_are_found(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "predictions.json", [row(category_id=0)])
    written(tmp_path / "in" / "data.yaml", b"names: [car, bus]")
    spool = read_predictions([tmp_path / "in"], tmp_path / "spool", format=None, settings=ReadSettings())
    assert (spool.format, spool.classes) == ("ultralytics-json", ["car"])


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    text = json.dumps([row()] * 3)
    with pytest.raises(SourceProblem, match="is cut off"):
        read_predictions(
            [written(tmp_path / "p.json", text[:-30].encode())], tmp_path / "s", format=None, settings=ReadSettings()
        )
