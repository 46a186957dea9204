"""A file that grows by a line of JSON for each thing noted, written through at once; a broken end is cut off."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import msgspec

from gui.export.assemble import saying_why

T = TypeVar("T")

_encoder = msgspec.json.Encoder()


class KeptLines(Generic[T]):
    """Lines of one kind. Safe to use from several threads."""

    def __init__(self, path: Path, kind: type[T], take: Callable[[T], None]) -> None:
        """Go on with the file at ``path``, or begin one; ``take`` is given each line that is there or comes.

        Raises ``OutputProblem``.
        """
        self.path = path
        self._take = take
        self._lock = threading.Lock()
        with saying_why(path):
            end = read_lines(path, kind, take) if path.exists() else 0
            self._file: BinaryIO = open(path, "ab", opener=_for_its_owner)  # noqa: SIM115 - it stays open
            self._file.truncate(end)

    def add(self, line: T) -> None:
        """Note a line; it outlives a power cut. Raises ``OutputProblem``."""
        with self._lock, saying_why(self.path):
            self._file.write(_encoder.encode(line) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self._take(line)

    def close(self) -> None:
        """Close the file; it stays. Nothing can be noted any more."""
        with self._lock, contextlib.suppress(OSError):
            self._file.close()


def read_lines(path: Path, kind: type[T], take: Callable[[T], None]) -> int:
    """Hand on every whole line of the file; returns where they end. Raises OSError."""
    decoder, end = msgspec.json.Decoder(kind), 0
    with path.open("rb") as file:
        for written in file:
            try:
                line = decoder.decode(written)
            except (msgspec.DecodeError, UnicodeDecodeError):
                break
            if not written.endswith(b"\n"):
                break
            take(line)
            end += len(written)
    return end


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
