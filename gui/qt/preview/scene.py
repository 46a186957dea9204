"""What is drawn over one picture, frozen: things with their outline, label and look; and which of them is hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gui.domain.counting import counted, number
from gui.domain.geometry import Mask
from gui.domain.words import confidence
from gui.protocol.events import DrawnPrediction
from gui.qt.preview.outline import Outline, outline_of

_MOST_SPOKEN = 8
"""Predictions of a picture that are read out one by one; the others are counted."""


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


def spoken(scene: Scene) -> str:
    """What is drawn, for those who do not see it: ``5 predictions: Apple 0.93; Pear 0.88 left out; 3 more.``"""
    if not scene.things:
        return ""
    things = sorted(scene.things, key=lambda thing: -thing.confidence)
    said = [f"{each.label} left out" if each.look is Look.LEFT_OUT else each.label for each in things[:_MOST_SPOKEN]]
    rest = len(things) - len(said)
    more = [f"{number(rest)} more"] if rest else []
    return f"{counted(len(things), 'prediction')}: {'; '.join([*said, *more])}."


def outlines_of(predictions: Sequence[DrawnPrediction], size: tuple[int, int]) -> list[Outline | None]:
    """The outlines of predictions in a picture of ``size``, in their order.

    Masks take a while, so this is done off the GUI thread.
    """
    return [_outline_in(each, size) for each in predictions]


def _outline_in(prediction: DrawnPrediction, size: tuple[int, int]) -> Outline | None:
    """As in the export, pixels of the file are scaled to the row's picture, and so is a mask of another size."""
    outline = outline_of(prediction.geometry)
    frame = prediction.frame
    if isinstance(prediction.geometry, Mask):
        frame = (prediction.geometry.width, prediction.geometry.height)
    if outline is None or frame is None or frame == size or not all(size):
        return outline
    return outline.scaled(size[0] / frame[0], size[1] / frame[1])


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
