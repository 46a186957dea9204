"""The menu of the table: which columns are shown, and, for those without a mouse, what it is sorted by."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gui.qt.rows.columns import COLUMNS, TICK, TITLE
from gui.qt.rows.rows_table import RowsTable
from gui.qt.rows.table_model import RowTableModel


def column_menu(parent: QWidget, table: RowsTable, model: RowTableModel) -> QMenu:
    """The menu as things stand now."""
    menu = QMenu(parent)
    menu.setAccessibleName("Columns and order")
    menu.addSection("Columns")
    for place, column in enumerate(COLUMNS):
        if place in (TICK, TITLE):
            continue
        action = _checkable(menu, column.title, table.is_chosen(column.key))
        action.toggled.connect(lambda wanted, key=column.key: table.choose_column(key, wanted))
    menu.addSeparator()
    order = menu.addMenu("Sort by")
    group = QActionGroup(order)
    for place, column in enumerate(COLUMNS):
        if column.sort is None:
            continue
        action = _checkable(order, column.title, model.sort_column() == place)
        group.addAction(action)
        action.triggered.connect(
            lambda _=False, place=place, is_number=column.is_number: table.sort(place, is_descending=is_number)
        )
    order.addSeparator()
    downwards = _checkable(order, "Largest first", model.is_descending)
    downwards.toggled.connect(lambda wanted: table.sort(model.sort_column(), is_descending=wanted))
    return menu


def _checkable(menu: QMenu, title: str, is_checked: bool) -> QAction:
    action = menu.addAction(title)
    action.setCheckable(True)
    action.setChecked(is_checked)
    return action
