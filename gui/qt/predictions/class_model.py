"""The table of classes as Qt sees it: in the file, how many, what it becomes, its shape, how it was matched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.domain.counting import number
from gui.domain.words import shape_name, target_name
from gui.qt.predictions.class_lines import ClassLine, Option

NAME, COUNT, TARGET, SHAPE, MATCH = range(5)
TITLES = ("In your file", "Predictions", "In Encord", "Shape", "Match")

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
OPTIONS_ROLE = LINE_ROLE + 1

LEAVE_OUT = ""
"""The value of the option to leave a class out."""

Index = QModelIndex | QPersistentModelIndex


class ClassModel(QAbstractTableModel):
    """One line a class; what somebody chooses is asked for, and shown once the session says so."""

    target_wanted = Signal(str, object)
    """Class name, feature hash or None to leave it out."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No classes."""
        super().__init__(parent)
        self.lines: list[ClassLine] = []
        self._options: list[list[Option]] = []

    def show_lines(self, lines: list[ClassLine], options: list[list[Option]]) -> None:
        """Other classes, or the same with other matches: then selection and an open editor stay."""
        is_same = [line.name for line in lines] == [line.name for line in self.lines]
        if not is_same:
            self.beginResetModel()
        self.lines, self._options = lines, options
        if not is_same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, MATCH))

    def rowCount(self, parent: Index | None = None) -> int:
        """Classes."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Always the same."""
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for every cell; the whole line and its options for the delegate."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == OPTIONS_ROLE:
            return self._options[index.row()]
        if role == Qt.ItemDataRole.EditRole and index.column() == TARGET:
            return line.feature_hash or LEAVE_OUT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_text(line, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = cell_text(line, index.column()) or "none"
            return f"{text}, press Enter to change" if index.column() == TARGET else text
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Somebody chose."""
        if role != Qt.ItemDataRole.EditRole or index.column() != TARGET:
            return False
        self.target_wanted.emit(self.lines[index.row()].name, value or None)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a class becomes can be edited, nothing else."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == TARGET else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None


def cell_text(line: ClassLine, column: int) -> str:
    """What a cell says."""
    match column:
        case 0:
            return line.name
        case 1:
            return number(line.count)
        case 2:
            return target_name(line.target) if line.target else _unset(line)
        case 3:
            return shape_name(line.target) if line.target else ""
        case _:
            return line.match.value


def _unset(line: ClassLine) -> str:
    return "Leave out" if line.match.value == "Left out" else "Choose…"
