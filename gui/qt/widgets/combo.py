"""A combo box painted from the tokens; its accessible name is its buddy label (Qt on Linux takes no other)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

_HEIGHT = 32
_SMALL_HEIGHT = 26
_COMPACT_MOST = 110


class Combo(QComboBox):
    """Shows the chosen entry with its icon; ``prefix`` stands muted before it ("Dataset  All")."""

    def __init__(self, theme: Theme, *, prefix: str = "", small: bool = False, parent: QWidget | None = None) -> None:
        """Give it a label with ``QLabel.setBuddy``; a label may be hidden from sight by zero size, never left out."""
        super().__init__(parent)
        self._theme = theme
        self._prefix = prefix
        self._height = _SMALL_HEIGHT if small else _HEIGHT
        self._is_unset = False
        self._is_compact = False
        self.setFont(theme.font(Type.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.changed.connect(self.update)

    def set_unset(self, is_unset: bool) -> None:
        """Mark a choice that is still to be made with the edge of a warning."""
        self._is_unset = is_unset
        self.update()

    def set_compact(self, is_compact: bool) -> None:
        """Show the prefix alone while the first entry ("All") is chosen, and the entry alone otherwise."""
        self._is_compact = is_compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the longest entry; compact, for what is shown, within reason."""
        metrics = self.fontMetrics()
        if self._is_compact:
            shown = metrics.horizontalAdvance(self.currentText() if self.currentIndex() > 0 else self._prefix)
            return QSize(min(shown, _COMPACT_MOST) + 42, max(self._height, metrics.height() + 10))
        entries = [self.itemText(place) for place in range(self.count())] or [self.placeholderText()]
        widest = max(metrics.horizontalAdvance(entry) for entry in entries)
        prefix = metrics.horizontalAdvance(self._prefix) + 6 if self._prefix else 0
        icon = 22 if any(not self.itemIcon(place).isNull() for place in range(self.count())) else 0
        return QSize(widest + prefix + icon + 48, max(self._height, metrics.height() + 10))

    def minimumSizeHint(self) -> QSize:
        """It may be narrower than its longest entry, which is then elided."""
        return QSize(72, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, prefix, icon, text, chevron."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, ground, ink = self._roles()
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = 10.0
        if self._is_compact and self.currentIndex() <= 0:
            self._write(painter, self._prefix, "muted", left)
            self._draw_chevron(painter)
            return
        if self._prefix and not self._is_compact:
            left = self._write(painter, self._prefix, "muted", left) + 6
        icon = self.itemIcon(self.currentIndex())
        if not icon.isNull():
            icon.paint(painter, round(left), (self.height() - 16) // 2, 16, 16, mode=QIcon.Mode.Normal)
            left += 22
        text = self.currentText() or self.placeholderText()
        self._write(painter, text, ink if self.currentText() else "muted", left)
        self._draw_chevron(painter)

    def _draw_chevron(self, painter: QPainter) -> None:
        self._theme.draw_icon(painter, "chevron-down", "muted", self.width() - 24, (self.height() - 14) / 2, 14)

    def _write(self, painter: QPainter, text: str, color: str, left: float) -> float:
        room = self.width() - 28 - left
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(self._theme.color(color))
        painter.drawText(QRectF(left, 0, room + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return left + self.fontMetrics().horizontalAdvance(shown)

    def _roles(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "line", "window", "disabled"
        edge = "warn" if self._is_unset else "control"
        return edge, "hover" if self.underMouse() else "surface", "text"
