"""A field for a number: type it, or arrows and Page keys; painted from the tokens, without little buttons."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme


class NumberField(QDoubleSpinBox):
    """Arrows move by ``step``, Page keys by ``page``; a comma is taken for a point."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        least: float,
        most: float,
        step: float,
        page: float,
        digits: int,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is what a screen reader calls it."""
        super().__init__(parent)
        self._theme = theme
        self._page = page
        self.setLocale(QLocale.c())
        self.setAccessibleName(name)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFont(theme.font(Type.BODY))
        self.setDecimals(digits)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setFrame(False)
        # The frame is painted here; the line inside has none of its own.
        self.lineEdit().setStyleSheet("background: transparent; border: none; min-height: 0; padding: 0 8px;")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the longest number."""
        longest = f"{self.maximum():.{self.decimals()}f}"
        width = max(self.fontMetrics().horizontalAdvance(longest) + 34, 52)
        return QSize(width, max(32 if self.decimals() else 26, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """Never narrower."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys take larger steps."""
        pages = {Qt.Key.Key_PageUp: self._page, Qt.Key.Key_PageDown: -self._page}
        move = pages.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self.setValue(round(self.value() + move, self.decimals()))

    def valueFromText(self, text: str) -> float:  # noqa: N802
        """``0,35`` is ``0.35``."""
        return super().valueFromText(text.replace(",", "."))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """A comma is as good as a point."""
        state, typed, place = super().validate(text.replace(",", "."), place)
        return state, typed, place

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and edge; the line inside paints its text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isEnabled()
        painter.setPen(QPen(self._theme.color("control" if is_on else "line"), 1))
        painter.setBrush(self._theme.color("surface" if is_on else "window"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
