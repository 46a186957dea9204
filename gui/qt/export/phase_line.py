"""The phases of an export to a branch side by side: those that are over, the one that runs, those that come."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.destination import Goal
from gui.domain.export_phases import phases_of
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_MOST = 4
_OVER, _RUNS, _COMES = ("check", "good"), ("arrow-right", "link"), ("dot", "muted")
"""Icon and colour of a phase."""


class PhaseLine(QWidget):
    """Shown by whoever knows that a branch is written."""

    def __init__(self, theme: Theme) -> None:
        """No phase yet."""
        super().__init__()
        self._theme = theme
        self._signs = [IconLabel(theme, "", "muted") for _ in range(_MOST)]
        self._words = [Label(theme) for _ in range(_MOST)]
        self._shown = (Goal.FILE, "")
        theme.changed.connect(lambda: self.show_phase(*self._shown))  # another style sheet forgets the fonts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(6)
        for sign, words in zip(self._signs, self._words, strict=True):
            row.addWidget(sign)
            row.addWidget(words)
            row.addSpacing(14)
        row.addStretch(1)

    def show_phase(self, goal: Goal, phase: str) -> None:
        """Where the export is; nothing for a file alone."""
        self._shown = (goal, phase)
        phases = phases_of(goal)
        if not phases:
            return
        current = next((place for place, (name, _) in enumerate(phases) if name == phase), 0)
        for place, (sign, label) in enumerate(zip(self._signs, self._words, strict=True)):
            is_there = place < len(phases)
            sign.setVisible(is_there)
            label.setVisible(is_there)
            if is_there:
                self._show_one(sign, label, phases[place][1], place - current)
        self.setAccessibleName(f"Step {current + 1} of {len(phases)}: {phases[current][1]}")

    def _show_one(self, sign: IconLabel, label: Label, words: str, distance: int) -> None:
        sign.show_icon(*(_OVER if distance < 0 else _COMES if distance else _RUNS))
        label.setText(words)
        label.setFont(self._theme.font(Type.STRONG if not distance else Type.BODY))
        label.set_color("text" if distance <= 0 else "muted")
