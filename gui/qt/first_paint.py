"""Notes in the log when a window has first been painted: packaging/first_paint.py measures the start by it."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

PAINTED = "First paint at"
"""Begins the line; a moment in seconds since 1970 follows."""


class FirstPaint(QObject):
    """Watches ``window`` until it has been painted once."""

    def __init__(self, window: QWidget) -> None:
        """It belongs to ``window``."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's own paint comes first; its children are painted before the event loop goes on."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        log.info("%s %.3f", PAINTED, time.time())
        self.deleteLater()
