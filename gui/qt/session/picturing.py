"""Brings the picture of one row at a time through the engine; only the newest wish counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.protocol import commands, events
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session


@dataclass
class Picturing:
    """What is wanted outlives an engine that has to be started again."""

    session: Session
    state: State
    jobs: Jobs
    link: Link
    wanted: tuple[int, int] | None = None
    """Row and frame."""

    def fetch(self, row: int, frame: int) -> None:
        """Bring a picture; an earlier one that is on its way is given up."""
        self.wanted = (row, frame)
        if self.state.restoring:
            return  # it is fetched after the listing
        earlier = self.jobs.running(Job.PICTURE)
        if earlier is not None:
            self.link.send(commands.Cancel(job=self.jobs.number(), target=earlier))
        self.link.send(commands.FetchPicture(job=self.jobs.begin(Job.PICTURE), row=row, frame=frame))

    def fetch_again(self) -> None:
        """The rows are listed afresh: bring what was wanted last."""
        if self.wanted is not None:
            self.fetch(*self.wanted)

    def failed(self, why: str) -> None:
        """The newest picture cannot be had: say so where it would be."""
        row, frame = self.wanted or (0, 0)
        empty = events.PictureReady(
            job=0, row=row, frame=frame, path=None, width=0, height=0, predictions=[], why_not=why
        )
        self.session.picture_ready.emit(empty)
