"""What the window's tests share: a theme, a session on a link that plays the engine, a whole window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.steps import Step
from gui.qt.connect.page import ConnectPage
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink


@pytest.fixture(autouse=True)
def mouse_in_the_corner(qapp: QApplication) -> None:
    """Where the test before has left the mouse, something of this one would be hovered over."""
    if qapp.platformName() == "offscreen":
        QCursor.setPos(qapp.primaryScreen().geometry().bottomRight())


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "settings.json")


@pytest.fixture
def link(qapp: QApplication) -> FakeLink:
    return FakeLink()


@pytest.fixture
def session(link: FakeLink, memory: Memory, tmp_path: Path) -> Session:
    return Session(link, memory, tmp_path / "predictions.json")


@pytest.fixture
def remembered(tasks: Tasks, memory: Memory) -> Remembered:
    return Remembered(tasks, memory)


@pytest.fixture
def connect_page(session: Session, theme: Theme, tasks: Tasks, memory: Memory, remembered: Remembered) -> ConnectPage:
    return ConnectPage(session, theme, tasks, memory, remembered)


@pytest.fixture
def window(
    qapp: QApplication,
    qtbot: QtBot,
    session: Session,
    theme: Theme,
    tasks: Tasks,
    memory: Memory,
    connect_page: ConnectPage,
) -> MainWindow:
    """The real frame with the real Connect page; the other four pages are empty here."""
    pages: dict[Step, QWidget] = {step: QWidget() for step in Step}
    pages[Step.CONNECT] = connect_page
    made = MainWindow(qapp, session, theme, tasks, memory, pages)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made
