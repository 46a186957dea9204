"""The table "What is left out" as Qt sees it: one line a loss, every cell with words for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.domain.counting import counted, number
from gui.domain.loss_lines import LossLine

WHAT, PREDICTIONS, PICTURES, WHOSE, MEND = range(5)
TITLES = ("What is left out", "Predictions", "Pictures", "State", "Mend it")

LINE_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class LossModel(QAbstractTableModel):
    """Read only; what a line's link does is the page's business."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is left out."""
        super().__init__(parent)
        self.lines: list[LossLine] = []

    def show_lines(self, lines: Sequence[LossLine]) -> None:
        """Other losses; while the same reasons stand there, the current line stays current."""
        is_same = [_key(line) for line in lines] == [_key(line) for line in self.lines]
        if not is_same:
            self.beginResetModel()
        self.lines = list(lines)
        if not is_same:
            self.endResetModel()
        elif self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, MEND))

    def rowCount(self, parent: Index | None = None) -> int:
        """Losses."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Always the same."""
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for every cell; the whole line for the delegate."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(line, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_text(line, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (PREDICTIONS, PICTURES):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def cell_text(line: LossLine, column: int) -> str:
    """What a cell shows."""
    match column:
        case 0:
            return line.title
        case 1:
            return number(line.predictions)
        case 2:
            return number(line.pictures) if line.pictures is not None else "–"
        case 3:
            return line.state
        case _:
            return line.mend_words


def spoken_text(line: LossLine, column: int) -> str:
    """What a cell tells a screen reader; the first one tells the line and what Enter does."""
    if column == WHAT:
        lost = counted(line.predictions, "prediction")
        whose = cell_text(line, WHOSE)
        return f"{line.title}. {line.cause}. {lost}. {whose}. Press Enter: {line.mend_words}"
    if column == PICTURES and line.pictures is None:
        return "not counted"
    if column == MEND:
        return f"{line.mend_words}, press Enter"
    return cell_text(line, column)


def _key(line: LossLine) -> tuple[str, str]:
    return line.reason, line.class_name
