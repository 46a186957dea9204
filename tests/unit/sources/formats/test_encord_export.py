"""Encord's own label rows: every shape, track and answer is taken up again, and what is not is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco

from gui.domain.geometry import Box, ClassScore, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

BOX = {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}


def thing(shape: str, hash_: str = "o1", **more: Any) -> dict[str, Any]:
    return {"name": "Apple", "shape": shape, "objectHash": hash_, "featureHash": "f", "confidence": 0.5} | more


def label_row(*objects: Any, **more: Any) -> dict[str, Any]:
    unit = {"data_hash": "u1", "width": 100, "height": 50, "data_sequence": 0, "labels": {"objects": list(objects)}}
    return {"label_hash": "l", "data_hash": "u1", "data_title": "a.jpg", "data_units": {"u1": unit}} | more


def video(frames: dict[str, list[Any]], **more: Any) -> dict[str, Any]:
    labels = {frame: {"objects": objects} for frame, objects in frames.items()}
    unit = {"data_hash": "v1", "width": 100, "height": 50, "data_sequence": 0, "labels": labels}
    row = {"label_hash": "l", "data_hash": "v1", "data_title": "a.mp4", "data_type": "video"}
    return row | {"data_units": {"v1": unit}} | more


def read(folder: Path, *rows: Any) -> Spool:
    path = written(folder / "predictions.json", list(rows))
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings())


@pytest.mark.parametrize(
    ("entry", "geometry"),
    [
        (thing("bounding_box", boundingBox=BOX), Box(10, 10, 30, 20)),
        (thing("rotatable_bounding_box", rotatableBoundingBox=BOX | {"theta": 30}), RotatedBox(25, 20, 30, 20, 30)),
        (
            thing("polygon", polygons=[[[0, 0, 0.5, 0, 0.5, 1], [0.1, 0.1, 0.2, 0.1, 0.2, 0.2]]]),
            Polygons([[[0, 0, 50, 0, 50, 50], [10, 5, 20, 5, 20, 10]]]),
        ),
        (
            thing("polygon", polygon={"0": {"x": 0, "y": 0}, "1": {"x": 0.5, "y": 0}, "2": {"x": 0.5, "y": 1}}),
            Polygons([[[0, 0, 50, 0, 50, 50]]]),
        ),
        (thing("point", point={"0": {"x": 0.5, "y": 0.5}}), Keypoints([Keypoint("Apple", 50, 25, 2)])),
        (
            thing("skeleton", skeleton={"0": {"x": 0.5, "y": 0.5, "name": "Stem", "visibility": "occluded"}}),
            Keypoints([Keypoint("Stem", 50, 25, 1)]),
        ),
    ],
)
def test_every_shape(entry: dict[str, Any], geometry: Any, tmp_path: Path) -> None:
    spool = read(tmp_path, label_row(entry))
    (record,) = predictions(spool)
    assert record.geometry == geometry
    assert (record.where, record.track) == ("a.jpg object o1", None)
    assert (spool.pictures, spool.classes) == ([Picture("u1", 100, 50)], ["Apple"])
    assert spool.confidence.tolist() == [0.5]


def test_masks_run_along_the_rows(tmp_path: Path) -> None:
    pixels = np.zeros((4, 6), np.uint8)
    pixels[1:3, 2:5] = 1
    code = coco.encode(np.asfortranarray(pixels.T))["counts"].decode()
    mask = {"top": 0, "left": 0, "width": 6, "height": 4, "rleString": code}
    (record,) = predictions(read(tmp_path, label_row(thing("bitmask", bitmask=mask))))
    assert isinstance(record.geometry, Mask)
    assert np.array_equal(coco.decode({"size": [4, 6], "counts": record.geometry.counts}), pixels)


def test_objects_of_a_video_keep_together_over_its_frames(tmp_path: Path) -> None:
    box = thing("bounding_box", boundingBox=BOX)
    spool = read(tmp_path, video({"0": [box], "7": [box]}))
    assert [picture.name for picture in spool.pictures] == ["videos/v1/0.jpg", "videos/v1/7.jpg"]
    assert {record.track for record in predictions(spool)} == {"o1"}
    assert predictions(spool)[1].where == "a.mp4 object o1 frame 7"


def answer(*options: str, frames: Any = ((0, 0),)) -> dict[str, Any]:
    chosen = [{"name": name, "featureHash": name} for name in options]
    given = [{"name": "Belt", "answers": chosen}]
    return {"classifications": given, "range": [list(pair) for pair in frames], "confidence": 0.75}


def test_chosen_options_are_said_of_every_frame(tmp_path: Path) -> None:
    answers = {"c1": answer("Clean", frames=((0, 1), (5, 5)))}
    spool = read(tmp_path, video({}, classification_answers=answers))
    assert [spool.pictures[picture].name for picture in spool.picture] == [
        "videos/v1/0.jpg",
        "videos/v1/1.jpg",
        "videos/v1/5.jpg",
    ]
    assert {type(record.geometry) for record in predictions(spool)} == {ClassScore}
    assert (spool.classes, spool.confidence.tolist()) == (["Clean"], [0.75] * 3)
    assert len(read(tmp_path, label_row(classification_answers={"c1": answer("Wet", "Cold")})).picture) == 2


def test_what_is_not_taken_along_is_named(tmp_path: Path) -> None:
    box = thing("bounding_box", boundingBox=BOX)
    answers = {
        "text": {"classifications": [{"name": "Remarks", "answers": "wet"}], "range": [[0, 0]]},
        "none": answer(),
        "long": answer("Clean", frames=((0, 10**9),)),
    }
    row = label_row(
        box,
        thing("polyline", "o2"),
        thing("bounding_box", "o3", boundingBox=BOX | {"w": 0}),
        thing("bounding_box", "o4", boundingBox=BOX, confidence=37),
        thing("bitmask", "o5", bitmask={"width": 5, "height": 5, "rleString": "11"}),
        {"shape": "bounding_box"},
        7,
        object_answers={"o1": {"classifications": [{"name": "Ripe"}]}},
        classification_answers=answers,
    )
    spool = read(tmp_path, row, 5)
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.NO_GEOMETRY: 3,
        Reason.BAD_SIZE: 1,
        Reason.BAD_CONFIDENCE: 1,
        Reason.BAD_GEOMETRY: 1,
        Reason.BAD_ENTRY: 4,
    }
    assert spool.read == 11
    assert ("a.jpg object o1", "has attributes; they are not taken along") in spool.notes


def test_without_a_size_they_are_fractions(tmp_path: Path) -> None:
    row = label_row(thing("bounding_box", boundingBox=BOX))
    row["data_units"]["u1"] |= {"width": None, "height": 0}
    spool = read(tmp_path, row)
    assert predictions(spool)[0].geometry == Box(0.1, 0.2, 0.3, 0.4)
    assert spool.pictures[0].fractions
