"""Several files, folders and archives in one spool: each told apart, read by its own format, losses by its name."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gui.domain.geometry import Box
from gui.domain.reasons import Reason
from gui.errors import SourceProblem, UsageProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.read_settings import ReadSettings
from gui.sources.readers import each_file
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.formats.test_voc import BOX, voc
from tests.unit.sources.reading import predictions, result, written


class Reader:
    """Reads paths and closes what it read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spools: list[Spool] = []

    def __call__(self, *paths: Path, format: str | None = None, **values: str) -> Spool:
        folder = self.folder / f"spool{len(self.spools)}"
        self.spools.append(read_predictions(paths, folder, format=format, settings=ReadSettings(values=values)))
        return self.spools[-1]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path)
    yield made
    for spool in made.spools:
        spool.close()


def sources(spool: Spool) -> list[tuple[str, str]]:
    return [(source.title, source.format) for source in spool.sources]


def places(spool: Spool) -> list[str]:
    return [record.where for record in predictions(spool)]


def test_a_folder_an_archive_and_a_file_are_three_sources(tmp_path: Path, read: Reader) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    written(folder / "a.xml", voc(f"<name>car</name>{BOX}"))
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("x/b.xml", voc(f"<name>car</name>{BOX}", name="b.jpg"))
    results = written(tmp_path / "results.json", [result(image_id="a.jpg"), result(score=7)])
    spool = read(folder, tmp_path / "more.zip", results)
    assert sorted(sources(spool)) == [("labels", "voc"), ("more.zip", "voc"), ("results.json", "coco")]
    assert sorted(places(spool)) == [
        "labels: a.xml object 1",
        "more.zip: x/b.xml object 1",
        "results.json element 0",
    ]
    assert [picture.name for picture in spool.pictures].count("a.jpg") == 2, "each source has pictures of its own"
    assert "2 boxes" not in spool.summary and "3 boxes, 3 pictures, 2 classes" in spool.summary
    assert spool.dropped[Reason.BAD_CONFIDENCE].examples == ["results.json element 1 (1): the confidence is 7"]


def test_loose_files_are_grouped_by_their_format(tmp_path: Path, read: Reader) -> None:
    paths = [written(tmp_path / f"{name}.xml", voc(f"<name>car</name>{BOX}")) for name in "ab"]
    paths += [written(tmp_path / "one.json", [result()]), written(tmp_path / "two.json", [result()])]
    spool = read(*paths)
    assert sources(spool) == [("2 files", "voc"), ("2 files", "coco")]
    assert spool.read == 4


def test_each_source_can_be_read_in_its_own_way(tmp_path: Path, read: Reader) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "a.txt", b"car 0.9 10 20 50 60\n")
    paths = (tmp_path / "one", tmp_path / "two")
    for said in ({}, {"1.box": "xyxy"}):
        with pytest.raises(UndecidedReading) as tie:
            read(*paths, **said)
        assert tie.value.source.number == len(said) + 1
    spool = read(*paths, **{"1.box": "xyxy", "2.box": "xywh"})
    assert [record.geometry for record in predictions(spool)] == [Box(10, 20, 40, 40), Box(10, 20, 50, 60)]
    assert [source.values["box"] for source in spool.sources] == ["xyxy", "xywh"]


def test_what_is_no_prediction_among_loose_files_is_refused_by_name(tmp_path: Path, read: Reader) -> None:
    paths = [written(tmp_path / "one.json", [result()]), written(tmp_path / "notes.txt", b"hello\n")]
    with pytest.raises(SourceProblem) as failure:
        read(*paths)
    assert failure.value.sentence.what.startswith("notes.txt")


def test_files_beside_the_predictions_are_counted(tmp_path: Path, read: Reader) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    written(folder / "a.xml", voc(f"<name>car</name>{BOX}"))
    for name in ("a.jpg", "b.jpg", "README"):
        written(folder / name, b"x")
    spool = read(folder)
    assert spool.notes == [
        ("labels", "3 files beside the predictions not read: 2 .jpg, 1 without an extension"),
    ]


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    """Root reads everything; where this process is none, nothing changes."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such permissions")
def test_a_file_that_may_not_be_read_is_a_loss_with_its_name() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        for each in "abc":
            written(folder / f"{each}.xml", voc(f"<name>car</name>{BOX}"))
        (folder / "b.xml").chmod(0)
        with without_the_rights_of_root():
            spool = read_predictions([folder], folder / "spool", format="voc", settings=ReadSettings())
        spool.close()
    assert spool.read == 3
    assert spool.dropped[Reason.BAD_FILE].examples == ["b.xml: Permission denied"]
    assert [lost.where for lost in spool.lost] == ["b.xml"]


def test_a_picture_file_too_large_is_a_loss_with_its_name(
    tmp_path: Path, read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(each_file.contents, "__defaults__", (1000,))
    folder = tmp_path / "labels"
    folder.mkdir()
    written(folder / "a.xml", voc(f"<name>car</name>{BOX}"))
    written(folder / "b.xml", voc(*[f"<name>car</name>{BOX}"] * 100))
    spool = read(folder)
    assert spool.dropped[Reason.BAD_FILE].count == 1


def test_settings_go_to_the_formats_that_have_them(tmp_path: Path, read: Reader) -> None:
    paths = [written(tmp_path / "a.xml", voc(f"<name>car</name>{BOX}")), written(tmp_path / "b.json", [result()])]
    spool = read(*paths, first_pixel="0", rotate="90")
    assert [source.values for source in spool.sources] == [{"first_pixel": "0"}, {}]
    with pytest.raises(UsageProblem, match="no setting"):
        read(*paths, nonsense="1")


def test_a_tie_ends_the_command_as_wrong_usage_does() -> None:
    assert issubclass(UndecidedReading, UsageProblem)


def test_hostile_numbers_are_losses(tmp_path: Path, read: Reader) -> None:
    hostile = ["nan", "inf", "-1e308", "1e400", "0x10", "１", "--5", "9" * 400]
    box = "<bndbox><xmin>{0}</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>"
    entries = [f"<name>car</name>{box.format(number)}" for number in hostile]
    spool = read(written(tmp_path / "a.xml", voc(*entries)))
    kept = [record.where for record in predictions(spool)]
    assert spool.read == len(hostile)
    assert kept == ["object 6"], "a wide digit is a digit; no other is a number in a picture"
    json_file = tmp_path / "b.json"
    json_file.write_text(json.dumps([result(bbox=[0, 0, 1e308, 1e308]), result(bbox=[-1e308, 0, 1, 1])]))
    assert read(json_file).dropped[Reason.BAD_GEOMETRY].count == 2
