"""Publishing in this process, and what the demo server says of it: what was saved, and that main was left alone."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gui.demo.project import LabelRow, Project
from gui.demo.server import DemoServer
from gui.domain.branch_choice import BranchChoice
from gui.domain.branch_report import BranchReport
from gui.domain.choices import Choices
from gui.encord_api.patience import Stop
from gui.export.run import Progress
from gui.prepared_run import PreparedRun
from gui.workspace import Workspace

BRANCH = "yolo-7"


@dataclass
class Publisher:
    """Publishes one file of predictions on one branch of a server's project."""

    server: DemoServer
    predictions: Path
    branch: BranchChoice = field(default_factory=lambda: BranchChoice(BRANCH))
    choices: Choices = field(default_factory=Choices)
    stop: Stop = field(default_factory=Stop)
    on_progress: Callable[[Progress], None] = lambda progress: None
    prepared: PreparedRun | None = None
    dataset: Path | None = None
    """The dataset file that names pictures and classes of ``predictions``."""

    def publish(self, resume: bool = False) -> PreparedRun:
        """Do it all. Raises what the run raises; ``prepared`` is there all the same."""
        workspace = Workspace()
        try:
            workspace.sign_in(self.server.private_key_pem, None, self.server.url)
            workspace.open_project(self.server.project_hash, Stop())
            workspace.read([self.predictions], Stop(), self.dataset)
            plan = workspace.plan(self.choices)
            self.prepared = workspace.planned_run(plan, None, self.stop, self.on_progress, resume, self.branch)
            self.prepared.execute()
            return self.prepared
        finally:
            workspace.close()

    @property
    def report(self) -> BranchReport:
        """What the last run reports of the branch."""
        assert self.prepared is not None and self.prepared.report is not None
        assert self.prepared.report.branch is not None
        return self.prepared.report.branch


@contextlib.contextmanager
def assert_main_untouched(server: DemoServer) -> Iterator[None]:
    """Whatever is done meanwhile: every write goes to another branch, and main's rows stay as they are."""
    before = {data_hash: _state(row) for data_hash, row in server.project.rows.items()}
    yield
    strange = [write for write in server.writes if write.kind != "active" and write.branch in ("main", "")]
    assert not strange, f"written beyond the branch: {strange}"
    now = {data_hash: _state(row) for data_hash, row in server.project.rows.items()}
    assert {data_hash: before[data_hash] for data_hash in now} == now


def _state(row: LabelRow) -> Any:
    return row.label_hash, row.last_edited_at, row.stage, copy.deepcopy(row.read())


def drawn_on(project: Project, branch: str) -> dict[str, Any]:
    """What is drawn on each row of the branch, by data hash: labels by unit, and the answers."""
    return {
        data_hash: (row.read().units, row.read().object_answers, row.read().classification_answers)
        for data_hash, row in project.branches[branch].items()
    }


def saves(server: DemoServer) -> list[str]:
    """The data hash of each row at each time it was saved."""
    return [write.data_hash for write in server.writes if write.kind == "save"]


def creations(server: DemoServer) -> list[str]:
    """The data hash of each row at each time it was created."""
    return [write.data_hash for write in server.writes if write.kind == "create"]
