"""Exceptions that nothing caught, in the GUI thread or in another one: logged, and told to the window."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Uncaught(QObject):
    """Emits the traceback in the GUI thread, wherever the exception was raised."""

    happened = Signal(str)

    def install(self) -> None:
        """From now on; an interpreter has one hook for its main thread and one for all others."""
        sys.excepthook = self._in_main_thread
        threading.excepthook = self._in_other_thread

    def _in_main_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._tell(error)

    def _in_other_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._tell(args.exc_value)

    def _tell(self, error: BaseException) -> None:
        text = "".join(traceback.format_exception(error))
        log.error("A bug in the window:\n%s", text)
        self.happened.emit(text)
