"""The engine is killed in each phase: another one takes over, and nothing has to be chosen or entered again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from gui.demo.faults import Fault
from gui.domain.steps import Step
from gui.qt.engine import engine_worker
from gui.qt.session.jobs import Job
from tests.qt.failures.stage import PATIENCE, THRESHOLD, Stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="engines are held and killed with POSIX signals")


def hold(stage: Stage) -> None:
    """The engine does nothing from here on."""
    pid = stage.parts.link.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)


def kill(stage: Stage) -> None:
    """End the engine the hard way, and wait until the window knows of another one."""
    pid = stage.parts.link.pid
    assert pid is not None
    with stage.qtbot.waitSignal(stage.parts.link.died, timeout=PATIENCE):
        os.kill(pid, signal.SIGKILL)


def is_back(stage: Stage) -> None:
    session = stage.parts.session
    stage.wait(lambda: not session.situation().restoring and not session.is_running(Job.READ), "brought back")
    stage.planned()


def rehearse(stage: Stage) -> None:
    hold(stage)  # else the rehearsal may be over before anybody looks
    stage.parts.session.set_min_confidence(0.8)
    stage.parts.session.set_min_confidence(THRESHOLD)
    stage.wait(lambda: stage.parts.session.is_running(Job.PLAN), "rehearsing")


def fetch_picture(stage: Stage) -> None:
    stage.server.faults.set(Fault(kind="silent", on="media"))
    stage.parts.session.fetch_picture(3)


def list_again(stage: Stage) -> None:
    stage.server.faults.set(Fault(kind="silent", on="list"))
    stage.parts.session.list_again()
    stage.wait(lambda: stage.parts.session.is_running(Job.OPEN), "listing")


PHASES: dict[str, Callable[[Stage], None]] = {
    "nothing runs": lambda stage: None,
    "a rehearsal": rehearse,
    "a picture": fetch_picture,
    "the listing": list_again,
}


@pytest.mark.parametrize("phase", PHASES)
def test_the_window_brings_everything_back_by_itself(stage: Stage, phase: str) -> None:
    before = stage.get_ready()
    PHASES[phase](stage)
    kill(stage)
    stage.server.faults.clear()
    is_back(stage)
    assert stage.parts.session.failures == {}
    assert stage.chosen() == before
    stage.export()


def test_while_it_signs_in(stage: Stage) -> None:
    stage.start_afresh()
    stage.server.faults.set(Fault(kind="silent"))
    stage.sign_in()
    stage.wait(lambda: stage.parts.session.is_running(Job.SIGN_IN), "signing in")
    kill(stage)
    stage.server.faults.clear()
    stage.signed_in()


def test_while_a_project_is_opened(stage: Stage) -> None:
    stage.open_without_file()
    stage.parts.session.left.forget()
    stage.server.faults.set(Fault(kind="silent", on="project"))
    stage.open_project()
    stage.wait(lambda: stage.parts.session.project is None, "opening")
    kill(stage)
    stage.server.faults.clear()
    stage.listed()
    assert stage.parts.session.project is not None


def test_while_a_file_is_read(stage: Stage) -> None:
    before = stage.get_ready()
    hold(stage)
    stage.read(stage.files.predictions)
    kill(stage)
    stage.hear(Step.PREDICTIONS, "could not be read to its end", "Choose another file…")
    stage.press("Read it again")
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_while_it_exports(stage: Stage) -> None:
    before = stage.get_ready()
    stage.output.write_text("old")
    stage.server.faults.set(Fault(kind="silent", on="labels"))
    stage.press("Export ")
    stage.wait(lambda: stage.parts.session.exporting, "exporting")
    kill(stage)
    stage.hear(Step.EXPORT, "The export was interrupted", "Try again")
    assert stage.output.read_text() == "old"
    stage.nothing_left()
    stage.server.faults.clear()
    stage.press("Try again")
    stage.exported()
    assert stage.chosen() == before
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "Show in folder"


def test_a_network_that_is_gone_when_the_engine_comes_back_loses_nothing(stage: Stage) -> None:
    before = stage.get_ready()
    stage.gate.close()
    kill(stage)
    stage.hear(Step.CONNECT, "cannot be reached", "Try again")
    stage.gate.open()
    stage.press("Try again")
    stage.listed()
    is_back(stage)
    assert stage.chosen() == before
    stage.export()


def test_engines_that_keep_ending_are_started_again_when_the_user_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stage.get_ready()
    with monkeypatch.context() as patch:
        patch.setattr(engine_worker, "MOST_DEATHS", 1)
        pid = stage.parts.link.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        stage.hear(Step.CONNECT, "does not start", "Start it again")
    assert stage.chosen() == before
    with stage.qtbot.waitSignal(stage.parts.link.died, timeout=PATIENCE):
        stage.press("Start it again")
    is_back(stage)
    assert stage.parts.session.failures == {}
    assert stage.chosen() == before
    stage.export()
