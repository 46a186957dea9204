"""What tests of publishing ask the demo server: what is on a branch, what was saved, and that main was left alone."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

from gui.demo.project import LabelRow, Project
from gui.demo.server import DemoServer


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
