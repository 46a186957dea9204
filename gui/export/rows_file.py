"""The rows file: finished rows, one a line, with what each must hold, until the target is assembled."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from gui.export.assemble import saying_why
from gui.export.filled_labels import FilledLabels

GROUP_BYTES = 4 * 1024 * 1024
"""Lines are written through to the disk in groups of about this size."""


class RowEntry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one finished row without reading it again."""

    number: int
    """The row's place in the listing."""
    label_hash: str | None
    data_hash: str
    length: int
    """Bytes of its line, line end included."""
    digest: bytes
    """What the plan says the row holds (``digest_of``)."""
    predictions: int


def digest_of(expected: Iterable[tuple[str, object]]) -> bytes:
    """A digest of what a row must hold: (feature hash, confidence), one a frame annotation or answer, any order.

    Numbers compare as numbers (1 = 1.0); anything else a script gave as a confidence compares as it is.
    """
    lines = sorted(
        f"{feature_hash} {float(value) if isinstance(value, int | float) else value!r}"
        for feature_hash, value in expected
    )
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).digest()


class RowsFile:
    """Collects finished rows in ``folder``; rows come in the order in which they will stand in the target."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rows.jsonl"
        self.entries: list[RowEntry] = []
        self._file = self.path.open("wb")
        self._pending = 0

    def add(self, number: int, filled: FilledLabels) -> None:
        """Take one finished row. Raises ``OutputProblem`` when the disk is full."""
        line = filled.line + b"\n"
        with saying_why(self.path):
            self._file.write(line)
        self.entries.append(
            RowEntry(
                number,
                filled.label_hash,
                filled.data_hash,
                len(line),
                digest_of(filled.expected),
                filled.predictions,
            )
        )
        self._pending += len(line)
        if self._pending >= GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write through to the disk. Raises ``OutputProblem`` when it is full."""
        with saying_why(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._pending = 0

    def lines(self) -> Iterator[bytes]:
        """Every finished row, without its line end."""
        self.flush()
        with self.path.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")

    def close(self) -> None:
        """Remove the file."""
        with contextlib.suppress(OSError):  # what could not be written is removed all the same
            self._file.close()
        # Where it is still being read from, after a cancel, Windows keeps it: it goes with the run folder.
        with contextlib.suppress(FileNotFoundError, PermissionError):
            self.path.unlink()
