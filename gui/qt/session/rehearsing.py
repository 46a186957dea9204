"""Asks for a rehearsal of the export as soon as nothing has changed for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from gui.protocol import commands
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session

PLAN_DELAY = 120
"""Milliseconds without another change before a rehearsal is asked for."""


class Rehearsing:
    """One rehearsal at a time; what changes meanwhile is rehearsed after it."""

    def __init__(self, session: Session, state: State, jobs: Jobs, link: Link) -> None:
        """``session`` lends its signals and is told nothing else."""
        self._session = session
        self._state = state
        self._jobs = jobs
        self._link = link
        self._timer = QTimer(session)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PLAN_DELAY)
        self._timer.timeout.connect(self._begin)

    def ask(self) -> None:
        """Something changed, or a rehearsal is wanted for another reason."""
        if self._can_begin():
            self._state.plan_is_stale = True
            self._timer.start()
        self._session.plan_changed.emit()
        self._session.changed.emit()

    def ask_again_if_wanted(self) -> None:
        """A rehearsal or an export is over: if something changed meanwhile, another rehearsal is due."""
        if self._state.plan_again:
            self._state.plan_again = False
            self.ask()

    def leave_off(self) -> None:
        """What was to be rehearsed is gone."""
        self._timer.stop()

    def _can_begin(self) -> bool:
        state = self._state
        has_input = state.predictions is not None or state.script is not None
        return has_input and state.listing_done and not state.restoring and not self._session.exporting

    def _begin(self) -> None:
        if not self._can_begin():
            return
        if self._session.is_running(Job.PLAN):
            self._state.plan_again = True
            return
        self._session.where_to.leave_off()
        self._link.send(commands.MakePlan(job=self._jobs.begin(Job.PLAN), choices=self._session.choices))
