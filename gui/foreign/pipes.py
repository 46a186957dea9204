"""A child's end of its pipes: standard streams taken over, and frames of bytes sent through them.

A frame is a length of four bytes, big-endian, followed by that many bytes.
"""

import contextlib
import errno
import os
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

MAX_FRAME = 64 * 1024 * 1024
"""Bytes. A longer frame is a fault in this program or noise on the pipe, never data."""

_LENGTH = struct.Struct(">I")


class BrokenFrameError(Exception):
    """The pipe holds something else than whole frames: it was cut, or somebody printed into it."""


def take_over_standard_streams(log: Path | None = None) -> tuple[BinaryIO, BinaryIO]:
    """Keep the protocol's pipes for this process alone; returns (what to read, what to write).

    Descriptors 0 and 1 are duplicated, then 0 is pointed at nothing, and 1 and 2 at ``log`` (appended to) or
    at nothing. So neither ``print`` nor a C library writes into the protocol, and no ``input()`` reads from
    it. Called once, before anything else is imported. The duplicates are not inherited by grandchildren.
    """
    _make_binary(0)
    _make_binary(1)
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    _point(0, os.open(os.devnull, os.O_RDONLY))
    sink = _open_log(log) if log else os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    _point(2, sink)
    _tell_the_system()
    # A windowed program on Windows starts with None here; descriptors 0 to 2 are sound now.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    return incoming, outgoing


def write_frame(stream: IO[bytes], payload: bytes) -> None:
    """Send one frame at once. Raises ValueError above `MAX_FRAME`, BrokenPipeError when nobody listens."""
    if len(payload) > MAX_FRAME:
        raise ValueError(f"a frame of {len(payload)} bytes is longer than {MAX_FRAME}")
    with broken_pipe_by_one_name():
        stream.write(_LENGTH.pack(len(payload)) + payload)
        stream.flush()


@contextlib.contextmanager
def broken_pipe_by_one_name() -> Iterator[None]:
    """Raise BrokenPipeError when nobody listens on a pipe, also where the system says something else.

    Windows says "invalid argument" when a pipe is written to whose reader has gone; no other argument of a write
    to a pipe can be invalid.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        raise


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Wait for the next frame; None when the other side has closed the pipe between two frames.

    Raises BrokenFrameError when it was closed within one, or announces more than `MAX_FRAME` bytes.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BrokenFrameError("the pipe was closed within the length of a frame")
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise BrokenFrameError(f"a frame announces {length} bytes; at most {MAX_FRAME} are allowed")
    payload = stream.read(length)
    if len(payload) < length:
        raise BrokenFrameError(f"the pipe was closed after {len(payload)} of {length} bytes of a frame")
    return payload


def end_with_parent(stream: IO[bytes], before: Callable[[], None] | None = None) -> threading.Thread:
    """End this process when ``stream``, on which nothing is ever sent, is closed by the parent.

    For a role that does not read its standard input otherwise, such as the demo server. ``before`` runs
    first, to end the process's own children. The exit is `os._exit`: the main thread may be anywhere.
    """

    def wait() -> None:
        while stream.read(4096):
            pass
        try:
            if before is not None:
                before()
        finally:
            os._exit(0)

    thread = threading.Thread(target=wait, name="end-with-parent", daemon=True)
    thread.start()
    return thread


def _open_log(log: Path) -> int:
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _point(descriptor: int, at: int) -> None:
    """Make ``descriptor`` mean what ``at`` means, and close ``at``."""
    if at != descriptor:
        os.dup2(at, descriptor)
        os.close(at)


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    def _make_binary(descriptor: int) -> None:
        """Without this Windows turns every newline byte into two, and stops at a Ctrl-Z."""
        msvcrt.setmode(descriptor, os.O_BINARY)

    def _tell_the_system() -> None:
        """Name descriptors 0 to 2 as the standard handles: a built app's C runtime does not, and subprocess asks there.

        Without this a script's ``subprocess.check_output`` would find the handle of a pipe that is closed by now.
        """
        set_handle = ctypes.WinDLL("kernel32", use_last_error=True).SetStdHandle
        set_handle.argtypes = (wintypes.DWORD, wintypes.HANDLE)
        for descriptor in range(3):
            # STD_INPUT_HANDLE, STD_OUTPUT_HANDLE and STD_ERROR_HANDLE are -10, -11 and -12 as unsigned numbers
            if not set_handle(2**32 - 10 - descriptor, msvcrt.get_osfhandle(descriptor)):
                raise ctypes.WinError(ctypes.get_last_error())
else:

    def _make_binary(descriptor: int) -> None:
        """POSIX descriptors carry bytes as they are."""

    def _tell_the_system() -> None:
        """On POSIX the descriptors themselves are the standard streams."""
