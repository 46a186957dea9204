"""The threshold: a field and a handle that say the same, and what is kept and left out by it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import number
from gui.domain.threshold import kept
from gui.domain.words import confidence
from gui.qt.predictions.histogram import STEPS, Histogram
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label
from gui.qt.widgets.number_field import NumberField


class ThresholdPart(QWidget):
    """Emits the threshold whenever somebody moves it, by a hundredth at least."""

    threshold_changed = Signal(float)

    def __init__(self, theme: Theme) -> None:
        """At 0: everything is kept."""
        super().__init__()
        self._counts: list[int] = []
        title = Label(theme, "Keep from confidence", Type.SECTION)
        self.field = NumberField(theme, "Keep from confidence", least=0, most=1, step=0.01, page=0.1, digits=2)
        title.setBuddy(self.field)
        self.histogram = Histogram(theme)
        self._kept = Label(theme, "", Type.STRONG)
        self._left_out = Label(theme, "", Type.BODY, "muted")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title)
        head.addWidget(self.field)
        head.addStretch(1)
        head.addWidget(self._kept)
        head.addWidget(self._left_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.histogram, 1)
        self.field.valueChanged.connect(self._typed)
        self.histogram.valueChanged.connect(self._dragged)

    def show_counts(self, histogram: list[int], threshold: float) -> None:
        """Another file."""
        self._counts = histogram
        self.histogram.show_counts(histogram)
        self.show_threshold(threshold)

    def show_threshold(self, threshold: float) -> None:
        """The threshold as it is, without telling anybody."""
        for control, value in ((self.field, threshold), (self.histogram, round(threshold * STEPS))):
            was_blocked = control.blockSignals(True)
            control.setValue(value)  # type: ignore[arg-type]
            control.blockSignals(was_blocked)
        self.histogram.update()
        how_many = kept(self._counts, threshold)
        self._kept.setText(f"{number(how_many)} kept")
        self._left_out.setText(f"{number(sum(self._counts) - how_many)} left out")
        # A slider's own value is a whole number of hundredths, which says nothing to anybody.
        said = f"{confidence(threshold)}: {self._kept.text()}, {self._left_out.text()}"
        self.histogram.setAccessibleDescription(said)

    def _typed(self, threshold: float) -> None:
        self.show_threshold(threshold)
        self.threshold_changed.emit(threshold)

    def _dragged(self, steps: int) -> None:
        self._typed(steps / STEPS)
