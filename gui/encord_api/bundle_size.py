"""How many label rows one request asks for: it grows while answers come quickly, and shrinks when they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gui.domain.label_row import ListedRow

FIRST = 100
"""What the first request weighs; a picture weighs 1."""
MOST = 500
"""Encord allows 1000 rows in one request (FACTS 8); half of that leaves room for heavy ones."""
HEAVIEST_ROW = 25
"""What a long video weighs, so that at most 20 of them are in one request."""
FRAMES_PER_WEIGHT = 100
QUICK_S, SLOW_S = 3.0, 15.0
"""Seconds within which an answer is quick: then more is asked for; and after which it is slow: then less."""
CAUTION = 8
"""After a request that was too large, as many must go well before more is asked for again."""


class BundleSize:
    """Weighs the rows of a request; not for several threads at once."""

    def __init__(self) -> None:
        self._limit = FIRST
        self._good_in_a_row = 0
        self._wanted_in_a_row = 1

    @property
    def limit(self) -> int:
        """What the rows of the next request may weigh together."""
        return self._limit

    def take(self, weigh: Callable[[int], int], numbers: Sequence[int], start: int) -> Sequence[int]:
        """The ``numbers`` from place ``start`` on that fit into the next request; at least one.

        ``weigh`` says what the row with a number weighs, such as `weight_of`.
        """
        total, end = 0, start
        while end < len(numbers):
            total += weigh(numbers[end])
            if total > self._limit and end > start:
                break
            end += 1
        return numbers[start:end]

    def answered(self, seconds: float) -> None:
        """A request was answered after ``seconds``."""
        if seconds > SLOW_S:
            self._shrink(self._limit)
            return
        self._good_in_a_row += 1
        if seconds < QUICK_S and self._good_in_a_row >= self._wanted_in_a_row:
            self._limit = min(MOST, self._limit * 2)
            self._good_in_a_row = 0

    def was_too_large(self, weight: int) -> None:
        """A request of this weight was too large, or took too long."""
        self._shrink(weight)

    def _shrink(self, weight: int) -> None:
        self._limit = max(1, min(self._limit, weight // 2))
        self._good_in_a_row, self._wanted_in_a_row = 0, CAUTION


def weight_of(row: ListedRow) -> int:
    """What a row weighs: a picture 1, a video more, the longer it is."""
    return min(HEAVIEST_ROW, 1 + row.frames // FRAMES_PER_WEIGHT)
