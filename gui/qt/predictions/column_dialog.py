"""Asks what the columns of a table are: the table with a list above each column, what is lacking, the kind of box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.column_choice import ColumnChoice
from gui.qt.predictions.column_model import ColumnModel
from gui.qt.predictions.column_table import ColumnTable
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.label import Label
from gui.qt.widgets.warn_line import WarnLine

_SIZE = (900, 520)


class ColumnDialog(QDialog):
    """Accepted, ``choice`` is what somebody said; until then nothing is changed anywhere."""

    def __init__(self, theme: Theme, title: str, choice: ColumnChoice, parent: QWidget) -> None:
        """``title`` is the file's; ``choice`` is how its columns are taken now."""
        super().__init__(parent)
        self.setWindowTitle(f"Columns of {title}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.choice = choice
        self._model = ColumnModel(choice, self)
        self.table = ColumnTable(theme, self._model)
        self._box = Combo(theme, small=True)
        for value, words in choice.box_options():
            self._box.addItem(words, value)
        self._box.setCurrentIndex(max(0, self._box.findData(choice.box)))
        self.lacks = WarnLine(theme)
        self._notes = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.take = Button(theme, "Read the table", Kind.FILLED)
        self.take.setDefault(True)
        self._lay_out(theme)
        self._model.role_wanted.connect(lambda column, role: self._show(self.choice.with_role(column, role)))
        self._box.activated.connect(lambda: self._show(self.choice.with_box(str(self._box.currentData()))))
        self.take.clicked.connect(self.accept)
        self._show(choice)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        box_label = Label(theme, "The four numbers of a box are", Type.BODY)
        box_label.setBuddy(self._box)
        box = QHBoxLayout()
        box.setSpacing(12)
        box.addWidget(box_label)
        box.addWidget(self._box)
        box.addStretch(1)
        cancel = Button(theme, "Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 8, 0, 0)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(Label(theme, "What are the columns?", Type.SECTION))
        layout.addWidget(Label(theme, self.choice.summary, Type.BODY, "muted", wraps=True))
        layout.addWidget(self.table, 1)
        layout.addLayout(box)
        layout.addWidget(self.lacks)
        layout.addWidget(self._notes)
        layout.addLayout(foot)

    def _show(self, choice: ColumnChoice) -> None:
        self.choice = choice
        self._model.show_choice(choice)
        self.lacks.say(choice.lacks)
        self._notes.setText(choice.notes)
        self._notes.setVisible(bool(choice.notes))
        self.take.setEnabled(not choice.lacks)
        self.take.setAccessibleDescription(choice.lacks)
