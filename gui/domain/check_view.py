"""The rehearsal as people read it: the answer, four figures, the sum spelt out, and how large the file will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gui.domain.choices import Choices
from gui.domain.class_count import ClassCount
from gui.domain.counting import counted, file_size, number
from gui.domain.destination import Goal
from gui.domain.plan_summary import PlanSummary
from gui.domain.reasons import Reason
from gui.domain.stages import ENDS_BEFORE, Stage
from gui.domain.words import confidence

REHEARSED = "This was a rehearsal: nothing has been written yet."
CHECKING = "Something changed. Checking again…"
FROM_BEFORE = "This is the check from before the last change."
NOTHING_LEFT_OUT = "nothing left out"

ROW_BYTES = 860
BOX_BYTES = 480
OUTLINE_BYTES = 950
"""What one row, one box and one outline or mask take in the file: measured on the demo's exports, encord 0.1.211."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four figures; the shares 0..1 are of what was read."""

    name: str
    value: int
    kept: float
    lost: float
    """Everything lost so far."""
    line: str
    """What was lost at this step, or where the predictions come from."""


class Fact(msgspec.Struct, frozen=True):
    """Something worth knowing although nothing is lost by it."""

    icon: str
    text: str


_READING, _ROWS, _CLASSES = (ENDS_BEFORE[stage] for stage in (Stage.UNDERSTOOD, Stage.MATCHED, Stage.MAPPED))
_SHORT: dict[Reason, str] = {
    **dict.fromkeys(_READING, "not usable"),
    Reason.NO_ROW: "without a row",
    Reason.AMBIGUOUS_ROW: "fit several rows",
    Reason.FRAME_MISSING: "without a frame",
    Reason.NOT_TICKED: "not chosen",
    Reason.NEVER_LABELLED: "never labelled",
    Reason.NO_CLASS: "without a class",
    Reason.AMBIGUOUS_CLASS: "fit several classes",
    Reason.IGNORED_CLASS: "left out",
    Reason.NEEDS_OPTION: "without an option",
    Reason.OUTSIDE: "outside the picture",
    Reason.NO_CONVERSION: "of another shape",
    Reason.NEEDS_CONVERT: "of another shape",
    Reason.OTHER_KEYPOINTS: "with other keypoints",
    Reason.NAMELESS_KEYPOINTS: "with keypoints without names",
    Reason.OTHER_ASPECT: "for other pictures",
    Reason.TURNED: "for pictures on their side",
    Reason.SIZE_UNKNOWN: "of unknown size",
    Reason.CANNOT_CARRY: "on rows without pictures",
    Reason.EMPTY: "empty",
    Reason.SECOND_ANSWER: "second answers",
    Reason.TOO_SMALL: "too small",
    Reason.OVERLAPS: "overlapping",
    Reason.OVER_CAP: "too many on a picture",
}
"""A loss in two or three words, after its number."""


def headline(plan: PlanSummary, script: str = "") -> str:
    """The answer: what will be written, and to how many rows."""
    if plan.by_script:
        return f"{counted(plan.rows_to_export, 'row')} will be filled by {script}"
    if plan.read == 0:
        return "The file holds no predictions"
    if plan.to_write == 0:
        return "No prediction will be written"
    return f"{counted(plan.to_write, 'prediction')} will be written to {counted(plan.rows_with_predictions, 'row')}"


def subtitle(plan: PlanSummary) -> str:
    """What this page is, in one muted sentence."""
    if plan.by_script:
        return "Nothing has been written yet. What the script adds is counted while it runs."
    return REHEARSED


