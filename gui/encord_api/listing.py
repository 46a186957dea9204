"""The project's label rows as compact tuples, with what the SDK needs to rebuild one kept in a file."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import orjson
from encord.objects import LabelRowV2
from encord.orm.label_row import LabelRowMetadata

from gui.domain.label_row import ListedRow
from gui.encord_api.client import OpenedProject
from gui.encord_api.listed import RowMaker
from gui.encord_api.listing_choice import Entry, choose_source
from gui.encord_api.patience import WORKING, Stop, ask_in_pieces

FIRST_BATCH = 200
"""Rows told at once when the listing begins: soon something is to be seen."""
BATCH = 1000
"""Rows told at once from then on."""

_BUFFER = 1 << 18
"""Bytes read at once: rows asked for together mostly lie together."""

OnRows = Callable[[Sequence[ListedRow], bool], None]
"""Told the next rows, and whether the listing starts afresh with them: then those told before are void."""


class Listing:
    """All label rows of a project on one branch, in the server's order; the row's number is its place here.

    What the server sent of every row lies as a line of JSON in ``path``, so that SDK objects exist only for the
    rows in work.
    """

    def __init__(self, project: OpenedProject, path: Path, branch: str | None = None) -> None:
        """``branch`` None: the main one, as the documented script lists it."""
        self.project = project
        self.branch = branch
        self.rows: list[ListedRow] = []
        self._offsets = array("q", [0])
        self._path = path

    def load(self, stop: Stop, on_rows: OnRows | None = None, on_wait: Callable[[str], None] | None = None) -> None:
        """Ask the server for the rows. Raises the failures of a request, ``Cancelled`` on a stop."""
        source, client, attempt = choose_source(), self.project.sdk._client, 0
        make = RowMaker()
        with self._path.open("wb") as file:

            def request() -> Iterator[list[Entry]]:
                return _batches(source(client, self.branch))

            for number, entries in ask_in_pieces(request, self.project.domain, stop, WORKING, on_wait):
                stop.check()
                is_afresh, attempt = number != attempt, number
                if is_afresh:
                    self.rows.clear()
                    del self._offsets[1:]
                    file.seek(0)
                rows = [make.row(entry) for entry in entries]
                self._keep(file.write, entries)
                self.rows.extend(rows)
                if on_rows and (rows or is_afresh):
                    on_rows(rows, is_afresh)

    def _keep(self, write: Callable[[bytes], object], entries: Sequence[Entry]) -> None:
        lines = [orjson.dumps(entry) + b"\n" for entry in entries]
        write(b"".join(lines))
        for line in lines:
            self._offsets.append(self._offsets[-1] + len(line))

    def metadata(self, numbers: Sequence[int]) -> list[Entry]:
        """What the server sent of the rows with these numbers, as plain JSON data."""
        found = []
        with self._path.open("rb", buffering=_BUFFER) as file:
            for number in numbers:
                file.seek(self._offsets[number])
                found.append(orjson.loads(file.read(self._offsets[number + 1] - self._offsets[number])))
        return found

    def label_rows(self, numbers: Sequence[int]) -> list[LabelRowV2]:
        """Fresh SDK objects of the rows with these numbers, not initialised."""
        project = self.project.sdk
        return [
            LabelRowV2(LabelRowMetadata.from_dict(entry), project._client, project._ontology)
            for entry in self.metadata(numbers)
        ]

    def close(self) -> None:
        """Remove the file."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """The entries a batch at a time; an empty batch last, so that an answer without rows is one, too."""
    for size in chain((FIRST_BATCH,), iter(lambda: BATCH, 0)):
        batch = list(islice(entries, size))
        yield batch
        if len(batch) < size:
            return
