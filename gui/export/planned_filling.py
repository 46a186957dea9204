"""Fills rows from a plan: reads a row's records from the spool, converts them, and writes them with the SDK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.convert.convert import Dropped, convert
from gui.domain.losses import Lost, Problem
from gui.domain.ontology import Choice, OntologyObject, Target
from gui.domain.prediction import Prediction
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.shapes import Answer, WrittenShape
from gui.encord_api.encoding import Encoder, Item
from gui.encord_api.fetching import Fetched
from gui.encord_api.patience import Stop
from gui.encord_api.rows import size_of
from gui.export.filled_labels import Drop, FilledLabels, RowAccount, RowFailure, filled_labels
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
        self._scaled: list[int] = []
        """Predictions of the row in work whose picture has another size than the file says."""

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
        return RowAccount(len(kept) - len(refused), drops=drops, problems=problems)

    def _converted(self, fetched: Fetched) -> tuple[list[Item], list[tuple[int, str, Dropped]]]:
        """What will be written into the row, and which predictions turn out to have no place in it."""
        plan = self._plan
        kept = plan.kept(fetched.number)
        frames: list[int] = plan.frame[kept].tolist()
        listed = plan.rows[fetched.number]
        self._scaled.clear()
        row_sizes: dict[int, tuple[int, int] | None] = {}
        items: list[Item] = []
        refused: list[tuple[int, str, Dropped]] = []
        for index, frame, record in zip(kept.tolist(), frames, plan.spool.records(kept), strict=True):
            if frame not in row_sizes:
                row_sizes[frame] = listed.size_at(frame) or size_of(fetched.row, frame)
            found = self._items(index, frame, record, row_sizes[frame])
            if isinstance(found, Dropped):
                refused.append((index, record.where, found))
            else:
                items.extend(found)
        return _one_answer_a_checklist(items), refused

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

    def _items(
        self, index: int, frame: int, record: Prediction, row_size: tuple[int, int] | None
    ) -> list[Item] | Dropped:
        plan, spool = self._plan, self._plan.spool
        class_number = int(spool.class_number[index])
        target, picture = plan.targets[class_number].target, plan.picture(index)
        assert target is not None
        result = convert(
            record.geometry,
            target,
            file_size=(picture.width, picture.height) if picture.width and picture.height else None,
            row_size=row_size,
            allow_ask=plan.choices.convert,
            class_name=spool.classes[class_number],
            fractions=picture.fractions,
            rotate=plan.choices.rotate,
        )
        if isinstance(result, Dropped):
            return result
        if result.scaled:
            self._scaled.append(index)
        confidence = float(spool.confidence[index])
        return [Item(_feature_hash(target, shape), frame, confidence, shape, record.track) for shape in result.shapes]

    def _drop(self, index: int, reason: Reason, example: str) -> None:
        spool = self._plan.spool
        self.tally.drop(
            reason,
            example=example,
            picture=int(spool.picture[index]),
            class_name=spool.classes[int(spool.class_number[index])],
        )


def _feature_hash(target: Target, shape: WrittenShape) -> str:
    if isinstance(target, Choice):
        return target.classification.feature_hash
    assert isinstance(target, OntologyObject) or isinstance(shape, Answer)
    return target.feature_hash


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
