"""A process is told from one that has ended, on every system, and without ending it."""

from __future__ import annotations

import os
import subprocess
import sys

from gui.running_processes import is_running, runs_on_windows

INVALID_PARAMETER, ACCESS_DENIED = 87, 5
ENDED, STILL_RUNNING = 0, 0x102


class Windows:
    """Answers as Windows is documented to; remembers which handles are open."""

    def __init__(self, *, handle: int = 0, error: int = 0, waited: int = ENDED) -> None:
        self._handle, self._error, self._waited = handle, error, waited
        self.held: list[int] = []

    def open(self, pid: int) -> int:
        if self._handle:
            self.held.append(self._handle)
        return self._handle

    def last_error(self) -> int:
        return self._error

    def wait(self, handle: int) -> int:
        return self._waited

    def close(self, handle: int) -> None:
        self.held.remove(handle)


def test_a_real_process_runs_until_it_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_running(child.pid)
    assert child.poll() is None, "asking must not end it"
    child.communicate(b"\n", timeout=60)
    assert not is_running(child.pid)
    assert is_running(os.getpid())


def test_on_windows_an_unknown_id_has_ended_and_a_forbidden_one_runs() -> None:
    assert not runs_on_windows(4711, Windows(error=INVALID_PARAMETER))
    assert runs_on_windows(4, Windows(error=ACCESS_DENIED))


def test_on_windows_an_ended_process_that_somebody_holds_has_ended() -> None:
    for waited, runs in ((STILL_RUNNING, True), (ENDED, False)):
        windows = Windows(handle=1 << 33, waited=waited)
        assert runs_on_windows(4711, windows) is runs
        assert windows.held == []
