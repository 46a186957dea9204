"""Paints the table "What is left out": two lines of words, numbers, whose choice it was, and the link."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
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
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class LossDelegate(QStyledItemDelegate):
    """Title and cause take as many lines as they need: they are what people read the table for."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """``parent`` is the table."""
        super().__init__(parent)
        self._theme = theme
        self.hovered_link = -1
        """The line whose link is under the mouse."""

    def height(self, line: LossLine, width: int) -> int:
        """Pixels that a line needs when its words have ``width``."""
        return max(_LEAST_HEIGHT, sum(self._word_heights(line, width)) + _AIR)

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
        title, cause = self._word_heights(line, int(area.width()))
        left, room = area.left() + _LEFT, area.width() - _LEFT - PAD
        top = area.top() + (area.height() - 1 - title - cause) / 2
        tone = "muted" if line.by_choice else "warn"
        self._theme.draw_icon(painter, line.icon, tone, area.left() + PAD, round(area.center().y() - ICON / 2))
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(left, top, room, title), _WRAPPED, line.title)
        painter.setFont(self._theme.font(Type.SECONDARY))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(QRectF(left, top + title, room, cause), _WRAPPED, line.cause)

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

    def _word_heights(self, line: LossLine, width: int) -> tuple[int, int]:
        """Pixels that title and cause need below each other."""
        room = max(width - _LEFT - PAD, 40)

        def height(text: str, kind: Type) -> int:
            metrics = QFontMetrics(self._theme.font(kind))
            return metrics.boundingRect(0, 0, room, 10_000, _WRAPPED, text).height() if text else 0

        return height(line.title, Type.BODY), height(line.cause, Type.SECONDARY)
