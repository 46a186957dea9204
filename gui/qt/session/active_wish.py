"""Asks Encord Active, through the engine, to take over what was published, and remembers what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gui.errors import Sentence
from gui.protocol import commands
from gui.qt.session.jobs import Job, Jobs

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session

_LOST = Sentence(
    "engine", "Active may not have been asked.", "The part of this program that asks it ended.", "Ask it again."
)


@dataclass
class ActiveWish:
    """One wish at a time; what Active makes of it is seen there alone."""

    session: Session
    jobs: Jobs
    link: Link
    wish: str = ""
    """What was asked last, as in ``BranchChoice.active``; empty for nothing."""
    taken_at: str = ""
    """``14:12`` once Active has taken it."""
    failure: Sentence | None = None
    """Why it could not be asked."""

    @property
    def is_asking(self) -> bool:
        """Whether the answer has not come yet."""
        return self.jobs.running(Job.ACTIVE) is not None

    def ask(self, wish: str) -> None:
        """Let Active look at the project again (``sync``), or import it in a mode."""
        self.wish, self.taken_at, self.failure = wish, "", None
        self.link.send(commands.AskActive(job=self.jobs.begin(Job.ACTIVE), wish=wish))
        self.session.changed.emit()

    def taken(self, wish: str) -> None:
        """Active works on it from here on."""
        self.taken_at = datetime.now().strftime("%H:%M")

    def failed(self, sentence: Sentence) -> None:
        """It could not be asked."""
        self.failure = sentence

    def lost(self) -> None:
        """The engine is gone, and nobody knows whether Active was asked."""
        if self.wish and not self.taken_at and self.failure is None:
            self.failure = _LOST

    def forget(self) -> None:
        """Another export, another project: nothing was asked for it."""
        self.jobs.end(Job.ACTIVE)
        self.wish, self.taken_at, self.failure = "", "", None
