"""Job numbers: which answer belongs to which question, and which answers come too late."""

from __future__ import annotations

from enum import StrEnum
from itertools import count


class Job(StrEnum):
    """The kinds of work the engine does for the window; of each only the newest counts."""

    SIGN_IN = "sign in"
    OPEN = "open project"
    READ = "read predictions"
    COMPARE = "compare with labels"
    PLAN = "plan"
    BRANCHES = "look at the branches"
    EXPORT = "export"
    ACTIVE = "ask Active"
    PICTURE = "picture"


class Jobs:
    """The newest job of every kind. A number is never used twice, not even over an engine's restart."""

    def __init__(self) -> None:
        """No job is under way."""
        self._numbers = count(1)
        self._current: dict[Job, int] = {}

    def begin(self, job: Job) -> int:
        """The number for a new job of this kind; answers to an older one are late from now on."""
        number = next(self._numbers)
        self._current[job] = number
        return number

    def number(self) -> int:
        """A number for a message that nothing answers, such as a cancel."""
        return next(self._numbers)

    def end(self, job: Job) -> None:
        """The job is answered or given up."""
        self._current.pop(job, None)

    def running(self, job: Job) -> int | None:
        """The number of the job of this kind that is under way."""
        return self._current.get(job)

    def of(self, number: int) -> Job | None:
        """The kind of the job with this number, None when its answer is late."""
        return next((job for job, known in self._current.items() if known == number), None)

    def forget_all(self) -> list[Job]:
        """Give up every job (the engine is gone); returns what was under way."""
        lost = list(self._current)
        self._current.clear()
        return lost
