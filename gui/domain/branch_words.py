"""What stands of an export to a branch that was cut short, in words."""

from __future__ import annotations

from pathlib import PurePath

from gui.domain.branch_report import BranchReport
from gui.domain.counting import counted, number


def has_written(branch: BranchReport, output: str) -> bool:
    """Whether the file is there (``output`` is empty when it is not), or something may be on the branch."""
    return bool(output or branch.saved or branch.emptied or branch.in_doubt)


def what_stands(branch: BranchReport, output: str) -> str:
    """What is written and stays: the file, and rows of the branch."""
    parts = [f"{PurePath(output).name} is written."] if output else []
    if branch.saved:
        stay = "stays" if branch.saved == 1 else "stay"
        parts.append(f"{counted(branch.saved, 'row is', 'rows are')} saved on the branch and {stay} there.")
    if branch.emptied:
        parts.append(f"{counted(branch.emptied, 'row of it is', 'rows of it are')} emptied.")
    if branch.in_doubt:
        parts.append(f"What became of {_more(branch)} is not known.")
    if not (branch.saved or branch.emptied or branch.in_doubt):
        parts.append("Nothing was written to the branch.")
    return " ".join(parts)


def _more(branch: BranchReport) -> str:
    """Rows whose answer did not come."""
    return f"{number(branch.in_doubt)} more" if branch.saved or branch.emptied else counted(branch.in_doubt, "row")
