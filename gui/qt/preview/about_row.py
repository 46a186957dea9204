"""What is known of a row, all of it, also what the table has no room for."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.domain.counting import number
from gui.domain.label_row import ListedRow
from gui.domain.words import pixels, status_name, when
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label

_FACTS = ("Dataset", "Stage", "Status", "Size", "Frames", "Last edited")


class AboutRow(QWidget):
    """Names at the left, what they are at the right."""

    def __init__(self, theme: Theme) -> None:
        """Empty until a row is shown."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Label(theme, "About this row", Type.SECTION))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        self._values: dict[str, ElidedLabel] = {}
        for place, fact in enumerate(_FACTS):
            value = ElidedLabel(theme)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._values[fact] = value
            grid.addWidget(Label(theme, fact, Type.BODY, "muted"), place, 0)
            grid.addWidget(value, place, 1)

    def show_row(self, row: ListedRow | None) -> None:
        """Tell of another row."""
        if row is None:
            return
        edited = when(row.last_edited, datetime.now().astimezone())
        said = {
            "Dataset": row.dataset_title,
            "Stage": row.stage or "none",
            "Status": status_name(row.status) if row.is_labelled else "Never labelled",
            "Size": pixels(row.width, row.height) or "not known",
            "Frames": number(row.frames),
            "Last edited": edited or "never",
        }
        for fact, value in self._values.items():
            value.setText(said[fact])
            value.setAccessibleName(f"{fact}: {said[fact]}")
