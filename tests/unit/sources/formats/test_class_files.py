"""Text files of a class each: VOC's and DOTA's result files say the class by their name, and a picture on each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from gui.domain.geometry import Box, ClassScore, Corners
from gui.domain.reasons import Reason
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions

VOC = "000004 0.702732 89 112 516 466", "000006 0.870849 373 168 488 229"
DOTA = "P0006 0.95 10 20 60 22 58 52 8 50"


class Rows:
    """A project whose rows are called ``P…``."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        return None

    def frames_of(self, name: str) -> int | None:
        return 1 if name.startswith("P") else None


def read(
    folder: Path, content: Mapping[str, Sequence[str]], settings: ReadSettings | None = None, **values: str
) -> Spool:
    (folder / "in").mkdir(parents=True, exist_ok=True)
    for name, lines in content.items():
        (folder / "in" / name).write_text("".join(f"{line}\n" for line in lines))
    settings = settings or ReadSettings(values=values)
    return read_predictions([folder / "in"], folder / "spool", format=None, settings=settings)


def found(spool: Spool) -> list[tuple[str, str]]:
    """The picture and the class of every prediction."""
    pairs = zip(spool.picture, spool.class_number, strict=True)
    return [(spool.pictures[picture].name, spool.classes[number]) for picture, number in pairs]


def evidence(spool: Spool) -> str:
    ways = spool.sources[0]
    return next(reading.evidence for reading in ways.readings if ways.is_taken(reading))


@pytest.mark.parametrize(
    "set_", ["comp4_det_test_", "comp3_det_val_", "comp4_ab12-cd_det_trainval_", "Comp4_Det_Mini_"]
)
def test_vocs_files_count_pixels_from_1(set_: str, tmp_path: Path) -> None:
    spool = read(tmp_path, {f"{set_}aeroplane.txt": VOC, f"{set_}potted_plant.txt": VOC[:1]})
    assert spool.format == "txt"
    assert found(spool) == [("000004", "aeroplane"), ("000006", "aeroplane"), ("000004", "potted_plant")]
    assert spool.confidence.tolist() == [0.702732, 0.870849, 0.702732]
    records = predictions(spool)
    assert records[0].geometry == Box(88, 111, 428, 355)
    assert records[1].where == f"{set_}aeroplane.txt line 2"
    assert "each of the class that the name of its file says: “aeroplane”, “potted_plant”" in evidence(spool)
    assert "in pixels from 1" in evidence(spool)


def test_the_first_pixel_can_be_said(tmp_path: Path) -> None:
    spool = read(tmp_path, {"comp4_det_test_cat.txt": VOC}, first_pixel="0")
    assert predictions(spool)[0].geometry == Box(89, 112, 427, 354)


def test_vocs_classification_is_of_whole_pictures(tmp_path: Path) -> None:
    spool = read(tmp_path, {"comp2_cls_test_cat.txt": ["000001 0.25", "000002 0.75"]})
    assert [record.geometry for record in predictions(spool)] == [ClassScore(), ClassScore()]
    assert found(spool) == [("000001", "cat"), ("000002", "cat")]


def test_dotas_files_have_four_corners_or_boxes(tmp_path: Path) -> None:
    spool = read(tmp_path, {"Task1_plane.txt": [DOTA], "Task1_large-vehicle.txt": [DOTA]})
    assert found(spool) == [("P0006", "large-vehicle"), ("P0006", "plane")]
    assert predictions(spool)[0].geometry == Corners([10, 20, 60, 22, 58, 52, 8, 50])
    boxes = read(tmp_path / "boxes", {"Task2_plane.txt": ["P0006 0.95 10 20 60 50"]})
    assert predictions(boxes)[0].geometry == Box(10, 20, 50, 30)


def test_rows_of_the_project_speak_for_it(tmp_path: Path) -> None:
    spool = read(tmp_path, {"plane.txt": [DOTA], "ship.txt": [DOTA]}, ReadSettings(project=Rows()))
    assert found(spool) == [("P0006", "plane"), ("P0006", "ship")]
    assert found(read(tmp_path / "alone", {"plane.txt": [DOTA]})) == [("P0006", "plane")]
    boxes = {"plane.txt": ["P0006 0.95 10 20 60 50", "P0007 0.9 10 20 60 50"]}
    assert found(read(tmp_path / "unknown", boxes, box="xyxy")) == [("plane", "P0006"), ("plane", "P0007")]
    known = read(tmp_path / "known", boxes, ReadSettings(project=Rows()))
    assert found(known) == [("P0006", "plane"), ("P0007", "plane")]
    assert "as 2 of 2 first words are rows of the project and no file's name is" in evidence(known)


def test_names_of_pictures_on_the_lines_speak_for_it(tmp_path: Path) -> None:
    spool = read(tmp_path, {"car.txt": ["a.jpg 0.9 10 20 30 40", "b.jpg 0.8 10 20 30 40"]})
    assert found(spool) == [("a.jpg", "car"), ("b.jpg", "car")]


def test_without_any_sign_it_has_to_be_said(tmp_path: Path) -> None:
    lines = ["1 0.9 60 40 20 10", "2 0.8 30 5 40 60"]
    assert found(read(tmp_path, {"a.txt": lines})) == [("a", "1"), ("a", "2")]
    assert found(read(tmp_path, {"a.txt": lines}, files="class", box="xywh")) == [("1", "a"), ("2", "a")]


def test_a_file_of_a_picture_may_be_called_like_one_of_a_class(tmp_path: Path) -> None:
    lines = ["7 0.9 0.5 0.5 1.0 0.5", "7 0.8 0.5 0.75 0.5 0.5"]
    assert found(read(tmp_path, {"Task1_plane.txt": lines})) == [("Task1_plane", "7")] * 2


def test_what_is_wrong_costs_its_line(tmp_path: Path) -> None:
    bad = ["000009 1.5 1 2 3 4", "000009 0.5 9 9 3 3", "000009 0.5 a b c d", "0.5 1 2", "", "x" * (1 << 20) + "yz"]
    spool = read(tmp_path, {"comp4_det_test_cat.txt": [*VOC * 20, *bad]})
    assert len(spool.picture) == 40
    assert spool.read == 45
    assert {lost.where.rpartition(" ")[2]: lost.reason for lost in spool.lost} == {
        "41": Reason.BAD_CONFIDENCE,
        "42": Reason.BAD_SIZE,
        "43": Reason.BAD_GEOMETRY,
        "44": Reason.BAD_ENTRY,
        "46": Reason.BAD_ENTRY,
    }
    assert spool.dropped[Reason.BAD_SIZE].by_class == {"cat": 1}
