"""The states of the history, and of removing what a run has published."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.qt.history.window import HistoryWindow

if TYPE_CHECKING:
    from gui.qt.main_window import MainWindow
    from gui.qt.session.session import Session

Take = Callable[[str], Awaitable[None]]
Until = Callable[[Callable[[], bool]], Awaitable[None]]

_MOMENT_S = 0.5
"""Seconds in which the history is read, or a dialog opens, in a task of its own."""


class HistoryTour:
    """Begins when something was published, and leaves the window as it was."""

    def __init__(self, window: MainWindow, session: Session, server: DemoServer, take: Take, until: Until) -> None:
        """``take`` takes a picture of a state, ``until`` waits for one."""
        self._window, self._session, self._server = window, session, server
        self._take, self._until = take, until

    async def run(self) -> None:
        """All states."""
        removing, server = self._session.removing, self._server
        self._window.open_history()
        (history,) = self._window.findChildren(HistoryWindow)
        await asyncio.sleep(_MOMENT_S)
        await self._take("history")
        server.faults.set(Fault("label_limit", limit=8), Fault("latency", on="labels", latency_ms=600))
        history.details.remove.click()
        await self._until(lambda: removing.progress is not None and removing.progress.rows_done > 0)
        await self._take("history-looking")
        await self._until(lambda: not removing.is_running)
        await asyncio.sleep(_MOMENT_S)
        await self._take("removal-question")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit) and history.entry is not None
        field.setText(history.entry.run.branch)
        dialog.accept()
        await self._until(lambda: removing.progress is not None and removing.progress.phase == "removing")
        await self._take("removing")
        server.faults.clear()
        await self._until(lambda: removing.removal is not None)
        await asyncio.sleep(_MOMENT_S)
        await self._take("removed")
        history.close()
