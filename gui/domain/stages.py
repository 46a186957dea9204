"""The way of a prediction from the file into the export, and at which stage each reason ends it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from gui.domain.reasons import Reason


class Stage(StrEnum):
    """What a prediction has passed; the value is the word in reports."""

    READ = "read"
    UNDERSTOOD = "understood"
    MATCHED = "matched to a row"
    MAPPED = "mapped to a class"
    CONVERTED = "converted"
    WRITTEN = "written"


ENDS_BEFORE: dict[Stage, frozenset[Reason]] = {
    Stage.UNDERSTOOD: frozenset(
        {
            Reason.BAD_FILE,
            Reason.BAD_ENTRY,
            Reason.BAD_CONFIDENCE,
            Reason.BAD_SIZE,
            Reason.NO_GEOMETRY,
            Reason.BAD_GEOMETRY,
            Reason.REPEATED,
        }
    ),
    Stage.MATCHED: frozenset(
        {
            Reason.NO_ROW,
            Reason.AMBIGUOUS_ROW,
            Reason.FRAME_MISSING,
            Reason.NOT_TICKED,
            Reason.NEVER_LABELLED,
        }
    ),
    Stage.MAPPED: frozenset(
        {
            Reason.NO_CLASS,
            Reason.AMBIGUOUS_CLASS,
            Reason.IGNORED_CLASS,
            Reason.NEEDS_OPTION,
            Reason.LOW_CONFIDENCE,
        }
    ),
    Stage.CONVERTED: frozenset(
        {
            Reason.CANNOT_CARRY,
            Reason.NO_CONVERSION,
            Reason.NEEDS_CONVERT,
            Reason.OTHER_KEYPOINTS,
            Reason.NAMELESS_KEYPOINTS,
            Reason.OTHER_ASPECT,
            Reason.TURNED,
            Reason.SIZE_UNKNOWN,
            Reason.OUTSIDE,
            Reason.EMPTY,
            Reason.SECOND_ANSWER,
            Reason.TOO_SMALL,
            Reason.OVERLAPS,
            Reason.OVER_CAP,
        }
    ),
    Stage.WRITTEN: frozenset({Reason.ROW_FAILED, Reason.ROW_GONE, Reason.NOT_WRITTEN}),
}
"""The reasons for which a prediction does not reach a stage; every reason stands once."""


def passed(read: int, left_out: Mapping[str, int]) -> dict[Stage, int]:
    """How many predictions passed each stage; ``left_out`` counts by reason."""
    counts = {Stage.READ: read}
    for stage, reasons in ENDS_BEFORE.items():
        read -= sum(left_out.get(reason, 0) for reason in reasons)
        counts[stage] = read
    return counts
