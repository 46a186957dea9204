"""What is left out, line by line: what, why, how many, whose choice it was, and the control that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from gui.domain.choices import Choices
from gui.domain.counting import counted, number
from gui.domain.datasets import twin_line
from gui.domain.losses import Loss
from gui.domain.plan_summary import Twins
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.stages import ENDS_BEFORE, Stage
from gui.domain.words import confidence

MOST_CLASSES = 5
"""Lines that one reason takes at most when it is told class by class; the classes beyond share a last one."""

MOST_LETTERS = 41
"""Letters of a name inside a sentence."""


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
    Mend.TICKS: "Choose the rows",
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

    @property
    def state(self) -> str:
        """Whose choice it was."""
        return "Your choice" if self.by_choice else "Worth a look"


_BY_CLASS: dict[Reason, tuple[str, str, str]] = {
    Reason.NO_CLASS: ("has no match", "have no match", SENTENCES[Reason.NO_CLASS]),
    Reason.AMBIGUOUS_CLASS: ("has several matches", "have several matches", SENTENCES[Reason.AMBIGUOUS_CLASS]),
    Reason.IGNORED_CLASS: ("is left out", "are left out", "You chose that in Predictions"),
    Reason.NEEDS_OPTION: ("needs an option", "need an option", SENTENCES[Reason.NEEDS_OPTION]),
}
"""Reasons told class by class → what is said of one class, of several, and the cause."""

_MENDS: dict[Reason, Mend] = {
    Reason.LOW_CONFIDENCE: Mend.THRESHOLD,
    **dict.fromkeys(_BY_CLASS, Mend.CLASSES),
    Reason.NO_CONVERSION: Mend.CLASSES,
    Reason.NEEDS_CONVERT: Mend.CONVERT,
    Reason.OTHER_KEYPOINTS: Mend.CLASSES,
    Reason.NAMELESS_KEYPOINTS: Mend.CONVERT,
    Reason.AMBIGUOUS_ROW: Mend.DATASETS,
    Reason.NEVER_LABELLED: Mend.CREATE_ROWS,
    Reason.NOT_TICKED: Mend.TICKS,
    Reason.NO_ROW: Mend.NAMES,
    **dict.fromkeys((Reason.FRAME_MISSING, *ENDS_BEFORE[Stage.UNDERSTOOD]), Mend.EXAMPLES),
}
"""Where a loss is mended; every other reason is looked at in the rows it happened on."""

MENDED_BY_CONVERT = frozenset(reason for reason, mend in _MENDS.items() if mend is Mend.CONVERT)
"""What is no longer left out once changes of shape are allowed."""

_CHOICE_ICONS: dict[Reason, str] = {Reason.LOW_CONFIDENCE: "stage-half", Reason.IGNORED_CLASS: "tag"}


def loss_lines(losses: Iterable[Loss], choices: Choices, twins: Sequence[Twins] = ()) -> list[LossLine]:
    """The lines in the order of the losses, the largest first; classes of one reason stand together.

    ``choices`` are those the losses were counted with, ``twins`` the titles that several rows have.
    """
    lines: list[LossLine] = []
    for loss in losses:
        reason = Reason(loss.reason)
        lines += _class_lines(loss, reason) if reason in _BY_CLASS else [_line(loss, reason, choices, twins)]
    return lines


def quoted(names: Iterable[str], most: int = 3) -> str:
    """Names in quotes as a list: ``“stem”``, ``“stem” and “leaf”``, ``“a”, “b”, “c” and 4 more``."""
    every = [f"“{shortened(name)}”" for name in names]
    shown = every[:most]
    if len(every) > most:
        return f"{', '.join(shown)} and {number(len(every) - most)} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def near_words(pairs: Sequence[tuple[str, str]], most: int = 2) -> str:
    """Names of the file beside the titles that are nearly the same: ``“IMG-1 (2).jpg” is “img_0001.jpg”``."""
    return ", ".join(f"“{shortened(name)}” is “{shortened(title)}”" for name, title in pairs[:most])


def _line(loss: Loss, reason: Reason, choices: Choices, twins: Sequence[Twins]) -> LossLine:
    title, cause, mend = SENTENCES[reason], _with_example(loss), _MENDS.get(reason, Mend.LOST_ROWS)
    match reason:
        case Reason.LOW_CONFIDENCE:
            title = f"Confidence below {confidence(choices.min_confidence)}"
            cause = "You set this threshold in Predictions"
        case Reason.NOT_TICKED if choices.datasets:
            title = "The row belongs to another dataset" + (", or is not ticked" if choices.unticked else "")
            cause, mend = "You said which dataset the file belongs to", Mend.DATASETS
        case Reason.NOT_TICKED:
            cause = "You did not tick these rows"
        case Reason.AMBIGUOUS_ROW if twins:
            cause, mend = _twin_cause(twins)
        case Reason.NO_CONVERSION | Reason.NEEDS_CONVERT if loss.by_class:
            cause = _shape_cause(loss, "another shape in Encord")
        case Reason.OTHER_KEYPOINTS if loss.by_class:
            cause = _shape_cause(loss, "another skeleton in Encord")
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


def _twin_cause(twins: Sequence[Twins]) -> tuple[str, Mend]:
    """Choosing a dataset settles twins in several datasets; twins in one are settled by ticking one of the rows."""
    across = [twin for twin in twins if len(twin.datasets) > 1]
    if across:
        return f"{twin_line(across[0])}. Say which dataset the file belongs to", Mend.DATASETS
    return f"{twin_line(twins[0])}. Tick one of them alone", Mend.TICKS


def _shape_cause(loss: Loss, what: str) -> str:
    names = _largest_first(loss)
    classes, verb = ("Class", "has") if len(names) == 1 else ("Classes", "have")
    return f"{classes} {quoted(names)} {verb} {what}"


def _class_lines(loss: Loss, reason: Reason) -> list[LossLine]:
    one, several, _ = _BY_CLASS[reason]
    names = _largest_first(loss)
    shown = names if len(names) <= MOST_CLASSES else names[: MOST_CLASSES - 1]
    lines = [_class_line(loss, reason, name, f"Class {quoted([name])} {one}", loss.by_class[name]) for name in shown]
    rest = loss.count - sum(line.predictions for line in lines)
    if rest:
        others = len(names) - len(shown)
        title = counted(others, f"more class {one}", f"more classes {several}")
        lines.append(_class_line(loss, reason, "", title, rest))
    return lines


def _class_line(loss: Loss, reason: Reason, name: str, title: str, count: int) -> LossLine:
    return LossLine(
        reason=loss.reason,
        class_name=name,
        title=title,
        cause=_BY_CLASS[reason][2],
        predictions=count,
        pictures=loss.pictures if len(loss.by_class) == 1 else loss.pictures_by_class.get(name),
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
    example = f"For example {shortened(loss.examples[0])}"
    return f"{example}. {cause}" if cause else example


def shortened(name: str, most: int = MOST_LETTERS) -> str:
    """A name with both its ends: what comes from outside may be of any length."""
    if len(name) <= most:
        return name
    half = (most - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


def _icon(reason: Reason, by_choice: bool) -> str:
    return _CHOICE_ICONS.get(reason, "dash") if by_choice else "triangle"
