"""The proof: the finished file is read again, row by row, and compared with the plan before it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from gui.errors import ProofProblem
from gui.export.assemble import BUFFER_BYTES
from gui.export.rows_file import RowEntry, digest_of


def verify(path: Path, entries: Iterable[RowEntry], count: int, check: Callable[[], None]) -> None:
    """Compare the file with what the plan says each row holds.

    Compared are, row by row: label hash, data hash, and the objects per class with their confidences (one a
    frame annotation) and the answers with theirs. ``check`` raises ``Cancelled``. Raises ``ProofProblem``
    naming the first row that differs. ``count`` rows are expected.
    """
    rows = read_rows(path)
    for number, entry in enumerate(entries):
        check()
        labels = next(rows, None)
        if labels is None:
            raise _difference(f"row {number + 1} of {count} is missing")
        if labels.get("label_hash") != entry.label_hash or labels.get("data_hash") != entry.data_hash:
            raise _difference(f"row {number + 1} is another row")
        if digest_of(contents(labels)) != entry.digest:
            raise _difference(f"row {number + 1} does not hold the planned predictions")
    if next(rows, None) is not None:
        raise _difference("there are more rows than planned")


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file with one row a line inside its array. Raises ``ProofProblem`` when it is not one."""
    with path.open("rb", buffering=BUFFER_BYTES) as file:
        if file.readline() != b"[\n":
            raise _difference("the file does not begin as a list")
        line = file.readline()
        while line != b"]\n":
            following = file.readline()
            if not following:
                raise _difference("the file is cut off")
            is_last = following == b"]\n"
            if is_last == line.endswith(b",\n"):
                raise _difference("the rows are not separated as they should be")
            yield _row(line.removesuffix(b"\n").removesuffix(b","))
            line = following
        if file.read(1):
            raise _difference("the file goes on after its list")


def _row(line: bytes) -> dict[str, Any]:
    try:
        labels = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise _difference("a row is not valid JSON") from None
    if not isinstance(labels, dict):
        raise _difference("a row is not an object")
    return labels


def contents(labels: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """(feature hash, confidence) of every frame annotation of an object and every answer in a row's export."""
    placed: set[str] = set()
    for unit in labels["data_units"].values():
        yield from _objects(unit.get("labels") or {}, placed)
    for space in (labels.get("spaces") or {}).values():
        yield from _objects(space.get("labels") or {}, placed)
    for answer in labels["object_answers"].values():
        # objects on a range of time or text stand here only, with their range
        if answer.get("objectHash") not in placed and (answer.get("range") or answer.get("spaces")):
            yield answer["featureHash"], answer.get("confidence", 1.0)
    for answer in labels["classification_answers"].values():
        yield answer["featureHash"], answer.get("confidence", 1.0)


def _objects(frames: dict[str, Any], placed: set[str]) -> Iterator[tuple[str, object]]:
    single = "objects" in frames or "classifications" in frames
    for frame in [frames] if single else frames.values():
        for item in frame.get("objects", ()):
            placed.add(item["objectHash"])
            yield item["featureHash"], item["confidence"]


def _difference(detail: str) -> ProofProblem:
    return ProofProblem(
        "The finished file is not what was planned.",
        "It was not put in place; a file that was there is as it was. This is a fault of the application.",
        "Send the report to us.",
        detail=detail,
    )
