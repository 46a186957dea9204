"""Fills rows from a plan: reads a row's records from the spool, converts them, and writes them with the SDK."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.convert.convert import Converted, Dropped, convert
from gui.convert.frame_of_reference import Size
from gui.convert.skeletons import LEFT_OUT
from gui.domain.geometry import Geometry
from gui.domain.label_row import ListedRow
from gui.domain.losses import Lost, Problem
from gui.domain.ontology import Choice, Classification, Target
from gui.domain.prediction import Picture
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.shapes import Answer
from gui.encord_api.empty_row import EmptyRow
from gui.encord_api.encoding import Encoder, Item
from gui.encord_api.fetching import Fetched
from gui.encord_api.patience import Stop
from gui.export.filled_labels import Change, Drop, FilledLabels, RowAccount, RowFailure, filled_labels
from gui.export.plan import Plan
from gui.export.rehearsal import name_losses, tally_plan

SCALED = "made for a picture of another size: scaled to this one"


class PlannedFilling:
    """The content of rows by a plan; its tally starts with what the plan already leaves out."""

    def __init__(self, plan: Plan, encoder: Encoder, stop: Stop) -> None:
        self._plan = plan
        self._encoder = encoder
        self._stop = stop
        self.tally = tally_plan(plan)
        self.tally.exported = 0
        name_losses(plan, self.tally)
        targets = [target.target for target in plan.targets]
        self._feature_hashes = [_feature_hash(target) for target in targets]
        self._has_answers = any(isinstance(target, Choice | Classification) for target in targets)
        self._scaled: list[int] = []
        """Predictions of the row in work whose picture has another size than the file says,"""
        self._changes: Counter[str] = Counter()
        """and how many of them are changed, by `Change`."""

    def total(self) -> int:
        """Predictions that are planned."""
        return self._plan.to_write

    def fill(self, fetched: Fetched) -> FilledLabels:
        """The row's export with its planned predictions. Raises ``RowFailure`` when the SDK refuses the row."""
        kept = self._plan.kept(fetched.number)
        with self._stop.breaking_off():  # a long video can take the SDK minutes
            items, refused = self._converted(fetched)
            labels = self._encoded(fetched, items)
        expected = [(item.feature_hash, item.confidence) for item in items]
        return filled_labels(labels, expected, self._account(kept, refused))

    def _account(self, kept: npt.NDArray[np.int64], refused: Sequence[tuple[int, str, Dropped]]) -> RowAccount:
        """What the row adds to the report, if it is written: a row that fails counts its predictions as its own."""
        spool = self._plan.spool
        pictures = dict.fromkeys(spool.picture[kept[np.isin(kept, self._scaled)]].tolist()) if self._scaled else ()
        problems = [Problem(spool.pictures[picture].name, SCALED) for picture in pictures]
        drops = []
        for index, where, dropped in refused:
            detail = f": {dropped.detail}" if dropped.detail else ""
            name, class_name = self._plan.picture(index).name, spool.classes[int(spool.class_number[index])]
            problems.append(Problem(f"{where} ({name})", f"{SENTENCES[dropped.reason]}{detail}"))
            drops.append(Drop(dropped.reason, where, int(spool.picture[index]), class_name, dropped.detail, name))
        return RowAccount(len(kept) - len(refused), drops=drops, problems=problems, changes=dict(self._changes))

    def _converted(self, fetched: Fetched) -> tuple[list[Item], list[tuple[int, str, Dropped]]]:
        """What will be written into the row, and which predictions turn out to have no place in it."""
        spool, kept = self._plan.spool, self._plan.kept(fetched.number)
        size_at = _sizes(self._plan.rows[fetched.number], fetched.row)
        self._scaled.clear()
        self._changes.clear()
        items: list[Item] = []
        refused: list[tuple[int, str, Dropped]] = []
        columns = (self._plan.frame, spool.picture, spool.class_number, spool.confidence)
        of_each = zip(kept.tolist(), *(column[kept].tolist() for column in columns), spool.records(kept), strict=True)
        for index, frame, picture, class_number, confidence, record in of_each:
            found = self._shapes(record.geometry, class_number, spool.pictures[picture], size_at(frame))
            if isinstance(found, Dropped):
                refused.append((index, record.where, found))
                continue
            if found.scaled:
                self._scaled.append(index)
            if found.clipped:
                self._changes[Change.CUT] += 1
            if found.lossy == LEFT_OUT:
                self._changes[Change.KEYPOINTS] += 1
            feature_hash = self._feature_hashes[class_number]
            items.extend([Item(feature_hash, frame, confidence, shape, record.track) for shape in found.shapes])
        return (_one_answer_a_checklist(items) if self._has_answers else items), refused

    def _encoded(self, fetched: Fetched, items: Sequence[Item]) -> dict[str, Any]:
        assert fetched.row is not None
        try:
            return self._encoder.encode(fetched.row, items)
        except Exception as error:
            self._stop.check()  # what broke it off may have been wrapped on its way
            raise RowFailure(f"Encord's SDK cannot write this row: {type(error).__name__}: {error}") from error

    def row_lost(self, number: int, reason: Reason) -> None:
        """Count the row's planned predictions as left out."""
        plan = self._plan
        kept = plan.kept(number)
        for index, record in zip(kept, plan.spool.records(kept), strict=True):
            self._drop(int(index), reason, plan.rows[number].title)
            name = plan.spool.classes[int(plan.spool.class_number[index])]
            self.tally.lose(Lost(reason, record.where, plan.picture(int(index)).name, name))

    def _shapes(
        self, geometry: Geometry, class_number: int, picture: Picture, row_size: Size | None
    ) -> Converted | Dropped:
        plan = self._plan
        target = plan.targets[class_number].target
        assert target is not None
        return convert(
            geometry,
            target,
            file_size=(picture.width, picture.height) if picture.width and picture.height else None,
            row_size=row_size,
            allow_ask=plan.choices.convert,
            class_name=plan.spool.classes[class_number],
            fractions=picture.fractions,
            rotate=plan.choices.rotate,
        )

    def _drop(self, index: int, reason: Reason, example: str) -> None:
        spool = self._plan.spool
        self.tally.drop(
            reason,
            example=example,
            picture=int(spool.picture[index]),
            class_name=spool.classes[int(spool.class_number[index])],
        )


