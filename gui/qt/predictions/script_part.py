"""A script instead of a file: its text before it runs for the first time, then what it did on one row."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.domain.counting import counted
from gui.protocol.events import ScriptTried
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label

_MOST_PROBLEMS = 5


class ScriptPart(QWidget):
    """Asks before anything runs."""

    agreed = Signal()
    refused = Signal()

    def __init__(self, theme: Theme) -> None:
        """Hidden until there is a script."""
        super().__init__()
        self._title = Label(theme, "", Type.SECTION, wraps=True)
        self._detail = Label(theme, "", Type.BODY, "muted", wraps=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._run = Button(theme, "Run it on one row", Kind.FILLED)
        self._other = Button(theme, "Choose another")
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._run)
        row.addWidget(self._other)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._detail)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._buttons)
        layout.addStretch(0)
        self._run.clicked.connect(self.agreed)
        self._other.clicked.connect(self.refused)
        self.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys go to the yes; a focus proxy would make Tab skip the text."""
        self._run.setFocus(event.reason())

    @property
    def has_text(self) -> bool:
        """Whether a text is shown, which takes all the room there is."""
        return not self.isHidden() and not self._text.isHidden()

    def ask(self, text: str) -> None:
        """Show the script and ask whether it may run."""
        self._title.setText("Run this script?")
        self._detail.setText(
            "A script can do whatever you can do on this computer. Run it if you or somebody you trust wrote it. "
            "It has no key and cannot change anything in Encord."
        )
        self._text.setPlainText(text)
        self._text.setAccessibleName("The script’s text")
        self._text.show()
        self._buttons.show()
        self.show()

    def show_trial(self, tried: ScriptTried) -> None:
        """What it did on one row."""
        added = f"{counted(tried.objects, 'object')} and {counted(tried.classifications, 'classification')}"
        self._title.setText(f"It added {added} to {tried.title}.")
        problems = [f"• {problem}" for problem in tried.problems[:_MOST_PROBLEMS]]
        about = "The script fills each row by itself, so there are no classes to match and no threshold to set."
        self._detail.setText("\n".join([about, *problems]))
        self._text.setPlainText(tried.printed)
        self._text.setAccessibleName("What the script printed")
        self._text.setVisible(bool(tried.printed.strip()))
        self._buttons.hide()
        self.show()
