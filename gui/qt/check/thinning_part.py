"""What may be left out besides: overlaps of a class, more than a number on a picture, and small predictions."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label
from gui.qt.widgets.number_field import NumberField

_OPEN = "Leave out overlapping, surplus or small ones…"


class ThinningPart(QWidget):
    """Emits least size in pixels, overlap (None: off) and most predictions on a picture (0: all)."""

    thinning_wanted = Signal(float, object, int)

    def __init__(self, theme: Theme) -> None:
        """Folded; everything is kept."""
        super().__init__()
        self.overlap = NumberField(theme, "Most overlap", least=0, most=1, step=0.05, page=0.1, digits=2)
        self.most = NumberField(theme, "Most on a picture", least=0, most=100_000, step=1, page=10, digits=0)
        self.smallest = NumberField(theme, "Smallest side", least=0, most=10_000, step=1, page=10, digits=0)
        self.toggle = Button(theme, _OPEN, Kind.LINK)
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 4, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        rows = (
            ("Most overlap", self.overlap, "Of two of a class that overlap more, the more confident stays. 1.00: all."),
            ("Most on a picture", self.most, "The most confident stay. 0: all."),
            ("Smallest side", self.smallest, "In pixels of the picture in Encord. 0: all."),
        )
        for place, (words, field, hint) in enumerate(rows):
            label = Label(theme, words, Type.BODY)
            label.setBuddy(field)
            field.setAccessibleDescription(hint)
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
            grid.addWidget(Label(theme, hint, Type.SECONDARY, "muted", wraps=True), place, 2)
            field.valueChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toggle)
        layout.addWidget(self._fields)
        self.toggle.clicked.connect(lambda: self._unfold(self._fields.isHidden()))
        self._unfold(False)
        self.hide()

    def show_state(self, choices: Choices, *, is_shown: bool) -> None:
        """What holds; tells nobody. What leaves something out is never folded away."""
        overlap = 1.0 if choices.nms is None else choices.nms
        for field, value in (
            (self.overlap, overlap),
            (self.most, choices.most_per_picture),
            (self.smallest, choices.min_size),
        ):
            with QSignalBlocker(field):
                field.setValue(value)
        if choices.thins_out:
            self._unfold(True)
        self.setVisible(is_shown or choices.thins_out)

    def _unfold(self, is_open: bool) -> None:
        self._fields.setVisible(is_open)
        self.toggle.setText("Close" if is_open else _OPEN)

    def _changed(self) -> None:
        overlap = self.overlap.value()
        self.thinning_wanted.emit(self.smallest.value(), None if overlap >= 1 else overlap, round(self.most.value()))
