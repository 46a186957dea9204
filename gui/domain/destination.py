"""Where an export goes: into a file, on a prediction branch of the project, or both from one pass over the rows."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from gui.domain.branch_choice import BranchChoice


class Goal(StrEnum):
    """What the user answers to “Where to?”."""

    FILE = "file"
    BRANCH = "branch"
    BOTH = "both"


class Destination(msgspec.Struct, frozen=True):
    """The goal, and the branch where it is one; the file's path is kept beside it."""

    goal: Goal = Goal.FILE
    branch: str = ""
    """As it was typed: it may not be allowed."""
    replace: bool = False
    """Whether a branch that exists is to lose the predictions that are on it."""

    @property
    def has_file(self) -> bool:
        """Whether a file is written."""
        return self.goal is not Goal.BRANCH

    @property
    def has_branch(self) -> bool:
        """Whether a branch is written."""
        return self.goal is not Goal.FILE

    @property
    def branch_choice(self) -> BranchChoice | None:
        """The branch as the engine takes it, None where only a file is written."""
        return BranchChoice(self.branch, self.replace) if self.has_branch else None


def destination_of(output: str, branch: BranchChoice | None) -> Destination:
    """Where an export went that was begun before; ``output`` is empty when it had no file."""
    if branch is None:
        return Destination()
    return Destination(Goal.BOTH if output else Goal.BRANCH, branch.name, branch.replace)
