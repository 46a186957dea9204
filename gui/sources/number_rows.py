"""Lines of plain numbers as rows, by the quickest parser of numbers at hand."""

from __future__ import annotations

import orjson

_PLAIN = b"0123456789+-.eE \n"


def number_rows(data: bytes) -> list[list[float]] | None:
    """The numbers of every line, with an empty row for an empty line; row 0 is line 1.

    None when the text is anything but numbers as JSON writes them with single spaces between: the caller then goes
    word by word. JSON's parser takes 0.1 µs a number, ``float`` twice that, and a label folder has millions.
    """
    if data.translate(None, _PLAIN):
        if b"\r\n" not in data:
            return None
        data = data.replace(b"\r\n", b"\n")
        if data.translate(None, _PLAIN):
            return None
    lists = data.rstrip().replace(b"\n", b"],[").replace(b" ", b",")
    try:
        rows: list[list[float]] = orjson.loads(b"[[%b]]" % lists)
    except orjson.JSONDecodeError:
        return None
    return rows
