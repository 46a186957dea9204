"""Which frame of a video, or which image of a group, is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.counting import number
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label
from gui.qt.widgets.number_field import NumberField


class FrameBar(QWidget):
    """Hidden for a single picture; people count from 1, ``frame_wanted`` from 0."""

    frame_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """One frame to begin with."""
        super().__init__()
        before = Button(theme, "", Kind.QUIET, icon="chevron-left", name="Previous frame", small=True)
        after = Button(theme, "", Kind.QUIET, icon="chevron-right", name="Next frame", small=True)
        title = Label(theme, "Frame", Type.BODY, "muted")
        self._field = NumberField(theme, "Frame", least=1, most=1, step=1, page=10, digits=0)
        title.setBuddy(self._field)
        self._total = Label(theme, "", Type.BODY, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        for part in (title, self._field, self._total, before, after):
            row.addWidget(part)
        row.addStretch(1)
        before.clicked.connect(lambda: self._field.setValue(self._field.value() - 1))
        after.clicked.connect(lambda: self._field.setValue(self._field.value() + 1))
        self._field.valueChanged.connect(lambda value: self.frame_wanted.emit(round(value) - 1))

    def show_frames(self, frames: int) -> None:
        """Another row, at its first frame."""
        self.setVisible(frames > 1)
        self._field.blockSignals(True)
        self._field.setRange(1, max(frames, 1))
        self._field.setValue(1)
        self._field.blockSignals(False)
        self._total.setText(f"of {number(frames)}")
