"""What all tables share: no grid, Tab leaves them, and a ring inside the row that takes the keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.qt.theme.theme import Theme


def make_plain(table: QTableView) -> None:
    """No grid, no row numbers, no editing by accident; the delegate paints what lies between rows."""
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


def draw_row_ring(table: QTableView, theme: Theme) -> None:
    """Paint the ring of the current row over its cells, as wide as the columns."""
    row = table.currentIndex().row()
    width = min(table.viewport().width(), table.horizontalHeader().length())
    draw_ring(table, theme, QRectF(1, table.rowViewportPosition(row) + 1, width - 2, table.rowHeight(row) - 3))


def draw_ring(table: QTableView, theme: Theme, area: QRectF) -> None:
    """Paint a ring around ``area`` (pixels of the viewport)."""
    painter = QPainter(table.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(area, 5, 5)
