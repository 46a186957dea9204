"""Removes, through the engine, what a run of the history published: looks first, and begins on the user's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.domain.past_run import PastRun, Removal
from gui.errors import Sentence
from gui.protocol import events
from gui.protocol.commands import RemovePublished
from gui.protocol.events import AnyEvent, RemovalProgress
from gui.qt.session.jobs import Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session

_LOST = Sentence(
    "engine",
    "The removal was interrupted.",
    "The part of this program that removes ended. Rows that were emptied are empty; the others are as they were.",
    "Remove it again: it goes on from there.",
)
_BUG = Sentence(
    "bug",
    "Something went wrong that was not foreseen.",
    "Rows that were emptied are empty; the others are as they were.",
    "Try again. If it happens again, send the report.",
)


class Removing(QObject):
    """One run at a time. Its jobs have numbers of their own: nothing else in the session waits for them."""

    changed = Signal()
    """Anything below changed."""
    foretold = Signal(object)
    """The look is done: what would become of the rows (``Removal``)."""
    removed = Signal()
    """A removal is done, or was cut short: the history says more about the run now."""

    def __init__(self, session: Session, state: State, jobs: Jobs, link: Link) -> None:
        """``session`` lends its signals; ``jobs`` gives the numbers."""
        super().__init__(session)
        self._session = session
        self._state = state
        self._jobs = jobs
        self._link = link
        self._job: int | None = None
        self._is_dry = True
        self._removed: dict[str, Removal] = {}
        self.run: PastRun | None = None
        """The run it is about."""
        self.progress: RemovalProgress | None = None
        self.removal: Removal | None = None
        """What became of the rows, once they are removed."""
        self.failure: Sentence | None = None
        self.was_stopped = False
        self.is_stopping = False
        link.events.connect(self._take)
        link.died.connect(self._lost)
        link.gave_up.connect(self._lost)

    @property
    def is_running(self) -> bool:
        """Whether the engine is at it."""
        return self._job is not None

    @property
    def is_looking(self) -> bool:
        """Whether it only looks, so far."""
        return self.is_running and self._is_dry

    def removal_of(self, run: str) -> Removal | None:
        """What became of the rows of the run of this name, if they were removed since the window is there."""
        return self._removed.get(run)

    def look(self, run: PastRun) -> None:
        """Ask what would be removed of this run; ``foretold`` answers."""
        self._begin(run, dry_run=True)

    def remove(self, run: PastRun) -> None:
        """Remove it; the user has said yes to what was foretold."""
        self._begin(run, dry_run=False)

    def stop(self) -> None:
        """What is emptied stays empty."""
        if self._job is not None and not self.is_stopping:
            self.is_stopping = True
            self._link.cancel(self._jobs.number(), self._job)
            self.changed.emit()

    def forget(self) -> None:
        """Another project: whatever was said is about another one; what runs is stopped, and nobody waits for it."""
        self.stop()
        self._job = None
        self._clear(None)
        self.changed.emit()

    def _begin(self, run: PastRun, *, dry_run: bool) -> None:
        self._clear(run)
        self._is_dry = dry_run
        self._job = self._jobs.number()
        self._link.send(RemovePublished(job=self._job, run=run.run, dry_run=dry_run))
        self.changed.emit()

    def _clear(self, run: PastRun | None) -> None:
        self.run, self.progress, self.removal, self.failure = run, None, None, None
        self.was_stopped = self.is_stopping = False

    def _take(self, batch: list[AnyEvent]) -> None:
        for event in batch:
            if self._job is not None and event.job == self._job:
                self._answered(event)

    def _answered(self, event: AnyEvent) -> None:
        match event:
            case RemovalProgress():
                self.progress = event
                self.changed.emit()
            case events.RemovalDone(removal=removal, dry_run=True):
                self._end()
                self.foretold.emit(removal)
            case events.RemovalDone(removal=removal):
                self.removal = removal
                if self.run is not None:
                    self._removed[self.run.run] = removal
                self._end()
            case events.Stopped():
                self.was_stopped = True
                self._end()
            case events.Failed(sentence=sentence):
                self._fail(sentence)
            case events.Crashed(report=report):
                self._fail(_BUG)
                self._session.bug.emit(report)

    def _lost(self) -> None:
        """The engine is gone; it is ended, too, when it does not hear a stop."""
        if self._job is None:
            return
        if self.is_stopping:
            self.was_stopped = True
            self._end()
        else:
            self._fail(_LOST)

    def _fail(self, sentence: Sentence) -> None:
        self.failure = sentence
        self._end()

    def _end(self) -> None:
        self._job, self.is_stopping = None, False
        if not self._is_dry:
            self._note_what_is_empty()
        self.changed.emit()
        self._session.changed.emit()
        if not self._is_dry:
            self.removed.emit()

    def _note_what_is_empty(self) -> None:
        """An export to the branch that was cut short cannot go on, and nothing known of its rows holds any more."""
        unfinished, run = self._state.unfinished, self.run
        branch = unfinished.branch if unfinished is not None else None
        if self.failure is None and branch is not None and run is not None and branch.name == run.branch:
            self._state.unfinished = None
        self._session.where_to.look_again()
