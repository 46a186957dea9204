"""What a project's last export was, and what has changed since, in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gui.domain.check_view import Fact
from gui.domain.counting import counted, number
from gui.domain.loss_lines import quoted
from gui.domain.words import confidence


class LastExport(msgspec.Struct, frozen=True):
    """The last finished export of a project."""

    at: str
    """ISO time with its zone."""
    predictions: int
    classes: list[str]
    """Classes of the file that had a match."""
    min_confidence: float


def changes_since(last: LastExport, predictions: int, classes: Sequence[str], min_confidence: float) -> list[Fact]:
    """More or fewer predictions, classes that are new or gone, another threshold."""
    facts = [_predictions(predictions, last.predictions)]
    new = [name for name in classes if name not in last.classes]
    gone = [name for name in last.classes if name not in classes]
    if new:
        facts.append(Fact("tag", f"{counted(len(new), 'new class', 'new classes')}: {quoted(new)}"))
    if gone:
        facts.append(Fact("tag", f"{counted(len(gone), 'class', 'classes')} no longer there: {quoted(gone)}"))
    if min_confidence != last.min_confidence:
        was, now = confidence(last.min_confidence), confidence(min_confidence)
        facts.append(Fact("stage-half", f"Threshold was {was}, now {now}"))
    return facts


def _predictions(now: int, then: int) -> Fact:
    difference = now - then
    if difference > 0:
        return Fact("plus", f"{counted(difference, 'prediction', 'predictions')} more than the {number(then)} then")
    if difference < 0:
        return Fact("minus", f"{counted(-difference, 'prediction', 'predictions')} fewer than the {number(then)} then")
    return Fact("check", f"As many predictions as then, {number(then)}")
