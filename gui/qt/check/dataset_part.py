"""Which dataset the file belongs to: a box for each, and the titles that several datasets have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import counted
from gui.domain.datasets import Dataset, twin_lines
from gui.domain.plan_summary import Twins
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.check_box import CheckBox
from gui.qt.widgets.label import Label


class DatasetPart(QWidget):
    """Nothing ticked means every dataset, as long as nobody said otherwise."""

    datasets_wanted = Signal(list)
    """The hashes of the ticked datasets."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Hidden until it is asked for."""
        super().__init__()
        self._theme = theme
        self._boxes: dict[str, CheckBox] = {}
        self._shown: list[Dataset] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._twins = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.close_link = Button(theme, "Close", Kind.LINK, name="Close the datasets")
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Which dataset does the file belong to?", Type.SECTION), 1)
        head.addWidget(self.close_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(
            Label(
                theme,
                "Rows of other datasets are left out of the file. Nothing ticked: every dataset.",
                Type.SECONDARY,
                "muted",
                wraps=True,
            )
        )
        layout.addLayout(self._list)
        layout.addWidget(self._twins)
        self.close_link.clicked.connect(self.closed)
        self.setAccessibleName("Which dataset does the file belong to?")
        self.hide()

    def show_choice(self, datasets: Sequence[Dataset], chosen: Sequence[str], twins: Sequence[Twins]) -> None:
        """The datasets of the project with their rows, what is ticked, and the twins."""
        if list(datasets) != self._shown:
            self._shown = list(datasets)
            self._make_boxes()
        for dataset_hash, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(dataset_hash in chosen)
            box.blockSignals(False)
        # What was chosen stays in sight, so that it can be taken back.
        self.close_link.setVisible(not chosen)
        lines = twin_lines(twins)
        self._twins.setText("\n".join(lines))
        self._twins.setVisible(bool(lines))

    def focus_first(self) -> None:
        """Give the keys to the first box."""
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _make_boxes(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        for dataset in self._shown:
            box = CheckBox(self._theme, f"{dataset.title}, {counted(dataset.rows, 'row')}")
            box.toggled.connect(self._tell)
            self._list.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
            box.show()  # at once: what is not shown cannot be given the focus
            self._boxes[dataset.dataset_hash] = box

    def _tell(self) -> None:
        self.datasets_wanted.emit([known for known, box in self._boxes.items() if box.isChecked()])
