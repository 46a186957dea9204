"""The window's end of the engine: commands in, batches of events out, a deadline for every cancel."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.protocol import commands
from gui.protocol.events import AnyEvent
from gui.qt.engine.engine_worker import EngineWorker, Starter

log = logging.getLogger(__name__)

CANCEL_GRACE = 1.0
"""Seconds an engine has to answer a cancel before it is ended."""


class EngineLink(QObject):
    """Commands in, batches of events out; the engine is started again when it dies.

    ``events`` carries a list of events, at most 20 lists a second. ``died`` says that the engine ended by
    itself or was ended because it did not answer a cancel, and that another one has been started: whoever
    listens sends the opening commands again. ``gave_up`` says that none was started because they keep dying.
    """

    events = Signal(list)
    died = Signal()
    gave_up = Signal()

    def __init__(self, start_engine: Starter, parent: QObject | None = None) -> None:
        """``start_engine`` starts an engine process with pipes on its standard input and output."""
        super().__init__(parent)
        self._worker = EngineWorker(start_engine, self._post, self.died.emit, self.gave_up.emit)
        self._deadlines: dict[int, QTimer] = {}

    @property
    def pid(self) -> int | None:
        """The process id of the engine, None while there is none."""
        return self._worker.pid

    def start(self) -> None:
        """Start the worker and its first engine; returns at once."""
        self._worker.start()

    def send(self, command: commands.AnyCommand) -> None:
        """Hand a command to the engine; returns at once."""
        self._worker.send(command)

    def cancel(self, number: int, target: int) -> None:
        """Ask the engine to stop the job ``target``; an engine that does not answer in time is ended."""
        self.send(commands.Cancel(job=number, target=target))
        deadline = QTimer(self)
        deadline.setSingleShot(True)
        deadline.setTimerType(Qt.TimerType.PreciseTimer)  # others may be 5 % early
        deadline.timeout.connect(lambda: self._overdue(target))
        deadline.start(round(CANCEL_GRACE * 1000))
        self._deadlines[target] = deadline

    def restart(self) -> None:
        """End the engine with everything it holds, if there is one; ``died`` tells when another one is there."""
        self._worker.restart()

    def close(self) -> None:
        """End the engine and the worker; returns when both are gone (at most some two seconds)."""
        for deadline in self._deadlines.values():
            deadline.stop()
        self._deadlines.clear()
        self._worker.close()

    def _post(self, batch: list[AnyEvent]) -> None:
        self.events.emit(batch)

    def answered(self, number: int) -> None:
        """The job ``number`` is answered: a cancel of it is no longer waited for."""
        deadline = self._deadlines.pop(number, None)
        if deadline is not None:
            deadline.stop()
            deadline.deleteLater()

    def _overdue(self, target: int) -> None:
        self.answered(target)
        log.warning("The engine did not stop within %s s and is ended.", CANCEL_GRACE)
        self._worker.kill_engine()
