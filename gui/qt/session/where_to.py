"""Where the export is to go, and what the engine says of the branches before it begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer

from gui.domain.branch_choice import BranchChoice
from gui.domain.branch_name import checked_branch_name, proposed_branch_name, unused_branch_name
from gui.domain.branch_standing import BranchKnowledge, BranchStanding, branch_standing
from gui.domain.choices import Choices
from gui.domain.destination import Destination, Goal
from gui.domain.steps import Step
from gui.domain.telling_name import telling_name
from gui.errors import BranchProblem, Sentence
from gui.protocol import commands, events
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session

LOOK_DELAY = 300
"""Milliseconds without another letter before the engine is asked about a branch."""


@dataclass
class _Seen:
    """What the engine said last, and of what."""

    names: list[str] | None = None
    failure: Sentence | None = None
    answer: events.BranchesSeen | None = None
    asked: tuple[BranchChoice | None, Choices] | None = None
    """The branch and the choices that ``answer``, or ``failure``, is about."""


@dataclass
class WhereTo:
    """The destination and how its branch stands. One look at the branches at a time, the newest counts."""

    session: Session
    state: State
    jobs: Jobs
    link: Link
    _seen: _Seen = field(default_factory=_Seen)
    _is_named: bool = False
    """Whether somebody typed the branch's name; else it follows what the predictions are made from."""

    def __post_init__(self) -> None:
        self._timer = QTimer(self.session)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_DELAY)
        self._timer.timeout.connect(self._begin)
        self.session.plan_changed.connect(self._look_if_wanted)
        self.session.step_changed.connect(self._turn)
        self.session.predictions_changed.connect(self._propose)

    @property
    def destination(self) -> Destination:
        """Where the next export goes."""
        return self.state.destination

    @property
    def names(self) -> list[str] | None:
        """The project's branches, None while nobody has said so."""
        return self._seen.names

    def standing(self) -> BranchStanding:
        """How the branch stands; only for a destination that has one."""
        seen, asked, plan = self._seen, self._wanted(), self.session.plan
        is_about_this = seen.asked == (asked, self.session.choices)
        known = BranchKnowledge(
            names=seen.names,
            failure=seen.failure if is_about_this else None,
            forecast=seen.answer.forecast if seen.answer is not None and is_about_this else None,
            begun=self._begun(),
            bare_rows=plan.rows_to_export - plan.rows_with_predictions if plan and not plan.by_script else 0,
        )
        return branch_standing(self.destination, self.session.choices, known)

    def set_goal(self, goal: Goal) -> None:
        """A file, a branch, or both."""
        self._set(msgspec.structs.replace(self.destination, goal=goal))
        self._propose()

    def set_branch(self, name: str) -> None:
        """Another name; the permission to replace was for the one before."""
        self._is_named = True
        self._set(msgspec.structs.replace(self.destination, branch=name.strip(), replace=False))

    def set_replace(self, wanted: bool) -> None:
        """Whether the predictions that are on the branch are to go."""
        self._set(msgspec.structs.replace(self.destination, replace=wanted))

    def go_to(self, destination: Destination) -> None:
        """The destination of an export that goes on."""
        self._is_named = bool(destination.branch)
        self._set(destination)

    def leave_project(self, goal: Goal = Goal.FILE) -> None:
        """Another project: its branches are not known, and nothing may be replaced there."""
        self.leave_off()
        self._seen, self._is_named = _Seen(), False
        self.state.destination = Destination(goal)
        self._propose()

    def leave_off(self) -> None:
        """The engine is wanted for something else; what was asked is asked again afterwards."""
        self._timer.stop()
        running = self.jobs.running(Job.BRANCHES)
        if running is not None:
            self.link.send(commands.Cancel(job=self.jobs.number(), target=running))
            self.jobs.end(Job.BRANCHES)
            self._seen.asked = None

    def look_again(self) -> None:
        """The branches may be others by now."""
        self._seen.asked = None
        self._look_if_wanted()

    def take(self, event: events.BranchesSeen) -> None:
        """What the engine has seen."""
        self._seen.names, self._seen.answer, self._seen.failure = event.names, event, None
        self._propose()

    def failed(self, sentence: Sentence) -> None:
        """The engine could not look."""
        self._seen.answer, self._seen.failure = None, sentence

    def _set(self, destination: Destination) -> None:
        if destination == self.destination:
            return
        self.state.destination = destination
        self.session.changed.emit()
        self._look_if_wanted()

    def _propose(self) -> None:
        """A name made of what the predictions come from, which no branch has, unless somebody has said another one."""
        if self._is_named or not self.destination.has_branch:
            return
        asked = self.state.asked
        proposed = proposed_branch_name(telling_name(Path(asked.path)) if asked else "", date.today())
        if proposed != self._begun():
            proposed = unused_branch_name(proposed, self._seen.names or ())
        if proposed != self.destination.branch:
            self._set(msgspec.structs.replace(self.destination, branch=proposed, replace=False))

    def _begun(self) -> str:
        """The branch of the export that can go on with exactly what is chosen now."""
        found, session = self.session.unfinished, self.session
        if found is None or found.changed or found.branch is None or found.branch.replace:
            return ""
        same = found.choices == session.choices and self.state.input_of(found) == self.state.asked
        return found.branch.name if same else ""

    def _wanted(self) -> BranchChoice | None:
        """The branch to ask about; None while its name is not one."""
        try:
            checked_branch_name(self.destination.branch)
        except BranchProblem:
            return None
        return self.destination.branch_choice

    def _turn(self) -> None:
        """Nobody sees the branch but on Check, and the engine has other things to fetch for other pages."""
        if self.state.step is Step.CHECK:
            self._look_if_wanted()
        else:
            self.leave_off()

    def _look_if_wanted(self) -> None:
        if self._can_look() and self._seen.asked != (self._wanted(), self.session.choices):
            self._timer.start()

    def _can_look(self) -> bool:
        state = self.state
        ready = state.plan is not None and not state.plan_is_stale and not state.restoring
        is_seen = state.step is Step.CHECK and self.destination.has_branch
        return is_seen and ready and not self.session.exporting

    def _begin(self) -> None:
        if not self._can_look():
            return
        self.leave_off()
        asked = self._seen.asked = (self._wanted(), self.session.choices)
        self._seen.answer = self._seen.failure = None
        job = self.jobs.begin(Job.BRANCHES)
        self.link.send(commands.LookAtBranches(job=job, choices=asked[1], branch=asked[0]))
        self.session.changed.emit()
