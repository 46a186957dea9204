"""The states of an export that goes to a prediction branch, from the choice to what Active was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.domain.destination import Destination, Goal
from gui.domain.steps import Step

if TYPE_CHECKING:
    from gui.qt.session.session import Session

Take = Callable[[str], Awaitable[None]]
Until = Callable[[Callable[[], bool]], Awaitable[None]]


class PublishingTour:
    """Begins on Check with a rehearsal that is up to date, and ends there with a file as the goal."""

    def __init__(self, session: Session, server: DemoServer, take: Take, until: Until) -> None:
        """``take`` takes a picture of a state, ``until`` waits for one."""
        self._session = session
        self._server = server
        self._take = take
        self._until = until

    async def run(self, output: Path) -> None:
        """All states."""
        self._session.set_output(output)
        for step in (Step.ROWS, Step.CHECK):  # who comes to Check begins at its top
            self._session.go_to(step)
        await self._names()
        await self._stopped()
        await self._published()
        await self._replacement()
        self._session.where_to.go_to(Destination())

    async def _names(self) -> None:
        where_to = self._session.where_to
        where_to.set_goal(Goal.BRANCH)
        await self._looked()
        await self._take("where-branch")
        where_to.set_branch("encord-orchard")
        await self._take("branch-name-reserved")
        where_to.set_goal(Goal.BOTH)
        where_to.set_branch("orchard-v7")
        await self._looked()
        await self._take("where-both")

    async def _stopped(self) -> None:
        session, server = self._session, self._server
        server.faults.set(Fault("label_limit", limit=8), Fault("latency", on="save", latency_ms=3000, after=3))
        session.start_export()
        await self._until(lambda: session.progress is not None and session.progress.phase == "saving")
        await self._until(lambda: session.progress is not None and session.progress.rows_done > 7)
        await self._take("saving-on-the-branch")
        session.cancel()
        await self._until(lambda: session.was_stopped and session.unfinished is not None)
        await self._take("publishing-stopped")
        session.go_to(Step.ROWS)
        await self._take("publishing-offered-again")
        server.faults.clear()

    async def _published(self) -> None:
        session, server = self._session, self._server
        session.going_on.go_on()
        await self._until(lambda: session.done is not None)
        await self._take("published-both")
        server.faults.set(Fault("server_error", on="other"))
        session.active.ask("sync")
        await self._until(lambda: session.active.failure is not None)
        await self._take("active-refused")
        server.faults.clear()
        session.active.ask("sync")
        await self._until(lambda: bool(session.active.taken_at))
        session.where_to.set_goal(Goal.BRANCH)
        session.where_to.set_branch("orchard-v8")
        session.start_export()
        await self._until(lambda: session.done is not None)
        session.active.ask("sync")
        await self._until(lambda: bool(session.active.taken_at))
        await self._take("published-and-synced")

    async def _replacement(self) -> None:
        session = self._session
        session.go_to(Step.CHECK)
        session.where_to.set_branch("orchard-v7")
        await self._looked()
        await self._take("branch-exists")
        session.set_ticked(range(12, len(session.rows)), False)
        session.where_to.set_replace(True)
        await self._until(lambda: session.plan is not None and not session.plan_is_stale)
        await self._looked()
        await self._take("branch-replaced")
        session.start_export()
        await asyncio.sleep(0.3)  # the dialog opens in a task of its own
        await self._take("replacement-question")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText("orchard-v7")
        await self._take("replacement-confirmed")
        dialog.reject()
        session.set_ticked(range(len(session.rows)), True)

    async def _looked(self) -> None:
        def is_known() -> bool:
            standing = self._session.branch_standing()
            return standing is not None and standing.sign != "clock"

        await self._until(is_known)
