"""Sketches of what is to be pressed in Encord Active: simple shapes of our own, with the one control that matters."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

_WIDTH, _HEIGHT = 268, 92
_HEAD = 22
"""Pixels of the sketched window's head."""


class Scene(StrEnum):
    """What is shown."""

    ANALYZE = "analyze"
    CHOOSE = "choose"


_SAYS = {
    Scene.ANALYZE: "A sketch: a list of prediction sets with {branch} ticked, and the button Analyze beside it",
    Scene.CHOOSE: "A sketch: an open list in which the prediction set {branch} is chosen",
}


class StepPicture(QWidget):
    """A small window drawn from the tokens, so that it goes with light and dark; it takes no keys."""

    def __init__(self, theme: Theme, scene: Scene) -> None:
        """Without a branch's name yet."""
        super().__init__()
        self._theme = theme
        self._scene = scene
        self._branch = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_branch(self, branch: str) -> None:
        """The prediction set's name in the sketch."""
        self._branch = branch
        self.setAccessibleName(_SAYS[self._scene].format(branch=branch))
        self.update()

    def sizeHint(self) -> QSize:
        """The same everywhere."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame and head, then the scene."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("window"))
        painter.drawRoundedRect(frame, 6, 6)
        self._bar(painter, 12, 8, 56)
        self._bar(painter, 78, 8, 34)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(0, _HEAD, self.width(), _HEAD)
        if self._scene is Scene.ANALYZE:
            self._draw_analyze(painter)
        else:
            self._draw_choose(painter)

    def _draw_analyze(self, painter: QPainter) -> None:
        """A ticked set among others; the button at the right."""
        for top, width in ((32, 74), (72, 52)):
            self._tick(painter, 12, top, is_on=False)
            self._bar(painter, 32, top + 3, width)
        self._tick(painter, 12, 52, is_on=True)
        self._name(painter, QRectF(32, 48, 136, 20))
        self._pressed(painter, QRectF(180, 46, 76, 24), "Analyze")

    def _draw_choose(self, painter: QPainter) -> None:
        """An open list with the set marked."""
        area = QRectF(12, 30, 190, 54)
        painter.setPen(QPen(self._theme.color("control"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(area, 4, 4)
        self._bar(painter, 22, 38, 70)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selection"))
        painter.drawRect(QRectF(13, 49, 188, 18))
        self._theme.draw_icon(painter, "check", "link", 20, 51, 14)
        self._name(painter, QRectF(40, 48, 156, 20))
        self._bar(painter, 22, 73, 48)

    def _bar(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Words that do not matter."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bar_left_out"))
        painter.drawRoundedRect(QRectF(x, y, width, 6), 3, 3)

    def _tick(self, painter: QPainter, x: float, y: float, *, is_on: bool) -> None:
        painter.setPen(QPen(self._theme.color("accent" if is_on else "control"), 1))
        painter.setBrush(self._theme.color("accent" if is_on else "surface"))
        painter.drawRoundedRect(QRectF(x, y, 12, 12), 3, 3)
        if is_on:
            self._theme.draw_icon(painter, "check", "on_accent", x + 1, y + 1, 10)

    def _name(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(Type.LABEL))
        shown = painter.fontMetrics().elidedText(self._branch, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _pressed(self, painter: QPainter, area: QRectF, words: str) -> None:
        """The control that is to be pressed."""
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("tint"))
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(self._theme.color("link"))
        painter.setFont(self._theme.font(Type.LABEL))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
