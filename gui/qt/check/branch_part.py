"""The prediction branch: its name, how it stands in one sentence, and the permission to replace what is on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from gui.domain.branch_standing import BranchStanding, branches_line, other_branches
from gui.domain.destination import Destination
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.check_box import CheckBox
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_MOST_WIDTH = 420
"""Pixels of the name's line."""
_COLORS = {"octagon": "bad", "triangle": "warn", "clock": "muted", "check": "good"}


class BranchPart(QWidget):
    """Emits every name that is typed or chosen, and the wish to replace."""

    name_wanted = Signal(str)
    replace_wanted = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        """No name yet."""
        super().__init__()
        self._theme = theme
        self._names: list[str] = []
        title = Label(theme, "Name of the branch", Type.STRONG)
        self.edit = QLineEdit()
        self.edit.setFont(theme.font(Type.BODY))
        self.edit.setAccessibleName("Name of the branch")
        title.setBuddy(self.edit)
        self.existing = Button(theme, "Existing…", name="Choose a branch that exists")
        self._sign = IconLabel(theme, "", "muted")
        self.sentence = Label(theme, "", Type.SECONDARY, wraps=True)
        self.replace = CheckBox(theme, "Replace its predictions")
        self.replace.setAccessibleDescription("What is on the branch now is lost. You are asked once more.")
        self.others = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self._lay_out(title)
        self.edit.textEdited.connect(self.name_wanted)
        self.existing.clicked.connect(self._offer_names)
        self.replace.toggled.connect(self.replace_wanted)  # screen readers toggle, and do not click

    @property
    def controls(self) -> Sequence[QWidget]:
        """What takes the keys, in order."""
        return self.edit, self.existing, self.replace

    def show_branch(self, destination: Destination, standing: BranchStanding, names: Sequence[str] | None) -> None:
        """How it stands now; what somebody is typing is left alone."""
        if self.edit.text().strip() != destination.branch:
            self.edit.setText(destination.branch)
        self.sentence.setText(standing.sentence)
        self.sentence.set_color("bad" if standing.sign == "octagon" else "text")
        self._sign.show_icon(standing.sign, _COLORS[standing.sign])
        self.edit.setAccessibleDescription(standing.sentence)
        self.edit.setProperty("problem", "true" if standing.sign == "octagon" else "false")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
        self.replace.setVisible(standing.exists or destination.replace)
        with QSignalBlocker(self.replace):
            self.replace.setChecked(destination.replace)
        self._names = other_branches(names or ())
        self.existing.setVisible(bool(self._names))
        self.others.setText(branches_line(names))

    def menu_of_names(self) -> QMenu:
        """The branches that exist, to choose from."""
        menu = QMenu(self)
        menu.setAccessibleName("Branches of the project")
        for name in self._names:
            # an ampersand would mark a key; no branch has one, but the server says what it likes
            menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _=False, name=name: self._choose(name))
        return menu

    def _choose(self, name: str) -> None:
        self.edit.setText(name)
        self.name_wanted.emit(name)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_names(self) -> None:
        menu = self.menu_of_names()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.existing.mapToGlobal(QPoint(0, self.existing.height() + 2)))

    def _lay_out(self, title: Label) -> None:
        self.edit.setMaximumWidth(_MOST_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.existing)
        row.addSpacing(8)
        row.addWidget(self.replace)
        row.addStretch(0)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.sentence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addLayout(row)
        layout.addLayout(below)
        layout.addWidget(self.others)
