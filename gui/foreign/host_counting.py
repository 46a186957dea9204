"""What a script added to a row, read from the row object, and the numbers in it that cannot or should not be.

Part of the host process: only the standard library; the SDK's objects are read through what they offer.
"""

import contextlib
import json
import math
from collections.abc import Iterator
from typing import Any

from gui.foreign.host_script import FaultError

MOST_PROBLEMS = 20
"""Problems that are named for each row; what goes beyond is counted."""

ROUNDING = 1e-6
"""How far a box may reach out of the picture (as a fraction of it) before it is named."""

Added = list[tuple[str, Any]]
"""(feature hash, confidence) of every frame annotation of an object, or of every answer."""


class Contents:
    """Everything in a row: ``objects`` and ``classifications`` that will stand in the file, ``problems`` to name.

    Raises FaultError when a coordinate or a confidence is NaN or infinite, when a confidence does not even say a
    number, and when an object lies on a frame that the row does not have: the SDK leaves it out of an image's
    export without a word.
    """

    def __init__(self, row: Any) -> None:
        self._frames = row.number_of_frames
        self.objects: Added = []
        self.classifications: Added = []
        self._problems: list[str] = []
        for holder in (row, *row.get_spaces()):
            for instance in holder.get_object_instances():
                self._count_object(instance, on_frames=holder is row)
            for instance in holder.get_classification_instances():
                self._count_answer(instance)

    @property
    def problems(self) -> list[str]:
        """At most `MOST_PROBLEMS`, then how many more there are."""
        more = len(self._problems) - MOST_PROBLEMS
        return self._problems if more <= 0 else [*self._problems[:MOST_PROBLEMS], f"{more} more like these"]

    def _count_object(self, instance: Any, on_frames: bool) -> None:
        for annotation in instance.get_annotations():
            if on_frames and not 0 <= annotation.frame < self._frames:
                last = self._frames - 1
                raise FaultError(f"{instance.object_name} is on frame {annotation.frame}; the last frame is {last}")
            where = f"{instance.object_name}, frame {annotation.frame}"
            self._check_confidence(annotation.confidence, where)
            self._check_coordinates(annotation.coordinates, where)
            self.objects.append((instance.feature_hash, annotation.confidence))

    def _count_answer(self, instance: Any) -> None:
        self._check_confidence(instance.confidence, instance.classification_name)
        self.classifications.append((instance.feature_hash, instance.confidence))

    def _check_confidence(self, confidence: Any, where: str) -> None:
        number = _number(confidence)
        if number is None:
            said = f"{where}: the confidence is {confidence!r:.40}, not a number"
            if not _says_a_number(confidence):
                raise FaultError(said)
            self._problems.append(said)
            return
        _require_finite(number, where, "the confidence")
        if not 0 <= number <= 1:
            self._problems.append(f"{where}: the confidence {number:g} is not from 0 to 1")

    def _check_coordinates(self, coordinates: Any, where: str) -> None:
        numbers = list(_numbers_of(coordinates))
        for _, value in numbers:
            _require_finite(value, where, "a coordinate")
        if any(name == "z" for name, _ in numbers):
            return  # a place in space is no fraction of a picture
        for name, value in numbers:
            if name in ("w", "h") and value <= 0:
                self._problems.append(f"{where}: the {'width' if name == 'w' else 'height'} is {value:g}")
        outside = next((value for name, value in numbers if name in ("x", "y") and not 0 <= value <= 1), None)
        box = dict(numbers)
        if outside is not None and "theta" not in box:
            self._problems.append(f"{where}: a coordinate is outside the picture ({outside:g})")
        elif box.keys() == {"x", "y", "w", "h"} and max(box["x"] + box["w"], box["y"] + box["h"]) > 1 + ROUNDING:
            self._problems.append(f"{where}: the box reaches out of the picture")


def _numbers_of(coordinates: Any) -> Iterator[tuple[str, float]]:
    """Every number of a shape with the name the export gives it (``x``, ``w``, ``theta``, …)."""
    polygons = getattr(coordinates, "polygons", None)
    if polygons is None:
        return _numbers(coordinates.to_dict())
    points = [point for rings in polygons for ring in rings for point in ring]
    return _numbers([{"x": point.x, "y": point.y} for point in points])


def _numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number inside ``value`` with the key it stands under."""
    number = _number(value)
    if number is not None:
        yield name, number
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _numbers(inner, name)


def _number(value: Any) -> float | None:
    """``value`` as a plain number, also when it is one of numpy's or torch's; None when it is no number."""
    single = getattr(value, "item", None)
    if callable(single):
        with contextlib.suppress(ValueError, RuntimeError):  # several numbers are not one
            value = single()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _says_a_number(value: Any) -> bool:
    """Whether ``value`` stands for a number though it is none: ``"0.9"`` or ``True``."""
    try:
        return isinstance(value, str | bool) and math.isfinite(float(value))
    except ValueError:
        return False


def _require_finite(value: float, where: str, what: str) -> None:
    if not math.isfinite(value):
        raise FaultError(f"{where}: {what} is {'NaN' if math.isnan(value) else 'infinite'}")


def as_json(message: dict[str, Any]) -> bytes:
    """``message`` as JSON; numpy's and torch's numbers and arrays become plain ones.

    Raises FaultError for NaN, infinity and anything that JSON cannot say.
    """
    try:
        return json.dumps(message, default=_plain, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        if isinstance(error, ValueError) and "Out of range" in str(error):
            raise FaultError("a number in the result is NaN or infinite") from None
        raise FaultError(f"the result cannot be written as JSON: {error}") from None


def _plain(value: Any) -> Any:
    tolist = getattr(value, "tolist", None)
    if tolist is None:
        raise TypeError(f"{type(value).__name__} is neither a number nor text")
    return tolist()
