"""One step of the rail: a ring with its number or sign, its name, and the line that says its state."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.domain.steps import NAMES, Mark, StepState
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

HEIGHT = 64
_RING = 22
_RING_X = 34
_SIGN = 14
_TEXT_X = 56
_SIGNS = {Mark.DONE: "check"}
_COLORS = {Mark.DONE: "good", Mark.WARN: "warn", Mark.FAILED: "bad"}
_SPOKEN = {Mark.DONE: "done", Mark.WARN: "worth a look", Mark.FAILED: "failed", Mark.BUSY: "busy"}


class StepButton(QPushButton):
    """Can be clicked as soon as the step can be reached; says in its accessible description why it cannot."""

    def __init__(self, theme: Theme, state: StepState, is_first: bool, is_last: bool, parent: QWidget) -> None:
        """The lines above the first and below the last ring are left away."""
        super().__init__(parent)
        self._theme = theme
        self._state = state
        self._is_first = is_first
        self._is_last = is_last
        self._is_current = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{state.step + 1} {NAMES[state.step]}")
        theme.changed.connect(self.update)
        self.show_state(state, False)

    def show_state(self, state: StepState, is_current: bool) -> None:
        """Show another state; the current step is marked by its ground and a bar."""
        self._state = state
        self._is_current = is_current
        self.setEnabled(state.is_reachable)
        spoken = (state.line, _SPOKEN.get(state.mark, ""), "this page" if is_current else "")
        self.setAccessibleDescription(", ".join(part for part in spoken if part))
        self.setToolTip("" if self._fits(state.line) else state.line)
        self.update()

    @property
    def is_current(self) -> bool:
        """Whether this step's page is shown."""
        return self._is_current

    def sizeHint(self) -> QSize:
        """The rail gives the width."""
        return QSize(200, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down belong to the rail, which knows the other steps."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, line to the neighbours, ring, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_lines(painter)
        self._paint_ring(painter)
        self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        area = QRectF(8, 2, self.width() - 16, HEIGHT - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_current:
            painter.setBrush(self._theme.color("selection"))
            painter.drawRoundedRect(area, 6, 6)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(8, 16, 3, HEIGHT - 32), 1.5, 1.5)
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(self._theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(area, 6, 6)

    def _paint_lines(self, painter: QPainter) -> None:
        ring_top = (HEIGHT - _RING) / 2
        painter.setPen(QPen(self._theme.color("control" if self._state.mark is Mark.DONE else "line"), 1.5))
        if not self._is_last:
            painter.drawLine(_RING_X, round(HEIGHT - ring_top), _RING_X, HEIGHT)
        painter.setPen(QPen(self._theme.color("line"), 1.5))
        if not self._is_first:
            painter.drawLine(_RING_X, 0, _RING_X, round(ring_top))

    def _paint_ring(self, painter: QPainter) -> None:
        mark = self._state.mark
        ring = QRectF(_RING_X - _RING / 2, (HEIGHT - _RING) / 2, _RING, _RING)
        is_plain_current = self._is_current and mark is Mark.NUMBER
        color = _COLORS.get(mark, "accent" if is_plain_current or mark is Mark.BUSY else "control")
        ground = {Mark.DONE: "good_ground", Mark.WARN: "warn_ground", Mark.FAILED: "bad_ground"}.get(mark, "surface")
        painter.setBrush(self._theme.color("accent" if is_plain_current else ground))
        painter.setPen(QPen(self._theme.color("line" if mark is Mark.BUSY else color), 1.5))
        painter.drawEllipse(ring)
        if mark is Mark.BUSY:
            self._paint_arc(painter, ring)
        sign = _SIGNS.get(mark)
        if sign:
            centre = ring.center()
            self._theme.draw_icon(painter, sign, color, centre.x() - _SIGN / 2, centre.y() - _SIGN / 2, _SIGN)
            return
        painter.setFont(self._theme.font(Type.STRONG))
        ink = "on_accent" if is_plain_current else ("muted" if mark is Mark.NUMBER else color)
        painter.setPen(self._theme.color(ink))
        text = str(self._state.step + 1) if mark in (Mark.NUMBER, Mark.BUSY) else "!"
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_arc(self, painter: QPainter, ring: QRectF) -> None:
        """How far the step is; a quarter when nobody can say."""
        share = 0.25 if self._state.progress is None else self._state.progress
        painter.setPen(QPen(self._theme.color("accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(ring, 90 * 16, -math.floor(share * 360 * 16))

    def _paint_words(self, painter: QPainter) -> None:
        name_font, line_font = self._theme.font(Type.STRONG), self._theme.font(Type.SECONDARY)
        name_height = QFontMetrics(name_font).height()
        lines = self._wrapped()
        line_height = QFontMetrics(line_font).height()
        top = (HEIGHT - name_height - len(lines) * line_height - 1) / 2
        room = self._room()
        is_waiting = self._state.mark is Mark.NUMBER and not self._is_current
        painter.setFont(name_font)
        painter.setPen(self._theme.color("muted" if is_waiting else "text"))
        painter.drawText(QRectF(_TEXT_X, top, room, name_height), Qt.AlignmentFlag.AlignVCenter, self._name())
        painter.setFont(line_font)
        painter.setPen(self._theme.color({Mark.WARN: "warn", Mark.FAILED: "bad"}.get(self._state.mark, "muted")))
        for number, line in enumerate(lines):
            area = QRectF(_TEXT_X, top + name_height + 1 + number * line_height, room, line_height)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, line)

    def _name(self) -> str:
        return NAMES[self._state.step]

    def _room(self) -> int:
        return max(self.width() - _TEXT_X - 12, 40)

    def _fits(self, line: str) -> bool:
        metrics = QFontMetrics(self._theme.font(Type.SECONDARY))
        return metrics.boundingRect(QRect(0, 0, self._room(), 999), _WRAP, line).height() <= 2 * metrics.height()

    def _wrapped(self) -> list[str]:
        """The state in one line, or two when it is long or the letters are large; what is left over is elided."""
        metrics = QFontMetrics(self._theme.font(Type.SECONDARY))
        words, room = self._state.line.split(" "), self._room()
        first: list[str] = []
        while words and metrics.horizontalAdvance(" ".join([*first, words[0]])) <= room:
            first.append(words.pop(0))
        if not first:
            first.append(words.pop(0))
        rest = " ".join(words)
        return [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            if metrics.horizontalAdvance(line) > room
            else line
            for line in (" ".join(first), rest)
            if line
        ]


_WRAP = int(Qt.TextFlag.TextWordWrap.value)
