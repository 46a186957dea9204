"""Connection settings, folded away: the proxy as the system says, none, or by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.errors import ExpectedFailure
from gui.proxy import ProxyMode, proxy_address
from gui.qt.connect.remember_box import RememberBox
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import PROXY_PASSWORD, Remembered
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label
from gui.qt.widgets.segmented import Segmented
from gui.qt.widgets.text_field import TextField

_MODES: list[ProxyMode] = ["system", "none", "manual"]
_FIELDS_WIDTH = 480


class NetworkPart(QWidget):
    """Emits when Enter is pressed in a field; what is set here is used at the next sign-in."""

    sign_in_wanted = Signal()
    grown = Signal()
    """More is shown than before, and may lie below what is in sight."""

    def __init__(self, theme: Theme, memory: Memory, remembered: Remembered, parent: QWidget | None = None) -> None:
        """Folded, with what was set the last time."""
        super().__init__(parent)
        self._memory = memory
        self._remembered = remembered
        self._unfold = Button(theme, "Connection settings", Kind.LINK, icon="chevron-right", small=True)
        self._unfold.setCheckable(True)
        self._mode = Segmented(theme, "Proxy", ["As the system says", "None", "By hand"])
        self._address = TextField(theme, "Address of the proxy", placeholder="http://proxy.example.com:8080")
        self._name = TextField(theme, "Name for the proxy", placeholder="If it asks for one")
        self._password = TextField(theme, "Password for the proxy", secret=True)
        self.remember = RememberBox(theme, remembered, PROXY_PASSWORD)
        self._lay_out(theme)
        self._unfold.toggled.connect(self._fold)
        self._mode.chosen.connect(self._chosen)
        for field in (self._address, self._name, self._password):
            field.edit.returnPressed.connect(self.sign_in_wanted)
            field.edit.editingFinished.connect(self._keep)
        self.show_settings()
        self.set_unfolded(False)

    @property
    def is_manual(self) -> bool:
        """Whether the proxy is given by hand."""
        return _MODES[self._mode.current] == "manual"

    def proxy(self) -> str | None:
        """Empty, ``none`` or the address with name and password; None, and a sentence in place, when it is wrong."""
        mode = _MODES[self._mode.current]
        if mode != "manual":
            return "" if mode == "system" else "none"
        typed = self._password.edit.text()
        if typed:
            self._remembered.use(PROXY_PASSWORD, typed)
        password = self._remembered.secret(PROXY_PASSWORD) or ""
        try:
            address = proxy_address(self._address.edit.text(), self._name.edit.text().strip(), password)
        except ExpectedFailure as failure:
            said = failure.sentence
            self._address.set_problem(f"{said.what} {said.why}")
            self.set_unfolded(True)
            self._address.edit.setFocus()
            return None
        self._address.set_problem("")
        return address

    def show_settings(self) -> None:
        """Show what is remembered; the password is not."""
        settings = self._memory.settings
        self._mode.set_current(_MODES.index(settings.proxy))
        self._address.edit.setText(settings.proxy_address)
        self._name.edit.setText(settings.proxy_name)
        self._password.edit.clear()
        self._password.edit.setPlaceholderText("Remembered" if self._remembered.is_kept(PROXY_PASSWORD) else "")
        self._address.set_problem("")
        self._show_fields()

    def ask_password(self) -> None:
        """The proxy wants a name and a password: show where they are typed, in sight and with the keys."""
        self.set_unfolded(True)
        self._mode.set_current(_MODES.index("manual"))
        self._chosen()
        if self._address.edit.text().strip():
            (self._password if self._name.edit.text().strip() else self._name).edit.setFocus()

    def set_unfolded(self, unfolded: bool) -> None:
        """Show the settings, or the line that leads to them alone."""
        self._unfold.setChecked(unfolded)
        self._fold(unfolded)

    def _lay_out(self, theme: Theme) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(12)
        for field in (self._name, self._password):
            beside.addWidget(field)
        fields = QVBoxLayout()
        fields.setContentsMargins(0, 4, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(self._address)
        fields.addLayout(beside)
        fields.addWidget(self.remember)
        self._fields = QWidget()
        self._fields.setMaximumWidth(_FIELDS_WIDTH)
        self._fields.setLayout(fields)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 4, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(Label(theme, "Proxy", Type.SECTION))
        inner.addWidget(self._mode)
        inner.addWidget(self._fields)
        inner.addWidget(Label(theme, "Used from the next sign-in on.", Type.SECONDARY, "muted", wraps=True))
        self._inner = QWidget()
        self._inner.setLayout(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._unfold)
        layout.addWidget(self._inner)
        self.setFocusProxy(self._unfold)

    def _fold(self, unfolded: bool) -> None:
        self._unfold.set_icon("chevron-down" if unfolded else "chevron-right")
        self._inner.setVisible(unfolded)
        if unfolded:
            self.grown.emit()

    def _chosen(self) -> None:
        self._show_fields()
        self._keep()
        if self.is_manual:
            self._address.edit.setFocus()
            self.grown.emit()

    def _show_fields(self) -> None:
        self._fields.setVisible(self.is_manual)
        says = {"system": "", "none": ": no proxy", "manual": ": proxy by hand"}
        self._unfold.setText(f"Connection settings{says[_MODES[self._mode.current]]}")

    def _keep(self) -> None:
        settings = self._memory.settings
        settings.proxy = _MODES[self._mode.current]
        # An address with a password in it is refused at the sign-in, and is not written down before.
        text = self._address.edit.text().strip()
        settings.proxy_address = text if "@" not in text else ""
        settings.proxy_name = self._name.edit.text().strip()
        self._memory.keep()
