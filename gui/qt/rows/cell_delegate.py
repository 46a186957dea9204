"""Paints the cells of the table of rows: ticks, icons, tones; hairlines between rows, no grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.qt.rows.columns import COLUMNS, TICK, Face
from gui.qt.rows.table_model import FACE_ROLE
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.check_box import BOX, draw_box

PAD = 8
TICK_LEFT = 10
_ICON = 16
_GAP = 6


class CellDelegate(QStyledItemDelegate):
    """Draws what the model's ``Face`` says."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """``parent`` is the table."""
        super().__init__(parent)
        self._theme = theme
        self._font = theme.font(Type.BODY)
        self.hovered_row = -1
        """The row under the mouse; the table keeps it up to date."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The table gives the height; the width is made from the column's sample."""
        return QSize(80, 30)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, hairline, then the tick or icon and text."""
        area = QRectF(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("selection"))
        elif index.row() == self.hovered_row:
            painter.fillRect(area, self._theme.color("hover"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        if index.column() == TICK:
            checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
            draw_box(painter, self._theme, area.left() + TICK_LEFT, area.center().y() - BOX / 2, checked)
            return
        face: Face = index.data(FACE_ROLE)
        painter.setFont(self._font)
        if COLUMNS[index.column()].is_number:
            self._paint_number(painter, area, face)
        else:
            self._paint_text(painter, area, face, index.column())

    def _paint_text(self, painter: QPainter, area: QRectF, face: Face, column: int) -> None:
        left = area.left() + PAD
        if face.icon:
            self._draw_icon(painter, face, left, area)
            left += _ICON + _GAP
        room = area.right() - 4 - left
        mode = Qt.TextElideMode.ElideMiddle if COLUMNS[column].key == "title" else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(face.text, mode, int(room))
        painter.setPen(self._theme.color(face.tone))
        painter.drawText(QRectF(left, area.top(), room + 1, area.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_number(self, painter: QPainter, area: QRectF, face: Face) -> None:
        painter.setPen(self._theme.color(face.tone))
        place = area.adjusted(0, 0, -PAD, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, face.text)
        if face.icon:
            self._draw_icon(painter, face, area.left() + 2, area)

    def _draw_icon(self, painter: QPainter, face: Face, left: float, area: QRectF) -> None:
        top = area.top() + (area.height() - _ICON) / 2
        self._theme.draw_icon(painter, face.icon, face.icon_tone, round(left), round(top), _ICON)
