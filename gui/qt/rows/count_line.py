"""The line below the table: how many rows, how many of them ticked and selected, and two links that tick."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.counting import counted, number
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label


class CountLine(QWidget):
    """Emits what the links ask for."""

    tick_shown_wanted = Signal()
    untick_all_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """No rows."""
        super().__init__()
        self._rows = Label(theme, "", Type.STRONG)
        self._ticks = Label(theme, "", Type.BODY, "muted")
        self._tick = Button(theme, "Tick all shown", Kind.LINK)
        self._untick = Button(theme, "Untick all", Kind.LINK)
        self._undo = Button(theme, "Undo", Kind.LINK, name="Undo the last change of ticks")
        self._undo.setToolTip("Take the last change of ticks back (Ctrl+Z)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._rows)
        row.addWidget(self._ticks)
        row.addStretch(1)
        row.addWidget(self._undo)
        row.addWidget(self._tick)
        row.addWidget(self._untick)
        self._tick.clicked.connect(self.tick_shown_wanted)
        self._untick.clicked.connect(self.untick_all_wanted)
        self._undo.clicked.connect(self.undo_wanted)

    def show_counts(self, *, total: int, shown: int, ticked: int, selected: int, can_undo: bool) -> None:
        """Count everything; while a filter is set, what it leaves first."""
        for part in (self._rows, self._ticks, self._tick, self._untick):
            part.setVisible(total > 0)
        self._undo.setVisible(can_undo)
        self._rows.setText(counted(total, "row") if shown == total else f"{number(shown)} of {number(total)} shown")
        self._ticks.setText(f"{number(ticked)} ticked, {number(selected)} selected")
        self._tick.setText("Tick all" if shown == total else "Tick all shown")
        self._tick.setEnabled(shown > 0)
        self._untick.setEnabled(ticked > 0)
