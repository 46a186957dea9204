"""After the engine's death: what was lost is said, and the new engine is brought to where the old one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.domain.steps import Step
from gui.errors import Sentence
from gui.qt.session.answers import step_of
from gui.qt.session.comparing import INTERRUPTED
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.session import Session

_LOST_EXPORT = Sentence(
    "engine",
    "The export was interrupted.",
    "The part of this program that writes the file ended. No file was written, and your choices are kept.",
    "Start the export again.",
)
_LOST_PUBLISHING = Sentence(
    "engine",
    "The export was interrupted.",
    "The part of this program that publishes ended. What is saved on the branch stays, and your choices are kept.",
    "Start it again: it goes on from there.",
)
_LOST_READING = Sentence(
    "engine",
    "The file could not be read to its end.",
    "The part of this program that reads it ended. Your choices are kept.",
    "Choose the file again, or another one.",
)
_NO_ENGINE = Sentence(
    "engine",
    "A part of this program does not start.",
    "It ended several times in a row. Your choices are kept as long as this window is open.",
    "Start it again. If it keeps ending, send the log folder to whoever helps you.",
)


class Recovery(QObject):
    """Listens to the link's ``died`` and ``gave_up``, in the GUI thread."""

    def __init__(self, session: Session, state: State, jobs: Jobs) -> None:
        """``session`` lends its public methods."""
        super().__init__(session)
        self._session = session
        self._state = state
        self._jobs = jobs

    def restart(self) -> None:
        """Another engine is there: sign in, list and read again, but start nothing that may have ended the old one."""
        state, session = self._state, self._session
        if state.failures.get(Step.CONNECT) == _NO_ENGINE:
            state.failures.pop(Step.CONNECT)
        cancelled, state.cancelling = state.cancelling, None
        lost = self._jobs.forget_all()
        for job, sentence in ((Job.EXPORT, self._lost_export()), (Job.READ, _LOST_READING)):
            if job in lost and job is not cancelled:
                session.fail(step_of(job, state), sentence)
        if Job.COMPARE in lost and cancelled is not Job.COMPARE:
            session.comparing.fail(INTERRUPTED)
        if cancelled is not None:
            session.after_stop(cancelled)
            session.stopped.emit()
        session.where_to.look_again()
        session.active.lost()
        if Job.OPEN not in lost:
            state.opening = ""
        was_signed_in = state.account is not None or Job.SIGN_IN in lost
        if was_signed_in and cancelled is not Job.SIGN_IN:
            state.prepare_restoring()
            session.send_opening()
        session.changed.emit()

    def give_up(self) -> None:
        """No engine stays alive: nothing goes on before the user has said so on the Connect page."""
        lost = self._jobs.forget_all()
        self._state.cancelling = None
        if Job.EXPORT in lost:
            self._session.fail(Step.EXPORT, self._lost_export())
        self._session.fail(Step.CONNECT, _NO_ENGINE)
        self._session.go_to(Step.CONNECT)

    def _lost_export(self) -> Sentence:
        return _LOST_PUBLISHING if self._state.export_destination.has_branch else _LOST_EXPORT
