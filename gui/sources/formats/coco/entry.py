"""One entry of a COCO file, typed: in bulk where the whole batch is well-formed, else field by field."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import msgspec

from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry, shown

Id = int | float | str


class Rle(msgspec.Struct, frozen=True):
    """A mask as COCO has it: ``size`` is height and width; ``counts`` compressed text or run lengths."""

    size: tuple[int, int]
    counts: str | list[int]


class Entry(msgspec.Struct, gc=False):
    """A result of a results list, or an annotation of a dataset JSON; pixels, origin top-left.

    Ultralytics writes turned boxes as ``rbox`` (centre, width, height, radians) and ``poly`` (their four corners).
    """

    image_id: Id | None = None
    category_id: Id | None = None
    score: float | None = None
    bbox: tuple[float, float, float, float] | None = None
    segmentation: list[list[float]] | Rle | None = None
    keypoints: list[float] | None = None
    file_name: str | None = None
    category_name: str | None = None
    rbox: tuple[float, float, float, float, float] | None = None
    poly: list[float] | None = None


ENTRIES = msgspec.json.Decoder(list[Entry])


def id_text(value: Id) -> str:
    """An id as text, so that 3, 3.0 and "3" are the same; empty for NaN and infinities."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def typed_entry(value: Any) -> tuple[Entry, BadEntry | None]:
    """An entry made of whatever JSON gave, and what is wrong with it, if anything.

    The picture and the class are kept where they are readable, so that the loss can be told by them.
    """
    try:
        return msgspec.convert(value, Entry), None
    except ValueError:  # not what is wanted, or letters that are none
        entry = Entry()
    if not isinstance(value, dict):
        return entry, BadEntry(Reason.BAD_ENTRY, "it is not an object with names and values")
    entry.image_id, entry.category_id = _id(value.get("image_id")), _id(value.get("category_id"))
    entry.file_name, entry.category_name = _text(value.get("file_name")), _text(value.get("category_name"))
    try:
        entry.score = _score(value.get("score"))
        entry.keypoints = _keypoints(value.get("keypoints"))
        entry.segmentation = _segmentation(value.get("segmentation"))
        is_turned = value.get("rbox") or value.get("poly")
        has_other = entry.keypoints or entry.segmentation or is_turned
        entry.bbox = _bbox(value.get("bbox"), needed=not has_other)
        if is_turned and not (
            entry.bbox or entry.keypoints or entry.segmentation
        ):  # else others' words, in other forms
            entry.rbox, entry.poly = _rbox(value.get("rbox")), _poly(value.get("poly"))
    except BadEntry as fault:
        return entry, fault
    return entry, None


def _id(value: Any) -> Id | None:
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _score(value: Any) -> float | None:
    """A number, also as text: some tools put all numbers into quotes."""
    if value is None:
        return None
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadEntry(Reason.BAD_CONFIDENCE, f"the confidence is {shown(value)}")
    return _number(value)


def _keypoints(value: Any) -> list[float] | None:
    return _numbers(value, "the list of keypoints") if value else None


def _segmentation(value: Any) -> list[list[float]] | Rle | None:
    if not value:
        return None
    if isinstance(value, dict):
        try:
            return msgspec.convert(value, Rle)
        except ValueError:  # not what is wanted, or letters that are none
            raise BadEntry(Reason.BAD_GEOMETRY, "the mask lacks its size or its run lengths") from None
    if isinstance(value, list) and not isinstance(value[0], list):
        value = [value]  # some tools forget the list around a single part
    if not isinstance(value, list):
        raise BadEntry(Reason.BAD_GEOMETRY, f"the segmentation is {shown(value)}")
    return [_numbers(part, "the polygon") for part in value]


def _rbox(value: Any) -> tuple[float, float, float, float, float] | None:
    if not value:
        return None
    try:
        cx, cy, w, h, angle = _numbers(value, "the rotated box")
    except ValueError:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the rotated box has {len(value)} numbers, not 5") from None
    return cx, cy, w, h, angle


def _poly(value: Any) -> list[float] | None:
    return _numbers(value, "the list of corners") if value else None


def _bbox(value: Any, *, needed: bool) -> tuple[float, float, float, float] | None:
    """The box; a broken one matters only where there is no other geometry."""
    if not value:
        return None
    try:
        x, y, w, h = _numbers(value, "the box")
    except BadEntry:
        if needed:
            raise
        return None
    except ValueError:
        if needed:
            raise BadEntry(Reason.BAD_GEOMETRY, f"the box has {len(value)} numbers, not 4") from None
        return None
    return x, y, w, h


def _numbers(value: Any, what: str) -> list[float]:
    if not isinstance(value, list):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} is {shown(value)}")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise BadEntry(Reason.BAD_GEOMETRY, f"{what} holds {shown(number)} where a number should be")
    return [_number(number) for number in value]


def _number(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
