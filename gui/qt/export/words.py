"""The sentences of the Export page, made from plain values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from gui.domain.choices import Choices
from gui.domain.counting import number
from gui.domain.loss_lines import loss_lines
from gui.domain.words import day
from gui.export.report import Report, words_of
from gui.protocol import ExportDone

_SAYS_NOTHING = {"predictions", "prediction", "results", "result", "output", "detections", "labels", "coco", "bbox"}
"""Names that every run gives its file; the folder they lie in says more."""

Lines = list[tuple[str, str]]
"""Words and a count."""


def shown_path(path: Path) -> str:
    """The path as people know it: from the home folder on when it lies in a folder there."""
    home = Path.home()
    return str(path.relative_to(home)) if path.is_relative_to(home) and path.parent != home else str(path)


def name_proposal(source: Path | None, today: date) -> str:
    """A name under which the predictions are found again in Encord: what they were made from, and the day."""
    if source is None:
        return f"Predictions, {day(today)}"
    parts = [source.stem, *(each.name for each in source.parents)]
    named = [" ".join(re.split(r"[\W_]+", part)).strip() for part in parts]
    words = next((name for name in named if name and name.casefold() not in _SAYS_NOTHING), source.stem)
    return f"{words or 'Predictions'}, {day(today)}"


def read_line(source: Path | None, by_script: bool) -> str:
    """What the first line of the reconciliation says."""
    if by_script:
        return f"Added by {source.name}" if source else "Added by the script"
    return f"Read from {source.name}" if source else "Read from the file"


def prediction_lines(done: ExportDone, choices: Choices, read: int, source: Path | None, by_script: bool) -> Lines:
    """From ``read`` predictions to those written: each loss in the words of the Check page, with a minus.

    ``choices`` are those the export was made with.
    """
    lines = [(read_line(source, by_script), number(read))]
    return lines + [(line.title, number(-line.predictions)) for line in loss_lines(done.losses, choices)]


def row_lines(report: Report) -> Lines:
    """The same for rows: all of the project, those left out by reason, those that failed."""
    rows = report.rows
    lines = [("In the project", number(rows.total))]
    left_out = sorted(rows.skipped.items(), key=lambda entry: -entry[1])
    lines += [(words_of(reason), number(-count)) for reason, count in left_out if count]
    if rows.failed:
        lines.append(("The row failed", number(-rows.failed)))
    return lines