def _sizes(listed: ListedRow, row: EmptyRow | None) -> Callable[[int], Size | None]:
    """The size of a row's picture at a frame: by the listing, else by the row itself; looked up once a frame."""
    assert row is not None
    known: dict[int, Size | None] = {}

    def size_at(frame: int) -> Size | None:
        if frame not in known:
            known[frame] = listed.size_at(frame) or row.size_at(frame)
        return known[frame]

    return size_at


def _feature_hash(target: Target | None) -> str:
    """Of what is written: a choice is written as an answer to its question. Empty for a class that leads nowhere."""
    if target is None:
        return ""
    return target.classification.feature_hash if isinstance(target, Choice) else target.feature_hash


def _one_answer_a_checklist(items: Sequence[Item]) -> list[Item]:
    """Join the options that were predicted for one question on one frame; the highest confidence counts."""
    joined: dict[tuple[str, int], int] = {}
    result: list[Item] = []
    for item in items:
        place = (item.feature_hash, item.frame)
        if not isinstance(item.shape, Answer) or place not in joined:
            if isinstance(item.shape, Answer):
                joined[place] = len(result)
            result.append(item)
            continue
        first = result[joined[place]]
        assert isinstance(first.shape, Answer)
        options = [*first.shape.option_hashes, *item.shape.option_hashes]
        result[joined[place]] = Item(
            first.feature_hash,
            first.frame,
            max(first.confidence, item.confidence),
            Answer(options),
            first.track,
        )
    return result
