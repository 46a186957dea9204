"""A tick box painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

BOX = 16


class CheckBox(QCheckBox):
    """A tick box with its text; partly ticked is a dash."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        """The text is also the accessible name."""
        super().__init__(text, parent)
        self._theme = theme
        self.setFont(theme.font(Type.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Box, gap, text."""
        metrics = self.fontMetrics()
        return QSize(BOX + 10 + metrics.horizontalAdvance(self.text()) + 4, max(26, metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Text is never clipped."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as in tables, then the text."""
        painter = QPainter(self)
        draw_box(painter, self._theme, 1, (self.height() - BOX) / 2, self.checkState(), self.isEnabled())
        painter.setPen(self._theme.color("text" if self.isEnabled() else "disabled"))
        area = QRectF(BOX + 10, 0, self.width() - BOX - 10, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.text())


def draw_box(
    painter: QPainter, theme: Theme, x: float, y: float, state: Qt.CheckState, is_enabled: bool = True
) -> None:
    """Paint a tick box of ``BOX`` × ``BOX`` with its top-left corner at ``x``, ``y``; for delegates too."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(x, y, BOX, BOX).adjusted(0.5, 0.5, -0.5, -0.5)
    if state == Qt.CheckState.Unchecked:
        painter.setPen(QPen(theme.color("control" if is_enabled else "line"), 1.2))
        painter.setBrush(theme.color("surface" if is_enabled else "window"))
        painter.drawRoundedRect(area, 4, 4)
    else:
        ground = theme.color("accent" if is_enabled else "disabled")
        painter.setPen(QPen(ground, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(area, 4, 4)
        icon = "check" if state == Qt.CheckState.Checked else "dash"
        theme.draw_icon(painter, icon, "on_accent" if is_enabled else "surface", x + 2, y + 2, BOX - 4)
    painter.restore()
