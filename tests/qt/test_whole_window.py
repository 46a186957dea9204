"""The whole window with the real engine: from its start to the saved demo export, by mouse and by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.steps import Step
from gui.qt.app import Parts, build

PATIENCE = 60_000
"""Milliseconds."""


@pytest.fixture
def parts(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    built = build(qapp)
    built.session.set_output(tmp_path / "predictions.json")
    qtbot.addWidget(built.window)
    with qtbot.waitExposed(built.window):
        built.window.show()
    built.link.start()
    yield built
    built.link.close()
    built.tasks.close()


def pressable(window: QWidget, start: str) -> QPushButton | None:
    """The one button in sight that can be pressed and whose text starts so."""
    found = [
        each
        for each in window.findChildren(QPushButton)
        if each.text().startswith(start) and each.isVisible() and each.isEnabled()
    ]
    return found[0] if len(found) == 1 else None


def appears(qtbot: QtBot, window: QWidget, start: str) -> QPushButton:
    """Wait until that button can be pressed."""
    qtbot.waitUntil(lambda: pressable(window, start) is not None, timeout=PATIENCE)
    button = pressable(window, start)
    assert button is not None
    return button


def click(qtbot: QtBot, window: QWidget, start: str) -> None:
    button = appears(qtbot, window, start)
    centre: QPoint = button.mapTo(window, button.rect().center())
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)


def exported(parts: Parts, qtbot: QtBot, file: Path) -> None:
    qtbot.waitUntil(lambda: parts.session.done is not None or bool(parts.session.failures), timeout=PATIENCE)
    assert parts.session.failures == {}
    assert parts.session.done is not None
    assert len(json.loads(file.read_text())) == parts.session.done.rows > 50
    assert parts.session.step is Step.EXPORT


def test_from_start_to_the_saved_export_in_five_clicks(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    for text in (
        "Try the demo",
        "Continue to predictions",
        "Use the demo’s file",
        "Continue to check",
        "Export ",
    ):
        click(qtbot, parts.window, text)
    exported(parts, qtbot, tmp_path / "predictions.json")


def tab_to(window: QWidget, start: str) -> None:
    """Press Tab until a button whose text starts so has the focus, as somebody without a mouse does."""
    for _ in range(200):  # more than once around, for what only appears meanwhile
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and focused.text().startswith(start):
            return
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        QTest.qWait(5)
    raise AssertionError(f"Tab never reaches {start!r}")


def test_from_start_to_the_saved_export_with_the_keyboard_alone(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    window = parts.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for text in (
        "Try the demo",
        "Continue to predictions",
        "Use the demo’s file",
        "Continue to check",
        "Export ",
    ):
        appears(qtbot, window, text)
        tab_to(window, text)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    exported(parts, qtbot, tmp_path / "predictions.json")


def test_every_control_in_sight_has_a_name(parts: Parts, qtbot: QtBot) -> None:
    session = parts.session

    def nameless() -> list[QPushButton]:
        buttons = [each for each in parts.window.findChildren(QPushButton) if each.isVisible()]
        return [each for each in buttons if not (each.accessibleName() or each.text())]

    assert nameless() == []
    session.try_demo()
    qtbot.waitUntil(lambda: session.listing_done, timeout=PATIENCE)
    assert nameless() == []
    session.go_to(Step.PREDICTIONS)
    assert nameless() == []
    session.read_predictions(session.suggested_predictions or "")
    qtbot.waitUntil(lambda: session.plan is not None and not session.plan_is_stale, timeout=PATIENCE)
    for step in (Step.PREDICTIONS, Step.ROWS, Step.CHECK):
        session.go_to(step)
        assert nameless() == []
