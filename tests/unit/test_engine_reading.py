"""What the engine answers to a file: what it is and how it was read, or the ways to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.domain.reading_ways import Reading, Setting
from gui.encord_api.patience import Stop
from gui.engine_jobs import Jobs
from gui.protocol import AnyEvent, PredictionsRead, ReadingsOffered, ReadPredictions, decode_event, encode
from gui.sources import coco
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
