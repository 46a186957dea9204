"""The region: Europe, the United States, or the address of a server of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.regions import EUROPE, UNITED_STATES, checked_domain
from gui.errors import ExpectedFailure
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label
from gui.qt.widgets.segmented import Segmented
from gui.qt.widgets.text_field import TextField

_OTHER = 2
_DOMAINS = [EUROPE, UNITED_STATES]
SHORT_NAMES = {EUROPE: "Europe", UNITED_STATES: "United States"}


class RegionPart(QWidget):
    """Emits when another region was chosen, or another address typed and left."""

    changed = Signal()

    def __init__(self, theme: Theme, domain: str, parent: QWidget | None = None) -> None:
        """``domain`` is shown to begin with."""
        super().__init__(parent)
        self._choice = Segmented(theme, "Region", ["Europe", "United States", "Other…"])
        self._address = TextField(theme, "Address of the server", placeholder="https://api.example.com")
        self._address.setMaximumWidth(360)
        self._address.setContentsMargins(0, 8, 0, 0)
        hint = "Not sure? Leave it. If the key belongs elsewhere, we will tell you."
        self._hint = Label(theme, hint, Type.SECONDARY, "muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Label(theme, "Region", Type.SECTION))
        layout.addWidget(self._choice)
        layout.addWidget(self._address)
        layout.addWidget(self._hint)
        self.set_domain(domain)
        self._choice.chosen.connect(self._chosen)
        self._address.edit.returnPressed.connect(self._typed)
        self.setFocusProxy(self._choice)

    def domain(self) -> str | None:
        """The chosen address; None, and a sentence in place, when what was typed is none."""
        if self._choice.current != _OTHER:
            return _DOMAINS[self._choice.current]
        try:
            domain = checked_domain(self._address.edit.text())
        except ExpectedFailure as failure:
            self._address.set_problem(f"{failure.sentence.what} {failure.sentence.remedy}".strip())
            return None
        self._address.set_problem("")
        return domain

    def set_domain(self, domain: str) -> None:
        """Show this address as the chosen one."""
        is_other = domain not in _DOMAINS
        self._choice.set_current(_OTHER if is_other else _DOMAINS.index(domain))
        if is_other:
            self._address.edit.setText(domain)
        self._show_address()

    def set_problem(self, has_problem: bool) -> None:
        """Mark the chosen region as the wrong one."""
        self._choice.set_problem(has_problem)
        self._hint.setVisible(not has_problem and self._choice.current != _OTHER)

    def _chosen(self) -> None:
        self._show_address()
        self.set_problem(False)
        if self._choice.current == _OTHER:
            self._address.edit.setFocus()
        else:
            self.changed.emit()

    def _typed(self) -> None:
        if self.domain() is not None:
            self.changed.emit()

    def _show_address(self) -> None:
        is_other = self._choice.current == _OTHER
        self._address.setVisible(is_other)
        self._hint.setVisible(not is_other)
