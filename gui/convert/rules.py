"""Which kind of geometry may become which shape of the ontology, and whether that must be asked for.

``direct`` keeps what the file says; ``lossy`` is done and counted; ``ask`` is done only when the user allows
it; ``no`` is impossible.
"""

from __future__ import annotations

from typing import Literal

from gui.domain.geometry import KIND_NAMES, KINDS, Box, ClassScore, Corners, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.ontology import Choice, Classification, Target

Rule = Literal["direct", "lossy", "ask", "no"]

CLASSIFICATION = "classification"

_ROTATED_BOX: dict[str, Rule] = {
    "bounding_box": "lossy",
    "rotatable_bounding_box": "direct",
    "polygon": "direct",
    "bitmask": "lossy",
    "point": "lossy",
}

_TABLE: dict[type, dict[str, Rule]] = {
    Box: {
        "bounding_box": "direct",
        "rotatable_bounding_box": "direct",
        "polygon": "ask",
        "bitmask": "ask",
        "point": "ask",
        CLASSIFICATION: "ask",
    },
    RotatedBox: _ROTATED_BOX,
    Corners: _ROTATED_BOX,
    Polygons: {
        "bounding_box": "lossy",
        "rotatable_bounding_box": "lossy",
        "polygon": "direct",
        "bitmask": "lossy",
        "point": "lossy",
        "polyline": "ask",
    },
    Mask: {
        "bounding_box": "lossy",
        "rotatable_bounding_box": "lossy",
        "polygon": "lossy",
        "bitmask": "direct",
        "point": "lossy",
    },
    Keypoints: {"bounding_box": "lossy", "point": "ask", "skeleton": "direct"},
    ClassScore: {CLASSIFICATION: "direct"},
}

_SHAPE_NAMES = {
    "bounding_box": "box",
    "rotatable_bounding_box": "rotated box",
    "bitmask": "mask",
    CLASSIFICATION: "class score",
}
"""Where people's word is not the SDK's."""


def shape_of(target: Target) -> str:
    """The column of the table: the object's shape, or `CLASSIFICATION` for what a class alone can answer."""
    if isinstance(target, Choice):
        return CLASSIFICATION
    if isinstance(target, Classification):
        return CLASSIFICATION if target.kind == "text" else f"{target.kind} classification"
    return target.shape


def rule(kind: int, target: Target) -> Rule:
    """What happens to a geometry of the kind ``KINDS[kind]`` whose class is mapped to ``target``."""
    return _TABLE[KINDS[kind]].get(shape_of(target), "no")


def change(kind: int, target: Target) -> str:
    """The change in words, for example ``mask → polygon``."""
    shape = shape_of(target)
    return f"{KIND_NAMES[kind]} → {_SHAPE_NAMES.get(shape, shape.replace('_', ' '))}"
