"""Where the predictions come from: a drop zone that shrinks to one line once there is a file or a script."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.drop_zone import DropZone, dropped_paths
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel


class SourcePart(QWidget):
    """Emits what somebody gave or wants; the page decides what it means."""

    file_wanted = Signal()
    demo_wanted = Signal()
    dataset_wanted = Signal()
    stop_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(list)
    """Paths of files and folders."""

    def __init__(self, theme: Theme) -> None:
        """The drop zone is shown."""
        super().__init__()
        self._theme = theme
        self._choose = Button(theme, "Choose file…", Kind.FILLED)
        self._folder = Button(theme, "Choose folder…")
        self._demo = Button(theme, "Use the demo’s file")
        self.zone = DropZone(
            theme,
            "file",
            "Drop your model’s file here",
            "A file, several, a folder or a ZIP archive: we find out what it is. A Python script works too.",
            [self._choose, self._folder, self._demo],
            takes_several=True,
        )
        self._line = self._build_line()
        self._first = self._choose
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.zone)
        layout.addWidget(self._line)
        self._choose.clicked.connect(self.file_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._demo.clicked.connect(self.demo_wanted)
        self.zone.several_dropped.connect(self.dropped)
        self.show_zone(has_demo=False)

    def show_zone(self, *, has_demo: bool, has_failed: bool = False) -> None:
        """Nothing chosen: everything that brings a file. The demo's own file goes before any other.

        After a failure the remedy above is the one filled button of the page.
        """
        self.zone.show()
        self._line.hide()
        self._demo.setVisible(has_demo)
        self._demo.set_kind(Kind.FILLED if has_demo and not has_failed else Kind.PLAIN)
        self._choose.set_kind(Kind.PLAIN if has_demo or has_failed else Kind.FILLED)
        self._first = self._demo if has_demo else self._choose

    def show_source(self, name: str, detail: str, *, is_busy: bool, can_add_names: bool) -> None:
        """What was chosen, in one line; ``can_add_names``: whether a dataset file may know more names."""
        self.zone.hide()
        self._line.show()
        self._name.setText(name)
        self._detail.setText(detail)
        self._change.setVisible(not is_busy)
        self._stop.setVisible(is_busy)
        self._names.setVisible(can_add_names and not is_busy)
        self._first = self._stop if is_busy else self._change

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys go to what most people want; a focus proxy would make Tab skip the controls before it."""
        self._first.setFocus(event.reason())

    def _build_line(self) -> QWidget:
        theme = self._theme
        line = _DropLine(self)
        self._name = ElidedLabel(theme, "", Type.STRONG)
        self._detail = ElidedLabel(theme, "", Type.SECONDARY, "muted", mode=Qt.TextElideMode.ElideRight)
        self._names = Button(theme, "Add dataset file…", Kind.LINK)
        self._names.setToolTip("The dataset JSON knows the names of pictures and classes, and the sizes of pictures.")
        self._change = Button(theme, "Change…", small=True)
        self._stop = Button(theme, "Stop", small=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        row = QHBoxLayout()
        row.setContentsMargins(2, 2, 0, 12)
        row.setSpacing(12)
        row.addWidget(IconLabel(theme, "file", "accent", 22))
        row.addLayout(words, 1)
        for button in (self._names, self._change, self._stop):
            row.addWidget(button)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(Hairline(theme))
        self._names.clicked.connect(self.dataset_wanted)
        self._change.clicked.connect(self.file_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self).activated.connect(self.file_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        return line


class _DropLine(QWidget):
    """Another file can be dropped on the line as well."""

    def __init__(self, part: SourcePart) -> None:
        super().__init__()
        self._part = part
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            self._part.dropped.emit(paths)
