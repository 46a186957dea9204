"""The project: the account's projects in a list that can be searched, or a project by its hash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import counted
from gui.domain.project_entry import ProjectEntry
from gui.qt.connect.project_list import DETAIL_ROLE, ProjectList
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.label import Label
from gui.qt.widgets.text_field import TextField

_HASH = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_HASH_ROLE = Qt.ItemDataRole.UserRole + 1
_FEW = 7
"""With so many projects or fewer, the list shows them all and needs no scroll bar."""


class ProjectPart(QWidget):
    """Emits the hash of the project to open: by click, by Enter, or typed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Waits for a key."""
        super().__init__(parent)
        self._search = TextField(theme, "Project", icon="search")
        self._search.edit.textChanged.connect(self._filter)
        self._search.edit.returnPressed.connect(self._enter)
        self._model = QStandardItemModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._model)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = ProjectList(theme)
        self._list.setModel(self._shown)
        self._list.typed.connect(self._search_for)
        self._list.clicked.connect(self._open)
        self._list.activated.connect(self._open)
        self._nothing = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self._by_hash = Button(theme, "Open this project", small=True)
        self._by_hash.clicked.connect(self._enter)
        below = QHBoxLayout()
        below.addWidget(self._nothing, 1)
        below.addWidget(self._by_hash)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        layout.addLayout(below)
        self.setFocusProxy(self._search)
        self.show_waiting()

    def show_waiting(self) -> None:
        """No key yet: an empty line that says when it will be of use."""
        self._search.edit.clear()
        self._search.setEnabled(False)
        self._search.edit.setPlaceholderText("Appears once the key is accepted")
        for part in (self._list, self._nothing, self._by_hash):
            part.hide()

    def show_projects(self, projects: Sequence[ProjectEntry], selected: str) -> None:
        """The account's projects; the one with the hash ``selected`` is marked."""
        self._search.setEnabled(True)
        self._search.edit.setPlaceholderText("Find a project, or paste its ID")
        self._model.clear()
        titles = Counter(entry.title for entry in projects)
        for entry in projects:
            is_twin = titles[entry.title] > 1
            detail = ", ".join(part for part in (entry.description, entry.project_hash if is_twin else "") if part)
            item = QStandardItem(entry.title)
            item.setData(entry.project_hash, _HASH_ROLE)
            item.setData(detail, DETAIL_ROLE)
            item.setData(f"{entry.title}, {detail}" if detail else entry.title, Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        self._filter(self._search.edit.text())
        self.select(selected)

    def select(self, project_hash: str) -> None:
        """Mark the project that is open, or was the last time."""
        start = self._shown.index(0, 0)
        found = self._shown.match(start, _HASH_ROLE, project_hash, 1, Qt.MatchFlag.MatchExactly)
        if found:
            self._list.setCurrentIndex(found[0])
            self._list.scrollTo(found[0])

    def focus_list(self) -> None:
        """Give the keys to the list, or to the search when the list is empty."""
        target = self._list if self._shown.rowCount() else self._search.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self, text: str) -> None:
        wanted = text.strip()
        is_hash = bool(_HASH.fullmatch(wanted))
        self._shown.setFilterFixedString("" if is_hash else wanted)
        count = self._shown.rowCount()
        self._list.setVisible(count > 0 and not is_hash)
        self._list.setFixedHeight(min(count, _FEW) * self._list.sizeHintForRow(0) + 2 if count else 0)
        self._by_hash.setVisible(is_hash)
        self._nothing.setVisible(self._search.isEnabled())
        if is_hash:
            self._nothing.setText("This looks like the ID of a project.")
        elif count:
            self._nothing.setText(counted(count, "project") if count > _FEW else "")
        else:
            self._nothing.setText(f"No project is called “{wanted}”." if wanted else "This key opens no project.")

    def _search_for(self, text: str) -> None:
        """What is typed, or pasted, while the list has the keys."""
        self._search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.edit.deselect()
        self._search.edit.insert(text)

    def _enter(self) -> None:
        wanted = self._search.edit.text().strip()
        if _HASH.fullmatch(wanted):
            self.chosen.emit(wanted)
        elif self._shown.rowCount():
            current = self._list.currentIndex()
            self._open(current if current.isValid() else self._shown.index(0, 0))

    def _open(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self.chosen.emit(str(index.data(_HASH_ROLE)))
