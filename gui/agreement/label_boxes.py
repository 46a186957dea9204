"""The boxes around everything that the labels of a row have drawn on its pictures, with their classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gui.convert.outcome import CannotConvert
from gui.domain.geometry import Mask
from gui.domain.labelled_box import LabelledBox
from gui.sources.entries import BadEntry
from gui.sources.envelopes import Envelope, around_mask, envelope
from gui.sources.formats.encord.shapes import geometry_of

MOST_BOXES = 20_000
"""Of one row: what lies beyond is not looked at, as long videos may have millions."""

_Json = Mapping[str, Any]


def label_boxes(labels: _Json, check: Callable[[], None]) -> dict[int, list[LabelledBox]]:
    """The boxes by frame; ``labels`` is a row as ``to_encord_dict`` writes it, ``check`` raises ``Cancelled``.

    Sides are fractions 0..1 of the picture. Left out are shapes without area (points, lines) and broken ones.
    """
    found: dict[int, list[LabelledBox]] = {}
    left = MOST_BOXES
    for frame, unit, objects in _frames(labels):
        check()
        for entry in objects[:left]:
            if (box := _box(entry, unit)) is not None:
                found.setdefault(frame, []).append(box)
        left -= len(objects[:left])
    return found


def _frames(labels: _Json) -> Iterator[tuple[int, _Json, list[Any]]]:
    """Every frame with its data unit and what is drawn on it."""
    for unit in (labels.get("data_units") or {}).values():
        held = unit.get("labels") or {}
        if "objects" in held:
            yield int(unit.get("data_sequence") or 0), unit, held["objects"]
            continue
        for frame, drawn in held.items():
            if frame.isascii() and frame.isdigit() and isinstance(drawn, Mapping):
                yield int(frame), unit, drawn.get("objects") or []


def _box(entry: _Json, unit: _Json) -> LabelledBox | None:
    """The box around one shape; an angle is of pixels, so fractions alone do not do where they can be had."""
    width, height = unit.get("width") or 1, unit.get("height") or 1
    try:
        if entry.get("shape") == "bitmask":
            left, top, right, bottom = _around_bitmask(entry["bitmask"])
        else:
            left, top, right, bottom = envelope(geometry_of(entry, width, height))
    except (BadEntry, CannotConvert, KeyError):
        return None
    box = LabelledBox(str(entry.get("name")), left / width, top / height, right / width, bottom / height)
    return box if box.left < box.right and box.top < box.bottom else None


def _around_bitmask(held: _Json) -> Envelope:
    """Encord's run lengths go along the rows: they are those of the mask turned about its diagonal (FACTS 18).

    Raises ``CannotConvert`` for broken ones, KeyError where something is missing.
    """
    turned = Mask(held["width"], held["height"], held["rleString"].encode())
    top, left, bottom, right = around_mask(turned) or (0.0, 0.0, 0.0, 0.0)
    return left, top, right, bottom
