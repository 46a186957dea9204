"""An export that was cut short, as the window offers it: what is done, and how to go on with it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.domain.counting import counted, number
from gui.errors import Sentence


class UnfinishedExport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything it takes to start the same export again."""

    place: str
    """What it would replace (``gui.export.run_header.RunHeader.goes_to``)."""
    output: str
    """The file, empty when there is none,"""
    branch: BranchChoice | None = None
    """and the prediction branch."""
    rows_done: int
    rows_total: int
    rows_saved: int = 0
    """Rows that are on the branch already."""
    predictions: str
    """Path of the predictions, or of the script."""
    more: list[str] = []
    """Paths of what was merged with them."""
    format: str = ""
    """The format that the user said; empty: by the content."""
    values: dict[str, str] = {}
    """Settings of the format that the user said."""
    dataset_json: str | None = None
    script_sha256: str = ""
    """Of the script's text, which the user has agreed to; empty for predictions."""
    choices: Choices
    changed: list[str] = []
    """What has changed since, so that it cannot go on."""


def offer_of(export: UnfinishedExport) -> Sentence:
    """What is said of it, above the page."""
    name = " and ".join(
        each for each in (Path(export.output).name, f"the branch {export.branch.name}" if export.branch else "") if each
    )
    if export.changed:
        return Sentence(
            "unfinished",
            f"An export to {name} was cut short and cannot go on.",
            f"Changed since then: {', '.join(export.changed)}.",
            "Export again from the beginning.",
        )
    rows = f"{number(export.rows_done)} of {counted(export.rows_total, 'row')} are already done."
    saved = f" {counted(export.rows_saved, 'row is', 'rows are')} saved on the branch." if export.rows_saved else ""
    return Sentence("unfinished", f"An export to {name} was cut short.", f"{rows}{saved}", "")
