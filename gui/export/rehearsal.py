"""The rehearsal of an export as people read it: the plan in counts, reasons, examples and warnings."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from gui.domain.counting import counted
from gui.domain.label_row import ListedRow
from gui.domain.losses import Lost
from gui.domain.plan_summary import PlanSummary
from gui.domain.reasons import Reason
from gui.domain.stages import ENDS_BEFORE, Stage
from gui.export.mismatch import NAMES, class_names, picture_names, warnings_of
from gui.export.plan import ROW_NEVER_LABELLED, Plan
from gui.export.status import REASONS
from gui.export.tally import EXAMPLES, MOST_OF_A_REASON, Tally
from gui.sources.spool import Spool

BINS = 100
"""Bins of the histogram of confidences over 0..1: as fine as a threshold can be set."""

_ROW_REASONS, _CLASS_REASONS = ENDS_BEFORE[Stage.MATCHED], ENDS_BEFORE[Stage.MAPPED]
_TOLD_BY_CLASS = _CLASS_REASONS - {Reason.LOW_CONFIDENCE}
_CAUSES = {
    Reason.NEVER_LABELLED: "Writing to them would create label rows in Encord.",
    Reason.AMBIGUOUS_ROW: "Say which dataset the file belongs to.",
    Reason.NO_ROW: "It may belong to another project.",
    Reason.OTHER_ASPECT: "Width and height in the file do not fit the picture in Encord.",
    Reason.TURNED: "Width and height are swapped; the picture may be turned on request.",
    Reason.NEEDS_CONVERT: "The class in Encord has another shape than the prediction.",
    Reason.NAMELESS_KEYPOINTS: "They are as many as the skeleton has vertices, but which is which is a guess.",
    Reason.OUTSIDE: "The file may have been made for smaller or larger pictures.",
}


def histogram(confidence: npt.NDArray[np.float64]) -> list[int]:
    """Counts of confidences in equal bins over 0..1."""
    # the edges are the very numbers that a threshold of two digits is compared with
    counts, _ = np.histogram(confidence, bins=np.arange(BINS + 1) / BINS)
    return [int(count) for count in counts]


def tally_plan(plan: Plan) -> Tally:
    """The reconciliation as the plan foresees it."""
    spool = plan.spool
    tally = tally_reading(spool)
    tally.exported = plan.to_write
    for value in np.unique(plan.status[plan.status > 0]):
        reason = REASONS[int(value) - 1]
        where = np.flatnonzero(plan.status == value)
        pictures = np.unique(spool.picture[where])
        tally.left_out[reason] += len(where)
        tally._pictures[reason] = set(pictures.tolist())
        tally._examples[reason] = [spool.pictures[int(number)].name for number in pictures[:EXAMPLES]]
        classes = np.bincount(spool.class_number[where], minlength=len(spool.classes))
        tally._classes[reason] = Counter(
            {spool.classes[number]: int(count) for number, count in enumerate(classes) if count}
        )
        if reason in _TOLD_BY_CLASS:
            tally._class_pictures[reason] = _pictures_by_class(spool, where)
    return tally


def _pictures_by_class(spool: Spool, where: npt.NDArray[np.intp]) -> dict[str, int]:
    """On how many pictures each class has some of the predictions at ``where``."""
    pictures = len(spool.pictures)
    pairs = np.unique(spool.class_number[where].astype(np.int64) * pictures + spool.picture[where])
    counts = np.bincount(pairs // pictures, minlength=len(spool.classes))
    return {spool.classes[number]: int(count) for number, count in enumerate(counts) if count}


def tally_reading(spool: Spool) -> Tally:
    """What was read, and what fell out while reading."""
    tally = Tally(read=spool.read)
    for reason, dropped in spool.dropped.items():
        tally.drop(reason, dropped.count)
        tally._examples[reason] = list(dropped.examples)[:EXAMPLES]
        for example in dropped.examples:
            tally.name(example, f"{reason.value}")
    for where, text in spool.notes:
        tally.name(where, text)
    return tally


def name_losses(plan: Plan, tally: Tally) -> None:
    """Name the predictions that reading and the plan leave out, with their place in the file: so many of a reason."""
    spool = plan.spool
    for lost in spool.lost:
        tally.lose(lost)
    for value in np.unique(plan.status[plan.status > 0]):
        where = np.flatnonzero(plan.status == value)[:MOST_OF_A_REASON]
        for index, record in zip(where, spool.records(where), strict=True):
            tally.lose(
                Lost(
                    REASONS[int(value) - 1].value,
                    record.where,
                    plan.picture(int(index)).name,
                    spool.classes[int(spool.class_number[index])],
                )
            )


def summarise(plan: Plan) -> PlanSummary:
    """The plan in the words and numbers of the Check page."""
    tally = tally_plan(plan)
    lost = tally.left_out
    in_rows = len(plan.status) - sum(lost[reason] for reason in _ROW_REASONS)
    in_classes = in_rows - sum(lost[reason] for reason in _CLASS_REASONS)
    counts = plan.counts_by_row()
    pictures, classes = picture_names(plan), class_names(plan)
    return PlanSummary(
        read=plan.spool.read,
        matched_rows=in_rows,
        matched_classes=in_classes,
        to_write=plan.to_write,
        rows_total=len(plan.rows),
        rows_to_export=len(plan.rows_to_export),
        rows_with_predictions=int(np.count_nonzero(counts)),
        rows_skipped=dict(Counter(plan.skipped.values())),
        losses=tally.losses({reason.value: words for reason, words in _CAUSES.items()}),
        row_counts=[int(count) for count in counts],
        row_losses=_losses_by_row(plan),
        rows_by_reason=_rows_by_reason(plan),
        histogram=histogram(plan.spool.confidence),
        conversions=plan.conversions,
        notes=notes_of(plan),
        warnings=warnings_of(plan),
        twins=plan.match.twins,
        near=_near(plan),
        near_count=len(plan.near),
        names_file=pictures[0],
        names_project=pictures[1],
        classes_file=classes[0],
        classes_project=classes[1],
    )


def summarise_for_script(rows: int, skipped: dict[int, str]) -> PlanSummary:
    """The plan of an export by a script: which rows it will be asked to fill; nobody knows with what."""
    return PlanSummary(
        read=0,
        matched_rows=0,
        matched_classes=0,
        to_write=0,
        rows_total=rows,
        rows_to_export=rows - len(skipped),
        rows_with_predictions=0,
        rows_skipped=dict(Counter(skipped.values())),
        losses=[],
        row_counts=[0] * rows,
        row_losses=[0] * rows,
        histogram=[0] * BINS,
        conversions={},
        notes=_notes_of_rows(skipped),
        warnings=[],
        twins=[],
        names_file=[],
        names_project=[],
        by_script=True,
    )


def _losses_by_row(plan: Plan) -> list[int]:
    lost = (plan.status > 0) & (plan.row >= 0)
    return [int(count) for count in np.bincount(plan.row[lost], minlength=len(plan.rows))]


def _rows_by_reason(plan: Plan) -> dict[str, list[int]]:
    known = plan.row >= 0
    status = plan.status[known]
    return {
        REASONS[int(value) - 1].value: np.unique(plan.row[known][status == value]).tolist()
        for value in np.unique(status[status > 0])
    }


def _near(plan: Plan) -> list[tuple[str, str]]:
    """Names of the file with the titles that are nearly the same, the first few."""
    return [
        (plan.spool.pictures[picture].name, _title_at(plan.rows[place.row], place.frame or 0))
        for picture, place in list(plan.near.items())[:NAMES]
    ]


def _title_at(row: ListedRow, frame: int) -> str:
    return row.images[frame].title if len(row.images) > 1 else row.title


def notes_of(plan: Plan) -> list[str]:
    """What is worth knowing of a plan although nothing is lost by it."""
    notes = []
    spool = plan.spool
    if len(spool.scored) and not spool.scored.any():
        notes.append("No entry has a confidence: all are written with 1.0.")
    elif not spool.scored.all():
        bare = int((~spool.scored).sum())
        notes.append(
            f"{counted(bare, 'entry has', 'entries have')} no confidence: {'it is' if bare == 1 else 'they are'}"
            " written with 1.0."
        )
    notes += _notes_of_rows(plan.skipped)
    for words, count in plan.conversions.items():
        notes.append(f"{counted(count, 'prediction changes its', 'predictions change their')} shape: {words}.")
    return notes


def _notes_of_rows(skipped: dict[int, str]) -> list[str]:
    never = sum(1 for why in skipped.values() if why == ROW_NEVER_LABELLED)
    if not never:
        return []
    return [f"{counted(never, 'row was', 'rows were')} never labelled and {'is' if never == 1 else 'are'} left out."]
