"""Where labels go: beside their thing, not over another label, not over what they name or hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 60
"""Labels placed in one picture; with more nobody reads any."""

_HIDES = 0.2
"""A label must not cover more of another thing than this share of it."""


@dataclass(frozen=True)
class Rect:
    """A rectangle on the canvas."""

    x: float
    y: float
    w: float
    h: float

    def overlap(self, other: Rect) -> float:
        """The area that both cover."""
        across = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        down = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return across * down if across > 0 and down > 0 else 0.0

    def is_in(self, room: Rect) -> bool:
        """Whether it lies wholly inside."""
        return (
            self.x >= room.x
            and self.y >= room.y
            and self.x + self.w <= room.x + room.w
            and self.y + self.h <= room.y + room.h
        )


def place_labels(boxes: Sequence[Rect], sizes: Sequence[tuple[float, float]], room: Rect) -> list[Rect | None]:
    """A place for the label of each thing, None where it would collide; earlier things choose first.

    ``boxes`` are the bounds of the things on the canvas, ``sizes`` the widths and heights of their labels.
    """
    placed: list[Rect] = []
    result: list[Rect | None] = [None] * len(boxes)
    for number in range(min(len(boxes), MOST)):
        best = _best(number, boxes, sizes[number], room, placed)
        if best is not None:
            placed.append(best)
            result[number] = best
    return result


def _best(
    number: int, boxes: Sequence[Rect], size: tuple[float, float], room: Rect, placed: Sequence[Rect]
) -> Rect | None:
    best, least = None, float("inf")
    box, (width, height) = boxes[number], size
    reach = Rect(box.x - width - 1, box.y - height - 1, box.w + 2 * width + 2, box.h + 2 * height + 2)
    near = [other for place, other in enumerate(boxes) if place != number and other.overlap(reach)]
    for candidate in _candidates(box, size, room):
        if any(candidate.overlap(other) for other in placed):
            continue
        hidden = [candidate.overlap(other) / max(other.w * other.h, 1.0) for other in near]
        if max(hidden, default=0.0) <= _HIDES and sum(hidden) < least:
            best, least = candidate, sum(hidden)
    return best


def _candidates(box: Rect, size: tuple[float, float], room: Rect) -> list[Rect]:
    """Above, below, then beside; moved along the edge as far as the room asks."""
    width, height = size
    left = min(max(box.x, room.x), room.x + room.w - width)
    right = min(max(box.x + box.w - width, room.x), room.x + room.w - width)
    above, below = box.y - height - 1, box.y + box.h + 1
    places = [
        (left, above),
        (right, above),
        (left, below),
        (right, below),
        (box.x + box.w + 1, box.y),
        (box.x - width - 1, box.y),
    ]
    return [each for each in (Rect(x, y, width, height) for x, y in places) if each.is_in(room)]
