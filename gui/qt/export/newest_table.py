"""The table of the newest rows: to look at, scrolled with the keys, painted without a widget in any cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.qt.export.newest_model import SIGN_ROLE, Column, NewestModel
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.plain_table import draw_ring, make_plain

ROW_HEIGHT = 30
_PAD = 8
_ICON = 16
_LEAST_TITLE = 160
_WIDE_NOTE = 0.34
"""Share of the width that notes get."""


class NewestTable(QTableView):
    """Rows come in at the top; nothing is selected in it."""

    def __init__(self, theme: Theme, model: NewestModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__()
        self._theme = theme
        self._by_key = False
        self.setModel(model)
        self.setAccessibleName("Newest rows")
        self.setItemDelegate(_Delegate(theme, self))
        make_plain(self)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, QFontMetrics(theme.font(Type.BODY)).height() + 12))
        head = self.horizontalHeader()
        head.setFont(theme.font(Type.TABLE_HEAD))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self.viewport().update)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Notes take from the title only what it can spare."""
        super().resizeEvent(event)
        self._fit_columns()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard the ring is shown."""
        super().focusInEvent(event)
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever scrolls with the keys sees what they scroll."""
        self._by_key = True
        self.viewport().update()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then the ring inside the table: rows come and go, so none of them carries it."""
        super().paintEvent(event)
        if self.hasFocus() and self._by_key:
            draw_ring(self, self._theme, QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        numbers = metrics.horizontalAdvance("Predictions") + 2 * _PAD
        state = metrics.horizontalAdvance("1,000 left out") + _ICON + 3 * _PAD
        room = self.viewport().width()
        note = max(min(round(room * _WIDE_NOTE), room - numbers - state - _LEAST_TITLE), 0)
        self.setColumnWidth(Column.PREDICTIONS, numbers)
        self.setColumnWidth(Column.STATE, state)
        self.setColumnWidth(Column.NOTE, note)


class _Delegate(QStyledItemDelegate):
    """Text with its sign, a hairline below."""

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
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        tone = "muted" if index.column() == Column.NOTE else "text"
        sign: tuple[str, str] | None = index.data(SIGN_ROLE)
        place = area.adjusted(_PAD, 0, -_PAD, 0)
        if sign is not None:
            icon, color = sign
            tone = "text" if color == "good" else color
            top = round(area.top() + (area.height() - _ICON) / 2)
            self._theme.draw_icon(painter, icon, color, round(place.left()), top, _ICON)
            place.adjust(_ICON + 6, 0, 0, 0)
        mode = Qt.TextElideMode.ElideMiddle if index.column() == Column.TITLE else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if index.column() == Column.PREDICTIONS else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._font)
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(str(index.data()), mode, int(place.width()) + 1)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
