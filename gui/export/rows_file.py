"""The rows file: finished rows, each a line after what is known of it, until the target is assembled.

It is the journal of an export, too. Its first line says what the export is (`gui.export.run_header`). When an export
is cut short the file stays, and the same export goes on after its last whole row.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from gui.export.assemble import BUFFER_BYTES, saying_why
from gui.export.filled_labels import FilledLabels, RowAccount
from gui.run_folders import remove_rows_file

GROUP_BYTES = 16 * 1024 * 1024
GROUP_S = 5.0
"""Rows are written through to the disk, to outlive a power cut, in groups of this size, or after so many seconds."""
HANDED_OVER_S = 0.2
"""They are handed to the system, to outlive this process, so often: not one by one, as each time another thread takes
the interpreter and may keep it for a while."""
_NOWHERE = -1
_PIECE_BYTES = 4096


class RowEntry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one finished row without reading it."""

    number: int
    """The row's place in the listing when it was written."""
    label_hash: str | None
    data_hash: str
    last_edited: str | None
    length: int
    """Bytes of its line, without its end."""
    checksum: int
    """CRC-32 of its line: the end of a file may hold anything after a power cut."""
    digest: bytes
    """What the plan says the row holds (``digest_of``)."""
    account: RowAccount


_decoder = msgspec.json.Decoder(RowEntry)
_encoder = msgspec.json.Encoder()


def digest_of(expected: Iterable[tuple[str, object]]) -> bytes:
    """A digest of what a row must hold: (feature hash, confidence), one a frame annotation or answer, any order.

    Numbers compare as numbers (1 = 1.0); anything else a script gave as a confidence compares as it is.
    """
    lines = [
        f"{feature_hash} {value!r}"
        if type(value) is float
        else f"{feature_hash} {float(value) if isinstance(value, int) else value!r}"
        for feature_hash, value in expected
    ]
    lines.sort()
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).digest()


def checksum_of(line: bytes) -> int:
    """The CRC-32, a piece at a time: for larger ones zlib lets go of the interpreter, and others keep it for long."""
    checksum = 0
    view = memoryview(line)
    for start in range(0, len(line), _PIECE_BYTES):
        checksum = zlib.crc32(view[start : start + _PIECE_BYTES], checksum)
    return checksum


class RowsFile:
    """The finished rows of one export, by their number in the listing; in memory there is a place a row."""

    def __init__(self, path: Path, rows: int, header: bytes = b"{}") -> None:
        """A new file for an export from a listing of so many ``rows``. ``header`` is JSON in one line."""
        self.path = path
        self._places = array("q", [_NOWHERE]) * rows
        self._count = 0
        with saying_why(path):
            self._file: BinaryIO = path.open("wb", buffering=BUFFER_BYTES)
            self._file.write(header + b"\n")
        self._end = len(header) + 1
        self._pending = self._end
        self._written_through_at = self._handed_over_at = time.monotonic()

    @classmethod
    def reopen(cls, path: Path, rows: int, number_of: Callable[[RowEntry], int | None]) -> RowsFile:
        """Go on with a file that was cut short: what is broken at its end is cut off.

        ``number_of`` says where a finished row stands in the listing now, None when it must be done again.
        """
        self = cls.__new__(cls)
        self.path = path
        self._places = array("q", [_NOWHERE]) * rows
        self._count = self._pending = 0
        self._written_through_at = self._handed_over_at = time.monotonic()
        with saying_why(path):
            with path.open("rb") as file:
                self._end = len(file.readline())
                for place, entry in finished_rows(file, self._end):
                    number = number_of(entry)
                    if number is not None:
                        self._note(number, place)
                    self._end = file.tell()
            self._file = path.open("r+b", buffering=BUFFER_BYTES)
            self._file.truncate(self._end)
            self._file.seek(self._end)
        return self

    def __len__(self) -> int:
        """How many rows are finished."""
        return self._count

    def __contains__(self, number: int) -> bool:
        """Whether the row with this number is finished."""
        return self._places[number] != _NOWHERE

    def _note(self, number: int, place: int) -> None:
        self._count += self._places[number] == _NOWHERE
        self._places[number] = place

    def add(self, number: int, filled: FilledLabels, last_edited: str | None = None) -> None:
        """Take one finished row. Raises ``OutputProblem`` when the disk is full."""
        entry = RowEntry(
            number,
            filled.label_hash,
            filled.data_hash,
            last_edited,
            len(filled.line),
            checksum_of(filled.line),
            digest_of(filled.expected),
            filled.account,
        )
        written = b"\n".join((_encoder.encode(entry), filled.line, b""))
        with saying_why(self.path):
            self._file.write(written)
            if time.monotonic() - self._handed_over_at >= HANDED_OVER_S:
                self._file.flush()
                self._handed_over_at = time.monotonic()
        self._note(number, self._end)
        self._end += len(written)
        self._pending += len(written)
        if self._pending >= GROUP_BYTES or time.monotonic() - self._written_through_at >= GROUP_S:
            self.flush()

    def flush(self) -> None:
        """Write through to the disk. Raises ``OutputProblem`` when it is full."""
        with saying_why(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._pending, self._written_through_at = 0, time.monotonic()

    def entries(self) -> Iterator[RowEntry]:
        """What is known of every finished row, in the order of the listing."""
        for file in self._at_each():
            yield _decoder.decode(file.readline())

    def lines(self) -> Iterator[bytes]:
        """Every finished row, in the order of the listing, without its line end."""
        for file in self._at_each():
            file.readline()
            yield file.readline()[:-1]

    def numbers(self) -> list[int]:
        """The numbers of the finished rows."""
        return [number for number, place in enumerate(self._places) if place != _NOWHERE]

    def read(self, numbers: Iterable[int]) -> list[tuple[RowEntry, bytes]]:
        """What is known of these finished rows, and their lines; for any thread once all rows are written through."""
        found = []
        with self.path.open("rb") as file:
            for number in numbers:
                file.seek(self._places[number])
                entry = _decoder.decode(file.readline())
                found.append((entry, file.readline().rstrip(b"\n")))
        return found

    def _at_each(self) -> Iterator[BinaryIO]:
        """The file, at each finished row in the order of the listing."""
        self.flush()
        with self.path.open("rb", buffering=BUFFER_BYTES) as file:
            for place in self._places:
                if place != _NOWHERE:
                    file.seek(place)
                    yield file

    def keep(self) -> None:
        """Leave the file as far as it could be written: the export may go on with it another time."""
        with contextlib.suppress(OSError):  # whatever is missing at the end is cut off then
            self._file.flush()
            os.fsync(self._file.fileno())
        with contextlib.suppress(OSError):
            self._file.close()

    def remove(self) -> None:
        """Close and remove the file, and what was kept of its branch."""
        with contextlib.suppress(OSError):  # what could not be written is removed all the same
            self._file.close()
        # Where it is still being read from, after a cancel, Windows keeps it: it goes with the next export.
        with contextlib.suppress(PermissionError):
            remove_rows_file(self.path)


def finished_rows(file: BinaryIO, place: int) -> Iterator[tuple[int, RowEntry]]:
    """Place and entry of each whole row from ``place`` on; it ends where the file ends or is broken.

    After each, ``file`` stands behind the row.
    """
    file.seek(place)
    while True:
        try:
            entry = _decoder.decode(file.readline())
        except (msgspec.DecodeError, UnicodeDecodeError):  # the end, or a line that was cut
            return
        line = file.read(entry.length)
        if len(line) != entry.length or checksum_of(line) != entry.checksum or file.read(1) != b"\n":
            return
        yield place, entry
        place = file.tell()
