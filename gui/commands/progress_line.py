"""Progress of the headless command on the standard error: one line that changes in a terminal, few otherwise."""

from __future__ import annotations

import time
from typing import TextIO

from gui.console import plain, write
from gui.export.run import Progress


class ProgressLine:
    """Tells how far an export is; a callable that takes ``Progress``."""

    def __init__(self, stream: TextIO | None, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet or stream is None
        self._is_terminal = stream is not None and stream.isatty()
        self._last = 0.0
        self._said = ""
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        """Tell it, if it is time."""
        if progress.waiting:
            self.say(progress.waiting)
            return
        now = time.monotonic()
        if now - self._last < (0.1 if self._is_terminal else 2.0) and progress.phase != "checking":
            return
        self._last = now
        if progress.phase == "checking":
            self.say("Checking the file …")
            return
        if progress.phase != "rows":
            self.say(f"{progress.phase.capitalize()}: {progress.rows_done} of {progress.rows_total} rows")
            return
        self.say(f"{progress.rows_done} of {progress.rows_total} rows, {progress.predictions_done} predictions")

    def say(self, text: str) -> None:
        """Show ``text`` in place of the last one."""
        if self._quiet or text == self._said:
            return
        self._said = text
        shown = plain(text)
        if self._is_terminal:  # blanks over the rest of the last text: not every console knows escape sequences
            self._write(f"\r{shown.ljust(self._width)}")
            self._width = len(shown)
        else:
            self._write(f"{shown}\n")

    def end(self) -> None:
        """Leave the line, so that what follows stands alone."""
        if self._width:
            self._write(f"\r{' ' * self._width}\r")
            self._width = 0

    def _write(self, text: str) -> None:
        if not write(self._stream, text):
            self._quiet = True  # nobody listens any more; the export goes on
