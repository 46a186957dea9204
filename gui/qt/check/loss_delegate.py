"""Paints the table "What is left out": two lines of words, numbers, whose choice it was, and the link."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.domain.loss_lines import LossLine
from gui.qt.check.loss_model import LINE_ROLE, MEND, PREDICTIONS, WHAT, WHOSE, Index, cell_text
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

PAD = 8
ICON = 16
GAP = 6
_LEFT = PAD + ICON + GAP
_LEAST_HEIGHT = 48
_AIR = 12
_MOST_CAUSE_LINES = 3
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere


class LossDelegate(QStyledItemDelegate):
    """The cause takes as many lines as it needs: it is what people read the table for."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """``parent`` is the table."""
        super().__init__(parent)
        self._theme = theme
        self.hovered_link = -1
        """The line whose link is under the mouse."""

    def height(self, line: LossLine, width: int) -> int:
        """Pixels that a line needs when its words have ``width``."""
        title = QFontMetrics(self._theme.font(Type.BODY)).height()
        return max(_LEAST_HEIGHT, title + self._cause_height(line, width) + _AIR)

    def width(self, column: int, texts: list[str]) -> int:
        """Pixels that a column of these texts needs."""
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        icon = ICON + GAP if column == WHOSE else 0
        return max(metrics.horizontalAdvance(text) for text in texts) + icon + 2 * PAD + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The table gives the sizes."""
        return QSize(80, _LEAST_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Hairline, then the cell."""
        painter.save()
        area = QRectF(option.rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        line: LossLine = index.data(LINE_ROLE)
        painter.setFont(self._theme.font(Type.BODY))
        if index.column() == WHAT:
            self._paint_words(painter, area, line)
        elif index.column() == WHOSE:
            self._paint_whose(painter, area, line)
        elif index.column() == MEND:
            self._paint_link(painter, area, line, index.row() == self.hovered_link)
        else:
            self._paint_number(painter, area, line, index.column())
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRectF, line: LossLine) -> None:
        body = QFontMetrics(painter.font())
        room = area.width() - _LEFT - PAD
        cause = self._cause_height(line, int(area.width()))
        top = area.top() + (area.height() - 1 - body.height() - cause) / 2
        middle = area.center().y() - ICON / 2
        self._theme.draw_icon(
            painter, line.icon, "muted" if line.by_choice else "warn", area.left() + PAD, round(middle)
        )
        painter.setPen(self._theme.color("text"))
        title = body.elidedText(line.title, Qt.TextElideMode.ElideMiddle, int(room))
        painter.drawText(QPointF(area.left() + _LEFT, top + body.ascent()), title)
        painter.setFont(self._theme.font(Type.SECONDARY))
        painter.setPen(self._theme.color("muted"))
        below = QRectF(area.left() + _LEFT, top + body.height(), room, cause)
        painter.drawText(below, int(_WRAPPED), line.cause)

    def _paint_number(self, painter: QPainter, area: QRectF, line: LossLine, column: int) -> None:
        is_main = column == PREDICTIONS or line.pictures is not None
        painter.setPen(self._theme.color("text" if is_main else "muted"))
        place = area.adjusted(0, 0, -PAD, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cell_text(line, column))

    def _paint_whose(self, painter: QPainter, area: QRectF, line: LossLine) -> None:
        left = area.left() + PAD
        if not line.by_choice:
            self._theme.draw_icon(painter, "triangle", "warn", left, round(area.center().y() - ICON / 2))
            left += ICON + GAP
        painter.setPen(self._theme.color("muted" if line.by_choice else "warn"))
        painter.drawText(
            QRectF(left, area.top(), area.right() - left, area.height()),
            Qt.AlignmentFlag.AlignVCenter,
            cell_text(line, WHOSE),
        )

    def _paint_link(self, painter: QPainter, area: QRectF, line: LossLine, is_hovered: bool) -> None:
        font = QFont(painter.font())
        font.setUnderline(is_hovered)
        painter.setFont(font)
        painter.setPen(self._theme.color("link"))
        painter.drawText(area.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.mend_words)

    def _cause_height(self, line: LossLine, width: int) -> int:
        if not line.cause:
            return 0
        metrics = QFontMetrics(self._theme.font(Type.SECONDARY))
        room = max(width - _LEFT - PAD, 40)
        needed = metrics.boundingRect(0, 0, room, 10_000, int(_WRAPPED), line.cause).height()
        return min(needed, _MOST_CAUSE_LINES * metrics.lineSpacing())
