"""The plan: for every prediction that was read, whether it will be written and, if not, why. Works on columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gui.convert.rules import change, rule
from gui.convert.skeletons import BY_ORDER
from gui.domain.choices import Choices
from gui.domain.geometry import KINDS
from gui.domain.label_row import PICTURE_TYPES, ListedRow
from gui.domain.ontology import Choice, Classification, Ontology, Target
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.export.places import refuse_places, scales
from gui.export.poses import refuse_poses
from gui.export.status import code, refuse
from gui.export.thinning import thin_out
from gui.matching.classes import ClassTarget, resolve_classes
from gui.matching.matcher import Matcher
from gui.matching.row_index import Place
from gui.matching.rows import PictureMatch
from gui.sources.spool import Spool

ROW_NOT_CHOSEN = "row_not_chosen"
ROW_NEVER_LABELLED = "row_never_labelled"


@dataclass
class Plan:
    """What an export will do; columns have one entry a prediction of the spool, in its order."""

    rows: Sequence[ListedRow]
    spool: Spool
    choices: Choices
    match: PictureMatch
    near: dict[int, Place]
    """Picture that no row fits → the one place with nearly its name; taken by ``Choices.near_names`` alone."""
    targets: list[ClassTarget]
    skipped: dict[int, str]
    """Number of each row that is not exported → why."""
    status: npt.NDArray[np.uint8]
    row: npt.NDArray[np.int32]
    frame: npt.NDArray[np.int32]
    conversions: dict[str, int] = field(default_factory=dict)
    """Conversions that change the shape, with how many predictions they concern."""
    item_names: list[str] = field(default_factory=list)
    """What the ontology's objects and classifications are called."""
    _order: npt.NDArray[np.int64] = field(init=False)
    _start: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        kept = np.flatnonzero(self.status == 0)
        self._order = kept[np.argsort(self.row[kept], kind="stable")]
        self._start = np.searchsorted(self.row[self._order], np.arange(len(self.rows) + 1))

    @property
    def rows_to_export(self) -> list[int]:
        """Numbers of the rows that will be in the file, in the listing's order."""
        return [number for number in range(len(self.rows)) if number not in self.skipped]

    @property
    def to_write(self) -> int:
        """How many predictions will be written."""
        return len(self._order)

    def kept(self, row: int) -> npt.NDArray[np.int64]:
        """The predictions that will be written into this row, in the file's order."""
        return self._order[self._start[row] : self._start[row + 1]]

    def counts_by_row(self) -> npt.NDArray[np.int64]:
        """Predictions that will be written, one number a row."""
        return np.diff(self._start)

    def target(self, prediction: int) -> Target:
        """Where the class of this prediction leads; only for predictions that will be written."""
        target = self.targets[int(self.spool.class_number[prediction])].target
        assert target is not None
        return target

    def picture(self, prediction: int) -> Picture:
        """The picture of this prediction, as the file has it."""
        return self.spool.pictures[int(self.spool.picture[prediction])]

    def file_size(self, prediction: int) -> tuple[int, int] | None:
        """The size, in pixels, that the file states for this prediction's picture."""
        picture = self.picture(prediction)
        return (picture.width, picture.height) if picture.width and picture.height else None


def make_plan(
    rows: Sequence[ListedRow], ontology: Ontology, spool: Spool, choices: Choices, matcher: Matcher | None = None
) -> Plan:
    """The plan for these choices; ``matcher`` remembers the rows of the pictures from one plan to the next.

    Raises ``MappingProblem`` when the mapping names what the ontology lacks.
    """
    chosen = chosen_rows(rows, choices)
    skipped = skipped_rows(rows, chosen, choices)
    matched = (matcher or Matcher(spool.pictures, rows)).match(chosen, near_names=choices.near_names)
    match = matched.pictures
    targets = resolve_classes(spool.classes, ontology, choices.mapping)
    row = match.row[spool.picture]
    frame = match.frame[spool.picture]
    status = np.zeros(len(spool.picture), dtype=np.uint8)
    _refuse_rows(status, row, spool, match, rows, skipped)
    _refuse_classes(status, spool, targets)
    refuse(status, spool.confidence < choices.min_confidence, Reason.LOW_CONFIDENCE)
    conversions = _refuse_shapes(status, spool, targets, choices.convert)
    conversions[BY_ORDER] = refuse_poses(status, spool, targets, choices.convert)
    _refuse_carriers(status, row, rows)
    limits = refuse_places(status, spool, match, rows, targets, choices.rotate)
    if choices.thins_out:
        thin_out(status, spool, row, frame, targets, scales(spool, match, rows, limits), choices)
    _refuse_second_answers(status, spool, row, frame, targets)
    plan = Plan(rows, spool, choices, match, matched.near, targets, skipped, status, row, frame)
    plan.item_names = [
        *(item.name for item in ontology.objects),
        *(question.name for question in ontology.classifications),
    ]
    plan.conversions = {
        words: int(count) for words, where in conversions.items() if (count := np.sum(where & (status == 0)))
    }
    return plan


