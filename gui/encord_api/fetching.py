"""Fetches label rows without their labels, in bundles; a bundle at fault is halved down to the row at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from encord.http.bundle import Bundle
from encord.objects import LabelRowV2

from gui.encord_api.listing import Listing
from gui.encord_api.patience import WORKING, Patience, Stop, ask
from gui.errors import ExpectedFailure, KeyRefused, ProjectProblem, ServerSilent

SUSPICIOUS = Patience(tries=2, first_pause=0.2)
"""For the parts of a bundle that failed as a whole while the project itself answers."""
GONE = "Encord did not send this row: it was deleted meanwhile."


@dataclass(frozen=True)
class Fetched:
    """One row that was asked for: the initialised row, or why there is none."""

    number: int
    row: LabelRowV2 | None
    failure: str = ""
    gone: bool = False


class Fetcher:
    """Brings rows of one listing, initialised with the filters of the documented script (no labels at all)."""

    def __init__(
        self, listing: Listing, stop: Stop, on_wait: Callable[[str], None], patience: Patience = WORKING
    ) -> None:
        self._listing = listing
        self._stop = stop
        self._on_wait = on_wait
        self._patience = patience

    def fetch(self, numbers: Sequence[int]) -> Iterator[Fetched]:
        """The rows with these numbers, in order.

        A row without a label hash is created on the server: only numbers the user agreed to may come here.
        Raises the failures that concern every row (key, access, connection); a failure of some rows is in
        their ``Fetched``.
        """
        yield from self._fetch(numbers, self._patience)

    def _fetch(self, numbers: Sequence[int], patience: Patience) -> Iterator[Fetched]:
        domain = self._listing.project.domain
        try:
            rows = ask(lambda: self._initialise(numbers), domain, self._stop, patience, self._on_wait)
        except (KeyRefused, ServerSilent):
            raise
        except ExpectedFailure as failure:
            self._ask_whether_the_project_answers()
            self._on_wait("")
            if len(numbers) == 1:
                yield _failed(numbers[0], failure)
                return
            middle = len(numbers) // 2
            yield from self._fetch(numbers[:middle], SUSPICIOUS)
            yield from self._fetch(numbers[middle:], SUSPICIOUS)
            return
        for number, row in zip(numbers, rows, strict=True):
            yield _judged(number, row)

    def _initialise(self, numbers: Sequence[int]) -> list[LabelRowV2]:
        rows = self._listing.label_rows(numbers)
        bundle = Bundle()
        for row in rows:
            row.initialise_labels(
                include_object_feature_hashes=set(),
                include_classification_feature_hashes=set(),
                bundle=bundle,
            )
        bundle.execute()
        return rows

    def _ask_whether_the_project_answers(self) -> None:
        """Raise when not some row but the server, the key or the project is at fault."""
        project = self._listing.project
        ask(project.sdk._client.get_project_v2, project.domain, self._stop, self._patience, self._on_wait)


def _failed(number: int, failure: ExpectedFailure) -> Fetched:
    if isinstance(failure, ProjectProblem):
        return Fetched(number, None, GONE, gone=True)
    return Fetched(number, None, f"{failure.sentence.what} ({failure.sentence.detail})")


def _judged(number: int, row: LabelRowV2) -> Fetched:
    if not row.is_labelling_initialised:
        return Fetched(number, None, GONE, gone=True)
    return Fetched(number, row)
