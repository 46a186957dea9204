"""What was decided in projects that were left, brought back when the same project is opened again.

Somebody whose key is refused half-way, who stops a listing, or who clicks on the wrong project, comes back to
their ticks, matches, threshold and file. It lives as long as the window, and goes with "Sign out and forget".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from gui.domain.choices import Choices
from gui.domain.destination import Destination
from gui.qt.session.chosen import Chosen
from gui.qt.session.state import Input, State

_DEMO = "demo"
"""The place of the demo, whose server has another address at every start."""


@dataclass(frozen=True)
class LeftProject:
    """Everything decided in a project; rows are known by their data, for their numbers may change."""

    choices: Choices
    unticked: frozenset[str]
    """Data hashes."""
    input: Input | None
    is_demos_own_file: bool
    destination: Destination


class LeftProjects:
    """The projects left since the window was opened, the newest last."""

    def __init__(self) -> None:
        """None yet."""
        self._left: dict[tuple[str, str], LeftProject] = {}

    def forget(self) -> None:
        """Nothing is brought back any more."""
        self._left.clear()

    def leave(self, state: State, chosen: Chosen) -> None:
        """Keep what was decided in the open project, if one is open and was listed."""
        key = _key_of(state)
        if key is None or not state.listing_done:
            return
        given = state.asked if state.predictions is not None or state.script is not None else state.reread
        self._left.pop(key, None)
        self._left[key] = LeftProject(
            choices=chosen.as_choices(),
            unticked=frozenset(state.rows[number].data_hash for number in chosen.unticked),
            input=given,
            is_demos_own_file=given is not None and given.path == state.suggested_predictions,
            destination=msgspec.structs.replace(state.destination, replace=False),
        )

    def newest_at(self, state: State) -> str | None:
        """The hash of the project left last where somebody has just signed in, if the account has it."""
        if state.account is None:
            return None
        here = _place_of(state)
        listed = {entry.project_hash for entry in state.account.projects}
        return next((known for place, known in reversed(self._left) if place == here and known in listed), None)

    def come_back(self, state: State, chosen: Chosen) -> bool:
        """Whether the project whose rows have just been listed was left before; then its choices are back."""
        key = _key_of(state)
        left = self._left.pop(key, None) if key is not None else None
        if left is None or state.project is None:
            return False
        targets = {feature_hash for feature_hash, _, _ in state.project.ontology.targets()}
        unticked = {number for number, row in enumerate(state.rows) if row.data_hash in left.unticked}
        chosen.bring_back(left.choices, targets, unticked)
        state.destination = left.destination
        if state.reread is None and state.predictions is None and state.script is None and left.input is not None:
            moved = state.suggested_predictions if left.is_demos_own_file else None
            state.reread = replace(left.input, path=moved) if moved else left.input
        return True


def _key_of(state: State) -> tuple[str, str] | None:
    if state.project is None or state.account is None:
        return None
    return _place_of(state), state.project.project_hash


def _place_of(state: State) -> str:
    return _DEMO if state.is_demo or state.account is None else state.account.domain
