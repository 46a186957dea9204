"""Starts an export: at once, as soon as the engine can, or once the user has confirmed what a branch loses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gui.domain.steps import Step
from gui.protocol import commands
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State

if TYPE_CHECKING:
    from gui.qt.session.link import Link
    from gui.qt.session.session import Session


@dataclass
class Starting:
    """The one place that sends ``StartExport``: no replacement gets past it that was not confirmed."""

    session: Session
    state: State
    jobs: Jobs
    link: Link

    def start(self, output: Path | None = None, report: Path | None = None) -> None:
        """Write the file, publish on the branch, or both; shows the Export page."""
        state = self.state
        state.output = output or state.output
        if state.restoring or state.reread is not None or self.session.is_running(Job.READ):
            state.export_waits = True  # the engine has no project, or no predictions yet
            state.failures.pop(Step.EXPORT, None)
            self.session.changed.emit()
        elif self._must_be_confirmed():
            state.export_waits = False
            self.session.replacement_wanted.emit()
        else:
            self._send(report)
            self.session.go_to(Step.EXPORT)

    def confirm_replacement(self) -> None:
        """The user has typed the branch's name: its predictions may go, for this export."""
        self.state.confirmed = (self.state.destination, self.session.choices)
        self.start()

    def _must_be_confirmed(self) -> bool:
        destination = self.state.destination
        is_replacement = destination.has_branch and destination.replace
        return is_replacement and self.state.confirmed != (destination, self.session.choices)

    def _send(self, report: Path | None) -> None:
        state, destination = self.state, self.state.destination
        self.session.where_to.leave_off()
        self.session.comparing.leave_off()
        self.session.active.forget()
        state.start_export(self.session.choices)
        command = commands.StartExport(
            job=self.jobs.begin(Job.EXPORT),
            choices=self.session.choices,
            output=str(state.output) if destination.has_file else "",
            branch=destination.branch_choice,
            report=str(report) if report else None,
        )
        self.link.send(command)
