"""The Export page alone and in the window's real frame."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.steps import Step
from gui.protocol.commands import StartExport
from gui.protocol.events import Stopped
from gui.qt.connect.page import ConnectPage
from gui.qt.export.page import ExportPage
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink


@pytest.fixture
def page(session: Session, theme: Theme, tasks: Tasks, qtbot: QtBot) -> ExportPage:
    made = ExportPage(session, theme, tasks)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shown(
    qapp: QApplication,
    qtbot: QtBot,
    session: Session,
    theme: Theme,
    tasks: Tasks,
    memory: Memory,
    connect_page: ConnectPage,
    page: ExportPage,
    link: FakeLink,
) -> Iterator[MainWindow]:
    """The real frame around the real page; the pages between are empty here."""
    pages: dict[Step, QWidget] = {step: QWidget() for step in Step}
    pages[Step.CONNECT], pages[Step.EXPORT] = connect_page, page
    window = MainWindow(qapp, session, theme, tasks, memory, pages)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield window
    if session.exporting:  # a window that is closed while an export runs asks first
        link.play(Stopped(job=link.of(StartExport)[-1].job))


@pytest.fixture
def own_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A native dialog cannot be driven from here."""
    plain = QFileDialog.__init__

    def init(self: QFileDialog, *args: object) -> None:
        plain(self, *args)  # type: ignore[call-overload]
        self.setOption(QFileDialog.Option.DontUseNativeDialog)

    monkeypatch.setattr(QFileDialog, "__init__", init)
