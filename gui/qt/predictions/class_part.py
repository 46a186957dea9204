"""The classes of the file: how many have a match, the table, and leaving out the rest in one go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import counted, number
from gui.qt.predictions.class_lines import OPEN, Match, class_lines, options
from gui.qt.predictions.class_model import ClassModel
from gui.qt.predictions.class_table import ClassTable
from gui.qt.session.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label

_MANY_OPEN = 3
"""From so many classes without a match on, leaving out the rest is offered."""


class ClassPart(QWidget):
    """Follows the session; emits how a class is to be matched."""

    target_wanted = Signal(str, object)
    changes_wanted = Signal(bool)
    """Whether shapes may change."""

    def __init__(self, theme: Theme) -> None:
        """No classes."""
        super().__init__()
        self._may_change = False
        self.model = ClassModel(self)
        self.table = ClassTable(theme, self.model)
        self._matched = Label(theme, "", Type.BODY, "muted")
        self._rest = Button(theme, "Leave out the rest", Kind.LINK)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(theme, "Match the classes", Type.SECTION))
        head.addStretch(1)
        head.addWidget(self._rest)
        head.addWidget(self._matched)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.table)
        layout.addWidget(self._build_changes(theme))
        self.model.target_wanted.connect(self.target_wanted)
        self._rest.clicked.connect(self._leave_out_rest)

    def show_classes(self, session: Session) -> None:
        """The classes of the session's file, as they are matched now."""
        classes = session.predictions.classes if session.predictions else []
        choices, ontology = session.choices, session.ontology
        lines = class_lines(classes, choices.mapping, ontology, may_convert=choices.convert)
        self.model.show_lines(lines, [options(each, ontology) for each in classes])
        matched = sum(1 for line in lines if line.target is not None and line.match is not Match.IMPOSSIBLE)
        self._matched.setText(f"{number(matched)} of {number(len(lines))} matched")
        self._rest.setVisible(sum(line.match in OPEN for line in lines) >= _MANY_OPEN)
        self._show_changes(sum(line.match is Match.CHANGES for line in lines), choices.convert)
        # The table ends with its last line; what is left of the page goes to the histogram.
        self._layout.invalidate()
        around = self._layout.sizeHint().height() - self.table.sizeHint().height()
        self.setMaximumHeight(around + self.table.maximumHeight())

    def focus_open(self) -> None:
        """To the first class that needs a match."""
        place = next((place for place, line in enumerate(self.model.lines) if line.match in OPEN), 0)
        self.table.focus_class(place)

    def _build_changes(self, theme: Theme) -> QWidget:
        self._changes = QWidget()
        self._changes_said = ElidedLabel(theme, "", Type.SECONDARY, "muted", mode=Qt.TextElideMode.ElideRight)
        self._changes_link = Button(theme, "", Kind.LINK)
        row = QHBoxLayout(self._changes)
        row.setContentsMargins(8, 4, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._changes_said, 1)
        row.addWidget(self._changes_link)
        self._changes_link.clicked.connect(lambda: self.changes_wanted.emit(not self._may_change))
        return self._changes

    def _show_changes(self, changing: int, may_change: bool) -> None:
        """A box that becomes a polygon has four corners and nothing more: that is asked, never done in silence."""
        self._may_change = may_change
        self._changes.setVisible(changing > 0 or may_change)
        if may_change:
            self._changes_said.setText("Shapes may change: a box becomes a polygon of four corners, for example.")
            self._changes_link.setText("Keep shapes as they are")
        else:
            classes = counted(changing, "class has", "classes have")
            self._changes_said.setText(f"{classes} another shape in Encord. Left out unless it may change.")
            self._changes_link.setText("Allow the change")

    def _leave_out_rest(self) -> None:
        for line in list(self.model.lines):
            if line.match in OPEN:
                self.target_wanted.emit(line.name, None)
