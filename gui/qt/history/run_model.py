"""The table of past runs as Qt sees it: one line a run, the newest at the top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.domain.counting import number
from gui.domain.past_run_words import sources_name, state, written_to
from gui.domain.words import when
from gui.qt.history.entries import Entry

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, in order."""

    WHEN = 0
    PROJECT = 1
    FROM = 2
    TO = 3
    PREDICTIONS = 4
    STATE = 5


TITLES = {
    Column.WHEN: "When",
    Column.PROJECT: "Project",
    Column.FROM: "From",
    Column.TO: "Written to",
    Column.PREDICTIONS: "Predictions",
    Column.STATE: "State",
}


class RunModel(QAbstractTableModel):
    """Read only."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No runs."""
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other runs, or the same as they are now."""
        is_same = [entry.run.run for entry in entries] == [entry.run.run for entry in self.entries]
        if not is_same:
            self.beginResetModel()
        self.entries = list(entries)
        if not is_same:
            self.endResetModel()
        elif self.entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, Column.STATE))

    def rowCount(self, parent: Index | None = None) -> int:
        """Runs."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index | None = None) -> int:
        """Always the same."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for reading; the whole of it as tooltip."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(self.entries[index.row()], Column(index.column())) or "–"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns; numbers stand at the right."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.PREDICTIONS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def cell_text(entry: Entry, column: Column) -> str:
    """What a cell shows."""
    run = entry.run
    match column:
        case Column.WHEN:
            return when(run.began, datetime.now().astimezone())
        case Column.PROJECT:
            return run.project_title
        case Column.FROM:
            return sources_name(run)
        case Column.TO:
            return written_to(run)
        case Column.PREDICTIONS:
            return number(run.predictions)
        case Column.STATE:
            return state(run, entry.is_running)
