"""The trial of a script on one row, before it is let loose on all of them."""

from __future__ import annotations

from dataclasses import dataclass

from gui.encord_api.fetching import Fetcher
from gui.encord_api.patience import Stop
from gui.errors import ExportProblem, ScriptProblem
from gui.foreign.consent import Script
from gui.foreign.row_filler import FilledRow, RowFailedError
from gui.workspace import Workspace


@dataclass(frozen=True)
class Trial:
    """What a script did on one row."""

    row: int
    title: str
    filled: FilledRow


def try_on_one_row(workspace: Workspace, script: Script, stop: Stop) -> Trial:
    """Run the script on the first row that exists on the server; nothing is kept.

    Raises ``ScriptProblem`` when it fails, ``ExportProblem`` when there is no such row, and the failures of
    the request.
    """
    listing = workspace.listing
    assert listing is not None
    number = next((number for number, row in enumerate(listing.rows) if row.is_labelled), None)
    if number is None:
        raise ExportProblem(
            "There is no row to try the script on.", "No row of the project was ever labelled.", "Label one first."
        )
    fetched = next(Fetcher(listing, stop, lambda words: None).fetch([number]))
    if fetched.row is None:
        raise ExportProblem("The row to try the script on could not be read.", fetched.failure, "Try again.")
    (metadata,) = listing.metadata([number])
    with workspace.script_host(script, stop) as host:
        try:
            filled = host.fill(metadata, fetched.row.export())
        except RowFailedError as failure:
            raise ScriptProblem(
                f"The script fails on the row “{listing.rows[number].title}”.", str(failure), "Correct the script."
            ) from None
    return Trial(number, listing.rows[number].title, filled)
