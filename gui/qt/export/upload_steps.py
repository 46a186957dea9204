"""How the file gets into Encord Active: numbered steps, each with what it needs at hand."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.qt.export.copy_button import CopyButton
from gui.qt.export.numbered_step import numbered_step, shortened
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label


class UploadSteps(QWidget):
    """The five steps that Encord documents for a predictions file."""

    def __init__(self, theme: Theme) -> None:
        """Filled by ``show_file``."""
        super().__init__()
        self._url = ""
        self.open = Button(theme, "Open the project", Kind.LINK, icon="open")
        self.copy_name = CopyButton(theme, "Copy the name", Kind.LINK)
        self.copy_path = CopyButton(theme, "Copy the path", Kind.LINK)
        self._note = Label(theme, "", Type.BODY, "muted", wraps=True)
        self._pick = Label(theme, "", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Now upload it", Type.SECTION))
        column.addSpacing(6)
        column.addWidget(self._note)
        steps: list[tuple[Label, Button | None]] = [
            (Label(theme, "Open the project in Encord Active.", wraps=True), self.open),
            (Label(theme, "Choose Model Evaluation, then Import prediction.", wraps=True), None),
            (Label(theme, "Give it a name you will recognise next week.", wraps=True), self.copy_name),
            (self._pick, self.copy_path),
            (Label(theme, "Choose Start Upload and wait until Encord shows the new model.", wraps=True), None),
        ]
        for digit, (words, button) in enumerate(steps, start=1):
            column.addSpacing(10)
            column.addLayout(numbered_step(theme, digit, words, *([button] if button else [])))
        column.addStretch(1)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))

    def show_file(self, *, path: str, file_name: str, name: str, project: str, url: str | None, note: str) -> None:
        """``url`` is the project's page, None where it is not known; ``note`` stands above the steps."""
        self._url = url or ""
        self.open.setText(f"Open {shortened(project)}")
        self.open.setToolTip(project)
        self.open.setVisible(bool(url))
        self.copy_name.show_content(f"Copy “{shortened(name)}”", name)
        self.copy_path.show_content("Copy the path", path)
        self._pick.setText(f"Choose Select Predictions File and pick {file_name}.")
        self._note.setText(note)
        self._note.setVisible(bool(note))
