"""Text in one of the type scale's roles and one of the tokens' colours; always plain text, never markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme


class Label(QLabel):
    """A label that keeps its role when the theme changes; what comes from outside is never taken for markup."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: Type = Type.BODY,
        color: str = "text",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``color`` names a token."""
        super().__init__(parent)
        self._theme = theme
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setFont(theme.font(kind))
        self.setText(text)
        theme.changed.connect(self._paint_color)
        self._paint_color()

    def set_color(self, color: str) -> None:
        """Another token's colour."""
        self._color = color
        self._paint_color()

    def _paint_color(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._color))
        self.setPalette(palette)
