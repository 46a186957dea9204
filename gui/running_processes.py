"""Whether a process still runs, by its id."""

from __future__ import annotations

import os
import sys
from typing import Protocol


class WindowsProcesses(Protocol):
    """What is asked of Windows; names and numbers are those of its API (processthreadsapi, synchapi, winerror)."""

    def open(self, pid: int) -> int:
        """A handle to wait on (right ``SYNCHRONIZE``), or 0."""

    def last_error(self) -> int:
        """Why ``open`` gave 0."""

    def wait(self, handle: int) -> int:
        """``WaitForSingleObject`` with no patience at all."""

    def close(self, handle: int) -> None:
        """Give the handle back."""


ERROR_ACCESS_DENIED = 5
WAIT_TIMEOUT = 0x102


def is_running(pid: int) -> bool:
    """True while the process lives, also when it is somebody else's; ids are used again, so True may mean another."""
    if sys.platform == "win32":
        return runs_on_windows(pid, _kernel())
    else:  # noqa: RET505 - so that mypy follows one system at a time
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def runs_on_windows(pid: int, windows: WindowsProcesses) -> bool:
    """As `is_running`. There ``os.kill(pid, 0)`` would not ask: it would end the process with code 0."""
    handle = windows.open(pid)
    if not handle:
        return windows.last_error() == ERROR_ACCESS_DENIED
    try:
        # An ended process can still be opened while somebody holds a handle to it: whether it ended, waiting tells.
        return windows.wait(handle) == WAIT_TIMEOUT
    finally:
        windows.close(handle)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SYNCHRONIZE = 0x00100000

    class _Kernel:
        """`WindowsProcesses` by kernel32."""

        def __init__(self) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._open = kernel.OpenProcess
            self._open.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
            self._open.restype = wintypes.HANDLE  # without it a handle is cut to 32 bits
            self._wait = kernel.WaitForSingleObject
            self._wait.argtypes = (wintypes.HANDLE, wintypes.DWORD)
            self._wait.restype = wintypes.DWORD
            self._close = kernel.CloseHandle
            self._close.argtypes = (wintypes.HANDLE,)

        def open(self, pid: int) -> int:
            return self._open(_SYNCHRONIZE, False, pid) or 0

        def last_error(self) -> int:
            return ctypes.get_last_error()

        def wait(self, handle: int) -> int:
            return int(self._wait(handle, 0))

        def close(self, handle: int) -> None:
            self._close(handle)

    def _kernel() -> WindowsProcesses:
        return _Kernel()
