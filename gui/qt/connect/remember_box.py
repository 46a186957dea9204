"""The tick box that lets the system's key store remember a secret, or says that there is none."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.qt.session.remembered import Remembered
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.check_box import CheckBox
from gui.qt.widgets.label import Label

NO_STORE = "This computer has no key store: kept for this session only."


class RememberBox(QWidget):
    """Unticked unless the secret is remembered already; the key store is looked for when it is first shown."""

    def __init__(self, theme: Theme, remembered: Remembered, entry: str, parent: QWidget | None = None) -> None:
        """``entry`` is the secret it is about."""
        super().__init__(parent)
        self._remembered = remembered
        self._entry = entry
        self._box = CheckBox(theme, "Remember")
        self._box.setChecked(remembered.is_kept(entry))
        self._none = Label(theme, NO_STORE, Type.SECONDARY, "muted", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._box)
        row.addWidget(self._none, 1)
        row.addStretch(0)
        self.setFocusProxy(self._box)
        remembered.changed.connect(self._show)
        self._show()

    @property
    def is_ticked(self) -> bool:
        """Whether the secret is to be remembered."""
        return self._box.isChecked()

    def untick(self) -> None:
        """As at a first start."""
        self._box.setChecked(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Only who sees it needs to know which key store there is."""
        super().showEvent(event)
        self._remembered.look()

    def _show(self) -> None:
        name = self._remembered.store_name
        has_none = name == ""
        self._box.setVisible(not has_none)
        self._none.setVisible(has_none)
        self._box.setEnabled(bool(name))
        text = f"Remember in {name}" if name else "Remember (looking for a key store…)"
        self._box.setText(text)
        self._box.setAccessibleName(f"{text}: {self._entry}")
        self._box.updateGeometry()
