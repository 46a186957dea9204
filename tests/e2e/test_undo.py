"""Undo: what a run published is taken from its branch again, and nothing else, whatever happens on the way."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from encord import EncordUserClient

from gui import history
from gui.commands import history as history_of_runs
from gui.demo.big_predictions import write_big_predictions
from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.project import LabelRow
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.domain.past_run import PastRun, Removal
from gui.encord_api import bundle_size
from gui.encord_api.patience import Patience, Stop
from gui.engine.jobs import Jobs
from gui.errors import BranchProblem, Cancelled, KeyRefused, ProofProblem
from gui.protocol import commands, events
from gui.publish import saved_rows
from gui.publish.undo import Undo
from gui.run_folders import unowned_rows_files
from gui.workspace import Workspace
from tests.e2e.command import Command
from tests.e2e.publishing import BRANCH, Publisher, assert_main_untouched, drawn_on, saves

ROWS = 120


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter pauses before a failing server is asked again, and several bundles for few rows."""
    pause = Patience.pause
    monkeypatch.setattr(Patience, "pause", lambda self, failed, found: pause(self, failed, found) / 20)
    monkeypatch.setattr(bundle_size, "FIRST", 25)
    monkeypatch.setattr(bundle_size, "MOST", 25)


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_big_predictions(tmp_path_factory.mktemp("some") / "predictions.json", ROWS, boxes=3)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(Scenario(rows=ROWS)) as started, assert_main_untouched(started):
        yield started
        assert not started.crashes


@pytest.fixture
def published(server: DemoServer, predictions: Path) -> PastRun:
    """A run that published every row; the record of writes begins after it."""
    Publisher(server, predictions).publish()
    server.site.record.clear()
    return only_run()


def only_run() -> PastRun:
    (run,) = history.past_runs()
    return run


def undo(
    server: DemoServer,
    run: PastRun,
    *,
    dry_run: bool = False,
    stop: Stop | None = None,
    on_progress: Callable[[str, int, int, str], None] = lambda *_: None,
) -> Removal:
    workspace = Workspace()
    try:
        workspace.sign_in(server.private_key_pem, None, server.url)
        listing = workspace.open_project(server.project_hash, Stop())
        undoing = Undo(run, listing, workspace.folder, stop or Stop(), on_progress)
        return undoing.look() if dry_run else undoing.remove()
    finally:
        workspace.close()


def rows_on(server: DemoServer) -> list[LabelRow]:
    return list(server.project.branches[BRANCH].values())


def rows_with_something(server: DemoServer) -> int:
    drawn = drawn_on(server.project, BRANCH).values()
    return sum(bool(objects or answers) for _, objects, answers in drawn)


def move_a_box(row: LabelRow) -> None:
    """As somebody does in Encord's editor: the same object, elsewhere."""
    labels = copy.deepcopy(row.read())
    unit = next(iter(labels.units.values()))
    unit["objects"][0]["boundingBox"]["x"] += 0.01
    row.labels = labels


def test_what_was_published_is_foretold_emptied_and_noted(server: DemoServer, published: PastRun) -> None:
    assert (published.branch, published.outcome, published.rows_published) == (BRANCH, "written", ROWS)
    assert published.verified and published.project_title == server.project.title and published.ended
    foretold = undo(server, published, dry_run=True)
    assert (foretold.emptied, foretold.changed, foretold.at) == (ROWS, 0, "") and server.writes == []
    assert rows_with_something(server) == ROWS and only_run().removal is None
    phases: list[str] = []
    removal = undo(server, published, on_progress=lambda phase, *_: phases.append(phase))
    assert (removal.emptied, removal.done, removal.is_whole) == (ROWS, ROWS, True)
    assert sorted(saves(server)) == sorted(server.project.rows) and rows_with_something(server) == 0
    assert list(dict.fromkeys(phases)) == ["looking", "removing", "reading back"]
    assert only_run().removal == removal
    again = undo(server, published)
    assert (again.emptied, again.already_empty, again.is_whole) == (0, ROWS, True)
    assert len(saves(server)) == ROWS


