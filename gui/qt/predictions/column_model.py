"""The columns of a table as Qt sees them: a line for what each is, one for why, and some of its cells below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.domain.column_choice import ColumnChoice

ROLE, EVIDENCE, SAMPLES = range(3)
"""Lines of the table; from ``SAMPLES`` on they are the file's own."""
_LINES = ("It is", "Because")

Index = QModelIndex | QPersistentModelIndex


class ColumnModel(QAbstractTableModel):
    """A column of the file is a column here; what somebody chooses is asked for, and shown once it is decided."""

    role_wanted = Signal(int, str)
    """Number of the column, what it is to be."""

    def __init__(self, choice: ColumnChoice, parent: QObject | None = None) -> None:
        """``choice`` is of the table that is shown for good."""
        super().__init__(parent)
        self.choice = choice
        self._samples = max((len(column.samples) for column in choice.table.columns), default=0)

    def show_choice(self, choice: ColumnChoice) -> None:
        """The same table, its columns taken for something else."""
        self.choice = choice
        self.dataChanged.emit(self.index(ROLE, 0), self.index(EVIDENCE, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """What it is, why, and the samples."""
        return 0 if parent is not None and parent.isValid() else SAMPLES + self._samples

    def columnCount(self, parent: Index | None = None) -> int:
        """Those of the file."""
        return 0 if parent is not None and parent.isValid() else len(self.choice.roles)

    def text(self, line: int, column: int) -> str:
        """What a cell says."""
        if line == ROLE:
            return dict(self.choice.role_options())[self.choice.roles[column]]
        if line == EVIDENCE:
            return self.choice.evidence(column)
        samples = self.choice.table.columns[column].samples
        return samples[line - SAMPLES] if line - SAMPLES < len(samples) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for every cell; the role itself for whoever changes it."""
        if not index.isValid():
            return None
        line, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole and line == ROLE:
            return self.choice.roles[column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{self.choice.title(column)}: {self.text(line, column) or 'empty'}"
            return f"{text}, press Enter to change" if line == ROLE else text
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Somebody chose."""
        if role != Qt.ItemDataRole.EditRole or index.row() != ROLE:
            return False
        self.role_wanted.emit(index.column(), value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a column is can be changed, nothing else."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.row() == ROLE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns above; what the lines are at the left."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.choice.title(section)
        return _LINES[section] if section < SAMPLES else f"Row {section - SAMPLES + 1}"
