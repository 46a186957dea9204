"""Buttons: filled (one a page), plain, tinted, quiet, and links; painted from the tokens."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

HEIGHT = 32
SMALL_HEIGHT = 26
_ICON = 16
_GAP = 8


class Kind(StrEnum):
    """How much a button asks for attention."""

    FILLED = "filled"
    PLAIN = "plain"
    TINTED = "tinted"
    QUIET = "quiet"
    LINK = "link"


_ENABLED: dict[Kind, tuple[str, str, str, str, str]] = {
    Kind.FILLED: ("accent", "accent_hover", "accent_pressed", "", "on_accent"),
    Kind.PLAIN: ("surface", "hover", "pressed", "control", "text"),
    Kind.TINTED: ("tint", "selection", "selection", "accent", "link"),
    Kind.QUIET: ("", "hover", "pressed", "", "text"),
    Kind.LINK: ("", "", "", "", "link"),
}
"""Ground, ground under the mouse, ground while pressed, edge, text."""


class Button(QPushButton):
    """A button with an icon of ours; its accessible name is its text, or ``name`` when it shows an icon only."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: Kind = Kind.PLAIN,
        *,
        icon: str = "",
        name: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``icon`` is the name of a file in ``resources/icons``."""
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon = icon
        self._height = SMALL_HEIGHT if small else HEIGHT
        self.setFont(theme.font(Type.STRONG if kind in (Kind.FILLED, Kind.TINTED) else Type.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind is Kind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name if not text else "")
        theme.changed.connect(self.update)

    def set_icon(self, icon: str) -> None:
        """Another icon, or none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Another weight, for a button whose meaning changes in place."""
        self._kind = kind
        self.setFont(self._theme.font(Type.STRONG if kind in (Kind.FILLED, Kind.TINTED) else Type.BODY))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon, text and the space around them."""
        metrics = self.fontMetrics()
        text = metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        icon = _ICON if self._icon else 0
        gap = _GAP if text and icon else 0
        if self._kind is Kind.LINK:
            return QSize(text + icon + gap + 2, max(metrics.height() + 4, _ICON + 4))
        pad = (self._height - _ICON) if not text else 2 * (17 if self._kind is Kind.FILLED else 13)
        return QSize(text + icon + gap + pad, max(self._height, metrics.height() + 10))

    def minimumSizeHint(self) -> QSize:
        """Text is never clipped."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ground changes under the mouse."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And back."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and edge, then icon and text in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._roles()
        if ground or edge:
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(self._theme.color(edge or ground), 1))
            painter.setBrush(self._theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
        self._paint_content(painter, ink)

    def _roles(self) -> tuple[str, str, str]:
        ground, hovered, pressed, edge, ink = _ENABLED[self._kind]
        if not self.isEnabled():
            bare = self._kind in (Kind.QUIET, Kind.LINK)
            return ("", "", "disabled") if bare else ("window", "line", "disabled")
        if self.isDown():
            return pressed, edge, ink
        if self.underMouse():
            return hovered, edge, ink
        return ground, edge, ink

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        text_width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        icon_width = _ICON + (_GAP if self.text() else 0) if self._icon else 0
        left = (self.width() - text_width - icon_width) / 2
        if self._kind is Kind.LINK:
            left = 0
        if self._icon:
            self._theme.draw_icon(painter, self._icon, ink, round(left), (self.height() - _ICON) / 2, _ICON)
        font = self.font()
        font.setUnderline(self._kind is Kind.LINK and self.isEnabled() and self.underMouse())
        painter.setFont(font)
        painter.setPen(self._theme.color(ink))
        area = QRectF(left + icon_width, 0, text_width + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
