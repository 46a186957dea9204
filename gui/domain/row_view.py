"""Which rows of the listing are shown and in which order: filters and sorting, kept as a list of row numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

import msgspec

from gui.domain.label_row import ListedRow
from gui.domain.words import media_name, status_name


class Has(StrEnum):
    """What a row has to have of the predictions file."""

    ANY = "any"
    SOME = "some"
    NONE = "none"
    LOST = "lost"


class Field(StrEnum):
    """What a row can be filtered by, besides its text and its predictions."""

    DATASET = "dataset"
    MEDIA = "media"
    STATUS = "status"
    STAGE = "stage"


class RowFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the shown rows have in common; an empty text or a field not named allows everything."""

    text: str = ""
    fields: dict[Field, str] = {}
    """Field → the value it must have: a dataset's hash, a data type, a status, a stage."""
    has: Has = Has.ANY
    lost_for: str = ""
    """With ``Has.LOST``: the one reason for which rows lost predictions; empty for any."""

    @property
    def is_empty(self) -> bool:
        """Whether every row is allowed."""
        return not self.text.strip() and not self.fields and self.has is Has.ANY


class SortKey(StrEnum):
    """What rows can be sorted by."""

    TITLE = "title"
    DATASET = "dataset"
    MEDIA = "media"
    STATUS = "status"
    STAGE = "stage"
    FRAMES = "frames"
    SIZE = "size"
    EDITED = "edited"
    PREDICTIONS = "predictions"
    LOST = "lost"


_VALUE: dict[Field, Callable[[ListedRow], str]] = {
    Field.DATASET: lambda row: row.dataset_hash,
    Field.MEDIA: lambda row: row.data_type,
    Field.STATUS: lambda row: row.status,
    Field.STAGE: lambda row: row.stage,
}

_SORT_VALUE: dict[SortKey, Callable[[ListedRow], Any]] = {
    SortKey.TITLE: lambda row: row.title.casefold(),
    SortKey.DATASET: lambda row: row.dataset_title.casefold(),
    SortKey.MEDIA: lambda row: media_name(row.data_type).casefold(),
    SortKey.STATUS: lambda row: status_name(row.status).casefold(),
    SortKey.STAGE: lambda row: row.stage.casefold(),
    SortKey.FRAMES: lambda row: row.frames,
    SortKey.SIZE: lambda row: (row.width or 0) * (row.height or 0),
    SortKey.EDITED: lambda row: row.last_edited or "",
}


