"""The frame: head, rail and foot follow the session; keys work everywhere; closing during an export asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.steps import Step
from gui.protocol.commands import MakePlan, StartDemo, StartExport
from gui.protocol.events import PlanMade
from gui.qt.help_window import HelpWindow
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from gui.qt.theme.tokens import DARK, LIGHT
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.focus_ring import FocusRing
from gui.qt.widgets.step_button import StepButton
from tests.qt.fake_link import FakeLink, demo_opened, plan, predictions_read


def steps(window: MainWindow) -> list[StepButton]:
    return window.findChildren(StepButton)


def visible_button(window: QWidget, text: str) -> QPushButton:
    found = [each for each in window.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    assert len(found) == 1, f"{len(found)} visible buttons say {text!r}"
    return found[0]


def shown_page(window: MainWindow) -> QWidget | None:
    return window._stack.currentWidget()


def test_the_demo_is_gone_through_with_the_foots_button(
    window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    assert not visible_button(window, "Continue to rows").isEnabled()
    session.try_demo()
    demo_opened(link)
    assert "Riverside packing line" in [each.text() for each in window.findChildren(ElidedLabel)]
    QTest.mouseClick(visible_button(window, "Continue to predictions"), Qt.MouseButton.LeftButton)
    assert session.step is Step.PREDICTIONS
    assert not visible_button(window, "Continue to check").isEnabled()
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    QTest.mouseClick(visible_button(window, "Continue to check"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))
    QTest.mouseClick(visible_button(window, "Export 85 predictions"), Qt.MouseButton.LeftButton)
    assert isinstance(link.last, StartExport)
    assert shown_page(window) is window._pages[Step.EXPORT]


def test_the_rail_says_the_same_to_a_screen_reader(window: MainWindow, session: Session, link: FakeLink) -> None:
    session.try_demo()
    demo_opened(link)
    told = [(each.accessibleName(), each.accessibleDescription(), each.isEnabled()) for each in steps(window)]
    assert told == [
        ("1 Connect", "Riverside packing line, done", True),
        ("2 Rows", "12 of 12 ticked, done, this page", True),
        ("3 Predictions", "Add your model’s file", True),
        ("4 Check", "Waiting for predictions", False),
        ("5 Export", "Nothing to write yet", False),
    ]
    assert [each.is_current for each in steps(window)] == [False, True, False, False, False]


def test_a_click_on_a_step_shows_it_and_only_the_session_checks_it(
    window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session.try_demo()
    demo_opened(link)
    QTest.mouseClick(steps(window)[0], Qt.MouseButton.LeftButton)
    assert session.step is Step.CONNECT
    QTest.mouseClick(steps(window)[0], Qt.MouseButton.LeftButton)
    assert [each.is_current for each in steps(window)] == [True, False, False, False, False]


def test_keys_go_to_steps_on_and_back(window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot) -> None:
    window.activateWindow()
    session.try_demo()
    demo_opened(link)
    seen = [session.step]
    for key, modifier in (
        (Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        QTest.keyClick(window, key, modifier)
        seen.append(session.step)
    assert seen == [Step.ROWS, Step.PREDICTIONS, Step.CONNECT, Step.ROWS, Step.ROWS, Step.CONNECT]


def test_up_and_down_move_between_the_steps_that_can_be_reached(
    window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session.try_demo()
    demo_opened(link)
    first, second, third = steps(window)[:3]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Down)
    QTest.keyClick(third, Qt.Key.Key_Down)
    assert third.hasFocus(), "the fourth cannot be reached yet"
    QTest.keyClick(third, Qt.Key.Key_Up)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert session.step is Step.ROWS


def test_the_look_is_switched_in_the_head_and_remembered(window: MainWindow, theme: Theme, memory: Memory) -> None:
    looks = [theme.tokens]
    visible_button(window, "Dark").click()
    looks.append(theme.tokens)
    assert Memory(memory._path).settings.theme == "dark"
    visible_button(window, "Light").click()
    assert [*looks, theme.tokens] == [LIGHT, DARK, LIGHT]


def test_the_ring_is_there_for_keys_and_not_for_the_mouse(window: MainWindow, qtbot: QtBot) -> None:
    ring = window.findChild(FocusRing)
    assert ring is not None
    handle = window.windowHandle()
    target = visible_button(window, "Paste key")
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=target.mapTo(window, target.rect().center()))
    assert not ring.isVisible()
    visible_button(window, "Choose a file instead").click()
    target.setFocus()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert ring.isVisible()
    around = ring.geometry()
    assert around.contains(target.rect().translated(target.mapTo(window, target.rect().topLeft())))
    assert around.width() == target.width() + 8


def exporting(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    session.try_demo()
    assert isinstance(link.last, StartDemo)
    demo_opened(link)
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))
    session.start_export()


def spin(window: MainWindow, seconds: float) -> None:
    """Run the window's own loop, in which its coroutines live."""
    loop = window._tasks._loop
    loop.call_later(seconds, loop.stop)
    loop.run_forever()


@pytest.mark.parametrize(("said", "closed"), [("Go on exporting", False), ("Stop and close", True)])
def test_closing_during_an_export_asks(
    window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot, said: str, closed: bool
) -> None:
    exporting(session, link, qtbot)
    window.close()
    window.close()
    assert window.isVisible()

    spin(window, 0.2)
    asked = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert len(asked) == 1
    visible_button(asked[0], said).click()
    spin(window, 0.2)
    assert window.isVisible() is not closed


def test_the_window_stands_where_it_stood(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    window.setGeometry(40, 60, 1100, 700)
    window.close()
    place = Memory(memory._path).settings.window
    assert place is not None
    assert (place.x, place.y, place.width, place.height, place.maximized) == (40, 60, 1100, 700, False)


def test_a_bug_shows_a_box_whose_report_can_be_copied(
    window: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.bug.emit("Traceback one")
    session.bug.emit("Traceback two")
    box = window._bug_box
    assert box.isVisible()
    visible_button(box, "Copy report").click()
    report = QApplication.clipboard().text()
    assert report.startswith("Encord Prediction Exporter ")
    assert report.index("Traceback one") < report.index("Traceback two")
    visible_button(box, "Close").click()
    assert not box.isVisible()


def test_nothing_in_the_frame_is_without_a_name(window: MainWindow, session: Session, link: FakeLink) -> None:
    states: list[Callable[[], None]] = [session.changed.emit, session.try_demo, lambda: demo_opened(link)]
    for enter in states:
        enter()
        for each in window.findChildren(QPushButton):
            assert each.accessibleName() or each.text() or not each.isVisible(), each


def test_help_opens_the_guide_at_the_step_one_is_at(
    window: MainWindow, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session.try_demo()
    demo_opened(link)
    QTest.mouseClick(visible_button(window, "Help"), Qt.MouseButton.LeftButton)
    (guide,) = window.findChildren(HelpWindow)
    text = guide.text
    assert guide.isVisible()
    assert text.textCursor().block().text() == "2. Rows"
    assert 0 <= text.cursorRect().top() < 40
    picture = text.loadResource(QTextDocument.ResourceType.ImageResource.value, "images/rows.png")
    assert isinstance(picture, QImage) and picture.width() == 760
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert not guide.isVisible()
    session.go_to(Step.PREDICTIONS)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert guide.isVisible() and text.textCursor().block().text() == "3. Predictions"
