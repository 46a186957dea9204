"""The theme in use: follows the system until somebody chooses, and tells every widget when it changes."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from gui.qt.theme import fonts
from gui.qt.theme.fonts import Type
from gui.qt.theme.icons import draw_icon, icon_pixmap
from gui.qt.theme.palette import palette, style_sheet
from gui.qt.theme.tokens import DARK, LIGHT, Tokens

Mode = Literal["system", "light", "dark"]


class Theme(QObject):
    """Colours, fonts and icons for widgets; a colour is asked for by the name of its token (``"muted"``)."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system") -> None:
        """Dress ``app`` at once."""
        super().__init__(app)
        self._app = app
        self._system_font = QFont(app.font())
        self._mode: Mode = mode
        self.tokens: Tokens = LIGHT
        app.setStyle("Fusion")
        app.setFont(self.font(Type.BODY))
        self.set_mode(mode)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def mode(self) -> Mode:
        """``system`` while the system's choice is followed."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or stay light or dark whatever it says."""
        self._mode = mode
        hints = self._app.styleHints()
        wanted = {
            "light": Qt.ColorScheme.Light,
            "dark": Qt.ColorScheme.Dark,
            "system": Qt.ColorScheme.Unknown,
        }
        hints.setColorScheme(wanted[mode])
        self._follow()

    def switch(self) -> Mode:
        """Change to the other look; when that is what the system says anyway, follow the system again."""
        target: Mode = "light" if self.tokens.is_dark else "dark"
        self.set_mode("system")
        if self.tokens.is_dark != (target == "dark"):
            self.set_mode(target)
        return self._mode

    def color(self, role: str) -> QColor:
        """The colour of a token, for painting."""
        return QColor(getattr(self.tokens, role))

    def font(self, kind: Type) -> QFont:
        """The font of a role of text."""
        return fonts.font(self._system_font, kind)

    def icon(self, name: str, role: str = "text", size: int = 16) -> QIcon:
        """An icon in a token's colour; ask again after ``changed``."""
        icon = QIcon()
        for scale in (1.0, 2.0):
            icon.addPixmap(icon_pixmap(name, getattr(self.tokens, role), size, scale))
        disabled = icon_pixmap(name, self.tokens.disabled, size, 2.0)
        icon.addPixmap(disabled, QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, role: str = "text", size: int = 16, scale: float = 1.0) -> QPixmap:
        """An icon as a pixmap for a label; ``scale`` is the widget's ``devicePixelRatioF()``."""
        return icon_pixmap(name, getattr(self.tokens, role), size, scale)

    def draw_icon(self, painter: QPainter, name: str, role: str, x: float, y: float, size: float = 16) -> None:
        """Paint an icon in a token's colour with its top-left corner at ``x``, ``y``."""
        draw_icon(painter, name, getattr(self.tokens, role), QRectF(x, y, size, size))

    def _follow(self) -> None:
        if self._mode == "system":
            is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            is_dark = self._mode == "dark"
        self.tokens = DARK if is_dark else LIGHT
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()
