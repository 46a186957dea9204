"""What is in the picture, class by class: a swatch, the name beside it, how many."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.domain.counting import number
from gui.qt.preview.scene import Look, Scene
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label

_SAID = {Look.KEPT: "", Look.LEFT_OUT: ", left out", Look.NO_MATCH: ", no match"}


class ClassTally(QWidget):
    """Keeps its lines from picture to picture and only changes what they say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[Swatch, ElidedLabel, Label]] = []

    def show_scene(self, scene: Scene) -> None:
        """Tell what a scene holds."""
        tally = scene.tally()
        while len(self._lines) < len(tally):
            self._add_line()
        for place, (swatch, name, count) in enumerate(self._lines):
            is_used = place < len(tally)
            for widget in (swatch, name, count):
                widget.setVisible(is_used)
            if is_used:
                title, color, look, how_many = tally[place]
                swatch.show_color(color, look)
                name.setText(title + _SAID[look])
                count.setText(number(how_many))

    def _add_line(self) -> None:
        line = Swatch(self._theme), ElidedLabel(self._theme), Label(self._theme, "", Type.BODY, "muted")
        line[2].setAlignment(Qt.AlignmentFlag.AlignRight)
        for column, widget in enumerate(line):
            self._grid.addWidget(widget, len(self._lines), column)
        self._lines.append(line)


class Swatch(QWidget):
    """A small square in a class's colour; without one a dotted frame. The name stands beside it."""

    def __init__(self, theme: Theme, color: str = "", look: Look = Look.KEPT) -> None:
        """``color`` is the ontology's."""
        super().__init__()
        self._theme = theme
        self._color = color
        self._look = look
        self.setFixedSize(12, 12)
        theme.changed.connect(self.update)

    def show_color(self, color: str, look: Look) -> None:
        """Another colour."""
        self._color, self._look = color, look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full, or a frame that is dashed or dotted like the outline in the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_swatch(painter, self._theme, QRectF(self.rect()), self._color, self._look)


def draw_swatch(painter: QPainter, theme: Theme, area: QRectF, color: str, look: Look = Look.KEPT) -> None:
    """Paint a swatch; for delegates too."""
    ink = QColor(color) if color else theme.color("muted")
    if look is Look.KEPT and color:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(area, 3, 3)
        return
    pen = QPen(theme.color("text") if look is Look.NO_MATCH else ink, 1.4)
    if look is not Look.KEPT:
        pen.setDashPattern([1.5, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)
