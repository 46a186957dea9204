"""The sentences of the Export page, made from plain values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gui.domain.branch_report import BranchReport
from gui.domain.choices import Choices
from gui.domain.counting import counted, duration, number
from gui.domain.loss_lines import loss_lines
from gui.domain.past_run import Removal
from gui.domain.past_run_words import done as done_words
from gui.domain.telling_name import telling_name
from gui.domain.words import day
from gui.export.report import Report, words_of
from gui.protocol.events import ExportDone

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
    return f"{telling_name(source) or 'Predictions'}, {day(today)}"


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


def done_title(done: ExportDone) -> str:
    """What is ready: the file, the branch, or both."""
    name = Path(done.output).name
    if done.branch is None:
        return f"{name} is ready"
    branch = f"the branch {done.branch.name}"
    return f"{name} and {branch} are ready" if name else f"The branch {done.branch.name} is published"


def done_subtitle(done: ExportDone) -> str:
    """How much was written, and how long it took."""
    what = f"{counted(done.predictions, 'prediction')} for {counted(done.rows, 'row')}"
    span = duration(done.seconds) if done.seconds >= 1 else "less than a second"
    return f"{what}, written and checked in {span}."


def branch_detail(branch: BranchReport) -> str:
    """What is on the branch now, and whether that was looked at."""
    parts = [f"{counted(branch.saved, 'row')} with {counted(branch.predictions, 'prediction')}"]
    if branch.emptied:
        parts.append(f"{counted(branch.emptied, 'other row', 'other rows')} emptied")
    proof = "read back and compared with what was meant" if branch.verified else "not read back"
    return f"{', '.join(parts)}: {proof}"


def removed_title(done: ExportDone) -> str:
    """The title once what was published was removed again: what is left of the export."""
    if done.output:
        return f"{Path(done.output).name} is ready"
    return f"What was published on {done.branch.name if done.branch else ''} is removed"


def removed_detail(removal: Removal) -> str:
    """What is said instead once it was removed from the branch again."""
    return f"Removed from the branch again: {done_words(removal)}"


def failed_words(done: ExportDone) -> str:
    """Which rows are missing and where; empty when none is."""
    says_why = "The report says why."
    parts = []
    if done.failed_rows:
        is_not = "is not in the file" if done.failed_rows == 1 else "are not in the file"
        where = is_not if done.branch is None else is_not.removesuffix("in the file") + "written"
        parts.append(f"{counted(done.failed_rows, 'row')} failed and {where}.")
    if done.branch is not None and done.branch.failed:
        parts.append(f"{counted(done.branch.failed, 'row')} could not be saved on the branch.")
    return " ".join([*parts, says_why]) if parts else ""
