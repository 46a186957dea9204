"""The table of a file's columns with some of its rows; opens the list for a column by click, F2, Enter or Space."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.qt.predictions.column_delegate import PAD, ColumnDelegate
from gui.qt.predictions.column_model import ROLE, ColumnModel, Index
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

ROW_HEIGHT = 34
_WIDTHS = (110, 230)
"""The least and the most that a column takes."""
_CHOICE = 48
"""Room around the words of a choice."""
_OPENING = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ColumnTable(QTableView):
    """The current cell's column is the one that takes the keys; nothing is selected."""

    def __init__(self, theme: Theme, model: ColumnModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__()
        self._theme = theme
        self._delegate = ColumnDelegate(theme, self)
        self._keys_were_last = False
        self._columns = model
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(_Head(theme, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Head(theme, Qt.Orientation.Vertical, self))
        self.setAccessibleName("Columns of the file")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        height = max(ROW_HEIGHT, QFontMetrics(theme.font(Type.BODY)).height() + 16)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setMinimumHeight((model.rowCount() + 2) * height)
        self.clicked.connect(self._open)
        model.dataChanged.connect(self._fit_columns)
        self._fit_columns()
        self.setCurrentIndex(model.index(ROLE, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list of the current column, or move."""
        self._keys_were_last = True
        current = self.currentIndex()
        if event.key() in _OPENING and current.isValid() and not event.modifiers():
            self.edit(self._columns.index(ROLE, current.column()))
        else:
            super().keyPressEvent(event)
        self._show_ring()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clicks show no ring."""
        self._keys_were_last = False
        super().mousePressEvent(event)
        self._show_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard the ring shows where the keys go."""
        self._keys_were_last = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self._show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self._show_ring()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """The ring moves."""
        super().currentChanged(current, previous)
        self._show_ring()

    def _open(self, index: QModelIndex) -> None:
        if index.row() == ROLE:
            self.edit(index)

    def _fit_columns(self) -> None:
        """Wide enough for name, cells and what each is, within reason."""
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        model = self._columns
        for column in range(model.columnCount()):
            texts = [model.choice.title(column), *(model.text(line, column) for line in range(1, model.rowCount()))]
            widest = max(metrics.horizontalAdvance(text) + 2 * PAD for text in texts)
            role = metrics.horizontalAdvance(model.text(ROLE, column)) + _CHOICE
            self.setColumnWidth(column, min(max(widest, role, _WIDTHS[0]), _WIDTHS[1]))

    def _show_ring(self) -> None:
        has_ring = self.hasFocus() and self._keys_were_last and self.currentIndex().isValid()
        self._delegate.ringed_column = self.currentIndex().column() if has_ring else -1
        self.viewport().update()


class _Head(QHeaderView):
    """Muted words without frames: the columns' names above, what the lines are at the left."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation, parent: ColumnTable) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self.setFont(theme.font(Type.TABLE_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        area = QRectF(rect)
        painter.save()
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        text = str(self.model().headerData(logicalIndex, self.orientation()))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(area.width()) - PAD)
        painter.drawText(area.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
