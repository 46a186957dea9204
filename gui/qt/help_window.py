"""The guide in a window of its own: the same text that the documents have, at the step one is at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from gui.domain.steps import NAMES, Step
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

_MARGIN = 28
_TEXT_WIDTH = 760
"""Pixels: longer lines are hard to read."""

_SIZE = (_TEXT_WIDTH + 2 * _MARGIN + 24, 760)
"""With room for the scroll bar."""

_ABOVE_HEADING = 22


class HelpWindow(QWidget):
    """Stays beside the main window, so that one can read and do; Esc closes it."""

    def __init__(self, theme: Theme, guide: Path, parent: QWidget) -> None:
        """``guide`` is a Markdown file with its pictures beside it."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Guide")
        self.resize(*_SIZE)
        self.setMinimumWidth(_SIZE[0])
        self.text = _GuideText(theme, guide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def open_at(self, step: Step) -> None:
        """Come to the front with the part about ``step`` at the top."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.go_to(f"{step + 1}. {NAMES[step]}")
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)


class _GuideText(QTextBrowser):
    """Markdown; links to elsewhere open in the browser, pictures are as wide as the text at most."""

    def __init__(self, theme: Theme, guide: Path) -> None:
        super().__init__()
        self._guide = guide
        self._theme = theme
        self.setOpenExternalLinks(True)
        self.setAccessibleName("Guide")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setFont(theme.font(Type.BODY))
        self.document().setDocumentMargin(_MARGIN)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(_TEXT_WIDTH + 2 * _MARGIN)
        theme.changed.connect(self._read)
        self._read()

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top of the window."""
        found = self.document().find(heading)
        if found.isNull():
            return
        place = QTextCursor(found)
        place.setPosition(found.selectionStart())
        self.setTextCursor(place)
        top = self.cursorRect(place).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(top - _ABOVE_HEADING)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Pictures are shown at the width of the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        place = QUrl.fromLocalFile(str(self._guide)).resolved(QUrl(name))
        picture = QImage(place.toLocalFile())
        scale = self.devicePixelRatioF()
        if picture.width() > _TEXT_WIDTH * scale:
            picture = picture.scaledToWidth(round(_TEXT_WIDTH * scale), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(scale)
        return picture

    def _read(self) -> None:
        self.setSource(QUrl.fromLocalFile(str(self._guide)), QTextDocument.ResourceType.MarkdownResource)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                cursor.setPosition(block.position())
                spaced = block.blockFormat()
                spaced.setTopMargin(_ABOVE_HEADING)
                cursor.setBlockFormat(spaced)
            block = block.next()
