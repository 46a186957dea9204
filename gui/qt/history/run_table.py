"""The table of past runs: one is chosen, by the mouse or the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.qt.history.run_model import TITLES, Column, RunModel, cell_text
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.plain_table import draw_row_ring, make_plain

ROW_HEIGHT = 30
_PAD = 8
_AS_THEY_NEED = (Column.WHEN, Column.PREDICTIONS, Column.STATE)
"""Columns of our own words and numbers; names share what these leave."""
_SHARED = {Column.PROJECT: 0.3, Column.FROM: 0.32}
"""Shares of the rest; the last column takes what is left of it."""
_LEAST_STATE = "Published, read back"


class RunTable(QTableView):
    """One row is always chosen while there are runs."""

    chosen = Signal()

    def __init__(self, theme: Theme, model: RunModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__()
        self._theme = theme
        self._runs = model
        self._by_key = False
        self.setModel(model)
        self.setAccessibleName("Runs")
        self.setItemDelegate(_Delegate(theme, self))
        make_plain(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, QFontMetrics(theme.font(Type.BODY)).height() + 12))
        head = self.horizontalHeader()
        head.setFont(theme.font(Type.TABLE_HEAD))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self.fit_columns)
        model.dataChanged.connect(self.fit_columns)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        theme.changed.connect(self.viewport().update)

    def choose(self, row: int) -> None:
        """Make a row the chosen one."""
        index = self._runs.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def fit_columns(self) -> None:
        """Numbers and words of ours as they need; names share the rest."""
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        for column in _AS_THEY_NEED:
            texts = [cell_text(entry, column) for entry in self._runs.entries]
            texts += [TITLES[column], _LEAST_STATE if column is Column.STATE else ""]
            self.setColumnWidth(column, max(map(metrics.horizontalAdvance, texts)) + 2 * _PAD + 4)
        room = max(self.viewport().width() - sum(map(self.columnWidth, _AS_THEY_NEED)), 240)
        for column, share in _SHARED.items():
            self.setColumnWidth(column, round(room * share))
        self.setColumnWidth(Column.TO, room - sum(map(self.columnWidth, _SHARED)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take what is left."""
        super().resizeEvent(event)
        self.fit_columns()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard the ring is shown."""
        super().focusInEvent(event)
        self._by_key = event.reason() != Qt.FocusReason.MouseFocusReason
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever moves with the keys sees where they are."""
        self._by_key = True
        super().keyPressEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clicks show no ring."""
        self._by_key = False
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then the ring inside the row that takes the keys."""
        super().paintEvent(event)
        if self.hasFocus() and self._by_key and self.currentIndex().isValid():
            draw_row_ring(self, self._theme)


class _Delegate(QStyledItemDelegate):
    """Text on the ground of the chosen row, a hairline below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = theme.font(Type.BODY)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("selection"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        place = area.adjusted(_PAD, 0, -_PAD, 0)
        is_number = index.column() == Column.PREDICTIONS
        mode = Qt.TextElideMode.ElideRight if index.column() == Column.STATE else Qt.TextElideMode.ElideMiddle
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text"))
        shown = painter.fontMetrics().elidedText(str(index.data()), mode, int(place.width()) + 1)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
