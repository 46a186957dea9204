"""The proof: the finished file is read again, row by row, and compared with the plan before it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from gui.errors import ProofProblem
from gui.export.assemble import BUFFER_BYTES
from gui.export.row_contents import RowContents, read_contents
from gui.export.rows_file import RowEntry, checksum_of, digest_of


def verify(path: Path, entries: Iterable[RowEntry], count: int, check: Callable[[], None]) -> None:
    """Compare the file with what the plan says each row holds.

    Compared are, row by row: label hash, data hash, and the objects per class with their confidences (one a
    frame annotation) and the answers with theirs; and every byte, by its checksum, with the row as it was finished.
    ``check`` raises ``Cancelled``. Raises ``ProofProblem`` naming the first row that differs. ``count`` rows are
    expected.
    """
    lines = read_lines(path)
    for number, entry in enumerate(entries):
        check()
        line = next(lines, None)
        if line is None:
            raise _difference(f"row {number + 1} of {count} is missing")
        row = _contents(line)
        if row.label_hash != entry.label_hash or row.data_hash != entry.data_hash:
            raise _difference(f"row {number + 1} is another row")
        if digest_of(row.all()) != entry.digest:
            raise _difference(f"row {number + 1} does not hold the planned predictions")
        if checksum_of(line) != entry.checksum:
            raise _difference(f"row {number + 1} is not as it was finished")
    if next(lines, None) is not None:
        raise _difference("there are more rows than planned")


def read_lines(path: Path) -> Iterator[bytes]:
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
            yield line[: -1 if is_last else -2]
            line = following
        if file.read(1):
            raise _difference("the file goes on after its list")


def _contents(line: bytes) -> RowContents:
    try:
        return read_contents(line)
    except msgspec.DecodeError:
        raise _difference("a row is no row in JSON") from None


def _difference(detail: str) -> ProofProblem:
    return ProofProblem(
        "The finished file is not what was planned.",
        "It was not put in place; a file that was there is as it was. This is a fault of the application.",
        "Send the report to us.",
        detail=detail,
    )
