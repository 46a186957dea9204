"""Whether a row that comes back from foreign code is still the row that went there, apart from its labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_CONTENT = frozenset({"object_answers", "classification_answers", "object_actions", "data_units", "spaces"})
"""Parts of an export that hold labels (``data_units`` and ``spaces`` among other things)."""


def difference(sent: dict[str, Any], received: dict[str, Any], frames: int) -> str | None:
    """What about the row itself is not as it was, in words; None when nothing is.

    Compared are all fields of the row (hashes, branch, titles, type, dates, status) and of its data units and
    spaces (hashes, titles, sizes, order), except the labels in them. Labels must lie on frames below
    ``frames``, the row's number of frames; 0 when it has none to count.
    """
    for name in (sent.keys() | received.keys()) - _CONTENT:
        if sent.get(name) != received.get(name):
            return f"its {name.replace('_', ' ')} was changed"
    for part in ("data_units", "spaces"):
        before, after = sent.get(part) or {}, received.get(part) or {}
        if before.keys() != after.keys():
            return f"its {part.replace('_', ' ')} are not the same any more"
        for key, unit in before.items():
            for name in (unit.keys() | after[key].keys()) - {"labels"}:
                if unit.get(name) != after[key].get(name):
                    return f"the {name.replace('_', ' ')} of its {part[:-1].replace('_', ' ')} was changed"
    if frames:
        beyond = next((frame for frame in _labelled_frames(received) if not 0 <= frame < frames), None)
        if beyond is not None:
            return f"it has labels on frame {beyond}, but its frames are 0 to {frames - 1}"
    return None


def _labelled_frames(labels: dict[str, Any]) -> Iterator[int]:
    """Every frame of a video or series with an object, and the first and last of every answer's ranges."""
    for unit in labels["data_units"].values():
        yield from (int(key) for key in unit.get("labels") or {} if key.lstrip("-").isdigit())
    for answer in labels["classification_answers"].values():
        for first, last in answer.get("range") or ():
            yield first
            yield last
