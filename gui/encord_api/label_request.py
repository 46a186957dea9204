"""One request for the labels of some rows, as the documented script initialises them, that may be sent again."""

from __future__ import annotations

from collections.abc import Sequence

from gui.encord_api.empty_row import EmptyRow
from gui.encord_api.listing import Listing
from gui.encord_api.listing_choice import Entry
from gui.encord_api.row_requests import AskForRows


class LabelRequest:
    """Asks for rows without any of their labels; each attempt asks afresh."""

    def __init__(
        self, listing: Listing, numbers: Sequence[int], ask_for_rows: AskForRows, asked_before: bool = False
    ) -> None:
        """``asked_before``: another request, whose answer did not come, may have created some of these rows."""
        self._listing = listing
        self.numbers = numbers
        self._ask_for_rows = ask_for_rows
        self._asked_before = asked_before

    def send(self) -> list[EmptyRow | None]:
        """The rows in the order of ``numbers``; None for one that Encord did not send.

        A row without a label hash is created on the server. Raises what the SDK raises.
        """
        entries = self._listing.metadata(self.numbers)
        if self._asked_before:
            entries = self._with_label_hashes(entries)
        self._asked_before = True
        project = self._listing.project.sdk
        return self._ask_for_rows(entries, project._client, project._ontology)

    def _with_label_hashes(self, entries: Sequence[Entry]) -> list[Entry]:
        """``entries``, those of rows created meanwhile with their label hash: nothing is created twice."""
        new = [entry["data_hash"] for entry in entries if not entry.get("label_hash")]
        if not new:
            return list(entries)
        found = self._listing.project.sdk._client.list_label_rows(
            data_hashes=new, include_uninitialised_labels=True, include_images_data=True
        )
        now = {row.data_hash: row.label_hash for row in found}
        return [{**entry, "label_hash": entry.get("label_hash") or now.get(entry["data_hash"])} for entry in entries]
