"""A button that copies a text and says so for a moment, without changing its width."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication

from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind

_SAID_FOR = 2000
"""Milliseconds."""


class CopyButton(Button):
    """Copies ``content`` to the clipboard."""

    def __init__(self, theme: Theme, text: str, kind: Kind = Kind.PLAIN) -> None:
        """``text`` says what is copied."""
        super().__init__(theme, text, kind, icon="copy")
        self.content = ""
        self._said = text
        self._width = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAID_FOR)
        self._timer.timeout.connect(self._say_again)
        self.clicked.connect(self._copy)

    def show_content(self, text: str, content: str) -> None:
        """Another text to copy, and what the button says of it."""
        self._said, self.content = text, content
        self._timer.stop()
        self._say_again()

    def sizeHint(self) -> QSize:
        """As wide as its first text."""
        size = super().sizeHint()
        return QSize(max(size.width(), self._width), size.height())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.content)
        self._width = self.width()
        self.setText("Copied")
        self.set_icon("check")
        self._timer.start()

    def _say_again(self) -> None:
        self._width = 0
        self.setText(self._said)
        self.set_icon("copy")
