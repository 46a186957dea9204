"""A line of text that is shortened in its middle when there is no room; the tooltip has the whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label


class ElidedLabel(Label):
    """For file names and titles: both ends stay readable."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: Type = Type.BODY,
        color: str = "text",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        parent: QWidget | None = None,
    ) -> None:
        """``mode`` says where the text is shortened."""
        self._mode = mode
        super().__init__(theme, text, kind, color, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(self.fontMetrics().horizontalAdvance("mmm…"), self.fontMetrics().height())

    def shown_text(self) -> str:
        """The text as it is drawn at the present width."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip is there only when something is missing."""
        super().resizeEvent(event)
        self._tell_whole()

    def setText(self, text: str) -> None:
        """Another text."""
        super().setText(text)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), self.shown_text())

    def _tell_whole(self) -> None:
        self.setToolTip("" if self.shown_text() == self.text() else self.text())
