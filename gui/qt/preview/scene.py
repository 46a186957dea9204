"""What is drawn over one picture, frozen: things with their outline, label and look; and which of them is hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gui.domain.words import confidence
from gui.protocol import DrawnPrediction
from gui.qt.preview.outline import Outline, outline_of


class Look(StrEnum):
    """How a thing is drawn."""

    KEPT = "kept"
    """A full line in the colour of its class."""
    LEFT_OUT = "left out"
    """A dashed line in the colour of its class."""
    NO_MATCH = "no match"
    """White and dotted: its class has no match."""


@dataclass(frozen=True)
class Thing:
    """One prediction in the picture; without an outline it is a statement about the whole picture."""

    name: str
    label: str
    color: str
    """``#RRGGBB``, empty for none."""
    confidence: float
    look: Look
    outline: Outline | None
    area: float


@dataclass(frozen=True)
class Scene:
    """Everything drawn over a picture of ``width`` × ``height`` pixels, in the order it is drawn."""

    width: int
    height: int
    things: tuple[Thing, ...] = ()

    def hit(self, x: float, y: float) -> Thing | None:
        """The smallest thing at a place of the picture."""
        found = [thing for thing in self.things if thing.outline is not None and thing.outline.contains(x, y)]
        return min(found, key=lambda thing: thing.area, default=None)

    def tally(self) -> list[tuple[str, str, Look, int]]:
        """Classes in the picture as (name, colour, look, how many), the most frequent first."""
        counted = Counter((thing.name, thing.color, thing.look) for thing in self.things)
        found = [(name, color, look, count) for (name, color, look), count in counted.items()]
        return sorted(found, key=lambda each: (each[2] is not Look.KEPT, -each[3], each[0].casefold()))


def outlines_of(predictions: Sequence[DrawnPrediction]) -> list[Outline | None]:
    """The outlines of predictions, in their order; masks take a while, so this is done off the GUI thread."""
    return [outline_of(each.geometry) for each in predictions]


def make_scene(
    size: tuple[int, int],
    predictions: Sequence[DrawnPrediction],
    outlines: Sequence[Outline | None],
    *,
    min_confidence: float = 0.0,
    unmatched: Collection[str] = (),
) -> Scene:
    """The scene of a picture: what lies below the threshold is not drawn; large things lie under small ones."""
    things = [
        _thing(prediction, outline, prediction.label in unmatched and prediction.color is None)
        for prediction, outline in zip(predictions, outlines, strict=True)
        if prediction.confidence >= min_confidence
    ]
    return Scene(*size, tuple(sorted(things, key=lambda thing: -thing.area)))


def _thing(prediction: DrawnPrediction, outline: Outline | None, is_unmatched: bool) -> Thing:
    look = Look.KEPT if prediction.written else Look.LEFT_OUT
    if is_unmatched:
        look = Look.NO_MATCH
    said = "no match" if is_unmatched else confidence(prediction.confidence)
    joint = ", " if is_unmatched else " "
    return Thing(
        name=prediction.label,
        label=f"{prediction.label}{joint}{said}",
        color=prediction.color or "",
        confidence=prediction.confidence,
        look=look,
        outline=outline,
        area=outline.area if outline is not None else 0.0,
    )
