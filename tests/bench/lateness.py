"""How late an event loop is: a timer that should fire every 5 ms, and how long after that it does."""

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


class Heartbeat(QObject):
    """Beats while the loop runs; ``take`` returns what was measured since the last time."""

    def __init__(self) -> None:
        """It starts at once."""
        super().__init__()
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(EVERY_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, 1000 * (now - self._last) - EVERY_MS))
        self._last = now

    def take(self) -> Lateness:
        """The lateness of the beats so far; they are forgotten."""
        late, self._late = sorted(self._late), []
        return Lateness(*(round(share(late, part), 2) for part in (0.5, 0.99, 1.0)))


def share(values: Sequence[float], part: float) -> float:
    """The value that ``part`` of the sorted ``values`` do not exceed."""
    return values[min(len(values) - 1, int(part * len(values)))] if values else 0.0
