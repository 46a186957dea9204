"""A bug gets a box with a report to copy: one in the engine, one in the window, one in another thread of it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from gui import logs
from gui.qt.bug_box import BugBox
from gui.qt.uncaught import Uncaught
from tests.qt.failures.stage import Stage

pytestmark = pytest.mark.qt_no_exception_capture


class UnforeseenError(Exception):
    """What nobody thought of."""


@pytest.fixture
def watched(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Uncaught exceptions are told as in the real application."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    uncaught = Uncaught()
    uncaught.happened.connect(stage.parts.window.report_bug)
    uncaught.install()
    logs.start_logging("window")
    yield stage
    box(stage).close()


def box(stage: Stage) -> BugBox:
    (found,) = stage.parts.window.findChildren(BugBox)
    return found


def button(stage: Stage, text: str) -> QPushButton:
    (found,) = [each for each in box(stage).findChildren(QPushButton) if each.text() == text]
    return found


def copied(stage: Stage) -> str:
    """The report as Copy report leaves it in the clipboard."""
    stage.wait(lambda: box(stage).isVisible(), "told of a bug")
    QTest.mouseClick(button(stage, "Copy report"), Qt.MouseButton.LeftButton)
    report = QApplication.clipboard().text()
    assert "Encord Prediction Exporter" in report and "encord 0." in report and "Python 3." in report
    secrets = [line for line in stage.server.private_key_pem.splitlines() if len(line) > 30 and "-----" not in line]
    assert secrets and not any(secret in report for secret in secrets)
    assert button(stage, "Open log folder").isEnabled()
    return report


def goes_on(stage: Stage, before: dict[str, object]) -> None:
    QTest.mouseClick(button(stage, "Close"), Qt.MouseButton.LeftButton)
    assert not box(stage).isVisible()
    assert stage.chosen() == before
    stage.export()


def test_in_the_engine(watched: Stage) -> None:
    before = watched.get_ready()
    watched.parts.session.fetch_picture(10**6)
    report = copied(watched)
    assert "IndexError" in report
    assert "The last lines of engine.log:" in report and "met a bug" in report
    goes_on(watched, before)


def test_in_the_window(watched: Stage) -> None:
    before = watched.get_ready()

    def fail() -> None:
        raise UnforeseenError(f"with a key in it: {watched.server.private_key_pem}")

    QTimer.singleShot(0, fail)
    report = copied(watched)
    assert "UnforeseenError" in report and "The last lines of window.log:" in report
    goes_on(watched, before)


def test_in_what_the_window_awaits(watched: Stage) -> None:
    before = watched.get_ready()

    async def fail() -> None:
        raise UnforeseenError(watched.server.private_key_pem)

    watched.parts.tasks.start(fail())
    assert "UnforeseenError" in copied(watched)
    goes_on(watched, before)


def test_in_another_thread(watched: Stage) -> None:
    before = watched.get_ready()

    def fail() -> None:
        raise UnforeseenError("away from the window")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "away from the window" in copied(watched)
    goes_on(watched, before)
