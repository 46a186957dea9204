"""Bytes of a text file as UTF-8, whatever Unicode encoding its byte order mark or first bytes declare."""

from __future__ import annotations

import codecs
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def declared_encoding(head: bytes) -> tuple[str, int]:
    """The encoding of a text that begins with ``head`` (4 bytes suffice) and the length of its mark.

    Without a mark: JSON begins with two ASCII characters, so zeros among the first bytes tell UTF-16 and
    UTF-32 (RFC 4627, section 3); else UTF-8.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    zeros = "".join("0" if byte == 0 else "x" for byte in head[:4])
    return {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(zeros, "utf-8"), 0


class Utf8Reader:
    """Reads a file as UTF-8 without its mark; UTF-8 itself is passed on as it is, valid or not."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin at the start of ``file``."""
        encoding, mark = declared_encoding(file.read(4))
        file.seek(mark)
        self._file = file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int) -> bytes:
        """Some of the next bytes, about ``size``; empty at the end of the file alone."""
        while data := self._file.read(size):
            if self._decoder is None:
                return data
            if text := self._decoder.decode(data):
                return text.encode("utf-8", "replace")
        rest = self._decoder.decode(b"", final=True) if self._decoder else ""
        return rest.encode("utf-8", "replace")