def chosen_rows(rows: Sequence[ListedRow], choices: Choices) -> npt.NDArray[np.bool_]:
    """Which rows the ticks and the datasets leave."""
    chosen = np.ones(len(rows), dtype=bool)
    chosen[[number for number in choices.unticked if number < len(rows)]] = False
    if choices.datasets:
        wanted = set(choices.datasets)
        chosen &= np.array([row.dataset_hash in wanted for row in rows], dtype=bool)
    return chosen


def skipped_rows(rows: Sequence[ListedRow], chosen: npt.NDArray[np.bool_], choices: Choices) -> dict[int, str]:
    """Number of each row that is not exported → why."""
    skipped: dict[int, str] = {}
    for number, row in enumerate(rows):
        if not chosen[number]:
            skipped[number] = ROW_NOT_CHOSEN
        elif not row.is_labelled and not choices.create_missing_rows:
            skipped[number] = ROW_NEVER_LABELLED
    return skipped


def _refuse_rows(
    status: npt.NDArray[np.uint8],
    row: npt.NDArray[np.int32],
    spool: Spool,
    match: PictureMatch,
    rows: Sequence[ListedRow],
    skipped: dict[int, str],
) -> None:
    by_picture = np.zeros(len(spool.pictures), dtype=np.uint8)
    for picture, reason in match.reason.items():
        by_picture[picture] = code(reason)
    status[:] = by_picture[spool.picture]
    never = np.zeros(len(rows) + 1, dtype=bool)  # the last entry answers for row -1, which is no row
    never[[number for number, why in skipped.items() if why == ROW_NEVER_LABELLED]] = True
    refuse(status, never[row], Reason.NEVER_LABELLED)


def _refuse_classes(status: npt.NDArray[np.uint8], spool: Spool, targets: Sequence[ClassTarget]) -> None:
    for reason in {target.reason for target in targets if target.reason is not None}:
        refused = np.array([target.reason == reason for target in targets], dtype=bool)
        refuse(status, refused[spool.class_number], reason)


def _refuse_shapes(
    status: npt.NDArray[np.uint8], spool: Spool, targets: Sequence[ClassTarget], allowed: bool
) -> dict[str, npt.NDArray[np.bool_]]:
    """Apply the table of conversions; returns which predictions each conversion that changes shapes concerns."""
    shape = (max(1, len(targets)), len(KINDS))
    no, ask = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    changed: dict[str, npt.NDArray[np.bool_]] = {}
    for number, target in enumerate(targets):
        if target.target is None:
            continue
        for kind in range(len(KINDS)):
            verdict = rule(kind, target.target)
            no[number, kind] = verdict == "no"
            ask[number, kind] = verdict == "ask"
            if verdict in ("lossy", "ask"):
                table = changed.setdefault(change(kind, target.target), np.zeros(shape, dtype=bool))
                table[number, kind] = True
    where = (spool.class_number, spool.kind)
    refuse(status, no[where], Reason.NO_CONVERSION)
    if not allowed:
        refuse(status, ask[where], Reason.NEEDS_CONVERT)
    return {words: table[where] for words, table in changed.items()}


def _refuse_carriers(status: npt.NDArray[np.uint8], row: npt.NDArray[np.int32], rows: Sequence[ListedRow]) -> None:
    cannot = np.array([entry.data_type not in PICTURE_TYPES for entry in rows] + [False], dtype=bool)
    refuse(status, cannot[row], Reason.CANNOT_CARRY)


def _refuse_second_answers(
    status: npt.NDArray[np.uint8],
    spool: Spool,
    row: npt.NDArray[np.int32],
    frame: npt.NDArray[np.int32],
    targets: Sequence[ClassTarget],
) -> None:
    """A frame takes one answer to a question: the one with the most confidence; a checklist one per option."""
    questions = [_question(target.target) for target in targets]
    answers = np.array([question is not None for question in questions] or [False], dtype=bool)
    where = np.flatnonzero(answers[spool.class_number] & (status == 0))
    best: dict[tuple[int, int, str], int] = {}
    for index in where:
        question = questions[spool.class_number[index]]
        assert question is not None
        place = (int(row[index]), int(frame[index]), question)
        first = best.setdefault(place, int(index))
        if first == index:
            continue
        loser = int(index)
        if spool.confidence[index] > spool.confidence[first]:
            best[place], loser = int(index), first
        status[loser] = code(Reason.SECOND_ANSWER)


def _question(target: Target | None) -> str | None:
    """What a target of a question competes for: the question, or the single option of a checklist."""
    match target:
        case Choice(classification=question, option=option) if question.kind == "checklist":
            return option.feature_hash
        case Choice(classification=question):
            return question.feature_hash
        case Classification():
            return target.feature_hash
        case _:
            return None
