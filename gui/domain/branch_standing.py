"""How the chosen branch stands before anything is written: one sentence, and whether publishing may begin."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gui.domain.branch_forecast import BranchForecast
from gui.domain.branch_name import MAIN, checked_branch_name
from gui.domain.choices import Choices
from gui.domain.counting import counted, number
from gui.domain.destination import Destination
from gui.errors import BranchProblem, Sentence

_BESIDE = "A branch lies beside your labels, which stay as they are."
_NAMED = 4
"""Branches named in a sentence; the others are counted."""


class BranchKnowledge(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the project's branches."""

    names: Sequence[str] | None = None
    """Those there are, None while nobody has said so."""
    failure: Sentence | None = None
    """Why they cannot be listed."""
    forecast: BranchForecast | None = None
    """What publishing on the chosen branch would do."""
    begun: str = ""
    """The branch of an export that was cut short and would go on with what is chosen now."""
    bare_rows: int = 0
    """Rows of the export that no prediction goes to: they are created on the branch all the same."""


class BranchStanding(msgspec.Struct, frozen=True):
    """What is said of the branch."""

    name: str
    sentence: str
    sign: str
    """Name of an icon: ``check``, ``clock``, ``triangle`` when something is lost or not known, ``octagon``."""
    can_begin: bool
    exists: bool = False
    """Whether its predictions can only be replaced,"""
    is_replaced: bool = False
    """and whether they are to be."""
    brief: str = ""
    """The sentence in a few words, where it is a long one."""


def branch_standing(destination: Destination, choices: Choices, known: BranchKnowledge) -> BranchStanding:
    """The first that matters: the name, choices that are for files alone, the branch that exists, what will be done."""
    name, is_replaced = destination.branch, destination.replace
    try:
        checked_branch_name(name)
    except BranchProblem as problem:
        return BranchStanding(name, f"{problem.sentence.what} {problem.sentence.remedy}", "octagon", False)
    unfit = _for_files_alone(choices)
    if unfit:
        return BranchStanding(name, unfit, "octagon", False)
    if name == known.begun:
        return BranchStanding(name, "An export to this branch was cut short. It goes on from there.", "check", True)
    exists = name in (known.names or ())
    if exists and not is_replaced:
        words = "This branch exists already. Choose another name, or replace its predictions."
        return BranchStanding(name, words, "octagon", False, exists)
    if known.failure is not None:
        brief = "The branches cannot be listed now."
        return BranchStanding(name, _unknown(known.failure), "triangle", True, is_replaced, is_replaced, brief)
    if known.names is None or known.forecast is None or known.forecast.name != name:
        return BranchStanding(name, "Looking at the branches of the project…", "clock", False, exists)
    has_victims = bool(known.forecast.to_replace or known.forecast.to_empty)
    sign = "triangle" if has_victims else "check"
    brief = f"What is on the branch {name} now will be lost." if has_victims else ""
    return BranchStanding(name, forecast_words(known.forecast, known.bare_rows), sign, True, exists, is_replaced, brief)


def forecast_words(forecast: BranchForecast, bare_rows: int = 0) -> str:
    """What publishing will do to the rows of the branch, and how many of them get no prediction."""
    parts = []
    if forecast.to_create:
        parts.append(f"{counted(forecast.to_create, 'row')} will be created on it.")
    if forecast.to_replace:
        parts.append(f"{counted(forecast.to_replace, 'row of it loses its', 'rows of it lose their')} old predictions.")
    if forecast.to_empty:
        others = counted(forecast.to_empty, "other row of it", "other rows of it")
        parts.append(f"{others} will be emptied: this export has nothing for {_them(forecast.to_empty)}.")
    if forecast.predictions:
        bare = f"; {counted(bare_rows, 'row gets', 'rows get')} none" if bare_rows else ""
        parts.append(f"{counted(forecast.predictions, 'prediction')} will be written{bare}.")
    return " ".join(parts) or "Nothing will be written to it."


def branches_line(names: Sequence[str] | None) -> str:
    """That a branch leaves the labels alone, and the branches there are besides the main one, once they are known."""
    if names is None:
        return _BESIDE
    others = other_branches(names)
    if not others:
        return f"{_BESIDE} The project has no other branches yet."
    more = f" and {number(len(others) - _NAMED)} more" if len(others) > _NAMED else ""
    return f"{_BESIDE} Branches of the project: {', '.join(others[:_NAMED])}{more}."


def other_branches(names: Sequence[str]) -> list[str]:
    """Those that predictions may be on."""
    return sorted((name for name in names if name != MAIN), key=str.casefold)


def _for_files_alone(choices: Choices) -> str:
    if choices.create_missing_rows:
        return "Untick “Create label rows in Encord”: only a file can have rows that were never labelled."
    if choices.frame_classifications:
        return "Untick “Also write classifications per frame”: only a file can have them."
    return ""


def _unknown(failure: Sentence) -> str:
    return f"The branches cannot be listed now: {failure.what} They are looked at again before anything is written."


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
