"""What the question about readings offers and says of a comparison with labels of the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gui.errors import Sentence

OFFER = "Looks at labels of up to 50 rows of this project. Nothing is changed."

Action = Literal["", "compare", "stop", "again"]
Tone = Literal["muted", "text", "bad"]
"""How much the words ask for attention: an offer or what is under way, an outcome, a failure."""


@dataclass(frozen=True)
class ComparisonView:
    """One line: ``words`` with the button that belongs to them; no action once all is said."""

    words: str
    action: Action = ""
    tone: Tone = "muted"
    can_act: bool = True


def comparison_view(
    *,
    has_project: bool,
    is_comparing: bool,
    is_stopping: bool,
    waiting: str,
    failure: Sentence | None,
    compared: str,
) -> ComparisonView:
    """``has_project``: whether its rows are listed; ``waiting``: why the server keeps us waiting.

    ``compared``: what an earlier comparison came to.
    """
    if is_stopping:
        return ComparisonView("Stopping…", "stop", can_act=False)
    if is_comparing:
        return ComparisonView(waiting or "Looking at labels…", "stop")
    if failure is not None:
        words = " ".join(part for part in (failure.what, failure.why, failure.remedy) if part)
        return ComparisonView(words, "again", "bad", can_act=has_project)
    if compared:
        return ComparisonView(compared, tone="text")
    if not has_project:
        return ComparisonView("Possible as soon as the project’s rows are listed.", "compare", can_act=False)
    return ComparisonView(OFFER, "compare")
