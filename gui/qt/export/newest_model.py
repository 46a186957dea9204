"""The newest rows of a running export as Qt sees them, the newest at the top."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.domain.counting import number
from gui.protocol.events import ExportProgress

Index = QModelIndex | QPersistentModelIndex

SIGN_ROLE = int(Qt.ItemDataRole.UserRole)
"""(icon, token of its colour) of a cell, for the delegate."""

_LEFT_OUT = " left out"
_FAILED = "octagon"


class Column(IntEnum):
    """The columns, in order."""

    TITLE = 0
    PREDICTIONS = 1
    STATE = 2
    NOTE = 3


_HEADS = {
    Column.TITLE: "Row, newest first",
    Column.PREDICTIONS: "Predictions",
    Column.STATE: "State",
    Column.NOTE: "Note",
}


class NewRow(msgspec.Struct, frozen=True):
    """One finished row as it is shown."""

    title: str
    predictions: int
    state: str
    note: str
    icon: str
    tone: str


class NewestModel(QAbstractTableModel):
    """Takes each progress event whole and tells the view only of the rows that came."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows."""
        super().__init__(parent)
        self._rows: list[NewRow] = []
        self._rows_done = 0

    def clear(self) -> None:
        """Another export begins."""
        self.beginResetModel()
        self._rows, self._rows_done = [], 0
        self.endResetModel()

    def take(self, progress: ExportProgress) -> None:
        """Show what is new in ``progress``; its list ends with the newest row."""
        shown = [new_row(*each) for each in reversed(progress.newest)]
        arrived = progress.rows_done - self._rows_done
        self._rows_done = progress.rows_done
        if arrived <= 0:
            return
        if arrived >= len(shown) or arrived + len(self._rows) < len(shown):
            self.beginResetModel()
            self._rows = shown
            self.endResetModel()
            return
        self.beginInsertRows(QModelIndex(), 0, arrived - 1)
        self._rows[:0] = shown[:arrived]
        self.endInsertRows()
        if len(self._rows) > len(shown):
            self.beginRemoveRows(QModelIndex(), len(shown), len(self._rows) - 1)
            del self._rows[len(shown) :]
            self.endRemoveRows()

    def keep_failed(self) -> None:
        """No row is added any more: only those that failed are still of interest."""
        failed = [row for row in self._rows if row.icon == _FAILED]
        if failed != self._rows:
            self.beginResetModel()
            self._rows = failed
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Title, predictions, state, note."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for reading, a sign for painting; the whole text as tooltip."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == SIGN_ROLE:
            return (row.icon, row.tone) if column is Column.STATE else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _text(row, column) or "No note"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns; numbers stand at the right."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.PREDICTIONS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def new_row(title: str, predictions: int, note: str) -> NewRow:
    """A row with its state: done, done with some left out, or failed (any other note says why)."""
    if not note:
        return NewRow(title, predictions, "Done", "", "check", "good")
    if note.endswith(_LEFT_OUT) and note.removesuffix(_LEFT_OUT).isdecimal():
        return NewRow(title, predictions, note, "", "triangle", "warn")
    return NewRow(title, predictions, "Failed", note, _FAILED, "bad")


def _text(row: NewRow, column: Column) -> str:
    match column:
        case Column.TITLE:
            return row.title
        case Column.PREDICTIONS:
            return number(row.predictions)
        case Column.STATE:
            return row.state
        case Column.NOTE:
            return row.note
