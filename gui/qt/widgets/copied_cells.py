"""What Ctrl+C takes out of a table: the visible cells of its lines, parted as spreadsheets have it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView


def copy_lines(table: QTableView, places: Iterable[int]) -> None:
    """Put lines on the clipboard: cells parted by tabs, lines by line ends, columns in the order they are seen."""
    model, head = table.model(), table.horizontalHeader()
    columns = [head.logicalIndex(place) for place in range(head.count())]
    shown = [column for column in columns if not table.isColumnHidden(column)]
    lines = [
        [str(model.index(place, column).data(Qt.ItemDataRole.DisplayRole) or "") for column in shown]
        for place in places
    ]
    QGuiApplication.clipboard().setText("\n".join("\t".join(_plain(cell) for cell in line).strip() for line in lines))


def _plain(cell: str) -> str:
    """A title may hold what would part cells."""
    return " ".join(cell.split())
