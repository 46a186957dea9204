"""The four figures side by side: read, matched to rows, matched to classes, to be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.check_view import Figure
from gui.qt.check.figure import FigureView
from gui.qt.theme.theme import Theme
from gui.qt.widgets.icon_label import IconLabel

COUNT = 4


class Funnel(QWidget):
    """Each bar is measured against what was read."""

    def __init__(self, theme: Theme) -> None:
        """Empty until there are figures."""
        super().__init__()
        self._views = [FigureView(theme, is_first=place == 0, is_last=place == COUNT - 1) for place in range(COUNT)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, view in enumerate(self._views):
            if place:
                arrow = IconLabel(theme, "chevron-right", "muted", 14)
                layout.addSpacing(7)
                layout.addWidget(arrow, 0, Qt.AlignmentFlag.AlignVCenter)
                layout.addSpacing(7)
            layout.addWidget(view, 1)
        self.setAccessibleName("From the file to the rows")

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Four figures, in order."""
        for view, figure in zip(self._views, figures, strict=True):
            view.show_figure(figure)
