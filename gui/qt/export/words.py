"""The sentences of the Export page, made from plain values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from gui.domain.counting import MINUS, number
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.words import day
from gui.export.report import Report, words_of
from gui.protocol import ExportDone

_SAYS_NOTHING = {"predictions", "prediction", "results", "result", "output", "detections", "labels", "coco", "bbox"}
"""Names that every run gives its file; the folder they lie in says more."""

_MOST_CLASSES = 2


def shown_path(path: Path) -> str:
    """The path as people know it: from the home folder on when it lies in there."""
    home = Path.home()
    return str(path.relative_to(home)) if path.is_relative_to(home) and path != home else str(path)


def name_proposal(source: Path | None, today: date) -> str:
    """A name under which the predictions are found again in Encord: what they were made from, and the day."""
    if source is None:
        return f"Predictions, {day(today)}"
    parts = [source.stem, *(each.name for each in source.parents)]
    telling = next((part for part in parts if part and part.casefold() not in _SAYS_NOTHING), source.stem)
    words = " ".join(re.split(r"[\W_]+", telling)).strip()
    return f"{words or 'Predictions'}, {day(today)}"


def read_line(source: Path | None, by_script: bool) -> str:
    """What the first line of the reconciliation says."""
    if by_script:
        return f"Added by {source.name}" if source else "Added by the script"
    return f"Read from {source.name}" if source else "Read from the file"


def prediction_lines(done: ExportDone, report: Report, source: Path | None, by_script: bool) -> list[tuple[str, str]]:
    """The reconciliation between what was read and what was written: words and a count with its sign."""
    lines = [(read_line(source, by_script), number(report.predictions.read))]
    classes = {loss.reason: list(loss.by_class) for loss in done.losses}
    lost = sorted(report.predictions.dropped.items(), key=lambda entry: -entry[1])
    lines += [(loss_line(reason, classes.get(reason, [])), number(-count)) for reason, count in lost]
    return lines


def row_lines(report: Report) -> list[tuple[str, str]]:
    """The same for rows: all of the project, those left out by reason, those that failed."""
    rows = report.rows
    lines = [("In the project", number(rows.total))]
    left_out = sorted(rows.skipped.items(), key=lambda entry: -entry[1])
    lines += [(words_of(reason), number(-count)) for reason, count in left_out if count]
    if rows.failed:
        lines.append(("The row failed", number(-rows.failed)))
    return lines


def loss_line(reason: str, classes: list[str]) -> str:
    """Why predictions were left out; for reasons that are about classes with the classes' names."""
    words = SENTENCES[Reason(reason)] if reason in set(Reason) else reason
    about_classes = {Reason.NO_CLASS, Reason.AMBIGUOUS_CLASS, Reason.IGNORED_CLASS, Reason.NEEDS_OPTION}
    if reason not in about_classes or not classes:
        return words
    named = ", ".join(f"“{name}”" for name in classes[:_MOST_CLASSES])
    more = len(classes) - _MOST_CLASSES
    return f"{words}: {named}" + (f" and {number(more)} more" if more > 0 else "")


def adds_up(lines: list[tuple[str, str]], written: int) -> bool:
    """Whether the counts as they are shown come to what is said to be written."""
    return sum(int(count.replace(",", "").replace(MINUS, "-")) for _, count in lines) == written
