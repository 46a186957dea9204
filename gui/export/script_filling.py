"""Fills rows by a script: the host process returns the finished row, with what it counted on the row object."""

from __future__ import annotations

from gui.domain.losses import Problem
from gui.domain.reasons import Reason
from gui.encord_api.encoding import expand_classifications
from gui.encord_api.fetching import Fetched
from gui.encord_api.listing import Listing
from gui.export.filled_labels import FilledLabels, RowAccount, RowFailure, filled_labels
from gui.export.tally import Tally
from gui.foreign.row_filler import RowFailedError, RowFiller


class ScriptFilling:
    """The content of rows as a script adds it; ``read`` counts what it added."""

    def __init__(self, filler: RowFiller, listing: Listing, frame_classifications: bool) -> None:
        self.tally = Tally()
        self._filler = filler
        self._listing = listing
        self._frame_classifications = frame_classifications

    def total(self) -> int:
        """Nobody knows before the script has run."""
        return 0

    def fill(self, fetched: Fetched) -> FilledLabels:
        """The row as the script fills it. Raises ``RowFailure`` when the script fails on it."""
        row = fetched.row
        assert row is not None
        (metadata,) = self._listing.metadata([fetched.number])
        # a row just created has got its label hash since it was listed
        metadata |= {"label_hash": row.label_hash}
        try:
            filled = self._filler.fill(metadata, row.export())
        except RowFailedError as failure:
            raise RowFailure(str(failure)) from failure
        labels = expand_classifications(filled.labels) if self._frame_classifications else filled.labels
        title = self._listing.rows[fetched.number].title
        problems = [Problem(title, problem) for problem in filled.problems]
        account = RowAccount(len(filled.added), read=len(filled.added), problems=problems)
        return filled_labels(labels, filled.added, account)

    def row_lost(self, number: int, reason: Reason) -> None:
        """What the script would have added to this row is unknown: there is nothing to count."""
