"""One request for the labels of some rows, as the documented script initialises them, that may be sent again."""

from __future__ import annotations

from collections.abc import Sequence

from encord.http.bundle import Bundle
from encord.objects import LabelRowV2

from gui.encord_api.listing import Listing


class LabelRequest:
    """Asks for rows without any of their labels; each attempt has SDK objects and a Bundle of its own (FACTS 8)."""

    def __init__(self, listing: Listing, numbers: Sequence[int], asked_before: bool = False) -> None:
        """``asked_before``: another request, whose answer did not come, may have created some of these rows."""
        self._listing = listing
        self.numbers = numbers
        self._asked_before = asked_before

    def send(self) -> list[LabelRowV2 | None]:
        """The rows, initialised, in the order of ``numbers``; None for one that Encord did not send.

        A row without a label hash is created on the server. Raises what the SDK raises.
        """
        rows = self._listing.label_rows(self.numbers)
        if self._asked_before:
            rows = self._with_label_hashes(rows)
        self._asked_before = True
        bundle = Bundle()
        for row in rows:
            row.initialise_labels(
                include_object_feature_hashes=set(),
                include_classification_feature_hashes=set(),
                bundle=bundle,
            )
        bundle.execute()
        return [row if row.is_labelling_initialised else None for row in rows]

    def _with_label_hashes(self, rows: Sequence[LabelRowV2]) -> list[LabelRowV2]:
        """``rows``, those that have been created meanwhile with their label hash: nothing is created twice."""
        new = [row.data_hash for row in rows if row.label_hash is None]
        if not new:
            return list(rows)
        project = self._listing.project.sdk
        found = project._client.list_label_rows(
            data_hashes=new, include_uninitialised_labels=True, include_images_data=True
        )
        now = {entry.data_hash: LabelRowV2(entry, project._client, project._ontology) for entry in found}
        return [row if row.label_hash else now.get(row.data_hash, row) for row in rows]
