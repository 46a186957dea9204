"""The metadata of an ONNX file, read without its weights and without any ONNX library.

An ONNX file is one protobuf message (onnx.proto, ``ModelProto``): fields are a varint of number × 8 + wire type,
then the value; wire type 2 is a length and so many bytes. ``metadata_props`` is field 14, each a message of key
(field 1) and value (field 2). Every other field is stepped over by its length.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from gui.errors import SourceProblem

_METADATA_PROPS = 14
_BYTES = 2
_LARGEST = 4 << 20
_MOST = 1000


class _NotOnnx(Exception):
    """The bytes are no protobuf message."""


def metadata(stream: BinaryIO) -> dict[str, str]:
    """Keys and values of ``metadata_props``. Raises ``SourceProblem`` when it is no ONNX file, and ``OSError``."""
    found: dict[str, str] = {}
    try:
        while (tag := _varint(stream, at_end=True)) is not None:
            number, kind = tag >> 3, tag & 7
            if number == _METADATA_PROPS and kind == _BYTES and len(found) < _MOST:
                key, value = _entry(_take(stream, _length(stream)))
                found[key] = value
            else:
                _step_over(stream, kind)
    except _NotOnnx:
        raise SourceProblem(
            "The model file cannot be read.",
            "It is not an ONNX file, or it is cut off.",
            "Choose the ONNX file again, or a list of the class names.",
        ) from None
    return found


def _entry(data: bytes) -> tuple[str, str]:
    parts = {1: b"", 2: b""}
    stream = io.BytesIO(data)
    while (tag := _varint(stream, at_end=True)) is not None:
        if tag & 7 == _BYTES and tag >> 3 in parts:
            parts[tag >> 3] = _take(stream, _length(stream))
        else:
            _step_over(stream, tag & 7)
    return parts[1].decode("utf-8", "replace"), parts[2].decode("utf-8", "replace")


def _varint(stream: BinaryIO, *, at_end: bool = False) -> int | None:
    value = 0
    for shift in range(0, 70, 7):
        byte = stream.read(1)
        if not byte:
            if at_end and shift == 0:
                return None
            raise _NotOnnx
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise _NotOnnx


def _length(stream: BinaryIO) -> int:
    length = _varint(stream)
    if length is None or length > _LARGEST:
        raise _NotOnnx
    return length


def _take(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise _NotOnnx
    return data


def _step_over(stream: BinaryIO, kind: int) -> None:
    match kind:
        case 0:
            _varint(stream)
        case 1:
            _take(stream, 8)
        case 2:
            length = _varint(stream)
            assert length is not None, "only the end of the file has none"
            position = stream.tell()
            end = stream.seek(0, 2)
            if position + length > end:
                raise _NotOnnx
            stream.seek(position + length)
        case 5:
            _take(stream, 4)
        case _:
            raise _NotOnnx
