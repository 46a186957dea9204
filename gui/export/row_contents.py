"""What a row of an export holds, for the proof: the classes and confidences of its objects and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec


class _Object(msgspec.Struct, gc=False):
    """An object on a frame, or an answer; what else is said of it is not looked at."""

    objectHash: str = ""  # noqa: N815 - Encord's own word
    featureHash: str = ""  # noqa: N815
    confidence: object = 1.0


class _Answer(_Object, gc=False):
    range: Any = None
    spaces: Any = None


class _Frame(msgspec.Struct, gc=False):
    objects: list[_Object] = []


class _Carrier(msgspec.Struct, gc=False):
    """A data unit, or a space; the labels of a single picture are not kept by frame."""

    labels: dict[str, _Frame | list[_Object]] | None = None


class RowContents(msgspec.Struct):
    """A row of an export, as far as the proof looks at it."""

    label_hash: str | None
    data_hash: str
    object_answers: dict[str, _Answer]
    classification_answers: dict[str, _Answer]
    data_units: dict[str, _Carrier]
    spaces: dict[str, _Carrier] | None = None

    def all(self) -> Iterator[tuple[str, object]]:
        """(feature hash, confidence) of every frame annotation of an object and of every answer."""
        placed: set[str] = set()
        for carrier in (*self.data_units.values(), *(self.spaces or {}).values()):
            for each in _objects(carrier):
                placed.add(each.objectHash)
                yield each.featureHash, each.confidence
        for answer in self.object_answers.values():
            # objects on a range of time or text stand here only, with their range
            if answer.objectHash not in placed and (answer.range or answer.spaces):
                yield answer.featureHash, answer.confidence
        for answer in self.classification_answers.values():
            yield answer.featureHash, answer.confidence


def _objects(carrier: _Carrier) -> Iterator[_Object]:
    for name, found in (carrier.labels or {}).items():
        if isinstance(found, _Frame):
            yield from found.objects
        elif name == "objects":
            yield from found


_decoder = msgspec.json.Decoder(RowContents)


def read_contents(line: bytes) -> RowContents:
    """The contents of a row from its JSON. Raises ``msgspec.DecodeError`` for what is no row."""
    return _decoder.decode(line)


def contents(labels: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """(feature hash, confidence) of every frame annotation and answer of a row that is not JSON yet."""
    return msgspec.convert(labels, RowContents).all()
