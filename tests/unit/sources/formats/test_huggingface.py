"""Hugging Face pipelines: the ways in which people save what a pipeline returned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gui.domain.geometry import Box, ClassScore, Mask
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

CAT = {"score": 0.9, "label": "cat", "box": {"xmin": 1, "ymin": 2, "xmax": 11, "ymax": 8}}
DOG = {"score": 0.4, "label": "dog", "box": {"xmin": 0, "ymin": 0, "xmax": 5, "ymax": 5}}


def read(folder: Path, content: Any) -> Spool:
    path = written(folder / "IMG_1.json", content)
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings())


@pytest.mark.parametrize(
    ("content", "pictures", "where"),
    [
        ([CAT, DOG], ["IMG_1", "IMG_1"], "element 1"),
        ({"a.jpg": [CAT], "b.jpg": [DOG]}, ["a.jpg", "b.jpg"], "b.jpg entry 0"),
        ({"a.jpg": CAT, "b.jpg": DOG}, ["a.jpg", "b.jpg"], "b.jpg entry 0"),
        ([{"image": "a.jpg", "predictions": [CAT, DOG]}], ["a.jpg", "a.jpg"], "element 0 entry 1"),
        ([CAT | {"file_name": "a.jpg"}, DOG | {"file_name": "b.jpg"}], ["a.jpg", "b.jpg"], "element 1"),
        ([[CAT], [DOG]], ["0", "1"], "element 1 entry 0"),
    ],
)
def test_every_way_to_save_them_is_read(content: Any, pictures: list[str], where: str, tmp_path: Path) -> None:
    spool = read(tmp_path, content)
    assert spool.format == "huggingface"
    assert [spool.pictures[number].name for number in spool.picture] == pictures
    assert [record.geometry for record in predictions(spool)] == [Box(1, 2, 10, 6), Box(0, 0, 5, 5)]
    assert predictions(spool)[1].where == where
    assert [spool.classes[number] for number in spool.class_number] == ["cat", "dog"]
    assert spool.confidence.tolist() == [0.9, 0.4]


def test_entries_without_a_place_are_about_the_whole_picture(tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.jpg": [{"score": 0.8, "label": "day"}, {"score": 0.2, "label": "night"}]})
    assert [record.geometry for record in predictions(spool)] == [ClassScore(), ClassScore()]


def test_masks_are_run_lengths_or_pictures(tmp_path: Path) -> None:
    rle = {"size": [2, 3], "counts": [2, 2, 2]}
    spool = read(tmp_path, {"a.jpg": [{"score": 0.8, "label": "sky", "mask": rle}]})
    (record,) = predictions(spool)
    assert isinstance(record.geometry, Mask)
    assert (record.geometry.height, record.geometry.width) == (2, 3)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad = [
        CAT | {"box": {"xmin": 1}},
        CAT | {"box": "1 2 3 4"},
        CAT | {"score": "high"},
        {"score": 1, "label": None},
        7,
    ]
    spool = read(tmp_path, {"a.jpg": [CAT, *bad, CAT | {"mask": "no picture"}, CAT | {"mask": 5}]})
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.BAD_GEOMETRY: 4,
        Reason.BAD_CONFIDENCE: 1,
        Reason.BAD_ENTRY: 2,
    }
    assert spool.read == 8


def test_a_file_cut_off_is_refused_with_what_was_readable(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, b'{"a.jpg": [{"score": 0.9, "label": "cat"}], "b.jpg": [{"sco')
    assert failure.value.sentence.what == "IMG_1.json is cut off after element 0."
