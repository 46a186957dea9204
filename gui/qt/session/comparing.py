"""Lets the engine compare ways to read a file, or to turn pictures, with labels, when the user asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gui.domain.comparison_view import ComparisonView, comparison_view
from gui.domain.reading_words import turning_words
from gui.errors import Sentence
from gui.protocol import commands, events
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session

INTERRUPTED = Sentence(
    "engine",
    "The comparison was interrupted.",
    "The part of this program that reads labels ended. Nothing was changed.",
    "",
)


class Comparing:
    """The question, how a file is read or pictures are turned, stays meanwhile; its evidence grows with the answer."""

    def __init__(self, session: Session, state: State, jobs: Jobs, link: Link) -> None:
        """``session`` lends its signals."""
        self._session = session
        self._state = state
        self._jobs = jobs
        self._link = link

    def view(self) -> ComparisonView:
        """What is to be shown beside the question."""
        state = self._state
        is_comparing = self._session.is_running(Job.COMPARE)
        return comparison_view(
            has_project=state.listing_done and not state.restoring,
            is_comparing=is_comparing,
            is_stopping=is_comparing and state.cancelling is Job.COMPARE,
            waiting=state.waiting,
            failure=state.comparison_failure,
            compared=self._outcome(),
        )

    def begin(self) -> None:
        """Look at labels, on the user's word."""
        if self._session.is_running(Job.COMPARE) or (self._state.offered is None and self._state.predictions is None):
            return
        self._state.comparison_failure, self._state.waiting = None, ""
        self._link.send(self._command(self._jobs.begin(Job.COMPARE)))
        self._session.changed.emit()

    def _command(self, job: int) -> commands.AnyCommand:
        """What is compared: the ways to read a file as long as they are asked about, else those to turn pictures."""
        if self._state.offered is None:
            return commands.CompareTurning(job=job)
        assert self._state.asked is not None
        read = self._state.asked.as_command(job)
        assert isinstance(read, commands.ReadPredictions)
        return commands.CompareLabels(job=job, read=read)

    def _outcome(self) -> str:
        """What an earlier comparison came to."""
        if self._state.offered is not None:
            return self._state.offered.source.compared
        return turning_words(self._state.turning) if self._state.turning is not None else ""

    def leave_off(self) -> None:
        """The question is answered or gone: what is under way is of no use any more."""
        self._state.comparison_failure = None
        if self._state.cancelling is Job.COMPARE:
            self._state.cancelling = None
        running = self._jobs.running(Job.COMPARE)
        if running is not None:
            self._jobs.end(Job.COMPARE)
            self._link.send(commands.Cancel(job=self._jobs.number(), target=running))

    def take(self, event: events.LabelsCompared) -> None:
        """The evidence is there. How pictures are to be turned is chosen at once: nothing is written yet."""
        offered = self._state.offered
        for source in event.sources:
            if offered is None:
                self._state.turning = source
                if source.values:
                    self._session.set_rotate(source.values["rotate"])
            elif (source.title, source.number) == (offered.source.title, offered.source.number):
                self._state.offered = msgspec.structs.replace(offered, source=source)

    def fail(self, sentence: Sentence) -> None:
        """The labels could not be looked at: said where it was asked for."""
        self._state.comparison_failure = sentence
