"""Small JSON files, one a picture, and looks at the beginning of large ones."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import ijson
import msgspec

from gui.sources.intake.files import SourceFile
from gui.sources.readers.each_file import BrokenFile
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, Loose, decode
from gui.sources.readers.text_lines import decoded
from gui.sources.readers.text_stream import Utf8Reader

LOOK_AT = 1 << 18
"""Bytes at the beginning of a file that it is recognised by: 256 KB."""

ANY_OBJECTS = msgspec.json.Decoder(list[dict[str, Any]])
"""Decodes elements that are objects, whatever they hold."""


def parsed_json(data: bytes) -> Any:
    """The value in ``data``, NaN and infinities among it. Raises ``BrokenFile``."""
    text = decoded(data).encode("utf-8", "replace").strip()
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # perhaps Python's own kind of JSON
    try:
        found = decode(text)
    except BrokenJson as problem:
        raise BrokenFile(f"it is not whole JSON: {problem}") from None
    if found.fault:
        raise BrokenFile(found.fault)
    return found.value


def first_values(file: SourceFile) -> list[Any]:
    """The first elements of the file's outermost array, or its one object, as far as ``LOOK_AT`` bytes tell.

    The last of them may be cut short. Empty where it is something else. Raises ``OSError`` alone.
    """
    with file.open() as opened:
        head = Utf8Reader(opened).read(LOOK_AT)
    builder = ijson.ObjectBuilder()
    with contextlib.suppress(ijson.JSONError, ValueError):  # here the head ends, or the JSON
        for event, value in ijson.basic_parse(io.BytesIO(head), use_float=True):
            builder.event(event, value)
    found = getattr(builder, "value", None)
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []


def elements(stream: JsonStream) -> Iterator[tuple[int, Any]]:
    """Number, from 0, and value of every element of the stream's next array; a value not decoded is a ``Loose``.

    Raises ``BrokenJson`` after the whole elements before the break, and ``Cancelled``.
    """
    number = 0
    for part in stream.elements(ANY_OBJECTS):
        for value in [part.value if not part.fault else part] if isinstance(part, Loose) else part:
            yield number, value
            number += 1
