"""Dialogs that are awaited, never exec()'d: choosing files, and the two questions that may stop somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.qt.tasks import signalled
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label
from gui.qt.widgets.text_field import TextField


async def choose_file(parent: QWidget, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
    """A file that exists; ``kinds`` as Qt has it (``JSON (*.json)``). None when nothing was chosen."""
    dialog = QFileDialog(parent, title, str(folder) if folder else "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def choose_files(parent: QWidget, title: str, kinds: str = "", folder: Path | None = None) -> list[Path]:
    """Files that exist, one or several; empty when nothing was chosen."""
    dialog = QFileDialog(parent, title, str(folder) if folder else "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return await _all_chosen(dialog)


async def choose_folder(parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
    """A folder that exists. None when nothing was chosen."""
    dialog = QFileDialog(parent, title, str(folder) if folder else "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def choose_target(parent: QWidget, title: str, suggestion: Path, kinds: str = "JSON (*.json)") -> Path | None:
    """Where to save; the dialog asks by itself before a file is replaced. None when nothing was chosen."""
    dialog = QFileDialog(parent, title, str(suggestion.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suggestion.suffix.lstrip("."))
    dialog.selectFile(suggestion.name)
    dialog.filterSelected.connect(lambda kind: _take_ending(dialog, kind))
    return await _chosen(dialog)


async def ask(parent: QWidget, theme: Theme, what: str, why: str, answers: Sequence[str]) -> int | None:
    """A question with two or three answers, the first one filled; returns its place, None for Esc."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(what)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 20)
    layout.setSpacing(8)
    layout.addWidget(Label(theme, what, Type.SECTION, wraps=True))
    reason = Label(theme, why, Type.BODY, "muted", wraps=True)
    reason.setMinimumWidth(360)
    layout.addWidget(reason)
    row = QHBoxLayout()
    row.setContentsMargins(0, 12, 0, 0)
    row.setSpacing(8)
    row.addStretch(1)
    for place, answer in reversed(list(enumerate(answers))):
        button = Button(theme, answer, Kind.FILLED if place == 0 else Kind.PLAIN)
        button.setAutoDefault(True)
        button.setDefault(place == 0)
        button.clicked.connect(lambda _=False, answer=place: dialog.done(answer + 1))
        row.addWidget(button)
    layout.addLayout(row)
    dialog.open()
    (result,) = await signalled(dialog.finished)
    return int(str(result)) - 1 if result else None


async def ask_typed(parent: QWidget, theme: Theme, what: str, why: str, word: str, answer: str) -> bool:
    """A question that is answered by typing ``word``: what is lost by it cannot be brought back.

    Cancel is the filled button; ``answer`` can be pressed once the word stands there.
    """
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(what)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 20)
    layout.setSpacing(8)
    layout.addWidget(Label(theme, what, Type.SECTION, wraps=True))
    reason = Label(theme, why, Type.BODY, "muted", wraps=True)
    reason.setMinimumWidth(420)
    layout.addWidget(reason)
    field = TextField(theme, f"Type {word} to go on")
    layout.addSpacing(8)
    layout.addWidget(field)
    keep = Button(theme, "Leave it as it is", Kind.FILLED)
    go = Button(theme, answer)
    go.setEnabled(False)
    for button in (keep, go):
        button.setAutoDefault(False)  # Enter in the field answers nothing by mistake
    field.edit.textChanged.connect(lambda text: go.setEnabled(text.strip() == word))
    keep.clicked.connect(dialog.reject)
    go.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.setContentsMargins(0, 12, 0, 0)
    row.setSpacing(8)
    row.addStretch(1)
    row.addWidget(go)
    row.addWidget(keep)
    layout.addLayout(row)
    dialog.open()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    (result,) = await signalled(dialog.finished)
    return result == QDialog.DialogCode.Accepted.value


def _take_ending(dialog: QFileDialog, kind: str) -> None:
    """The name in the dialog takes the ending of the kind that was chosen: ``Table (*.csv)``."""
    ending = re.search(r"\*\.(\w+)", kind)
    named = dialog.selectedFiles()
    if ending is not None and named:
        dialog.setDefaultSuffix(ending[1])
        dialog.selectFile(Path(named[0]).with_suffix(f".{ending[1]}").name)


async def _chosen(dialog: QFileDialog) -> Path | None:
    files = await _all_chosen(dialog)
    return files[0] if files else None


async def _all_chosen(dialog: QFileDialog) -> list[Path]:
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    try:
        (result,) = await signalled(dialog.finished)
        files = dialog.selectedFiles()
    finally:
        dialog.deleteLater()
    return [Path(name) for name in files] if result == QDialog.DialogCode.Accepted.value else []
