"""A server in trouble while a branch is written: every row ends saved once or reported, never twice, never on main."""

from __future__ import annotations

import dataclasses
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.demo.big_predictions import write_big_predictions
from gui.demo.faults import Fault
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.encord_api.patience import Patience
from gui.errors import BranchProblem, Cancelled, KeyRefused, ProofProblem, ServerProblem
from gui.export import report as reports
from gui.export.run import Progress
from gui.export.unfinished import unfinished_exports
from gui.history import past_runs
from gui.publish import saving
from gui.publish.read_back import ReadBack
from tests.e2e.publishing import BRANCH, Publisher, assert_main_untouched, creations, drawn_on, saves
from tests.e2e.publishing_kills import branch_killer, server_of_many

ROWS = 250
REVOKED_HALF_WAY = (Fault(kind="label_limit", limit=20), Fault(kind="key_revoked", on="save", after=6))
"""Three requests are in work at most: when the seventh is refused, the first ones are known to be saved."""


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter pauses before a failing server is asked again."""
    pause = Patience.pause
    monkeypatch.setattr(Patience, "pause", lambda self, failed, found: pause(self, failed, found) / 20)


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_big_predictions(tmp_path_factory.mktemp("many") / "predictions.json", ROWS)


@pytest.fixture
def publisher(predictions: Path) -> Iterator[Publisher]:
    with DemoServer(Scenario(rows=ROWS)) as server, assert_main_untouched(server):
        yield Publisher(server, predictions)
        assert not server.crashes


def assert_each_row_once(publisher: Publisher, rows: int = ROWS) -> None:
    """Created once, saved once, with what was read back."""
    for done in (creations(publisher.server), saves(publisher.server)):
        assert len(done) == len(set(done)) == rows
    report = publisher.report
    assert (report.saved, report.failed, report.in_doubt, report.verified) == (rows, 0, 0, True)


PASSING = {
    "a burst of server errors on saving": Fault(kind="server_error", on="save", count=5),
    "error pages on creating": Fault(kind="error_page", on="create", count=2),
    "answers to saves that are lost": Fault(kind="lost_answer", on="save", count=2),
    "saves reset in the middle": Fault(kind="reset", on="save", count=2),
    "a save's answer cut short": Fault(kind="truncated", on="save", count=1),
    "created rows whose answer is lost": Fault(kind="lost_answer", on="create", count=2),
    "created rows whose answer is cut short": Fault(kind="truncated", on="create", count=1),
    "too many requests": Fault(kind="rate_limit", on="save", count=3, retry_after=0.2),
    "a save that is too large": Fault(kind="too_large", on="save", count=1),
    "a branch listed half": Fault(kind="truncated", on="list", after=1, count=1),
    "no answer when it is read back": Fault(kind="lost_answer", on="labels", after=3, count=2),
}


@pytest.mark.parametrize("case", PASSING)
def test_what_passes_leaves_every_row_saved_once(publisher: Publisher, case: str) -> None:
    publisher.server.faults.set(PASSING[case])
    publisher.publish()
    assert_each_row_once(publisher)


def test_a_row_that_cannot_be_saved_is_found_and_reported(publisher: Publisher) -> None:
    publisher.publish()
    bad = list(publisher.server.project.branches[BRANCH].values())[77]
    assert bad.label_hash is not None
    publisher.server.site.record.clear()
    publisher.server.faults.set(Fault(kind="poisoned_row", on="save", label_hash=bad.label_hash))
    publisher.branch = BranchChoice(BRANCH, replace=True)
    prepared = publisher.publish()
    assert prepared.report is not None
    assert [problem.where for problem in prepared.report.problems] == [bad.media.title]
    assert (publisher.report.saved, publisher.report.failed, publisher.report.verified) == (ROWS - 1, 1, True)
    counts = prepared.report.predictions
    assert counts.read == counts.exported + sum(counts.dropped.values())
    assert counts.dropped["row_failed"] > 0 and publisher.report.predictions == counts.exported
    assert sorted(saves(publisher.server)) == sorted(set(saves(publisher.server)))


def test_tables_of_the_report_say_what_is_on_the_branch(publisher: Publisher) -> None:
    prepared = publisher.publish()
    assert prepared.report is not None
    table = reports.to_csv(prepared.report)
    assert f"branch,name,{BRANCH}" in table and f"branch,saved,{ROWS}" in table and "branch,verified,True" in table
    assert BRANCH in reports.to_html(prepared.report)


def test_a_row_deleted_meanwhile_is_reported(publisher: Publisher) -> None:
    project = publisher.server.project
    gone = list(project.rows)[123]

    def delete(progress: Progress) -> None:
        if progress.phase == "saving":
            project.rows.pop(gone, None)

    publisher.on_progress = delete
    publisher.publish()
    assert (publisher.report.saved, publisher.report.failed, publisher.report.verified) == (ROWS - 1, 1, True)
    assert gone not in saves(publisher.server)


def test_a_key_revoked_half_way_keeps_what_is_saved_and_goes_on(publisher: Publisher) -> None:
    publisher.server.faults.set(*REVOKED_HALF_WAY)
    with pytest.raises(KeyRefused) as refused:
        publisher.publish()
    saved = len(saves(publisher.server))
    assert 0 < saved < ROWS
    assert "stay" in refused.value.sentence.why and f"“{BRANCH}”" in refused.value.sentence.why
    told = len(publisher.report.saved_rows)  # an answer that came when all was over is in doubt
    assert told <= saved <= told + publisher.report.in_doubt and not publisher.report.verified
    assert publisher.report.saved == told and refused.value.sentence.why.startswith(f"{told} rows are saved")
    publisher.server.faults.clear()
    with pytest.raises(BranchProblem, match="exists already") as exists:
        Publisher(publisher.server, publisher.predictions).publish()
    assert "--resume" in exists.value.__notes__[0]
    publisher.publish(resume=True)
    assert_each_row_once_over_two_starts(publisher)


def assert_each_row_once_over_two_starts(publisher: Publisher) -> None:
    assert sorted(saves(publisher.server)) == sorted(publisher.server.project.rows)
    assert sorted(creations(publisher.server)) == sorted(publisher.server.project.rows)
    assert (publisher.report.saved, publisher.report.verified) == (ROWS, True)


def test_a_stop_keeps_what_is_saved_and_says_which(publisher: Publisher) -> None:
    publisher.server.faults.set(Fault(kind="latency", on="save", after=1, latency_ms=5000))

    def stop() -> None:
        while publisher.server.faults.seen() < 2:  # one bundle is saved, the next is on its way
            time.sleep(0.01)
        time.sleep(0.3)  # the first answer has come in by now
        publisher.stop.set()

    stopping = threading.Thread(target=stop)
    stopping.start()
    with pytest.raises(Cancelled):
        publisher.publish()
    stopping.join()
    assert set(publisher.report.saved_rows) <= set(saves(publisher.server))
    assert 0 < len(publisher.report.saved_rows) < ROWS and publisher.report.in_doubt > 0
    publisher.server.faults.clear()
    again = Publisher(publisher.server, publisher.predictions)
    again.publish(resume=True)
    assert_each_row_once_over_two_starts(again)


def test_when_nothing_can_be_saved_any_more_no_row_is_blamed_for_ever(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "MOST_FAILED_IN_A_ROW", 3)
    publisher.server.faults.set(Fault(kind="server_error", on="save", after=1))
    with pytest.raises(ServerProblem, match="saves no row any more"):
        publisher.publish()
    publisher.server.faults.clear()
    publisher.publish(resume=True)
    assert_each_row_once_over_two_starts(publisher)


def test_an_existing_branch_is_refused_and_nothing_is_written(publisher: Publisher) -> None:
    publisher.publish()
    publisher.server.site.record.clear()
    with pytest.raises(BranchProblem, match="exists already"):
        publisher.publish()
    assert publisher.server.writes == []


def test_replacing_empties_the_rows_this_run_has_nothing_for(publisher: Publisher) -> None:
    publisher.publish()
    before = drawn_on(publisher.server.project, BRANCH)
    publisher.server.site.record.clear()
    publisher.branch = BranchChoice(BRANCH, replace=True)
    publisher.choices = Choices(unticked=list(range(40)))
    prepared = publisher.publish()
    assert prepared.forecast is not None
    assert (prepared.forecast.to_create, prepared.forecast.to_replace, prepared.forecast.to_empty) == (0, ROWS - 40, 40)
    assert (publisher.report.saved, publisher.report.emptied, publisher.report.verified) == (ROWS - 40, 40, True)
    assert sorted(saves(publisher.server)) == sorted(publisher.server.project.rows)
    now = drawn_on(publisher.server.project, BRANCH)
    for number, data_hash in enumerate(publisher.server.project.rows):
        objects = now[data_hash][1]
        assert objects == {} if number < 40 else objects.keys().isdisjoint(before[data_hash][1])


def cut_short(publisher: Publisher) -> None:
    """A run that ends with some bundles on the branch."""
    publisher.server.faults.set(*REVOKED_HALF_WAY)
    with pytest.raises(KeyRefused):
        publisher.publish()
    publisher.server.faults.clear()


def test_a_run_that_goes_on_empties_no_row_that_somebody_else_put_on_its_branch(publisher: Publisher) -> None:
    publisher.choices = Choices(unticked=list(range(40)))
    cut_short(publisher)
    project = publisher.server.project
    strange = next(iter(project.rows))
    theirs = project.create(strange, BRANCH, "00000000-1abe-4000-8000-00000000000f", "2026-11-01 10:00:00")
    drawn = project.branches[BRANCH][saves(publisher.server)[0]].read()
    (labels,) = drawn.units.values()
    (unit,) = theirs.media.units
    project.save(theirs, dataclasses.replace(drawn, units={unit.hash: labels}), "2026-11-01 10:00:00")
    with pytest.raises(ProofProblem, match="not what was planned"):
        publisher.publish(resume=True)
    assert publisher.prepared is not None and publisher.prepared.forecast is not None
    assert publisher.prepared.forecast.to_empty == 0
    assert strange not in saves(publisher.server) and theirs.read().object_answers


def test_a_stop_before_the_branch_is_reached_again_tells_what_is_on_it(publisher: Publisher) -> None:
    cut_short(publisher)
    saved = publisher.report.saved
    publisher.on_progress = lambda progress: publisher.stop.set()
    with pytest.raises(Cancelled):
        publisher.publish(resume=True)
    assert publisher.report.saved == saved == past_runs()[0].rows_published > 0


def test_no_branch_is_written_by_two_at_once(publisher: Publisher) -> None:
    cut_short(publisher)
    (left,) = unfinished_exports()
    theirs = left.path.rename(left.path.with_name(left.path.name.replace("-0-", f"-{os.getppid()}-")))
    publisher.server.site.record.clear()
    with pytest.raises(BranchProblem, match="Another export writes to the branch"):
        Publisher(publisher.server, publisher.predictions, BranchChoice(BRANCH, replace=True)).publish()
    assert publisher.server.writes == []
    Publisher(publisher.server, publisher.predictions, BranchChoice("another")).publish()
    assert theirs.exists() and unfinished_exports() == []


def test_a_replacement_that_goes_on_stays_one(publisher: Publisher) -> None:
    publisher.publish()
    publisher.branch, publisher.choices = BranchChoice(BRANCH, replace=True), Choices(unticked=list(range(40)))
    cut_short(publisher)
    publisher.branch = BranchChoice(BRANCH)
    publisher.publish(resume=True)
    assert (publisher.report.saved, publisher.report.emptied, publisher.report.verified) == (ROWS - 40, 40, True)
    assert past_runs()[0].replaced


def test_a_branch_that_somebody_changes_meanwhile_is_not_called_verified(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ReadBack.run

    def meddle_first(self: ReadBack, *arguments: Any) -> None:
        row = next(iter(publisher.server.project.branches[BRANCH].values()))
        for unit in row.read().units.values():
            unit["objects"][0]["confidence"] = 0.123
        run(self, *arguments)

    monkeypatch.setattr(ReadBack, "run", meddle_first)
    with pytest.raises(ProofProblem, match="not what was planned"):
        publisher.publish()
    assert not publisher.report.verified and publisher.report.saved == ROWS


def test_killed_again_and_again_every_row_is_saved_once(tmp_path: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    with server_of_many() as server:
        killer = branch_killer(server, tmp_path)
        rng = random.Random(seed)
        for number in range(3):
            killer.kill_and_resume(rng, f"round-{number}")
