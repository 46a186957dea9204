"""The mark of a row: a digest of everything drawn and answered on it, and of nothing that Encord adds by itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import orjson

_GEOMETRY = (
    "boundingBox", "rotatableBoundingBox", "polygon", "polygons", "polyline", "point", "skeleton", "bitmask",
    "cuboid", "cuboid_2d", "circle", "ellipse",
)  # fmt: skip
"""Where in an object of a frame its shape stands (``_GEOMETRY_KEYS`` in the SDK's ``objects/coordinates.py``)."""
_OBJECT = ("objectHash", "classificationHash", "featureHash", "confidence")
"""What else of it is the run's own; the rest is who wrote it, when, and what the ontology says."""
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
    for answers in ("object_answers", "classification_answers"):
        for item_hash, item in (labels.get(answers) or {}).items():
            yield [answers, item_hash, _answered(item.get("classifications"))]


def _frames(labels: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The frames of a unit; a picture has one, that is not numbered."""
    if "objects" in labels or "classifications" in labels:
        yield "", labels
    else:
        yield from labels.items()


def _own(item: dict[str, Any]) -> dict[str, Any]:
    geometry = {name: _rounded(item[name]) for name in _GEOMETRY if item.get(name) is not None}
    if "polygons" in geometry:  # it says all that the older form says, and the holes
        geometry.pop("polygon", None)
    return geometry | {name: _rounded(item[name]) for name in _OBJECT if item.get(name) is not None}


def _answered(answer: Any) -> Any:
    """Feature hashes and typed words of an answer, whatever is nested in it."""
    if isinstance(answer, dict):
        return [answer.get("featureHash", ""), _answered(answer.get("answers"))]
    return sorted(map(_answered, answer), key=orjson.dumps) if isinstance(answer, list) else answer


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return round(float(value), _DIGITS) + 0.0  # -0.0 is 0.0
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value
