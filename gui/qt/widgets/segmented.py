"""One of a few options, side by side: radio buttons drawn as one control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

_HEIGHT = 32
_LEAST_WIDTH = 120


class Segmented(QWidget):
    """Emits the place of the option that was chosen by hand; arrows move the choice."""

    chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[str],
        parent: QWidget | None = None,
        *,
        least_width: int = _LEAST_WIDTH,
    ) -> None:
        """``name`` says for a screen reader what is chosen here; no option is narrower than ``least_width`` pixels."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._segments: list[_Segment] = []
        for place, option in enumerate(options):
            segment = _Segment(theme, option, place == 0, place == len(options) - 1, least_width)
            segment.setAccessibleName(f"{name}: {option}")
            self._group.addButton(segment, place)
            self._segments.append(segment)
            layout.addWidget(segment)
        self._segments[0].setChecked(True)
        self.setFocusProxy(self._segments[0])
        # Not idClicked: what a screen reader does to a radio button toggles it, and is no click.
        self._group.idToggled.connect(lambda place, on: self.chosen.emit(place) if on else None)
        theme.changed.connect(self.update)

    @property
    def segments(self) -> Sequence[QWidget]:
        """The options, in order; one of them at a time is reached by Tab."""
        return self._segments

    @property
    def current(self) -> int:
        """The place of the chosen option."""
        return self._group.checkedId()

    def set_current(self, place: int) -> None:
        """Choose an option without telling anybody; Tab comes to it, which Qt sees to after keys and clicks alone."""
        with QSignalBlocker(self._group):
            self._segments[place].setChecked(True)
        for segment in self._segments:
            policy = Qt.FocusPolicy.StrongFocus if segment.isChecked() else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)

    def describe(self, sentences: Sequence[str]) -> None:
        """What each option means, for the mouse that rests on it and for a screen reader."""
        for segment, sentence in zip(self._segments, sentences, strict=True):
            segment.setToolTip(sentence)
            segment.setAccessibleDescription(sentence)

    def set_problem(self, has_problem: bool) -> None:
        """Mark the chosen option as the one that is wrong: with its edge and with a sign."""
        for segment in self._segments:
            segment.set_problem(has_problem)


class _Segment(QRadioButton):
    """One option; the chosen one has a tick, so that it does not differ by colour alone."""

    def __init__(self, theme: Theme, text: str, is_first: bool, is_last: bool, least_width: int) -> None:
        super().__init__(text)
        self._least_width = least_width
        self._theme = theme
        self._is_first = is_first
        self._is_last = is_last
        self._has_problem = False
        self.setFont(theme.font(Type.STRONG))  # the wider of the two: the size stays when the choice moves
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_problem(self, has_problem: bool) -> None:
        self._has_problem = has_problem
        self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 56
        return QSize(max(width, self._least_width), max(_HEIGHT, self.fontMetrics().height() + 10))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, ground, ink = self._roles()
        width = 2 if self.isChecked() else 1
        half = width / 2
        painter.setPen(QPen(self._theme.color(edge), width))
        painter.setBrush(self._theme.color(ground))
        painter.drawPath(self._outline(QRectF(self.rect()).adjusted(half, half, -half, -half)))
        painter.setFont(self._theme.font(Type.STRONG if self.isChecked() else Type.BODY))
        text_width = painter.fontMetrics().horizontalAdvance(self.text())
        icon = ("octagon" if self._has_problem else "check") if self.isChecked() else ""
        left = (self.width() - text_width - (24 if icon else 0)) / 2
        if icon:
            self._theme.draw_icon(painter, icon, "bad" if self._has_problem else "link", left, (self.height() - 16) / 2)
            left += 24
        painter.setPen(self._theme.color(ink))
        painter.drawText(QRectF(left, 0, text_width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())

    def _roles(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "line", "window", "disabled"
        if self.isChecked():
            return ("bad", "bad_ground", "text") if self._has_problem else ("accent", "tint", "text")
        return "control", "hover" if self.underMouse() else "surface", "text"

    def _outline(self, area: QRectF) -> QPainterPath:
        """Round where the control ends; the chosen one is round all about."""
        path = QPainterPath()
        if self.isChecked():
            path.addRoundedRect(area, 6, 6)
            return path
        if not self._is_first:
            area.setLeft(area.left() - 8)
        if not self._is_last:
            area.setRight(area.right() + 8)
        path.addRoundedRect(area, 6, 6)
        return path
