"""What stands of an export to a branch that was cut short, in words."""

from __future__ import annotations

from pathlib import PurePath

from gui.domain.branch_report import BranchReport
from gui.domain.counting import counted, number


def has_written(branch: BranchReport, output: str) -> bool:
    """Whether the file is there (``output`` is empty when it is not), or something may be on the branch."""
    return bool(output or branch.saved or branch.emptied or branch.in_doubt)


def what_stands(branch: BranchReport, output: str, place: str = "the branch") -> str:
    """What is written and stays: the file, and rows of the branch, which is called ``place`` when it is first named."""
    parts = [f"{PurePath(output).name} is written."] if output else []
    if branch.saved:
        stay = "stays" if branch.saved == 1 else "stay"
        parts.append(f"{counted(branch.saved, 'row is', 'rows are')} saved on {place} and {stay} there.")
        place = "it"
    if branch.emptied:
        are = "is" if branch.emptied == 1 else "are"
        parts.append(f"{counted(branch.emptied, 'row')} of {place} {are} emptied.")
        place = "it"
    if branch.in_doubt:
        more = f"{number(branch.in_doubt)} more" if place == "it" else f"{counted(branch.in_doubt, 'row')} of {place}"
        parts.append(f"What became of {more} is not known.")
    if not (branch.saved or branch.emptied or branch.in_doubt):
        parts.append(f"Nothing was written to {place}.")
    return " ".join(parts)
