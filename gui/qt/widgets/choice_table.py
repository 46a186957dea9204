"""A table some of whose cells are choices: opened by click, F2, Enter or Space, with a ring where the keys go."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QStyledItemDelegate, QTableView, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.plain_table import make_plain

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 34
"""Pixels of a line; more where the letters are larger."""

_OPENING = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceDelegate(QStyledItemDelegate):
    """Opens a combo box over a choice and closes it once something is chosen; else its frame is only painted."""

    def __init__(self, theme: Theme) -> None:
        """The table that it is given to becomes its parent."""
        super().__init__()
        self._theme = theme
        self.ringed = QModelIndex()
        """The choice that takes the keys, if they were used last."""

    def opened(self, parent: QWidget, accessible_name: str) -> Combo:
        """An empty combo box whose list opens as soon as it is filled and shown."""
        combo = Combo(self._theme, small=True, parent=parent)
        combo.setAccessibleName(accessible_name)
        combo.activated.connect(lambda _: self._commit(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def _commit(self, combo: Combo) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)


class ChoiceTable(QTableView):
    """The choice of the current cell takes the keys; nothing is selected. ``choice_of`` says where choices are."""

    def __init__(self, theme: Theme, delegate: ChoiceDelegate) -> None:
        """The model is to be set before the table is shown."""
        super().__init__()
        self._theme = theme
        self._delegate = delegate
        self._keys_were_last = False
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        make_plain(self)
        self.setMouseTracking(True)
        self.line_height = max(ROW_HEIGHT, QFontMetrics(theme.font(Type.BODY)).height() + 16)
        self.verticalHeader().setDefaultSectionSize(self.line_height)
        self.clicked.connect(self._clicked)

    def choice_of(self, index: Index) -> QModelIndex:
        """The choice that is meant when the keys are at ``index``, which is valid."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choice, or move."""
        self._keys_were_last = True
        current = self.currentIndex()
        if event.key() in _OPENING and current.isValid() and not event.modifiers():
            self.edit(self.choice_of(current))
        else:
            super().keyPressEvent(event)
        self.show_ring()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clicks show no ring."""
        self._keys_were_last = False
        super().mousePressEvent(event)
        self.show_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard the ring shows where the keys go."""
        self._keys_were_last = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.show_ring()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's own spelling
        """The ring moves."""
        super().currentChanged(current, previous)
        self.show_ring()

    def show_ring(self) -> None:
        """Ring the choice that takes the keys, or none after a click."""
        current = self.currentIndex()
        has_ring = self.hasFocus() and self._keys_were_last and current.isValid()
        self._delegate.ringed = self.choice_of(current) if has_ring else QModelIndex()
        self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        if index == self.choice_of(index):
            self.edit(index)
