"""The head of the table of rows: a tick for all that is shown, titles, and the arrow of the order."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.qt.rows.cell_delegate import PAD, TICK_LEFT
from gui.qt.rows.columns import COLUMNS, TICK
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.check_box import BOX, draw_box

HEIGHT = 30


class TickHeader(QHeaderView):
    """A click sorts, or ticks; what it shows is set from outside."""

    tick_all_wanted = Signal(bool)
    sort_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """``parent`` is the table."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._tick = Qt.CheckState.Checked
        self._sorted = -1
        self._is_descending = False
        self.setFont(theme.font(Type.TABLE_HEAD))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setAccessibleName("Columns")

    def show_tick(self, state: Qt.CheckState) -> None:
        """All, none or some of what is shown."""
        if state != self._tick:
            self._tick = state
            self.viewport().update()

    def show_order(self, column: int, is_descending: bool) -> None:
        """Where the arrow stands, and which way it points."""
        self._sorted, self._is_descending = column, is_descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(super().sizeHint().width(), max(HEIGHT, self.fontMetrics().height() + 12))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a title, unless a border was dragged."""
        was_resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if was_resizing or section < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        if section == TICK:
            self.tick_all_wanted.emit(self._tick != Qt.CheckState.Checked)
        elif COLUMNS[section].sort is not None:
            self.sort_wanted.emit(section)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        """Ground, hairline, then the tick or the title with its arrow."""
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, self._theme.color("surface"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        if logicalIndex == TICK:
            draw_box(painter, self._theme, area.left() + TICK_LEFT, area.center().y() - BOX / 2 - 0.5, self._tick)
        else:
            self._paint_title(painter, area, logicalIndex)
        painter.restore()

    def _paint_title(self, painter: QPainter, area: QRectF, column: int) -> None:
        record = COLUMNS[column]
        metrics = QFontMetrics(self.font())
        arrow = 18 if column == self._sorted else 0
        title = metrics.elidedText(record.title, Qt.TextElideMode.ElideRight, int(area.width()) - PAD - arrow)
        width = metrics.horizontalAdvance(title)
        left = area.right() - PAD - width - arrow if record.is_number else area.left() + PAD
        painter.setFont(self.font())
        painter.setPen(self._theme.color("text" if arrow else "muted"))
        painter.drawText(QRectF(left, area.top(), width + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, title)
        if arrow:
            name = "arrow-down" if self._is_descending else "arrow-up"
            top = area.top() + (area.height() - 12) / 2
            self._theme.draw_icon(painter, name, "text", round(left + width + 5), round(top), 12)
