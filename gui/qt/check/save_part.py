"""Where the file goes: its path, about how large it will be, and the room on that disk."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.domain.check_view import Room, room_sentence
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

log = logging.getLogger(__name__)


class SavePart(QWidget):
    """Emits every path that is typed; the dialog is the page's business."""

    output_wanted = Signal(Path)
    choose_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """No path yet."""
        super().__init__()
        self._output = Path()
        self._folder = Path()
        """Where a bare name goes: the folder of the path that was shown before somebody typed."""
        self._size: int | None = None
        title = Label(theme, "Where to save", Type.SECTION)
        self.edit = QLineEdit()
        self.edit.setFont(theme.font(Type.BODY))
        self.edit.setAccessibleName("Where to save")
        title.setBuddy(self.edit)
        self.choose = Button(theme, "Choose…", name="Choose where to save")
        self._sign = IconLabel(theme, "", "warn")
        self._sentence = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.choose)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._sentence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(row)
        layout.addLayout(below)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._show_path)
        self.choose.clicked.connect(self.choose_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.choose_wanted)

    def show_output(self, output: Path) -> None:
        """Where the file goes now; what somebody is typing is left alone."""
        if output == self._output:
            return
        self._output = output
        if not self.edit.hasFocus():
            self._show_path()
        self._tell()

    def show_size(self, size: int | None) -> None:
        """About how many bytes the file will have; None when nobody knows."""
        self._size = size
        self._tell()

    def _typed(self, text: str) -> None:
        if text.strip():
            typed = Path(text.strip()).expanduser()
            self.output_wanted.emit(typed if typed.is_absolute() else self._folder / typed)

    def _show_path(self) -> None:
        self._folder = self._output.parent
        self.edit.setText(str(self._output))
        self.edit.setCursorPosition(len(self.edit.text()))

    def _tell(self) -> None:
        room = Room(self._size, free_on_disk(self._output.parent), self._output.is_dir())
        sentence, is_problem = room_sentence(room)
        self._sentence.setText(sentence)
        self._sentence.set_color("warn" if is_problem else "muted")
        self._sign.show_icon("triangle" if is_problem else "", "warn")
        self._sign.setVisible(is_problem)
        self.edit.setAccessibleDescription(sentence)


def free_on_disk(folder: Path) -> int | None:
    """Bytes free on the disk of ``folder``; None when there is no such folder, or nobody can say."""
    if not folder.is_dir():
        return None
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        log.info("The room in the chosen folder is not known: %s", error.strerror)
        return None