def figures(plan: PlanSummary, file_name: str, choices: Choices) -> list[Figure]:
    """Read, matched to rows, matched to classes, to be written."""
    lost = {Reason(loss.reason): loss.count for loss in plan.losses}
    below = f"below {confidence(choices.min_confidence)}"
    phrases = {reason: below if reason is Reason.LOW_CONFIDENCE else _SHORT.get(reason, "") for reason in lost}
    ordered = sorted(lost, key=lambda reason: -lost[reason])

    def figure(name: str, value: int, before: int, reasons: Iterable[Reason] | None) -> Figure:
        mine = [phrases[reason] for reason in ordered if reasons is not None and reason in reasons]
        line = f"{number(value - before)} {_either(mine)}".rstrip() if value < before else NOTHING_LEFT_OUT
        share = value / plan.read if plan.read else 0.0
        return Figure(name=name, value=value, kept=share, lost=1.0 - share if plan.read else 0.0, line=line)

    last = [reason for reason in lost if reason not in (*_READING, *_ROWS, *_CLASSES)]
    first = msgspec.structs.replace(figure("Read", plan.read, plan.read, None), line=f"from {file_name}")
    return [
        first,
        figure("Matched to rows", plan.matched_rows, plan.read, (*_READING, *_ROWS)),
        figure("Matched to classes", plan.matched_classes, plan.matched_rows, _CLASSES),
        figure("To be written", plan.to_write, plan.matched_classes, last),
    ]


def spelt_sum(plan: PlanSummary) -> str:
    """``1,844 read = 1,101 written + 743 left out``."""
    left_out = sum(loss.count for loss in plan.losses)
    return f"{number(plan.read)} read = {number(plan.to_write)} written + {number(left_out)} left out"


def facts(plan: PlanSummary, goal: Goal = Goal.FILE) -> list[Fact]:
    """The rows of the file or the branch, changes of shape with their counts, and the engine's notes."""
    changes = [
        Fact("refresh", f"{counted(count, 'prediction changes its', 'predictions change their')} shape: {words}.")
        for words, count in plan.conversions.items()
    ]
    # The engine's notes tell of every change of shape, too.
    told = tuple(f": {words}." for words in plan.conversions)
    notes = [Fact("info", note) for note in plan.notes if not (told and note.endswith(told))]
    return [Fact("images", _rows_of(plan, _HOLDERS[goal])), *changes, *notes]


def estimated_size(plan: PlanSummary, classes: Sequence[ClassCount]) -> int | None:
    """Bytes of the finished file, roughly; None when a script will fill the rows.

    Boxes are short, outlines and masks are long: their shares are those of the file's classes.
    """
    if plan.by_script:
        return None
    total = sum(each.count for each in classes)
    boxes = sum(each.count for each in classes if each.kinds == ["box"])
    share = boxes / total if total else 1.0
    each = share * BOX_BYTES + (1 - share) * OUTLINE_BYTES
    return plan.rows_to_export * ROW_BYTES + round(plan.to_write * each)


class Room(msgspec.Struct, frozen=True):
    """What is known of the place for the file: its size in bytes, what is free there, whether it is a folder."""

    size: int | None
    free: int | None
    """None when the folder does not exist or cannot be asked."""
    is_folder: bool = False


def room_sentence(room: Room) -> tuple[str, bool]:
    """About how large, how much is free, what becomes of an existing file; and whether something is wrong."""
    if room.is_folder:
        return "This is a folder. Add the name of a file.", True
    if room.free is None:
        return "This folder does not exist. Choose another one.", True
    free = f"{file_size(room.free)} free"
    if room.size is not None and room.size > room.free:
        return f"About {file_size(room.size)}, but only {free}. Choose another disk.", True
    about = f"About {file_size(room.size)}. " if room.size is not None else ""
    return f"{about}{free}. An existing file is replaced only after the new one is proven complete.", False


_HOLDERS = {Goal.FILE: "The file", Goal.BRANCH: "The branch", Goal.BOTH: "File and branch"}


def _rows_of(plan: PlanSummary, holder: str) -> str:
    held = f"{holder} will hold {counted(plan.rows_to_export, 'row')}"
    empty = plan.rows_to_export - plan.rows_with_predictions
    if plan.by_script or not plan.rows_to_export:
        return f"{held}."
    if empty <= 0:
        return f"{held}, and each has predictions." if plan.rows_to_export > 1 else f"{held}, with predictions."
    none = counted(empty, "of them gets no predictions", "of them get no predictions")
    return f"{held}. {none}: there Active counts what the model missed."


def _either(phrases: Iterable[str]) -> str:
    """``a``, ``a or b``, ``a, b or other``; a phrase said once."""
    known = list(dict.fromkeys(phrase for phrase in phrases if phrase))
    return " or ".join(known) if len(known) < 3 else f"{known[0]}, {known[1]} or other"