def test_rows_that_somebody_changed_stay_and_are_named(server: DemoServer, published: PastRun) -> None:
    moved, emptied, deleted, relabelled = rows_on(server)[:4]
    move_a_box(moved)
    emptied.labels = type(emptied.read())()
    labels = copy.deepcopy(relabelled.read())
    next(iter(labels.units.values()))["objects"].append({"objectHash": "aNewOne1"})
    labels.object_answers["aNewOne1"] = {"objectHash": "aNewOne1", "classifications": []}
    relabelled.labels = labels
    del server.project.branches[BRANCH][deleted.media.hash]
    removal = undo(server, published)
    assert (removal.emptied, removal.already_empty, removal.gone, removal.changed) == (ROWS - 4, 1, 1, 2)
    assert [row.title for row in removal.left] == [moved.media.title, relabelled.media.title]
    assert rows_with_something(server) == 2 and set(saves(server)).isdisjoint({moved.media.hash, relabelled.media.hash})


def test_another_run_on_the_same_rows_is_not_touched(server: DemoServer, predictions: Path) -> None:
    Publisher(server, predictions).publish()
    (first,) = history.past_runs()
    Publisher(server, predictions, BranchChoice(BRANCH, replace=True), Choices(unticked=list(range(50)))).publish()
    second = next(run for run in history.past_runs() if run.run != first.run)
    assert (second.replaced, first.replaced, second.rows_published) == (True, False, ROWS - 50)
    removal = undo(server, first)
    assert (removal.emptied, removal.already_empty, removal.changed) == (0, 50, ROWS - 50)
    assert rows_with_something(server) == ROWS - 50
    assert undo(server, second).emptied == ROWS - 50 and rows_with_something(server) == 0


PASSING = {
    "answers to saves that are lost": Fault(kind="lost_answer", on="save", count=2),
    "saves reset in the middle": Fault(kind="reset", on="save", count=2),
    "server errors when rows are read": Fault(kind="server_error", on="labels", count=3),
    "a save that is too large": Fault(kind="too_large", on="save", count=1),
}


@pytest.mark.parametrize("case", PASSING)
def test_what_passes_leaves_every_row_emptied_once(server: DemoServer, published: PastRun, case: str) -> None:
    server.faults.set(PASSING[case])
    removal = undo(server, published)
    assert (removal.emptied, removal.already_empty, removal.is_whole) == (ROWS, 0, True)
    assert sorted(saves(server)) == sorted(server.project.rows) and rows_with_something(server) == 0


def test_a_row_that_cannot_be_emptied_is_named(server: DemoServer, published: PastRun) -> None:
    bad = rows_on(server)[77]
    assert bad.label_hash is not None
    server.faults.set(Fault(kind="poisoned_row", on="save", label_hash=bad.label_hash))
    removal = undo(server, published)
    assert (removal.emptied, removal.failed, [row.title for row in removal.left]) == (ROWS - 1, 1, [bad.media.title])


def test_a_stop_and_a_refused_key_keep_account_and_it_goes_on(server: DemoServer, published: PastRun) -> None:
    stop = Stop()

    def stop_half_way(phase: str, done: int, total: int, waiting: str) -> None:
        if phase == "removing" and done:
            stop.set()

    with pytest.raises(Cancelled):
        undo(server, published, stop=stop, on_progress=stop_half_way)
    noted = only_run().removal
    assert noted is not None and 0 < noted.emptied < ROWS and not noted.is_whole
    server.faults.set(Fault(kind="key_revoked", on="save"))
    with pytest.raises(KeyRefused) as refused:
        undo(server, published)
    assert refused.value.sentence.why.endswith("The others are as they were.")
    assert only_run().removal == noted, "nothing was removed that time"
    server.faults.clear()
    assert 0 < rows_with_something(server) < ROWS
    removal = undo(server, only_run())
    assert removal.emptied + removal.already_empty == ROWS and removal.is_whole and removal.emptied > 0
    assert sorted(saves(server)) == sorted(server.project.rows) and rows_with_something(server) == 0


