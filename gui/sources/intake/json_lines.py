"""JSON Lines, one value a line, as the bytes of one JSON list, so that whatever reads lists reads them."""

from __future__ import annotations

import io
from typing import BinaryIO

SUFFIXES = frozenset({".jsonl", ".ndjson"})

_CHUNK = 1 << 16
_MARK = b"\xef\xbb\xbf"
_OTHER = (b"[", b"\xff\xfe", b"\xfe\xff")
"""How a file begins that is no JSON Lines, whatever it is called: a list, or UTF-16."""


class LinesAsList(io.RawIOBase):
    """Reads ``stream`` from its beginning; what is a list already stays as it is. Holds no more than a piece of it."""

    def __init__(self, stream: BinaryIO) -> None:
        """``stream`` is closed with this one; it seeks."""
        self._stream = stream
        self._begin()

    def _begin(self) -> None:
        head = self._stream.read(len(_MARK) + 1)
        start = len(_MARK) if head.startswith(_MARK) else 0
        self._stream.seek(start)
        self._is_list = head[start:].startswith(_OTHER)
        self._pending = b"" if self._is_list else b"["
        self._place = 0
        self._is_first = True
        self._at_border = False
        self._at_end = False

    def readable(self) -> bool:
        """It is for reading alone."""
        return True

    def seekable(self) -> bool:
        """It reads its way to any place."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes of the list. Raises ``OSError``."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._pending and not self._at_end:
            self._pending = self._next()
        piece, self._pending = self._pending[: len(view)], self._pending[len(view) :]
        view[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place counted from the beginning. Raises ``OSError``."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only from the beginning")
        if offset < self._place:
            self._stream.seek(0)
            self._begin()
        while self._place < offset and self.read(min(_CHUNK, offset - self._place)):
            pass
        return self._place

    def close(self) -> None:
        """Close the stream, too."""
        self._stream.close()
        super().close()

    def _next(self) -> bytes:
        """A piece of the list: a comma goes before every line with something on it, but for the first."""
        data = self._stream.read(_CHUNK)
        if not data:
            self._at_end = True
            return b"" if self._is_list else b"]"
        if self._is_list:
            return data
        pieces = []
        for number, part in enumerate(data.split(b"\n")):
            self._at_border = self._at_border or number > 0
            if part.strip():
                if self._at_border and not self._is_first:
                    pieces.append(b",\n")
                self._is_first = self._at_border = False
            pieces.append(part)
        return b"".join(pieces)
