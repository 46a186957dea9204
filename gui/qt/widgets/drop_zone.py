"""The place files are dropped on: the only dashed frame in the application."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_LEAST_HEIGHT = 212


class DropZone(QWidget):
    """Says what is wanted, holds the buttons that bring it too, and emits the file (or folder) that was dropped."""

    dropped = Signal(Path)
    several_dropped = Signal(list)
    """Instead of ``dropped`` where several are taken, for a single one, too."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        explanation: str,
        buttons: list[Button],
        parent: QWidget | None = None,
        *,
        takes_several: bool = False,
    ) -> None:
        """``buttons`` do the same without a mouse; the first is the way most people take."""
        super().__init__(parent)
        self._theme = theme
        self._is_aimed_at = False
        self._takes_several = takes_several
        self.setAcceptDrops(True)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName(title)
        self.setAccessibleDescription(explanation)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(IconLabel(theme, icon, "accent", 26), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        for text, kind, color in ((title, Type.SECTION, "text"), (explanation, Type.SECONDARY, "muted")):
            label = Label(theme, text, kind, color, wraps=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addStretch(1)
        theme.changed.connect(self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer are welcome."""
        if self._paths(event):
            event.acceptProposedAction()
            self._aim(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Changed their mind."""
        self._aim(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the file on."""
        self._aim(False)
        paths = self._paths(event)
        if paths:
            event.acceptProposedAction()
            if self._takes_several:
                self.several_dropped.emit(paths)
            else:
                self.dropped.emit(paths[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed frame; under a dragged file it is drawn in the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(self._theme.color("accent" if self._is_aimed_at else "control"), 2 if self._is_aimed_at else 1)
        edge.setDashPattern([2, 2] if self._is_aimed_at else [3, 3])
        painter.setPen(edge)
        painter.setBrush(self._theme.color("tint" if self._is_aimed_at else "window"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paths(self, event: QDropEvent) -> list[Path]:
        paths = dropped_paths(event)
        return paths if self._takes_several or len(paths) == 1 else []

    def _aim(self, is_aimed_at: bool) -> None:
        self._is_aimed_at = is_aimed_at
        self.update()


def dropped_paths(event: QDropEvent) -> list[Path]:
    """The local files and folders that are being dragged; empty when anything else is among them."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []
