"""The mark of a row: a digest of everything drawn and answered on it, and of nothing that Encord adds by itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import orjson

_OWN = frozenset((
    "objectHash", "classificationHash", "featureHash", "confidence",
    "boundingBox", "rotatableBoundingBox", "polygon", "polygons", "polyline", "point", "skeleton", "bitmask",
    "cuboid", "cuboid_2d", "circle", "ellipse",
))  # fmt: skip
"""What of an object of a frame is the run's own: which it is, and its shape (``_GEOMETRY_KEYS`` in the SDK's
``objects/coordinates.py``). The rest is who wrote it, when, and what the ontology says."""
_DIGITS = 5
"""Of fractions and degrees: nobody moves a box by less, and a server may write numbers in another way."""


def mark_of(labels: dict[str, Any]) -> str:
    """The mark of a row in Encord's JSON: equal for rows on which the same is drawn, in any order.

    A prediction that was moved, answered otherwise, removed or added makes another mark.
    """
    parts = sorted(orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in _parts(labels))
    return b64encode(hashlib.blake2b(b"\n".join(parts), digest_size=15).digest()).decode("ascii")


def _parts(labels: dict[str, Any]) -> Iterator[Any]:
    for place in ("data_units", "spaces"):
        for unit_hash, unit in (labels.get(place) or {}).items():
            for frame, drawn in _frames(unit.get("labels") or {}):
                for kind in ("objects", "classifications"):
                    yield from ([unit_hash, frame, kind, _own(item)] for item in drawn.get(kind) or ())
    for name in ("object_answers", "classification_answers"):
        answers = labels.get(name) or {}
        yield [name, sorted(answers)]
        for item_hash, item in answers.items():
            if item.get("classifications"):
                yield [name, item_hash, _answered(item["classifications"])]


def _frames(labels: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The frames of a unit; a picture has one, that is not numbered."""
    if "objects" in labels or "classifications" in labels:
        yield "", labels
    else:
        yield from labels.items()


def _own(item: dict[str, Any]) -> dict[str, Any]:
    own = {name: _rounded(value) for name, value in item.items() if name in _OWN and value is not None}
    if "polygons" in own:  # it says all that the older form says, and the holes
        own.pop("polygon", None)
    return own


def _answered(answer: Any) -> Any:
    """Feature hashes and typed words of an answer, whatever is nested in it."""
    if isinstance(answer, dict):
        return [answer.get("featureHash", ""), _answered(answer.get("answers"))]
    return sorted(map(_answered, answer), key=orjson.dumps) if isinstance(answer, list) else answer


def _rounded(value: Any) -> Any:
    """``value`` with its numbers as they are compared; written for speed, since every saved row comes here."""
    kind = type(value)
    if kind is float or kind is int:
        return round(float(value), _DIGITS) + 0.0  # -0.0 is 0.0
    if kind is dict:
        return {n: round(v, _DIGITS) + 0.0 if type(v) is float else _rounded(v) for n, v in value.items()}
    if kind is list:
        return [round(v, _DIGITS) + 0.0 if type(v) is float else _rounded(v) for v in value]
    return value
