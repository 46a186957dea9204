"""What the engine answers to a file: what it is and how it was read, or the ways to choose from."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.domain.column_choice import ColumnChoice
from gui.domain.reading_ways import Reading, Setting
from gui.domain.table_guess import TableGuess
from gui.encord_api.patience import Stop
from gui.engine.jobs import Jobs
from gui.errors import SourceProblem
from gui.protocol.commands import ReadPredictions
from gui.protocol.events import AnyEvent, ColumnsAsked, PredictionsRead, ReadingsOffered
from gui.protocol.messages import decode_event, encode
from gui.sources.formats.coco import source as coco
from gui.sources.registry import SOURCES
from tests.unit.sources.reading import result, written

BOX = Setting("box", "what the numbers are", (("xywh", "sizes"), ("xyxy", "corners")))
TIE = [Reading({"box": "xywh"}, 0.8, "8 of 10 fit"), Reading({"box": "xyxy"}, 0.7, "7 of 10 fit")]


@pytest.fixture
def told() -> list[AnyEvent]:
    return []


@pytest.fixture
def jobs(told: list[AnyEvent]) -> Iterator[Jobs]:
    made = Jobs(lambda event: told.append(decode_event(encode(event))))
    yield made
    made.close()


def test_files_are_merged_and_said(jobs: Jobs, told: list[AnyEvent], tmp_path: Path) -> None:
    paths = [written(tmp_path / name, [result()]) for name in ("a.json", "b.json")]
    jobs.run(ReadPredictions(job=1, path=str(paths[0]), more=[str(paths[1])], values={"rotate": "90"}), Stop())
    (event,) = told
    assert isinstance(event, PredictionsRead)
    assert (event.read, event.format) == (2, "coco")
    assert [(source.title, source.format) for source in event.sources] == [("2 files", "coco")]
    assert event.formats == [(source.FORMAT, source.TITLE) for source in SOURCES]


def test_a_tie_is_offered_and_settled(
    jobs: Jobs, told: list[AnyEvent], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coco, "readings", lambda files, settings: TIE)
    monkeypatch.setattr(coco, "SETTINGS", (BOX,))
    path = str(written(tmp_path / "a.json", [result()]))
    jobs.run(ReadPredictions(job=1, path=path), Stop())
    jobs.run(ReadPredictions(job=2, path=path, format="coco", values={"box": "xyxy"}), Stop())
    offered, read = told
    assert isinstance(offered, ReadingsOffered)
    assert (offered.job, offered.source.readings, offered.sentence.code) == (1, TIE, "undecided")
    assert offered.source.settings == [BOX]
    assert isinstance(read, PredictionsRead)
    assert read.sources[0].values == {"box": "xyxy"}


UNCLEAR = "shot,kind,a,b,c,d\n" + "".join(f"p{n}.jpg,car,{n},{n},{n + 5},{n + 7}\n" for n in range(9))


def test_a_table_whose_columns_are_not_clear_is_asked_about_and_read_as_said(
    jobs: Jobs, told: list[AnyEvent], tmp_path: Path
) -> None:
    path = str(written(tmp_path / "t.csv", UNCLEAR.encode()))
    jobs.run(ReadPredictions(job=1, path=path), Stop())
    values = ColumnChoice.of(asked_table(told), {})
    assert not values.lacks, "what stands in the columns is proposed"
    jobs.run(ReadPredictions(job=2, path=path, format="csv", values=values.with_box("xyxy").values), Stop())
    read = told[1]
    assert isinstance(read, PredictionsRead)
    assert (read.read, read.pictures, [entry.name for entry in read.classes]) == (9, 9, ["car"])
    assert read.table is not None
    assert [column.role for column in read.table.columns] == ["picture", "class", *"xywh"]
    assert {column.evidence for column in read.table.columns} == {"you said so"}


def asked_table(told: list[AnyEvent]) -> TableGuess:
    (event,) = told
    assert isinstance(event, ColumnsAsked)
    assert event.table.lacks
    assert event.table.columns[0].samples[0] == "p0.jpg"
    assert event.table.columns[0].evidence == "its cells look like names of files"
    return event.table


@pytest.mark.parametrize("name", ["t.txt", "tables/a.txt", "tables/a.tsv", "t.zip", "t.dat", "t.json"])
def test_a_table_is_asked_about_whatever_it_is_called_and_wherever_it_lies(
    name: str, jobs: Jobs, told: list[AnyEvent], tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir()
    path = tmp_path / name
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("in/a.txt", UNCLEAR)
            archive.writestr("in/p0.jpg", "a picture")
    else:
        written(path, UNCLEAR.encode())
    chosen = path if path.parent == tmp_path else path.parent
    jobs.run(ReadPredictions(job=1, path=str(chosen)), Stop())
    values = ColumnChoice.of(asked_table(told), {}).with_box("xyxy").values
    jobs.run(ReadPredictions(job=2, path=str(chosen), format="csv", values=values), Stop())
    read = told[1]
    assert isinstance(read, PredictionsRead)
    assert (read.read, [entry.name for entry in read.classes]) == (9, ["car"])


def test_what_is_no_table_is_refused_as_before(jobs: Jobs, tmp_path: Path) -> None:
    for name, content in (("a.csv", b"\x80\x04pickled"), ("b.txt", b"a, b\nc, d"), ("c.csv", b"one word a line")):
        with pytest.raises(SourceProblem):
            jobs.run(ReadPredictions(job=1, path=str(written(tmp_path / name, content))), Stop())
    with pytest.raises(SourceProblem):
        jobs.run(ReadPredictions(job=1, path=str(tmp_path / "missing.csv")), Stop())


def test_columns_are_told_where_one_table_was_chosen(jobs: Jobs, told: list[AnyEvent], tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", b"image,label,score,x1,y1,x2,y2\na.jpg,car,0.5,1,2,30,40\n")
    other = written(tmp_path / "a.json", [result()])
    jobs.run(ReadPredictions(job=1, path=str(table)), Stop())
    jobs.run(ReadPredictions(job=2, path=str(table), more=[str(other)]), Stop())
    alone, merged = told
    assert isinstance(alone, PredictionsRead)
    assert isinstance(merged, PredictionsRead)
    assert alone.table is not None
    assert alone.table.box == "xyxy"
    assert merged.table is None, "columns said for all sources would be wrong for some"
