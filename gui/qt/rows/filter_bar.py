"""The line above the table: the search, the filters, and which columns are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from gui.domain.counting import counted
from gui.domain.row_view import Field, Has, RowFilter, RowView
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.label import Label

_TITLES = {Field.DATASET: "Dataset", Field.MEDIA: "Type", Field.STAGE: "Stage", Field.STATUS: "Status"}
_HAS = {
    Has.ANY: "Any",
    Has.SOME: "Some",
    Has.NONE: "None",
    Has.LOST: "Some lost",
}
_TYPING_PAUSE = 120
"""Milliseconds after the last letter before the table is filtered."""
_LEAST_SEARCH = 130


class FilterBar(QWidget):
    """Emits what is wanted whenever somebody changes it; a filter with a single value is not shown."""

    filter_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Nothing is filtered."""
        super().__init__()
        self._theme = theme
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a title")
        self.search.setAccessibleName("Find a title")
        self.search.setClearButtonEnabled(True)
        self.search.setFont(theme.font(Type.BODY))
        self.search.setMinimumWidth(_LEAST_SEARCH)
        self._sign = self.search.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        for button in self.search.findChildren(QToolButton):
            button.setAccessibleName("Find" if self._sign in button.actions() else "Clear the search")
        self.columns = Button(theme, "", Kind.QUIET, icon="columns", name="Columns and order")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.search, 1)
        self._combos: dict[Field, Combo] = {field: self._add_combo(title) for field, title in _TITLES.items()}
        self._has = self._add_combo("Predictions")
        for value, text in _HAS.items():
            self._has.addItem(text, value.value)
        self._lost_for = ""
        self._layout.addWidget(self.columns)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._tell)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self.search.setFocus)
        theme.changed.connect(lambda: self._sign.setIcon(theme.icon("search", "muted")))

    def show_options(self, view: RowView) -> None:
        """Offer the values that the listing has; what was chosen stays chosen."""
        for field, combo in self._combos.items():
            options = view.options(field)
            if [combo.itemData(place) for place in range(1, combo.count())] != [value for value, _, _ in options]:
                chosen = combo.currentData()
                combo.blockSignals(True)
                combo.clear()
                combo.addItem("All", "")
                for value, name, _ in options:
                    combo.addItem(name, value)
                combo.setCurrentIndex(max(combo.findData(chosen), 0))
                combo.blockSignals(False)
            for place, (_, name, count) in enumerate(options, 1):
                combo.setItemText(place, name)
                combo.setItemData(place, f"{name}, {counted(count, 'row')}", Qt.ItemDataRole.ToolTipRole)
            combo.setVisible(len(options) > 1 or combo.currentIndex() > 0)
        self._fit()

    def show_plan(self, has_plan: bool) -> None:
        """Before a rehearsal nobody knows which rows have predictions."""
        self._has.setVisible(has_plan)
        if not has_plan and self._has.currentIndex() > 0:
            self._has.setCurrentIndex(0)
        self._fit()

    def wanted(self) -> RowFilter:
        """What is set."""
        fields = {field: str(combo.currentData() or "") for field, combo in self._combos.items()}
        return RowFilter(
            text=self.search.text(),
            fields={field: value for field, value in fields.items() if value},
            has=Has(self._has.currentData() or Has.ANY),
            lost_for=self._lost_for,
        )

    def set_has(self, has: Has, lost_for: str = "") -> None:
        """Show the rows with, without, or with lost predictions (for one reason), and no others."""
        self.clear()
        self._has.setCurrentIndex(self._has.findData(has.value))
        self._lost_for = lost_for
        self._tell()

    def clear(self) -> None:
        """Show every row."""
        self.search.clear()
        for combo in (*self._combos.values(), self._has):
            combo.setCurrentIndex(0)
        self._tell()

    def search_for(self, letter: str) -> None:
        """A letter that was typed into the table."""
        self.search.setText(letter)
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Filters become shorter before they wrap."""
        super().resizeEvent(event)
        self._fit()

    def _add_combo(self, title: str) -> Combo:
        combo = Combo(self._theme, prefix=title)
        combo.setAccessibleName(title)
        # On Linux a combo box is named by its label alone; what is seen is the prefix.
        label = Label(self._theme, title, parent=self)
        label.setFixedSize(0, 0)
        label.setBuddy(combo)
        self._layout.addWidget(combo)
        combo.currentIndexChanged.connect(self._choose)
        return combo

    def _choose(self) -> None:
        self._fit()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if self._has.currentData() != Has.LOST:
            self._lost_for = ""
        self.filter_changed.emit(self.wanted())

    def _fit(self) -> None:
        combos = [combo for combo in (*self._combos.values(), self._has) if not combo.isHidden()]
        for combo in combos:
            combo.set_compact(False)
        gaps = self._layout.spacing() * (len(combos) + 1)
        room = self.width() - _LEAST_SEARCH - self.columns.sizeHint().width() - gaps
        if sum(combo.sizeHint().width() for combo in combos) > room:
            for combo in combos:
                combo.set_compact(True)
