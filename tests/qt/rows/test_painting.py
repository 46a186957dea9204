"""The table of rows paints no more than it must, and leaves nothing unpainted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.qt.rows.column_choice import ColumnChoice
from gui.qt.rows.columns import Face
from gui.qt.rows.rows_table import RowsTable
from gui.qt.rows.table_model import RowTableModel
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import listed_rows

HEIGHT = 450


class Watched(RowTableModel):
    """Knows which rows were asked how they look."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def face(self, place: int, column: int) -> Face:
        self.asked.add(place)
        return super().face(place, column)


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> RowsTable:
    model = Watched()
    made = RowsTable(theme, model, ColumnChoice({}, {}))
    qtbot.addWidget(made)
    made.resize(700, HEIGHT)
    made.show()
    qtbot.waitExposed(made)
    return made


def filled(table: RowsTable, rows: int) -> RowsTable:
    model = table.model()
    assert isinstance(model, RowTableModel)
    model.add_rows(listed_rows(rows))
    table.selectRow(0)
    QApplication.processEvents()
    return table


def test_scrolling_paints_the_rows_that_come_into_sight_alone(table: RowsTable) -> None:
    filled(table, 1000)
    model = table.model()
    assert isinstance(model, Watched)
    painted, height = model.asked, table.rowHeight(0)
    for value in (3 * height, 6 * height):  # before the first time something else may want to be painted
        painted.clear()
        table.verticalScrollBar().setValue(value)
        QApplication.processEvents()
    in_sight = table.viewport().height() // height
    assert painted and len(painted) <= 5
    assert min(painted) >= in_sight + 3 - 1


def test_what_was_moved_looks_like_what_is_painted_afresh(table: RowsTable) -> None:
    filled(table, 1000)
    for value in (90, 60, 615):
        table.verticalScrollBar().setValue(value)
        QApplication.processEvents()
    window = table.windowHandle()
    assert window is not None
    on_screen = window.screen().grabWindow(table.winId()).toImage()
    afresh = table.grab().toImage()
    wanted = QImage.Format.Format_RGB32
    assert on_screen.convertToFormat(wanted) == afresh.convertToFormat(wanted)


def test_the_ground_below_the_last_row_is_painted(table: RowsTable, theme: Theme) -> None:
    filled(table, 2)
    shown = table.viewport().grab().toImage()
    assert shown.pixelColor(QPoint(20, HEIGHT - 100)) == theme.color("surface")
