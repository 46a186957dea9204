"""The four figures side by side: read, matched to rows, matched to classes, to be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.check_view import Figure
from gui.qt.check.figure import FigureView
from gui.qt.theme.theme import Theme
from gui.qt.widgets.icon_label import IconLabel

COUNT = 4
_ARROW = 14


class Funnel(QWidget):
    """Each bar is measured against what was read; the arrows stand between the bars."""

    def __init__(self, theme: Theme) -> None:
        """Empty until there are figures."""
        super().__init__()
        self._views = [FigureView(theme, is_first=place == 0, is_last=place == COUNT - 1) for place in range(COUNT)]
        self._arrows = [IconLabel(theme, "chevron-right", "muted", _ARROW, self) for _ in range(COUNT - 1)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * _ARROW)
        for view in self._views:
            layout.addWidget(view, 1)
        self.setAccessibleName("From the file to the rows")

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Four figures, in order."""
        for view, figure in zip(self._views, figures, strict=True):
            view.show_figure(figure)

    def event(self, event: QEvent) -> bool:
        """The arrows follow the bars wherever the layout puts them."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            for arrow, view in zip(self._arrows, self._views, strict=False):
                x = view.geometry().right() + 1 + _ARROW // 2
                arrow.move(x, view.y() + view.bar_middle() - _ARROW // 2)
        return is_done
