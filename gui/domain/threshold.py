"""What a confidence threshold keeps, told from a histogram of confidences over 0..1."""

from __future__ import annotations

from collections.abc import Sequence


def kept(histogram: Sequence[int], threshold: float) -> int:
    """How many predictions have this confidence or more.

    Exact where the threshold lies on the edge of a bin; a bin it cuts is shared out evenly.
    """
    edge = round(threshold * len(histogram), 6)
    cut = int(edge)
    if cut >= len(histogram):
        return 0
    return sum(histogram[cut + 1 :]) + round(histogram[cut] * (1 - (edge - cut)))


def bars(histogram: Sequence[int], most: int = 50) -> list[int]:
    """The same counts in at most ``most`` equal bars, neighbours put together."""
    together = -(-len(histogram) // most) if histogram else 1
    return [sum(histogram[start : start + together]) for start in range(0, len(histogram), together)]
