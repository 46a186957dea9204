"""How late an event loop is: a timer of 5 ms, how long after that it fires, and what its thread did meanwhile."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 5


@dataclass(frozen=True)
class Lateness:
    """Of one stretch, in milliseconds."""

    p50: float
    p99: float
    worst: float
    own_p99: float
    """The thread's own CPU time from beat to beat: what is left without waiting for a core or for other threads."""
    own_worst: float


class Heartbeat(QObject):
    """Beats while the loop runs; ``take`` returns what was measured since the last time."""

    def __init__(self) -> None:
        """It starts at once."""
        super().__init__()
        self._late: list[float] = []
        self._own: list[float] = []
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(EVERY_MS)

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self._late.append(max(0.0, 1000 * (now - self._last) - EVERY_MS))
        self._own.append(1000 * (own - self._last_own))
        self._last, self._last_own = now, own

    def take(self) -> Lateness:
        """The lateness of the beats so far; they are forgotten."""
        late, self._late = sorted(self._late), []
        own, self._own = sorted(self._own), []
        figures = [share(late, part) for part in (0.5, 0.99, 1.0)] + [share(own, part) for part in (0.99, 1.0)]
        return Lateness(*(round(figure, 2) for figure in figures))


def share(values: Sequence[float], part: float) -> float:
    """The value that ``part`` of the sorted ``values`` do not exceed."""
    return values[min(len(values) - 1, int(part * len(values)))] if values else 0.0
