"""What is left out, line by line: what, why, how many, whose choice it was, and the control that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from gui.domain.counting import counted
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.words import confidence

if TYPE_CHECKING:  # the shape of a rehearsal; at run time the protocol imports this package, not the reverse
    from gui.protocol import Choices, Loss

MOST_CLASSES = 5
"""Lines that one reason takes at most when it is told class by class; the classes beyond share a last one."""


class Mend(StrEnum):
    """The control that mends a loss."""

    THRESHOLD = "threshold"
    CLASSES = "classes"
    DATASETS = "datasets"
    CONVERT = "convert"
    CREATE_ROWS = "create rows"
    NAMES = "names"
    EXAMPLES = "examples"
    LOST_ROWS = "lost rows"
    TICKS = "ticks"


MEND_WORDS: dict[Mend, str] = {
    Mend.THRESHOLD: "Change threshold",
    Mend.CLASSES: "Match the class",
    Mend.DATASETS: "Choose the dataset",
    Mend.CONVERT: "Allow changes of shape",
    Mend.CREATE_ROWS: "Create label rows…",
    Mend.NAMES: "Show file names",
    Mend.EXAMPLES: "Show examples",
    Mend.LOST_ROWS: "Show these rows",
    Mend.TICKS: "Tick the rows",
}
"""The link's words."""


class LossLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table "What is left out"."""

    reason: str
    class_name: str = ""
    title: str
    cause: str
    predictions: int
    pictures: int | None
    """Pictures of the file they are on; None when they were not counted."""
    by_choice: bool
    icon: str
    mend: Mend
    examples: tuple[str, ...] = ()

    @property
    def mend_words(self) -> str:
        """What the link says."""
        return MEND_WORDS[self.mend]


_BY_CLASS: dict[Reason, tuple[str, str]] = {
    Reason.NO_CLASS: ("Class {} has no match", "The ontology has no class of that name"),
    Reason.AMBIGUOUS_CLASS: ("Class {} has several matches", "The ontology has several classes of that name"),
    Reason.IGNORED_CLASS: ("Class {} is left out", "You left it out in Predictions"),
    Reason.NEEDS_OPTION: ("Class {} needs an option", "It is matched to a question, not to one of its answers"),
}
"""Reasons told class by class → title with a place for the class, cause."""

_MENDS: dict[Reason, Mend] = {
    Reason.LOW_CONFIDENCE: Mend.THRESHOLD,
    **dict.fromkeys(_BY_CLASS, Mend.CLASSES),
    Reason.NO_CONVERSION: Mend.CLASSES,
    Reason.NEEDS_CONVERT: Mend.CONVERT,
    Reason.AMBIGUOUS_ROW: Mend.DATASETS,
    Reason.NEVER_LABELLED: Mend.CREATE_ROWS,
    Reason.NOT_TICKED: Mend.TICKS,
    Reason.NO_ROW: Mend.NAMES,
    **dict.fromkeys(
        (
            Reason.FRAME_MISSING,
            Reason.BAD_ENTRY,
            Reason.BAD_CONFIDENCE,
            Reason.BAD_SIZE,
            Reason.NO_GEOMETRY,
            Reason.BAD_GEOMETRY,
        ),
        Mend.EXAMPLES,
    ),
}
"""Where a loss is mended; every other reason is looked at in the rows it happened on."""

_CHOICE_ICONS: dict[Reason, str] = {Reason.LOW_CONFIDENCE: "stage-half", Reason.IGNORED_CLASS: "tag"}


def loss_lines(losses: Iterable[Loss], choices: Choices) -> list[LossLine]:
    """The lines in the order of the losses, the largest first; classes of one reason stand together."""
    lines: list[LossLine] = []
    for loss in losses:
        reason = Reason(loss.reason)
        lines += _class_lines(loss, reason) if reason in _BY_CLASS else [_line(loss, reason, choices)]
    return lines


def quoted(names: Iterable[str], most: int = 3) -> str:
    """Names in quotes as a list: ``“stem”``, ``“stem” and “leaf”``, ``“a”, “b”, “c” and 4 more``."""
    every = [f"“{name}”" for name in names]
    shown = every[:most]
    if len(every) > most:
        return f"{', '.join(shown)} and {len(every) - most} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def _line(loss: Loss, reason: Reason, choices: Choices) -> LossLine:
    title, cause, mend = SENTENCES[reason], _with_example(loss), _MENDS.get(reason, Mend.LOST_ROWS)
    if reason is Reason.LOW_CONFIDENCE:
        title, cause = f"Confidence below {confidence(choices.min_confidence)}", "You set this threshold in Predictions"
    elif reason is Reason.NOT_TICKED:
        cause = "You did not tick these rows"
        if choices.datasets:
            cause, mend = "They are outside the dataset you chose, or not ticked", Mend.DATASETS
    elif reason in (Reason.NO_CONVERSION, Reason.NEEDS_CONVERT) and loss.by_class:
        classes = "Class" if len(loss.by_class) == 1 else "Classes"
        verb = "has" if len(loss.by_class) == 1 else "have"
        cause = f"{classes} {quoted(_largest_first(loss))} {verb} another shape in Encord"
    return LossLine(
        reason=loss.reason,
        title=title,
        cause=cause,
        predictions=loss.count,
        pictures=loss.pictures or None,
        by_choice=loss.by_choice,
        icon=_icon(reason, loss.by_choice),
        mend=mend,
        examples=tuple(loss.examples),
    )


def _class_lines(loss: Loss, reason: Reason) -> list[LossLine]:
    names = _largest_first(loss)
    shown = names if len(names) <= MOST_CLASSES else names[: MOST_CLASSES - 1]
    lines = [_class_line(loss, reason, quoted([name]), name, loss.by_class[name]) for name in shown]
    rest = loss.count - sum(line.predictions for line in lines)
    if rest:
        others = len(names) - len(shown)
        lines.append(_class_line(loss, reason, "", "", rest, counted(others, "more class", "more classes")))
    return lines


def _class_line(loss: Loss, reason: Reason, quoted_name: str, name: str, count: int, others: str = "") -> LossLine:
    title, cause = _BY_CLASS[reason]
    is_only = len(loss.by_class) == 1
    return LossLine(
        reason=loss.reason,
        class_name=name,
        title=title.format(quoted_name) if name else f"{others}, {SENTENCES[reason].lower()}",
        cause=cause,
        predictions=count,
        pictures=loss.pictures if is_only else None,
        by_choice=loss.by_choice,
        icon=_icon(reason, loss.by_choice),
        mend=Mend.CLASSES,
        examples=tuple(loss.examples),
    )


def _largest_first(loss: Loss) -> list[str]:
    return sorted(loss.by_class, key=lambda name: (-loss.by_class[name], name.casefold()))


def _with_example(loss: Loss) -> str:
    cause = loss.cause.rstrip(".")
    if not loss.examples:
        return cause
    example = f"For example {loss.examples[0]}"
    return f"{example}. {cause}" if cause else example


def _icon(reason: Reason, by_choice: bool) -> str:
    return _CHOICE_ICONS.get(reason, "dash") if by_choice else "triangle"
