"""The engine as the window sees it: a process that takes commands, tells events, and can be stopped or killed."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from gui import paths
from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.export.unfinished import unfinished_exports
from gui.foreign.children import end_child, start_child
from gui.foreign.consent import read_script
from gui.foreign.pipes import read_frame, write_frame
from gui.protocol.commands import (
    AnyCommand,
    Cancel,
    ChooseScript,
    FetchPicture,
    MakePlan,
    OpenProject,
    ReadPredictions,
    Secret,
    Shutdown,
    SignIn,
    StartDemo,
    StartExport,
)
from gui.protocol.events import (
    AnyEvent,
    DemoStarted,
    ExportDone,
    ExportProgress,
    Failed,
    ListingDone,
    PictureReady,
    PlanMade,
    PredictionsRead,
    ProjectOpened,
    Ready,
    RowsListed,
    ScriptTried,
    SignedIn,
    Stopped,
    UnfinishedDiscarded,
    UnfinishedFound,
)
from gui.protocol.messages import decode_event, encode

E = TypeVar("E")


class Engine:
    """A real engine process and the events it told."""

    def __init__(self) -> None:
        self.process = start_child("engine")
        self.told: list[AnyEvent] = []
        self._arrived: queue.Queue[AnyEvent | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        while (frame := read_frame(self.process.stdout)) is not None:
            self._arrived.put(decode_event(frame))
        self._arrived.put(None)

    def send(self, command: AnyCommand) -> None:
        assert self.process.stdin
        write_frame(self.process.stdin, encode(command))

    def wait(self, kind: type[E], seconds: float = 30) -> E:
        """The next event of this kind; fails when the engine ends, or says that something failed instead."""
        deadline = time.monotonic() + seconds
        while True:
            event = self._arrived.get(timeout=max(0.01, deadline - time.monotonic()))
            assert event is not None, "the engine ended"
            self.told.append(event)
            if isinstance(event, kind):
                return event
            assert not isinstance(event, Failed), event


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    end_child(engine.process)


def open_demo(engine: Engine, demo: DemoServer) -> None:
    engine.send(SignIn(job=1, key=Secret(demo.private_key_pem), domain=demo.url))
    assert demo.project_hash in [project.project_hash for project in engine.wait(SignedIn).projects]
    engine.send(OpenProject(job=2, project_hash=demo.project_hash))
    opened = engine.wait(ProjectOpened)
    assert [item.name for item in opened.ontology.objects]
    total = engine.wait(ListingDone).total
    rows = [row for event in engine.told if isinstance(event, RowsListed) for row in event.rows]
    assert len(rows) == total == len(demo.project.rows)


def test_a_whole_export_by_commands(engine: Engine, demo: DemoServer, demo_files: DemoFiles, tmp_path: Path) -> None:
    assert engine.wait(Ready).sdk_version
    open_demo(engine, demo)
    engine.send(ReadPredictions(job=3, path=str(demo_files.predictions)))
    found = engine.wait(PredictionsRead)
    assert found.format == "coco" and sum(found.histogram) <= found.read and found.classes
    engine.send(MakePlan(job=4, choices=Choices(min_confidence=0.35)))
    plan = engine.wait(PlanMade).plan
    assert plan.read == plan.to_write + sum(loss.count for loss in plan.losses)
    assert sum(plan.row_counts) == plan.to_write and len(plan.row_losses) == plan.rows_total
    assert plan.read >= plan.matched_rows >= plan.matched_classes >= plan.to_write
    output = tmp_path / "predictions.json"
    engine.send(StartExport(job=5, choices=Choices(min_confidence=0.35), output=str(output)))
    done = engine.wait(ExportDone)
    assert done.predictions == plan.to_write and done.rows == plan.rows_to_export
    assert len(json.loads(output.read_text())) == done.rows
    assert json.loads(done.report_json)["predictions"]["exported"] == done.predictions
    progress = [event for event in engine.told if isinstance(event, ExportProgress)]
    assert progress and all(event.job == 5 and event.predictions_total == plan.to_write for event in progress)
    assert demo.writes == []


def test_pictures_of_every_kind_come_with_their_predictions(
    engine: Engine, demo: DemoServer, demo_files: DemoFiles
) -> None:
    open_demo(engine, demo)
    rows = [row for event in engine.told if isinstance(event, RowsListed) for row in event.rows]
    engine.send(ReadPredictions(job=3, path=str(demo_files.predictions)))
    engine.send(MakePlan(job=4, choices=Choices()))
    plan = engine.wait(PlanMade).plan
    for number, (kind, frame) in enumerate([("image", 0), ("img_group", 1), ("video", 3)]):
        row = next(n for n, row in enumerate(rows) if row.data_type == kind and plan.row_counts[n])
        engine.send(FetchPicture(job=10 + number, row=row, frame=frame))
        picture = engine.wait(PictureReady)
        assert picture.path and Path(picture.path).read_bytes()[:2] == b"\xff\xd8", picture.why_not
        assert (picture.row, picture.frame) == (row, frame) and picture.width > 0
        assert kind != "image" or picture.predictions
    never = next(n for n, row in enumerate(rows) if row.label_hash is None)
    engine.send(FetchPicture(job=20, row=never))
    assert engine.wait(PictureReady).row == never
    assert demo.writes == []


def test_a_cancel_is_heard_within_a_second_whatever_the_network_does(
    engine: Engine, demo: DemoServer, demo_files: DemoFiles, tmp_path: Path
) -> None:
    open_demo(engine, demo)
    engine.send(ReadPredictions(job=3, path=str(demo_files.predictions)))
    engine.wait(PredictionsRead)
    demo.site.faults.set(Fault(kind="silent", on="labels"))
    output = tmp_path / "predictions.json"
    engine.send(StartExport(job=5, choices=Choices(), output=str(output)))
    time.sleep(0.5)  # it may have come to the rows or not: a cancel is heard anywhere
    started = time.monotonic()
    engine.send(Cancel(job=6, target=5))
    assert engine.wait(Stopped).job == 5
    assert time.monotonic() - started < 5  # a second where nothing else runs; the server would be silent for 60
    assert not output.exists()
    demo.site.faults.set()
    engine.send(StartExport(job=7, choices=Choices(), output=str(output)))
    assert engine.wait(ExportDone).job == 7


def test_an_unfinished_export_that_cannot_go_on_is_told_as_another_begins(
    engine: Engine, demo: DemoServer, demo_files: DemoFiles, tmp_path: Path
) -> None:
    open_demo(engine, demo)
    engine.send(ReadPredictions(job=3, path=str(demo_files.predictions)))
    engine.wait(PredictionsRead)
    demo.site.faults.set(Fault(kind="label_limit", limit=7), Fault(kind="silent", on="labels", after=12))
    output = str(tmp_path / "predictions.json")
    engine.send(StartExport(job=5, choices=Choices(), output=output))
    while engine.wait(ExportProgress).rows_done == 0:
        pass
    engine.send(Cancel(job=6, target=5))
    kept = engine.wait(UnfinishedFound).export
    assert kept.rows_done > 0 and not kept.changed
    demo.site.faults.set()
    engine.send(StartExport(job=7, choices=Choices(min_confidence=0.5), output=output))
    told = engine.wait(UnfinishedDiscarded)
    assert told.job == 7 and f"({kept.rows_done} of {kept.rows_total} rows)" in told.sentence
    assert "Changed since then: the threshold." in told.sentence
    engine.wait(ExportDone)


def test_a_script_is_tried_on_one_row_and_then_exports(
    engine: Engine, demo: DemoServer, demo_files: DemoFiles, tmp_path: Path
) -> None:
    open_demo(engine, demo)
    script = read_script(demo_files.script)
    engine.send(ChooseScript(job=3, path=str(script.path), sha256="of another text"))
    assert "has changed" in engine.wait(Failed).sentence.what
    engine.send(ChooseScript(job=4, path=str(script.path), sha256=script.sha256))
    tried = engine.wait(ScriptTried)
    assert tried.objects == 2 and tried.classifications == 1 and tried.title
    engine.send(MakePlan(job=5, choices=Choices()))
    plan = engine.wait(PlanMade).plan
    assert plan.by_script and plan.rows_to_export == plan.rows_total - sum(plan.rows_skipped.values())
    output = tmp_path / "predictions.json"
    engine.send(StartExport(job=6, choices=Choices(), output=str(output)))
    done = engine.wait(ExportDone)
    assert done.rows == plan.rows_to_export and done.predictions > done.rows
    assert demo.writes == []


def test_a_failure_comes_as_a_sentence_and_the_engine_goes_on(engine: Engine, demo: DemoServer) -> None:
    engine.send(SignIn(job=1, key=Secret("no key at all"), domain=demo.url))
    assert engine.wait(Failed).sentence.code == "key"
    open_demo(engine, demo)


def test_the_demo_starts_and_ends_with_the_engine() -> None:
    engine = Engine()
    try:
        engine.send(StartDemo(job=1))
        started = engine.wait(DemoStarted)
        assert Path(started.predictions).is_file()
        engine.wait(SignedIn)
        engine.send(Shutdown(job=2))
        engine.process.wait(10)
    finally:
        end_child(engine.process)
    assert not Path(started.predictions).exists()
    assert not list(paths.runs_dir().iterdir())


def test_it_ends_when_its_pipe_closes() -> None:
    engine = Engine()
    engine.wait(Ready)
    assert end_child(engine.process, grace=5) == 0


def test_when_the_window_is_gone_the_rows_that_are_done_stay(
    engine: Engine, demo: DemoServer, demo_files: DemoFiles, tmp_path: Path
) -> None:
    open_demo(engine, demo)
    engine.send(ReadPredictions(job=3, path=str(demo_files.predictions)))
    engine.wait(PredictionsRead)
    demo.site.faults.set(Fault(kind="label_limit", limit=7), Fault(kind="silent", on="labels", after=12))
    engine.send(StartExport(job=5, choices=Choices(), output=str(tmp_path / "predictions.json")))
    while engine.wait(ExportProgress).rows_done == 0:
        pass
    assert engine.process.stdin
    engine.process.stdin.close()
    engine.process.wait(20)
    (left,) = unfinished_exports()
    assert 0 < left.rows_done() < left.header.rows
    assert [path.name for path in paths.runs_dir().iterdir()] == [left.path.name]
    assert not list(tmp_path.glob("predictions.json")) and not list(tmp_path.glob(".*.part"))