class RowView:
    """An index over the listing: ``shown`` has the numbers of the rows to show, in order.

    Works on columns that are made once (lower-cased texts, sort keys), so that 100,000 rows are filtered and
    sorted in well under a second.
    """

    def __init__(self) -> None:
        """No rows yet; sorted by title."""
        self.filter = RowFilter()
        self.sort_key = SortKey.TITLE
        self.is_descending = False
        self.clear()

    def clear(self) -> None:
        """The listing starts afresh; filter and order stay."""
        self.shown: list[int] = []
        self.counts: Sequence[int] = ()
        self.losses: Sequence[int] = ()
        self._by_reason: Mapping[str, Sequence[int]] = {}
        self._rows: list[ListedRow] = []
        self._texts: list[str] = []
        self._values: dict[Field, list[str]] = {field: [] for field in Field}
        self._tallies: dict[Field, Counter[str]] = {field: Counter() for field in Field}
        self._names: dict[Field, dict[str, str]] = {field: {} for field in Field}
        self._sort_values: dict[SortKey, list[Any]] = {}
        self._having_some: list[int] | None = None

    def add(self, rows: Sequence[ListedRow]) -> list[int]:
        """Take the next rows of the listing; returns the new numbers that the filter lets through, not yet shown."""
        first = len(self._rows)
        self._rows.extend(rows)
        self._texts.extend(_searched(row) for row in rows)
        for field, value in _VALUE.items():
            values = [value(row) for row in rows]
            self._values[field].extend(values)
            self._tallies[field].update(values)
            self._names[field] |= {
                each: _name(field, row) for each, row in dict(zip(values, rows, strict=True)).items()
            }
        for key, known in self._sort_values.items():
            known.extend(_SORT_VALUE[key](row) for row in rows)
        return self._matching(range(first, len(self._rows)))

    def append(self, numbers: Sequence[int]) -> bool:
        """Show new rows at the end; returns whether they belong there, else ``sort`` puts them where they do."""
        values = self._sort_column()
        in_question = [values[number] for number in (*self.shown[-1:], *numbers)]
        self.shown.extend(numbers)
        self._having_some = None
        return all((b <= a) if self.is_descending else (a <= b) for a, b in pairwise(in_question))

    def set_filter(self, wanted: RowFilter) -> None:
        """Show the rows that ``wanted`` lets through, in the present order."""
        self.filter = wanted
        self._refresh()

    def set_plan(
        self, counts: Sequence[int], losses: Sequence[int], by_reason: Mapping[str, Sequence[int]] | None = None
    ) -> bool:
        """Take predictions written and lost by row number, and which rows lost some for which reason.

        Returns whether ``shown`` changed its meaning.
        """
        self.counts, self.losses, self._by_reason = counts, losses, by_reason or {}
        self._having_some = None
        depends = self.filter.has is not Has.ANY or self.sort_key in (SortKey.PREDICTIONS, SortKey.LOST)
        if depends:
            self._refresh()
        return depends

    def sort_by(self, key: SortKey, is_descending: bool) -> None:
        """Another order; rows that compare equal stay in the order of the listing."""
        self.sort_key, self.is_descending = key, is_descending
        self._refresh()

    def sort(self) -> None:
        """Put everything shown into order; quick when only the end is new."""
        values = self._sort_column()
        self.shown.sort(key=values.__getitem__, reverse=self.is_descending)
        self._having_some = None

    def ticked(self, unticked: Collection[int]) -> int:
        """How many of the shown rows are ticked."""
        if len(self.shown) == len(self._rows):
            return len(self.shown) - len(unticked)
        without = set(unticked)
        return sum(1 for number in self.shown if number not in without)

    def options(self, field: Field) -> list[tuple[str, str, int]]:
        """The values a field has in the listing as (value, name for people, rows), the names in order."""
        names = self._names[field]
        found = [(value, names[value], count) for value, count in self._tallies[field].items() if value]
        return sorted(found, key=lambda option: option[1].casefold())

    def with_predictions(self) -> list[int]:
        """The shown rows for which the file has predictions, written or lost; all of them without a plan.

        Made once until something changes: it is asked for with every row that becomes current.
        """
        if self._having_some is None:
            counts, losses = self.counts, self.losses
            has_plan = bool(counts)
            self._having_some = [n for n in self.shown if not has_plan or counts[n] or losses[n]]
        return self._having_some

    def _refresh(self) -> None:
        self.shown = self._matching(range(len(self._rows)))
        self.sort()

    def _matching(self, numbers: Iterable[int]) -> list[int]:
        kept = list(numbers)
        text = self.filter.text.strip().casefold()
        if text:
            texts = self._texts
            kept = [number for number in kept if text in texts[number]]
        for field, wanted in self.filter.fields.items():
            values = self._values[field]
            kept = [number for number in kept if values[number] == wanted]
        return self._having(kept)

    def _having(self, numbers: list[int]) -> list[int]:
        """Before a rehearsal nobody knows what a row has, and every row is let through."""
        counts, losses = self.counts, self.losses
        if not counts:
            return numbers
        match self.filter.has:
            case Has.SOME:
                return [number for number in numbers if counts[number]]
            case Has.NONE:
                return [number for number in numbers if not counts[number]]
            case Has.LOST if self.filter.lost_for:
                concerned = set(self._by_reason.get(self.filter.lost_for, ()))
                return [number for number in numbers if number in concerned]
            case Has.LOST:
                return [number for number in numbers if losses[number]]
            case _:
                return numbers

    def _sort_column(self) -> Sequence[Any]:
        if self.sort_key is SortKey.PREDICTIONS:
            return self.counts or [0] * len(self._rows)
        if self.sort_key is SortKey.LOST:
            return self.losses or [0] * len(self._rows)
        known = self._sort_values.get(self.sort_key)
        if known is None:
            value = _SORT_VALUE[self.sort_key]
            known = self._sort_values[self.sort_key] = [value(row) for row in self._rows]
        return known


def _searched(row: ListedRow) -> str:
    """What the search looks through: the row's title and those of a group's images, and the data hash."""
    return "\n".join((row.title, row.data_hash, *(image.title for image in row.images))).casefold()


def _name(field: Field, row: ListedRow) -> str:
    match field:
        case Field.DATASET:
            return row.dataset_title
        case Field.MEDIA:
            return media_name(row.data_type)
        case Field.STATUS:
            return status_name(row.status)
        case Field.STAGE:
            return row.stage
