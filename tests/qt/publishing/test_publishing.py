"""From the choice “Where to?” to what is on the branch: published, refused, replaced, stopped, gone on with."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.demo.faults import Fault
from gui.domain.destination import Goal
from gui.domain.steps import Step
from gui.qt.session.jobs import Job
from tests.e2e.publishing import creations, saves
from tests.qt.failures.stage import PATIENCE, TICKED
from tests.qt.publishing.publishing_stage import PublishingStage

FEWER = 5
"""Rows left ticked for a replacement."""
EVERY_ROW_ALONE = Fault(kind="label_limit", limit=1)
"""Makes requests of one row, so that a branch can be half saved."""
IDLE_S = 10.0
"""Seconds within which the window must be idle after a stop; on a machine with nothing else to do it is under one."""


def test_a_branch_alone_is_published_and_active_is_asked(stage: PublishingStage) -> None:
    stage.get_ready()
    assert stage.check.branch.isHidden()
    stage.choose(Goal.BRANCH)
    stage.looked()
    name = stage.parts.session.where_to.destination.branch
    assert name.startswith("fruit-model-week28-") and stage.check.branch.edit.text() == name
    assert f"{TICKED} rows will be created on it." in stage.check.branch.sentence.text()
    assert stage.check.save.isHidden()
    stage.press("Publish ")
    stage.done()
    done = stage.parts.session.done
    assert done is not None and done.branch is not None and done.branch.verified and done.output == ""
    assert not stage.output.exists()
    assert sorted(saves(stage.server)) == sorted(creations(stage.server)) == sorted(stage.on_branch(name))
    assert len(stage.on_branch(name)) == TICKED == done.branch.saved
    assert stage.page.done.title.text() == f"The branch {name} is published"
    stage.press("Sync with Active")
    stage.wait(lambda: bool(stage.parts.session.active.taken_at), "asked Active")
    assert [write.kind for write in stage.server.writes][-1] == "active"
    assert stage.page.done.active.state.text().startswith("Asked at ")


def test_both_from_one_pass_hold_the_same_objects(stage: PublishingStage) -> None:
    stage.publish(Goal.BOTH, "both-1")
    stage.done()
    rows = json.loads(stage.output.read_text())
    assert {row["data_hash"]: drawn_in(row) for row in rows} == stage.on_branch("both-1") and len(rows) == TICKED
    assert stage.page.done.title.text() == "predictions.json and the branch both-1 are ready"


def drawn_in(row: dict[str, object]) -> object:
    units = row["data_units"]
    assert isinstance(units, dict)
    labels = {key: unit["labels"] for key, unit in units.items()}
    return labels, row["object_answers"], row["classification_answers"]


def test_a_branch_that_exists_is_replaced_only_when_its_name_is_typed(stage: PublishingStage) -> None:
    stage.publish(Goal.BRANCH, "week-27")
    stage.done()
    session, check = stage.parts.session, stage.check.branch
    before = stage.on_branch("week-27")
    stage.server.site.record.clear()
    stage.get_ready()
    session.set_ticked(range(FEWER, TICKED), False)
    stage.planned()
    stage.looked()
    assert check.sentence.text().startswith("This branch exists already.") and not stage.offers("Publish ")
    assert check.others.text().endswith("Branches of the project: week-27.")
    check.replace.click()
    stage.looked()
    assert f"{FEWER} rows of it lose their old predictions." in check.sentence.text()
    assert f"{TICKED - FEWER} other rows of it will be emptied" in check.sentence.text()
    stage.press_and_type("Publish ", "week-2", "Leave it as it is")
    assert not session.exporting and stage.server.writes == []
    assert stage.on_branch("week-27") == before
    stage.press_and_type("Publish ", "week-27", "Replace them")
    stage.done()
    done = session.done
    assert done is not None and done.branch is not None
    assert (done.branch.created, done.branch.saved, done.branch.emptied) == (0, FEWER, TICKED - FEWER)
    assert len(stage.filled("week-27")) <= FEWER and creations(stage.server) == []
    assert set(stage.filled("week-27")) <= {session.rows[number].data_hash for number in range(FEWER)}


@pytest.mark.parametrize("manner", ["silent", "slow"])
def test_a_stop_while_saving_leaves_what_is_saved_and_it_goes_on(stage: PublishingStage, manner: str) -> None:
    fault = {
        "silent": Fault(kind="silent", on="save", after=3),
        "slow": Fault(kind="latency", on="save", after=3, latency_ms=30_000),
    }
    session = stage.parts.session
    stage.publish(Goal.BRANCH, f"stopped-{manner}", [EVERY_ROW_ALONE, fault[manner]])
    stage.wait(lambda: len(saves(stage.server)) >= 3 and session.progress is not None, "saved some rows")
    stage.wait(lambda: session.progress is not None and session.progress.phase == "saving", "saving")
    started = time.monotonic()
    stage.press("Stop")
    stage.wait(lambda: not session.exporting, "idle")
    assert time.monotonic() - started < IDLE_S
    assert session.ended is not None, "the engine itself has told what stands"
    assert 0 < session.ended.branch.saved < TICKED
    assert f"{session.ended.branch.saved} rows are saved on the branch" in stage.page.running.title.text()
    assert len(json.loads(session.ended.report_json)["branch"]["saved_rows"]) == session.ended.branch.saved
    assert stage.offers("Save report…")
    stage.server.faults.clear()
    stage.press("Go on")
    stage.done()
    stage.each_saved_once(f"stopped-{manner}")


@pytest.mark.skipif(sys.platform == "win32", reason="the engine is killed with a POSIX signal")
def test_a_killed_engine_has_saved_what_it_has_saved_and_it_goes_on(stage: PublishingStage) -> None:
    session = stage.parts.session
    stage.publish(Goal.BOTH, "killed", [EVERY_ROW_ALONE, Fault(kind="silent", on="save", after=4)])
    stage.wait(lambda: len(saves(stage.server)) >= 4, "saved some rows")
    assert stage.parts.link.pid is not None
    with stage.qtbot.waitSignal(stage.parts.link.died, timeout=PATIENCE):
        os.kill(stage.parts.link.pid, signal.SIGKILL)
    stage.server.faults.clear()
    stage.hear(Step.EXPORT, "What is saved on the branch stays", "Try again")
    stage.wait(lambda: session.unfinished is not None and session.unfinished.rows_saved > 0, "found again")
    stage.wait(lambda: session.predictions is not None, "read again")
    stage.planned()
    stage.press("Try again")
    stage.done()
    stage.each_saved_once("killed")
    assert len(json.loads(stage.output.read_text())) == TICKED


def test_a_key_revoked_while_saving_leads_out_and_on(stage: PublishingStage) -> None:
    stage.publish(Goal.BRANCH, "revoked", [EVERY_ROW_ALONE, Fault(kind="key_revoked", on="save", after=6)])
    sentence = stage.hear(Step.EXPORT, "does not know this key", "Try again")
    assert "are saved on the branch “revoked” and stay there." in sentence.why
    stage.server.faults.clear()
    stage.press("Try again")
    stage.done()
    stage.each_saved_once("revoked")


def test_branches_that_cannot_be_listed_are_told_and_do_not_hold_up(stage: PublishingStage) -> None:
    stage.get_ready()
    stage.server.faults.set(Fault(kind="sign_in_page", on="project"))
    stage.choose(Goal.BRANCH, "unseen")
    stage.looked()
    assert stage.check.branch.sentence.text().startswith("The branches cannot be listed now: ")
    stage.server.faults.clear()
    stage.press("Publish ")
    stage.done()
    assert len(stage.on_branch("unseen")) == TICKED


def test_a_silent_server_holds_no_rehearsal_up(stage: PublishingStage) -> None:
    stage.get_ready()
    session = stage.parts.session
    stage.server.faults.set(Fault(kind="silent", on="project"))
    stage.choose(Goal.BRANCH, "unanswered")
    stage.wait(lambda: session.is_running(Job.BRANCHES), "looking")
    started = time.monotonic()
    session.set_min_confidence(0.9)
    stage.planned()
    assert time.monotonic() - started < IDLE_S
    assert stage.parts.session.plan is not None and stage.server.writes == []


def test_a_branch_that_came_up_meanwhile_is_left_alone(stage: PublishingStage) -> None:
    stage.get_ready()
    stage.choose(Goal.BRANCH, "theirs")
    stage.looked()
    row = stage.parts.session.rows[0]
    stage.server.project.create(row.data_hash, "theirs", "5f0c1a36-9f7c-4a58-9a55-0d7b0d6a3f01", "2026-07-12T16:20:00Z")
    stage.press("Publish ")
    stage.hear(Step.EXPORT, "The branch “theirs” exists already.", "Choose another branch")
    assert stage.server.writes == [] and stage.filled("theirs") == []
    stage.press("Choose another branch")
    stage.looked()
    assert stage.check.branch.sentence.text().startswith("This branch exists already.")
    stage.type_name("ours")
    stage.looked()
    stage.press("Publish ")
    stage.done()
    assert len(stage.on_branch("ours")) == TICKED and stage.filled("theirs") == []


def test_a_project_that_is_not_in_active_is_imported(stage: PublishingStage) -> None:
    stage.publish(Goal.BRANCH, "to-active")
    stage.done()
    steps = stage.page.done.active
    stage.server.faults.set(Fault(kind="error_page", on="other"))
    stage.press("Sync with Active")
    stage.wait(lambda: stage.parts.session.active.failure is not None, "refused")
    assert steps.take_in.isVisible() and steps.state.text()
    stage.server.faults.clear()
    steps.modes.setCurrentIndex(1)
    stage.press("Import into Active")
    stage.wait(lambda: bool(stage.parts.session.active.taken_at), "asked Active")
    assert "metric" in stage.server.writes[-1].detail


def test_what_is_for_files_alone_holds_a_branch_up_until_it_is_unticked(stage: PublishingStage) -> None:
    stage.get_ready()
    session = stage.parts.session
    session.set_create_missing_rows(True)
    stage.planned()
    stage.choose(Goal.BRANCH, "with-new-rows")
    assert stage.check.branch.sentence.text().startswith("Untick “Create label rows in Encord”")
    assert not stage.offers("Publish ")
    session.set_create_missing_rows(False)
    stage.planned()
    stage.looked()
    assert stage.offers("Publish ") and QApplication.activeModalWidget() is None


def test_it_is_published_with_the_keyboard_alone(stage: PublishingStage) -> None:
    stage.get_ready()
    window = stage.parts.window.windowHandle()
    stage.check.setFocus()

    def press_tab_until(name: str) -> None:
        seen = []
        for _ in range(40):
            focused = QApplication.focusWidget()
            seen.append(focused.accessibleName() if focused is not None else "nothing")
            if focused is not None and focused.accessibleName() == name:
                return
            QTest.keyClick(window, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {name!r}, only {seen}")

    press_tab_until("Where to?: File")
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert stage.parts.session.where_to.destination.goal is Goal.BRANCH
    press_tab_until("Name of the branch")
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(stage.check.branch.edit, "by-keys")
    stage.wait(lambda: stage.offers("Publish "), "may be published")
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.done()
    assert len(stage.on_branch("by-keys")) == TICKED
    assert stage.page.done.copy_branch.hasFocus()
