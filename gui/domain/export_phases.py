"""The phases of an export that goes to a branch, in order, and what each is called."""

from __future__ import annotations

from gui.domain.destination import Goal

ROWS, CHECKING, SAVING, READING_BACK = "rows", "checking", "saving", "reading back"
"""As ``ExportProgress.phase`` has them."""

ON_THE_BRANCH = (SAVING, READING_BACK)
"""Those that count rows of their own."""

_WORDS = {
    ROWS: "Fill the rows",
    CHECKING: "Write the file",
    SAVING: "Save on the branch",
    READING_BACK: "Read it back",
}


def phases_of(goal: Goal) -> list[tuple[str, str]]:
    """Phase and what it is called, in order; none for a file alone, whose rows are all there is to see."""
    if goal is Goal.FILE:
        return []
    return [(phase, words) for phase, words in _WORDS.items() if phase != CHECKING or goal is Goal.BOTH]
