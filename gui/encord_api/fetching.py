"""Fetches label rows without their labels: several bundles at a time, handed on in the order they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gui.encord_api.bundle_size import weight_of
from gui.encord_api.bundles import Bundles
from gui.encord_api.empty_row import EmptyRow
from gui.encord_api.fetching_choice import choose_request
from gui.encord_api.label_request import LabelRequest
from gui.encord_api.listing import Listing
from gui.encord_api.patience import WORKING, Patience, Stop


@dataclass(frozen=True)
class Fetched:
    """One row that was asked for: the row without its labels, or why there is none."""

    number: int
    row: EmptyRow | None
    failure: str = ""
    gone: bool = False


class Fetcher:
    """Brings rows of one listing, initialised with the filters of the documented script (no labels at all)."""

    def __init__(
        self, listing: Listing, stop: Stop, on_wait: Callable[[str], None], patience: Patience = WORKING
    ) -> None:
        ask_for_rows = choose_request()

        def request(numbers: Sequence[int], asked_before: bool) -> LabelRequest:
            return LabelRequest(listing, numbers, ask_for_rows, asked_before)

        self._bundles: Bundles[EmptyRow] = Bundles(
            listing.project, request, lambda number: weight_of(listing.rows[number]), stop, on_wait, patience
        )

    def fetch(self, numbers: Sequence[int]) -> Iterator[Fetched]:
        """The rows with these numbers, in order; raises as `Bundles.send` does.

        A row without a label hash is created on the server: only numbers the user agreed to may come here.
        """
        for answered in self._bundles.send(numbers):
            yield Fetched(answered.number, answered.value, answered.failure, answered.gone)
