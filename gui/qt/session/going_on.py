"""Goes on with an export that was cut short: with its predictions, its choices and its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gui.domain.destination import destination_of
from gui.domain.steps import Step
from gui.protocol import commands
from gui.qt.session.chosen import Chosen
from gui.qt.session.jobs import Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session


class GoingOn:
    """What the offer's two buttons do."""

    def __init__(self, session: Session, state: State, chosen: Chosen, jobs: Jobs, link: Link) -> None:
        """``session`` lends its public methods."""
        self._session = session
        self._state = state
        self._chosen = chosen
        self._jobs = jobs
        self._link = link

    def go_on(self) -> None:
        """Start the export again; its predictions are read first if others are chosen, or none."""
        session, state, unfinished = self._session, self._state, self._session.unfinished
        if unfinished is None:
            return
        state.output = Path(unfinished.output) if unfinished.output else state.output
        session.where_to.go_to(destination_of(unfinished.output, unfinished.branch))
        given = state.input_of(unfinished)
        if given == state.asked and session.choices == unfinished.choices:
            session.start_export()
            return
        targets = {feature_hash for feature_hash, _, _ in session.ontology.targets()}
        self._chosen.reset()
        self._chosen.bring_back(unfinished.choices, targets, set(unfinished.choices.unticked))
        session.choices_changed.emit()
        state.export_waits = True
        session.read_input(given)
        session.go_to(Step.EXPORT)

    def discard(self) -> None:
        """Give it up."""
        if self._state.unfinished is not None:
            place, self._state.unfinished = self._state.unfinished.place, None
            self._link.send(commands.DiscardUnfinished(job=self._jobs.number(), place=place))
            self._session.changed.emit()
