"""Lets the engine compare the ways to read a file with labels of the project, when the user asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gui import protocol
from gui.domain.comparison_view import ComparisonView, comparison_view
from gui.errors import Sentence
from gui.qt.jobs import Job, Jobs
from gui.qt.state import State

if TYPE_CHECKING:
    from gui.qt.link import Link
    from gui.qt.session import Session

INTERRUPTED = Sentence(
    "engine",
    "The comparison was interrupted.",
    "The part of this program that reads labels ended. Nothing was changed.",
    "",
)


class Comparing:
    """The question stays where it is meanwhile; its evidence grows when the answer comes."""

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
            compared=state.offered.source.compared if state.offered else "",
        )

    def begin(self) -> None:
        """Look at labels, on the user's word."""
        asked = self._state.asked
        if self._state.offered is None or asked is None or self._session.is_running(Job.COMPARE):
            return
        self._state.comparison_failure, self._state.waiting = None, ""
        read = asked.as_command(job := self._jobs.begin(Job.COMPARE))
        assert isinstance(read, protocol.ReadPredictions)
        self._link.send(protocol.CompareLabels(job=job, read=read))
        self._session.changed.emit()

    def leave_off(self) -> None:
        """The question is answered or gone: what is under way is of no use any more."""
        self._state.comparison_failure = None
        if self._state.cancelling is Job.COMPARE:
            self._state.cancelling = None
        running = self._jobs.running(Job.COMPARE)
        if running is not None:
            self._jobs.end(Job.COMPARE)
            self._link.send(protocol.Cancel(job=self._jobs.number(), target=running))

    def take(self, event: protocol.LabelsCompared) -> None:
        """The evidence is there."""
        offered = self._state.offered
        for source in event.sources:
            asked = (offered.source.title, offered.source.number) if offered else None
            if offered is not None and (source.title, source.number) == asked:
                self._state.offered = msgspec.structs.replace(offered, source=source)

    def fail(self, sentence: Sentence) -> None:
        """The labels could not be looked at: said where it was asked for."""
        self._state.comparison_failure = sentence
