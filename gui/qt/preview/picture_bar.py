"""Below the picture: to the row before and after, how large it is shown, and back to the whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.counting import NO_BREAK, counted, number
from gui.qt.preview.canvas import STEP, Canvas
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label


class PictureBar(QWidget):
    """Zooms the canvas by itself; which row comes next is asked for."""

    step_wanted = Signal(int)

    def __init__(self, theme: Theme, canvas: Canvas) -> None:
        """``canvas`` is the picture above."""
        super().__init__()
        self._before = Button(
            theme, "", Kind.QUIET, icon="chevron-left", name="Previous row with predictions", small=True
        )
        self._after = Button(theme, "", Kind.QUIET, icon="chevron-right", name="Next row with predictions", small=True)
        self._place = Label(theme, "", Type.BODY, "muted")
        smaller = Button(theme, "", Kind.QUIET, icon="minus", name="Zoom out", small=True)
        larger = Button(theme, "", Kind.QUIET, icon="plus", name="Zoom in", small=True)
        whole = Button(theme, "", Kind.QUIET, icon="expand", name="Fit the picture", small=True)
        self._zoom = Label(theme, "", Type.BODY, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self._before, self._place, self._after):
            row.addWidget(part)
        row.addStretch(1)
        for part in (smaller, self._zoom, larger, whole):
            row.addWidget(part)
        self._before.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._after.clicked.connect(lambda: self.step_wanted.emit(1))
        smaller.clicked.connect(lambda: canvas.zoom(1 / STEP))
        larger.clicked.connect(lambda: canvas.zoom(STEP))
        whole.clicked.connect(canvas.fit)
        self._canvas = canvas
        canvas.zoom_changed.connect(self._show_zoom)

    def show_place(self, place: int, total: int) -> None:
        """``Row 3 of 97``; a row that is none of them still has neighbours."""
        which = f"Row {number(place)} of {number(total)}" if place else counted(total, "row")
        self._place.setText(which if total else "No predictions")
        self._before.setEnabled(total > 0 and place != 1)
        self._after.setEnabled(total > 0 and place != total)

    def _show_zoom(self, scale: float) -> None:
        has_picture = self._canvas.scene.width > 0
        self._zoom.setText(f"{scale * 100:.0f}{NO_BREAK}%" if has_picture else "")
