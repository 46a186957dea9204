"""The table of label rows as Qt sees it: a thin model over the index of ``RowView``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.domain.label_row import ListedRow
from gui.domain.row_view import RowFilter, RowView, SortKey
from gui.qt.rows.columns import COLUMNS, TICK, Face, Facts

FACE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The ``Face`` of a cell, for the delegate."""

_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKABLE = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable

Index = QModelIndex | QPersistentModelIndex


class RowTableModel(QAbstractTableModel):
    """Rows in the order of ``view.shown``; a tick that somebody sets is asked for with ``tick_wanted``."""

    tick_wanted = Signal(list, bool)
    """Row numbers, and whether they are to be ticked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows yet, all of them ticked."""
        super().__init__(parent)
        self.view = RowView()
        self._rows: list[ListedRow] = []
        self._unticked: Collection[int] = frozenset()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self.view.shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """All columns; the view hides some."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for reading and copying, ``Face`` for painting, a check state in the first column."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            is_ticked = self.number(index.row()) not in self._unticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == FACE_ROLE:
            return self.face(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and not COLUMNS[index.column()].is_number and index.column() != TICK:
            return self.face(index.row(), index.column()).text
        if role == Qt.ItemDataRole.DisplayRole and index.column() != TICK:
            return self.face(index.row(), index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick set by the view or by a screen reader."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.tick_wanted.emit([self.number(index.row())], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell selects its row; the first one can be ticked."""
        return _TICKABLE if index.column() == TICK else _PLAIN

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None

    def face(self, place: int, column: int) -> Face:
        """How the cell at ``place`` of the shown rows looks."""
        number, view = self.view.shown[place], self.view
        written = view.counts[number] if view.counts else None
        lost = view.losses[number] if view.losses else None
        return COLUMNS[column].face(Facts(self._rows[number], number not in self._unticked, written, lost))

    def number(self, place: int) -> int:
        """The row number (its place in the listing) at a place of the table."""
        return self.view.shown[place]

    def place(self, number: int) -> int | None:
        """Where a row is shown, None when the filter hides it."""
        try:
            return self.view.shown.index(number)
        except ValueError:
            return None

    def reset_rows(self) -> None:
        """The listing starts afresh."""
        self.beginResetModel()
        self._rows = []
        self.view.clear()
        self.endResetModel()

    def add_rows(self, rows: Sequence[ListedRow]) -> None:
        """The next rows of the listing, put where the order wants them."""
        self._rows.extend(rows)
        before = len(self.view.shown)
        new = self.view.add(rows)
        if not new:
            return
        self.beginInsertRows(QModelIndex(), before, before + len(new) - 1)
        belong_there = self.view.append(new)
        self.endInsertRows()
        if not belong_there:
            self._reorder(self.view.sort)

    def set_filter(self, wanted: RowFilter) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.view.set_filter(wanted)
        self.endResetModel()

    def set_plan(
        self, counts: Sequence[int], losses: Sequence[int], by_reason: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        """Show what the newest rehearsal found; empty lists when there is none."""
        if len(counts) not in (0, len(self._rows)):
            return  # it is about another listing
        shown = list(self.view.shown)
        if self.view.set_plan(counts, losses, by_reason) and self.view.shown != shown:
            self.beginResetModel()
            self.endResetModel()
        elif shown:
            columns = [place for place, column in enumerate(COLUMNS) if column.key in ("predictions", "lost")]
            self.dataChanged.emit(self.index(0, columns[0]), self.index(len(shown) - 1, columns[-1]))

    def set_unticked(self, unticked: Collection[int]) -> None:
        """Show other ticks; ``unticked`` is looked at, never changed."""
        self._unticked = unticked
        if self.view.shown:
            last = self.index(len(self.view.shown) - 1, TICK)
            self.dataChanged.emit(self.index(0, TICK), last, [Qt.ItemDataRole.CheckStateRole])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column that can be sorted by."""
        key = COLUMNS[column].sort
        if key is not None:
            self._reorder(lambda: self.view.sort_by(key, order == Qt.SortOrder.DescendingOrder))

    def sort_column(self) -> int:
        """The column that the rows are sorted by."""
        return next(place for place, column in enumerate(COLUMNS) if column.sort is self.view.sort_key)

    @property
    def is_descending(self) -> bool:
        """Whether the largest comes first."""
        return self.view.is_descending

    @property
    def sort_key(self) -> SortKey:
        """What the rows are sorted by."""
        return self.view.sort_key

    def header_tick(self) -> Qt.CheckState:
        """Ticked, not ticked, or some, of the rows that are shown."""
        shown = len(self.view.shown)
        ticked = self.view.ticked(self._unticked)
        if ticked == shown and shown:
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked

    def _reorder(self, change: Any) -> None:
        """Do ``change`` so that selection and focus stay with their rows."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        numbers = [self.view.shown[index.row()] for index in kept]
        change()
        if kept:
            places = {number: self.view.shown.index(number) for number in set(numbers)}  # a range has two ends
            moved = [self.index(places[number], index.column()) for number, index in zip(numbers, kept, strict=True)]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _spoken(self, index: Index) -> str:
        """What a screen reader says: the column's name comes with it, the sign's meaning does not."""
        face = self.face(index.row(), index.column())
        if COLUMNS[index.column()].key == "lost" and face.icon:
            return f"{face.text} lost"
        return face.text or "not known yet"
