"""Names of prediction branches: which are allowed, and one to begin with."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from itertools import count

from gui.errors import BranchProblem

MAIN = "main"
"""The branch that holds the project's labels."""
RESERVED = "encord-"
"""How Encord's own branches begin, those of consensus (FACTS 25)."""
LONGEST = 100
"""Characters; Encord does not document a limit."""

_ALLOWED = re.compile(r"[A-Za-z0-9._-]+")
_REMEDY = "Write model-7, for example: letters, digits, “-”, “_” and “.”."


def checked_branch_name(text: str) -> str:
    """``text``, unchanged, as the name of a branch for predictions. Raises ``BranchProblem`` when it cannot be one."""
    if not text:
        raise BranchProblem("The branch needs a name.", "It is shown in Encord.", _REMEDY)
    if not _ALLOWED.fullmatch(text):
        raise BranchProblem(f"“{text[:LONGEST]}” is not the name of a branch.", "It holds other letters.", _REMEDY)
    if len(text) > LONGEST:
        raise BranchProblem("The branch's name is too long.", f"It has {len(text)} letters.", f"Use {LONGEST} at most.")
    if text.casefold() == MAIN:
        raise BranchProblem(
            "Predictions are never written to the main branch.",
            "It holds the project's own labels.",
            "Choose another name for the branch.",
        )
    if text.casefold().startswith(RESERVED):
        raise BranchProblem(
            f"“{text}” is a name for Encord's own branches.",
            f"Names that begin with “{RESERVED}” are reserved for consensus.",
            "Choose a name that begins otherwise.",
        )
    return text


def proposed_branch_name(source: str, day: date) -> str:
    """A name made of a model's or a file's name and the day, such as ``yolo11-2026-07-12``; always allowed."""
    words = "-".join(re.findall(r"[A-Za-z0-9._]+", source)).strip("-._")
    while f"{words}-".casefold().startswith(RESERVED):
        words = words[len(RESERVED) :]
    ending = f"-{day.isoformat()}"
    return f"{words[: LONGEST - len(ending)] or 'predictions'}{ending}"


def unused_branch_name(name: str, names: Collection[str]) -> str:
    """``name`` if no branch has it, else the first of ``name-2``, ``name-3``, … that none has."""
    if name not in names:
        return name
    endings = (f"-{number}" for number in count(2))
    return next(made for ending in endings if (made := name[: LONGEST - len(ending)] + ending) not in names)
