"""What the Predictions page asks in dialogs: files, folders, files of names, a dataset, the columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from gui.domain.column_choice import ColumnChoice
from gui.qt.dialogs import choose_file, choose_files, choose_folder
from gui.qt.predictions.column_dialog import ColumnDialog
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme

_KINDS = "Predictions (*.json *.jsonl *.ndjson *.txt *.csv *.tsv *.xml *.png *.zip *.py);;All files (*)"
_NAMES = "Class names (*.yaml *.yml *.txt *.names *.json *.onnx);;All files (*)"
_DATASETS = "Dataset JSON (*.json);;All files (*)"


class Asking:
    """Opens dialogs over the page and does what was answered; one that is cancelled changes nothing."""

    def __init__(
        self, page: QWidget, session: Session, theme: Theme, tasks: Tasks, use_files: Callable[[Sequence[Path]], None]
    ) -> None:
        """``use_files`` takes what was chosen to be read."""
        self._page = page
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._use_files = use_files
        self._columns: ColumnDialog | None = None

    def for_files(self) -> None:
        """One file or several."""
        self._tasks.start(self._ask_files())

    def for_folder(self) -> None:
        """A folder of files."""
        self._tasks.start(self._ask_folder())

    def for_names(self, line: QLineEdit) -> None:
        """A file of class names, whose path goes into ``line``."""
        self._tasks.start(self._ask_names(line))

    def for_dataset(self) -> None:
        """The dataset file that belongs to the predictions."""
        self._tasks.start(self._ask_dataset())

    def for_columns(self) -> None:
        """What the columns of the chosen table are; it is read again with the answer."""
        if self._columns is None and self._session.table is not None:
            choice = ColumnChoice.of(self._session.table, self._session.asked_values)
            dialog = self._columns = ColumnDialog(self._theme, self._session.asked_title, choice, self._page)
            dialog.finished.connect(lambda result: self._columns_said(dialog, result))
            dialog.open()

    async def _ask_files(self) -> None:
        paths = await choose_files(self._page, "Choose your model’s file", _KINDS, self._folder())
        if paths:
            self._use_files(paths)

    async def _ask_folder(self) -> None:
        path = await choose_folder(self._page, "Choose the folder of your model’s files", self._folder())
        if path is not None:
            self._use_files([path])

    async def _ask_names(self, line: QLineEdit) -> None:
        path = await choose_file(self._page, "Choose the file that names the classes", _NAMES, self._folder())
        if path is not None:
            line.setText(str(path))

    async def _ask_dataset(self) -> None:
        path = await choose_file(self._page, "Choose the dataset JSON", _DATASETS, self._folder())
        if path is not None and self._session.predictions is not None:
            self._session.add_dataset(path)

    def _columns_said(self, dialog: ColumnDialog, result: int) -> None:
        self._columns = None
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted.value:
            self._session.read_differently("csv", dialog.choice.values)

    def _folder(self) -> Path | None:
        known = self._session.predictions
        return Path(known.path).parent if known is not None else None
