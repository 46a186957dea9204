"""Reads the labels of a few rows as they are on the server: nothing is created, changed or saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gui.encord_api.bundle_size import weight_of
from gui.encord_api.bundles import Answered, Bundles
from gui.encord_api.listing import Listing
from gui.encord_api.patience import WORKING, Patience, Stop

Labels = dict[str, Any]
"""A row with all its labels, as the server sends it (``LabelRowV2.to_encord_dict`` has the same form)."""


def read_labels(
    listing: Listing, numbers: Sequence[int], stop: Stop, on_wait: Callable[[str], None], patience: Patience = WORKING
) -> Iterator[Answered[Labels]]:
    """The labels of the rows with these numbers, in order; raises as `Bundles.send` does.

    Every row must have a label hash: raises ``ValueError`` for one that would have to be created to be read.
    """
    new = [number for number in numbers if not listing.rows[number].is_labelled]
    if new:
        raise ValueError(f"row {new[0]} was never labelled: there is nothing to read")
    bundles: Bundles[Labels] = Bundles(
        listing.project,
        lambda part, _: _LabelsOf(listing, part),
        lambda number: weight_of(listing.rows[number]),
        stop,
        on_wait,
        patience,
    )
    return bundles.send(numbers)


class _LabelsOf:
    """One request for rows with all their labels."""

    def __init__(self, listing: Listing, numbers: Sequence[int]) -> None:
        self._listing = listing
        self.numbers = numbers

    def send(self) -> list[Labels | None]:
        """The rows, in the order of ``numbers``; None for one that Encord no longer has."""
        rows = self._listing.rows
        hashes = [str(rows[number].label_hash) for number in self.numbers]
        answer = self._listing.project.sdk._client.get_label_rows(hashes, get_signed_url=False)
        found = {labels["label_hash"]: dict(labels) for labels in answer}
        return [found.get(label_hash) for label_hash in hashes]
