"""What shows that a file and a project do not belong together: too little fits, with names of both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.domain.label_row import ListedRow
from gui.domain.reasons import Reason
from gui.errors import Sentence
from gui.export.plan import Plan
from gui.export.status import REASONS, code

NAMES = 8
"""Names of either side shown next to each other when little matches."""
SPOKEN = 3
"""Names of either side in one sentence."""

BothSides = tuple[list[str], list[str]]
"""Names of the file, names of the project."""

_NO_ROW = (Reason.NO_ROW, Reason.AMBIGUOUS_ROW, Reason.FRAME_MISSING)
_CLASS_REMEDIES = {
    Reason.NO_CLASS: "Say which class each of them is (--mapping).",
    Reason.AMBIGUOUS_CLASS: "Where several classes have one name, say which is meant (--mapping).",
    Reason.NEEDS_OPTION: "A radio or checklist wants one of its options: say which (--mapping).",
}
_REMEDIES = _CLASS_REMEDIES | {
    Reason.NEEDS_CONVERT: "Allow changes of shape (--convert), or map the classes elsewhere (--mapping).",
    Reason.NO_CONVERSION: "Map the classes to items of a shape they can become (--mapping).",
    Reason.LOW_CONFIDENCE: "Lower the threshold (--min-confidence).",
    Reason.NEVER_LABELLED: "Open the rows in Encord first, or allow creating label rows (--create-missing-rows).",
    Reason.NOT_TICKED: "Choose the rows of these pictures (--rows, --dataset).",
    Reason.TURNED: "Where pictures lie on their side in Encord, say so (--set rotate=90 or 270).",
}
"""What to do when nothing is written, by the reason that cost the most."""


def is_under_half(plan: Plan) -> bool:
    """Whether fewer than half of the predictions belong to a row of the project."""
    total = len(plan.status)
    unmatched = np.isin(plan.status, [code(reason) for reason in _NO_ROW])
    return total > 0 and 2 * int(unmatched.sum()) > total


def picture_names(plan: Plan) -> BothSides:
    """Pictures without a row and titles of rows, when fewer than half of the predictions belong to one."""
    if not is_under_half(plan):
        return [], []
    unmatched = [picture.name for number, picture in enumerate(plan.spool.pictures) if plan.match.row[number] < 0]
    return unmatched[:NAMES], [_title(row) for row in plan.rows[:NAMES]]


def class_names(plan: Plan) -> BothSides:
    """Classes of the file and items of the ontology, when nothing is written because no class fits."""
    if _main_reason(plan) not in _CLASS_REMEDIES:
        return [], []
    lost = [target.name for target in plan.targets if target.reason in _CLASS_REMEDIES]
    return lost[:NAMES], plan.item_names[:NAMES]


def warnings_of(plan: Plan) -> list[str]:
    """What should be heard before anything is written."""
    warnings = []
    if plan.spool.read == 0:
        warnings.append("The file holds no predictions.")
    elif plan.to_write == 0:
        warnings.append("Nothing would be written: every prediction is left out.")
    if is_under_half(plan):
        warnings.append("Fewer than half of the predictions belong to a row of this project.")
    return warnings


def warning_of(plan: Plan) -> Sentence | None:
    """The warning of a plan by which little finds its row, or nothing is written, with names of both sides."""
    if is_under_half(plan):
        file, project = picture_names(plan)
        are_numbers = all(name.isdigit() for name in file)
        return Sentence(
            "under_half",
            "Warning: fewer than half of the predictions belong to a row of this project.",
            f"The file names {_spoken(file)}; the project has {_spoken(project) or 'no rows'}.",
            "Numbers need the dataset JSON that says which pictures they are (--dataset-json)."
            if are_numbers
            else "Check that both belong together. Where several rows fit, name the dataset (--dataset).",
        )
    if (reason := _main_reason(plan)) is None or reason not in _REMEDIES:
        return None
    file, project = class_names(plan)
    names = f"The file's classes are {_spoken(file)}; the ontology has {_spoken(project) or 'none'}." if file else ""
    return Sentence("nothing", "Warning: no prediction can be written.", names, _REMEDIES[reason])


def _main_reason(plan: Plan) -> Reason | None:
    """For which reason most predictions are left out; None while some are written."""
    if plan.to_write or not len(plan.status):
        return None
    return REASONS[int(np.bincount(plan.status).argmax()) - 1]


def _title(row: ListedRow) -> str:
    return row.images[0].title if row.images else row.title


def _spoken(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:SPOKEN])