def test_a_stop_is_heard_within_a_second_on_a_silent_server(server: DemoServer, published: PastRun) -> None:
    stop, waited = Stop(), list[float]()

    def on_progress(phase: str, *_: object) -> None:
        if phase == "removing" and not waited:
            waited.append(time.monotonic())
            stop.set()

    server.faults.set(Fault(kind="silent", on="labels", after=1))
    with pytest.raises(Cancelled):
        undo(server, published, stop=stop, on_progress=on_progress)
    assert time.monotonic() - waited[0] < 1.0 + 2.0  # a busy machine


def test_a_branch_that_is_not_empty_after_all_is_told(
    server: DemoServer, published: PastRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove = Undo._prove

    def meddle_first(self: Undo, numbers: list[int]) -> None:
        full = copy.deepcopy(kept)
        rows_on(server)[5].labels = full
        prove(self, numbers)

    kept = rows_on(server)[5].read()
    monkeypatch.setattr(Undo, "_prove", meddle_first)
    with pytest.raises(ProofProblem, match="not as it should be"):
        undo(server, published)
    removal = only_run().removal
    assert removal is not None and not removal.is_whole


def test_what_a_run_that_was_cut_short_has_saved_is_removed(server: DemoServer, predictions: Path) -> None:
    server.faults.set(Fault(kind="key_revoked", on="save", after=2))
    with pytest.raises(KeyRefused):
        Publisher(server, predictions).publish()
    server.faults.clear()
    saved = len(saves(server))
    run = only_run()
    assert 0 < saved < ROWS and run.outcome == "failed" and not run.verified and run.rows_published <= saved
    server.site.record.clear()
    removal = undo(server, run)
    assert removal.emptied == saved == len(saves(server)) and removal.changed == 0 and removal.is_whole
    assert rows_with_something(server) == 0
    assert list(unowned_rows_files()) == [], "it could go on, and would take rows for saved"


def test_a_run_that_went_on_is_one_run_and_undone_as_one(server: DemoServer, predictions: Path) -> None:
    server.faults.set(Fault(kind="key_revoked", on="save", after=2))
    publisher = Publisher(server, predictions)
    with pytest.raises(KeyRefused):
        publisher.publish()
    server.faults.clear()
    begun = only_run()
    publisher.publish(resume=True)
    run = only_run()
    assert (run.run, run.began, run.outcome, run.rows_published) == (begun.run, begun.began, "written", ROWS)
    assert undo(server, run).emptied == ROWS and rows_with_something(server) == 0


def test_nothing_is_removed_elsewhere_or_without_the_list_of_rows(server: DemoServer, published: PastRun) -> None:
    for strange in ({"project_hash": "another"}, {"domain": "https://api.encord.com"}, {"branch": ""}):
        with pytest.raises(BranchProblem, match="Nothing is removed"):
            undo(server, msgspec.structs.replace(published, **strange))
    for name in ("main", "MAIN", "encord-consensus"):
        with pytest.raises(BranchProblem):
            undo(server, msgspec.structs.replace(published, branch=name))
    history.rows_of(published.run).unlink()
    with pytest.raises(BranchProblem, match="no longer known"):
        undo(server, published)
    assert server.writes == []


def test_rows_of_the_main_branch_in_a_forged_list_are_out_of_reach(server: DemoServer, published: PastRun) -> None:
    rows = saved_rows.SavedRows(published.run)
    rows.note([saved_rows.SavedRow(str(row.label_hash), "any") for row in server.project.rows.values()])
    rows.close()
    removal = undo(server, published)
    assert (removal.emptied, removal.gone) == (ROWS, ROWS)


@pytest.fixture
def command(server: DemoServer, tmp_path: Path) -> Command:
    key = tmp_path / "key.txt"
    key.write_text(server.private_key_pem)
    return Command(server, key, tmp_path, "undo")


def test_the_commands_list_foretell_and_remove(
    server: DemoServer, published: PastRun, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    move_a_box(rows_on(server)[3])
    assert history_of_runs.main(["--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["run"] == published.run and told["branch"] == BRANCH and Path(told["report_page"]).is_file()
    assert history_of_runs.main([]) == 0
    assert capsys.readouterr().out.startswith(f"{published.run}: ")
    name = published.run[:6]
    ended = command.run("--dry-run", name)
    assert ended.code == 0 and f"{ROWS - 1} rows will be emptied; 1 is left" in ended.out, ended.err
    assert rows_on(server)[3].media.title in ended.out and server.writes == []
    ended = command.run(name)
    assert ended.code == 3 and ended.said[0] == "1 row was left as it is." and len(ended.said) == 3, ended.err
    assert ended.report["removal"]["emptied"] == ROWS - 1 and rows_with_something(server) == 1
    assert ended.report["removal"]["left"][0]["title"] == rows_on(server)[3].media.title
    ended = command.run("no-such-run")
    assert ended.code == 2 and ended.said[0] == "No run is named “no-such-run”."


def test_killed_half_way_and_done_again(server: DemoServer, published: PastRun, command: Command) -> None:
    server.faults.set(
        Fault(kind="latency", on="save", latency_ms=150), Fault(kind="label_limit", on="labels", limit=20)
    )
    with command.running("--quiet", published.run) as process:
        end = time.monotonic() + 60
        while len(saves(server)) < 20 and process.poll() is None:
            assert time.monotonic() < end, "undo did not come that far"
            time.sleep(0.005)
    assert process.returncode != 0
    server.faults.clear()
    assert 0 < rows_with_something(server) < ROWS
    ended = command.run(published.run)
    assert ended.code == 0, ended.err
    removal = ended.report["removal"]
    assert removal["emptied"] + removal["already_empty"] == ROWS and removal["is_whole"]
    assert sorted(saves(server)) == sorted(server.project.rows) and rows_with_something(server) == 0


def test_the_engine_looks_and_removes_for_the_window(server: DemoServer, published: PastRun) -> None:
    told: list[events.AnyEvent] = []
    jobs = Jobs(told.append)
    try:
        jobs.run(commands.SignIn(job=1, key=commands.Secret(server.private_key_pem), domain=server.url), Stop())
        jobs.run(commands.OpenProject(job=2, project_hash=server.project_hash), Stop())
        for job, dry_run in ((3, True), (4, False)):
            jobs.run(commands.RemovePublished(job=job, run=published.run, dry_run=dry_run), Stop())
            *_, progress, done = told
            assert isinstance(progress, events.RemovalProgress) and isinstance(done, events.RemovalDone)
            assert (done.job, done.dry_run, done.removal.emptied) == (job, dry_run, ROWS)
            assert rows_with_something(server) == (ROWS if dry_run else 0)
        with pytest.raises(BranchProblem, match="no longer in the history"):
            jobs.run(commands.RemovePublished(job=5, run="unknown", dry_run=True), Stop())
    finally:
        jobs.close()


def test_every_shape_is_known_again_also_when_the_sdk_has_written_it_anew(
    demo: DemoServer, demo_files: DemoFiles
) -> None:
    """Boxes, outlines, masks, keypoints and answers, on pictures, groups and videos; nobody changed what is drawn."""
    with assert_main_untouched(demo):
        choices = Choices(convert=True)
        Publisher(demo, demo_files.shapes, choices=choices, dataset=demo_files.dataset).publish()
        shapes = only_run()
        Publisher(demo, demo_files.predictions, BranchChoice("boxes"), choices).publish()
        boxes = next(run for run in history.past_runs() if run.run != shapes.run)
        client = EncordUserClient.create_with_ssh_private_key(demo.private_key_pem, domain=demo.url)
        for run in (shapes, boxes):
            rows = client.get_project(demo.project_hash).list_label_rows_v2(branch_name=run.branch)
            written = [row for row in rows if row.label_hash is not None]
            demo.site.record.clear()
            for row in written:
                row.initialise_labels()
                row.save()
            assert len(saves(demo)) == len(written) > 20
            drawn = drawn_on(demo.project, run.branch).values()
            filled = sum(bool(objects or answers) for _, objects, answers in drawn)
            removal = undo(demo, run)
            assert (removal.emptied, removal.changed, removal.failed) == (filled, 0, 0), removal.left[:3]
