"""How fast an export goes and how long it still takes, said steadily."""

from __future__ import annotations

from gui.domain.counting import NO_BREAK

_WINDOW = 10.0
"""Seconds over which the speed is taken: shorter jumps, longer lags."""

_QUIET_START = 2.0
"""Seconds before a time left is said at all."""


class Pace:
    """Speed in rows a second from (time, rows done) samples, and the time left in words."""

    def __init__(self) -> None:
        """Nothing measured yet."""
        self._samples: list[tuple[float, int]] = []
        self._words = ""
        self._minutes: int | None = None
        self.history: list[tuple[float, float]] = []
        """(seconds since the start, rows a second), for the curve; at most a few a second."""

    def start_again(self) -> None:
        """The rows are counted from the beginning, for another thing that is done with them."""
        self._samples, self._words, self._minutes, self.history = [], "", None, []

    def add(self, now: float, rows_done: int, rows_total: int) -> None:
        """Take one sample; ``now`` in seconds on a clock that only goes forward."""
        self._samples.append((now, rows_done))
        if len(self._samples) > 1:
            self.history.append((self.elapsed, self.speed))
        self._words = self._say(rows_total - rows_done)

    @property
    def elapsed(self) -> float:
        """Seconds between the first sample and the last."""
        return self._samples[-1][0] - self._samples[0][0] if self._samples else 0.0

    @property
    def speed(self) -> float:
        """Rows a second over the last seconds; 0 while nothing moves."""
        if len(self._samples) < 2:
            return 0.0
        last_time, last_rows = self._samples[-1]
        first_time, first_rows = next(each for each in self._samples if each[0] >= last_time - _WINDOW)
        passed = last_time - first_time
        return (last_rows - first_rows) / passed if passed > 0 else 0.0

    @property
    def time_left(self) -> str:
        """``about 2 min``, ``less than a minute``; empty while it is too early to say."""
        return self._words

    def _say(self, rows_left: int) -> str:
        if self.elapsed < _QUIET_START or self.speed <= 0:
            return self._words
        seconds = rows_left / self.speed
        if seconds < 60:
            self._minutes = 0
            return "less than a minute"
        minutes = seconds / 60
        # A number that has been said stands until it is clearly wrong: no flicker between two minutes.
        if not self._minutes or abs(minutes - self._minutes) > 0.75:
            self._minutes = max(round(minutes), 1)
        if self._minutes >= 90:
            return f"about {round(self._minutes / 60)}{NO_BREAK}h"
        return f"about {self._minutes}{NO_BREAK}min"
