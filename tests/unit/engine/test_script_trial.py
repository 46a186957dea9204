"""The trial of a script on one row: on which row, what it found, and why there was none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.encord_api.patience import Stop
from gui.engine.script_trial import try_on_one_row
from gui.errors import ExportProblem, ScriptProblem
from gui.foreign.consent import Script, read_script
from gui.workspace import Workspace


@pytest.fixture
def workspace(demo: DemoServer) -> Iterator[Workspace]:
    workspace = Workspace()
    workspace.sign_in(demo.private_key_pem, None, demo.url)
    workspace.open_project(demo.project_hash, Stop())
    yield workspace
    workspace.close()


def script(folder: Path, body: str) -> Script:
    path = folder / "script.py"
    path.write_text(f"def add_information_to_lr(label_row):\n    {body}\n")
    return read_script(path)


def test_a_script_that_fails_on_its_row_is_a_sentence(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    assert workspace.listing is not None
    first = next(row for row in workspace.listing.rows if row.is_labelled)
    with pytest.raises(ScriptProblem) as raised:
        try_on_one_row(workspace, script(tmp_path, "raise ValueError('no weights')"), Stop())
    assert f"“{first.title}”" in raised.value.sentence.what and "no weights" in raised.value.sentence.why
    assert demo.writes == []


def test_without_a_row_there_is_no_trial(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    assert workspace.listing is not None
    rows = workspace.listing.rows
    first = next(row for row in rows if row.is_labelled)
    demo.faults.set(Fault("missing_row", label_hash=first.label_hash or ""))
    with pytest.raises(ExportProblem, match="could not be read"):
        try_on_one_row(workspace, script(tmp_path, "pass"), Stop())
    rows[:] = [msgspec.structs.replace(row, label_hash=None) for row in rows]
    with pytest.raises(ExportProblem, match="no row to try"):
        try_on_one_row(workspace, script(tmp_path, "pass"), Stop())
    assert demo.writes == []
