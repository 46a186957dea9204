"""The menu of a row, for the mouse: everything in it has a key or a control of its own too."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gui.qt.rows.columns import TITLE
from gui.qt.rows.rows_table import RowsTable


def row_menu(table: RowsTable) -> QMenu:
    """The menu for what is selected now."""
    menu = QMenu(table)
    menu.setAccessibleName("Row")
    title = str(table.model().index(table.currentIndex().row(), TITLE).data())
    menu.addAction("Copy the title").triggered.connect(lambda: QGuiApplication.clipboard().setText(title))
    menu.addAction("Copy the selected rows\tCtrl+C").triggered.connect(table.copy_selected)
    menu.addSeparator()
    menu.addAction("Tick the selected rows").triggered.connect(lambda: table.tick_selected(ticked=True))
    menu.addAction("Untick the selected rows").triggered.connect(lambda: table.tick_selected(ticked=False))
    return menu
