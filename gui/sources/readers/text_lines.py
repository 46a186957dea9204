"""Lines of text files in whatever encoding: of small ones at once, of large ones one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from gui.sources.readers.text_stream import Utf8Reader, declared_encoding

MOST_BYTES = 1 << 20
"""Bytes of one line; a longer one is no prediction."""

_CHUNK = 1 << 20


def decoded(data: bytes, encoding: str = "") -> str:
    """``data`` as text: by ``encoding`` if given, else by its mark, else UTF-8, else GB 18030, else Windows 1252.

    GB 18030 (with GBK in it) refuses most texts of Western Europe, and takes those of China; what both take cannot
    be told apart here, hence the setting ``encoding``. Never raises.
    """
    declared, mark = declared_encoding(data[:4])
    if encoding:
        return data.decode(encoding, "replace")
    if mark or declared != "utf-8":
        return data[mark:].decode(declared, "replace")
    for guess in ("utf-8", "gb18030"):
        try:
            return data.decode(guess)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def text_lines(data: bytes, encoding: str = "") -> list[str]:
    """The lines of a small file, without their ends; line 1 is element 0."""
    text = decoded(data, encoding).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def streamed_lines(stream: BinaryIO, encoding: str = "") -> Iterator[str | None]:
    """The lines of a file of any size, without their ends; None stands for one longer than ``MOST_BYTES``.

    Holds two chunks of a megabyte. Raises ``OSError``.
    """
    reader = stream if encoding else Utf8Reader(stream)
    rest = b""
    too_long = False
    while chunk := reader.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield None if too_long or len(line) > MOST_BYTES else _text(line, encoding)
            too_long = False
        if len(rest) > MOST_BYTES:
            rest, too_long = b"", True
    if rest or too_long:
        yield None if too_long else _text(rest, encoding)


def _text(line: bytes, encoding: str) -> str:
    return decoded(line.removesuffix(b"\r"), encoding)
