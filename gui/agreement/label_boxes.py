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
    for unit in _mapping(labels.get("data_units")).values():
        held = _mapping(_mapping(unit).get("labels"))
        if "objects" in held:
            yield _whole(unit.get("data_sequence"), 0), unit, _list(held["objects"])
            continue
        for number, drawn in held.items():
            if (frame := _whole(number, -1)) >= 0:
                yield frame, unit, _list(_mapping(drawn).get("objects"))


def _box(entry: Any, unit: _Json) -> LabelledBox | None:
    """The box around one shape; an angle is of pixels, so fractions alone do not do where they can be had."""
    entry = _mapping(entry)
    width, height = _whole(unit.get("width"), 0) or 1, _whole(unit.get("height"), 0) or 1
    try:
        if entry.get("shape") == "bitmask":
            left, top, right, bottom = _around_bitmask(_mapping(entry.get("bitmask")))
        else:
            left, top, right, bottom = envelope(geometry_of(entry, width, height))
    except (BadEntry, CannotConvert):
        return None
    box = LabelledBox(str(entry.get("name")), left / width, top / height, right / width, bottom / height)
    return box if box.left < box.right and box.top < box.bottom else None


def _around_bitmask(held: _Json) -> Envelope:
    """Encord's run lengths go along the rows: they are those of the mask turned about its diagonal (FACTS 18).

    Raises ``CannotConvert`` for broken ones.
    """
    turned = Mask(_whole(held.get("width"), 0), _whole(held.get("height"), 0), str(held.get("rleString")).encode())
    top, left, bottom, right = around_mask(turned) or (0.0, 0.0, 0.0, 0.0)
    return left, top, right, bottom


def _mapping(found: Any) -> _Json:
    return found if isinstance(found, Mapping) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _whole(found: Any, otherwise: int) -> int:
    """A number that is not negative and may be written as text, as the server's numbers of frames are."""
    text = str(found)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
