"""How the file gets into Encord Active: numbered steps, each with what it needs at hand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.qt.export.copy_button import CopyButton
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label


class UploadSteps(QWidget):
    """The five steps that Encord documents for a predictions file."""

    def __init__(self, theme: Theme) -> None:
        """Filled by ``show_file``."""
        super().__init__()
        self._theme = theme
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
            column.addLayout(self._step(digit, words, button))
        column.addStretch(1)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))

    def show_file(self, *, path: str, file_name: str, name: str, project: str, url: str | None, note: str) -> None:
        """``url`` is the project's page, None where it is not known; ``note`` stands above the steps."""
        self._url = url or ""
        self.open.setText(f"Open {_short(project)}")
        self.open.setToolTip(project)
        self.open.setVisible(bool(url))
        self.copy_name.show_content(f"Copy “{_short(name)}”", name)
        self.copy_path.show_content("Copy the path", path)
        self._pick.setText(f"Choose Select Predictions File and pick {file_name}.")
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _step(self, digit: int, words: Label, button: Button | None) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words.setMinimumHeight(_Digit.SIZE)
        grid.addWidget(_Digit(self._theme, digit), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        if button is not None:
            grid.addWidget(button, 1, 1, Qt.AlignmentFlag.AlignLeft)
        return grid


class _Digit(QWidget):
    """A number in a ring."""

    SIZE = 24

    def __init__(self, theme: Theme, digit: int) -> None:
        super().__init__()
        self._theme = theme
        self._digit = digit
        self.setFixedSize(self.SIZE, self.SIZE)
        self.setAccessibleName(f"Step {digit}")
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("control"), 1.2))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(Type.LABEL))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._digit))


def _short(text: str, most: int = 32) -> str:
    """A name cut in its middle, so that a link stays on its line; ampersands stay ampersands."""
    half = (most - 1) // 2
    cut = text if len(text) <= most else f"{text[:half]}…{text[-half:]}"
    return cut.replace("&", "&&")
