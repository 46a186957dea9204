"""A line to type into, with an icon before it, its label above and, when something is wrong, a sentence below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label


class TextField(QWidget):
    """``edit`` is the line itself; the label names it for a screen reader."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        placeholder: str = "",
        icon: str = "",
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``icon`` stands before the text; ``secret`` shows dots."""
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setFont(theme.font(Type.BODY))
        self.edit.setAccessibleName(label)
        if icon:
            # Not QLineEdit.addAction: that makes a button without a name for screen readers.
            sign = IconLabel(theme, icon, "muted", parent=self.edit)
            sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            sign.move(9, 8)
            self.edit.setTextMargins(24, 0, 0, 0)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._label = Label(theme, label, Type.SECTION)
        self._label.setBuddy(self.edit)
        self._problem = Label(theme, "", Type.SECONDARY, "bad", wraps=True)
        self._sign = IconLabel(theme, "octagon", "bad")
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._sign)
        below.addWidget(self._problem, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._label)
        layout.addWidget(self.edit)
        layout.addLayout(below)
        self.setFocusProxy(self.edit)
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Mark what was typed as wrong and say why; empty when all is well."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._sign.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        self.edit.setProperty("problem", "true" if sentence else "false")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
