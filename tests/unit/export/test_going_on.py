"""When an export goes on where it was cut short, when it is void, and which rows are done again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gui import paths
from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.project import LabelRow
from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.encord_api.patience import Stop
from gui.errors import KeyRefused, OutputProblem
from gui.export.assemble import part_of, remove_left_parts
from gui.export.unfinished import KEPT_DAYS, tidy_up, unfinished_exports
from gui.prepared_run import PreparedRun
from gui.workspace import Workspace


@dataclass
class Exporter:
    """Exports of one prediction file to one place, each by an application started afresh."""

    demo: DemoServer
    predictions: Path
    output: Path

    def export(self, choices: Choices | None = None, resume: bool = False, without: int | None = None) -> PreparedRun:
        """Export; ``without``: the number of a row that is unticked."""
        workspace = Workspace()
        try:
            workspace.sign_in(self.demo.private_key_pem, None, self.demo.url)
            workspace.open_project(self.demo.project_hash, Stop())
            workspace.read([self.predictions], Stop())
            plan = workspace.plan(choices or Choices(unticked=[without] if without is not None else []))
            prepared = workspace.planned_run(plan, self.output, Stop(), lambda progress: None, resume)
            prepared.execute()
            return prepared
        finally:
            workspace.close()

    def cut_short(self, choices: Choices | None = None) -> None:
        """An export that fails when some rows are done."""
        self.demo.faults.set(Fault(kind="label_limit", limit=7), Fault(kind="key_revoked", on="labels", after=12))
        with pytest.raises(KeyRefused):
            self.export(choices)
        self.demo.faults.clear()
        (left,) = unfinished_exports()
        assert left.path.name.startswith("unfinished-0-")  # nobody's any more
        assert 0 < left.rows_done() < left.header.rows

    def hashes(self) -> list[str]:
        return [row["label_hash"] for row in json.loads(self.output.read_text())]


@pytest.fixture
def exporter(demo: DemoServer, demo_files: DemoFiles, tmp_path: Path) -> Exporter:
    return Exporter(demo, demo_files.predictions, tmp_path / "predictions.json")


def journals() -> list[Path]:
    return list(paths.runs_dir().glob("unfinished-*"))


def report(prepared: PreparedRun) -> tuple[Any, ...]:
    assert prepared.report is not None
    return prepared.report.rows, prepared.report.predictions, prepared.report.problems


def labelled(demo: DemoServer) -> list[LabelRow]:
    return [row for row in demo.project.rows.values() if row.label_hash]


def test_without_resume_it_is_discarded_and_that_is_said(exporter: Exporter) -> None:
    exporter.cut_short()
    assert exporter.export().resumption.endswith("was discarded. With --resume it would have gone on.")
    assert journals() == []
    assert exporter.export(resume=True).resumption == ""


def test_an_export_that_cannot_begin_discards_nothing(exporter: Exporter) -> None:
    exporter.cut_short()
    exporter.output.mkdir()
    with pytest.raises(OutputProblem):
        exporter.export()
    exporter.output.rmdir()
    assert exporter.export(resume=True).resumption.endswith("goes on.")


def test_rows_edited_gone_and_new_since_are_done_again_or_left_out_alone(exporter: Exporter) -> None:
    project = exporter.demo.project
    exporter.cut_short()
    edited, gone, same, *_ = labelled(exporter.demo)
    edited.last_edited_at, edited.listed = "2026-11-01 10:00:00", None
    del project.rows[gone.media.hash]
    new = next(row for row in project.rows.values() if row.label_hash is None)
    project.create(new.media.hash, "main", "00000000-1abe-4000-8000-00000000000f", "2026-11-01 10:00:00")
    project._labelled = None
    resumed = exporter.export(resume=True)
    assert resumed.resumption.endswith("goes on.")
    found = exporter.hashes()
    assert {edited.label_hash, same.label_hash, new.label_hash} <= set(found) and gone.label_hash not in found
    first = json.loads(exporter.output.read_text())[0]
    assert first["label_hash"] == edited.label_hash and first["last_edited_at"] == "Sun, 01 Nov 2026 10:00:00 UTC"
    assert report(resumed) == report(exporter.export())
    assert found == exporter.hashes() and journals() == []


CHANGED = {
    "the threshold": Choices(min_confidence=0.5),
    "the mapping of classes": Choices(mapping={"apple": None}),
    "the conversions": Choices(convert=True),
    "the choice of rows": Choices(create_missing_rows=True),
    "the ticked rows": Choices(unticked=[0]),
}


def test_what_has_changed_voids_it_and_is_named(exporter: Exporter, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, choices in CHANGED.items():
        exporter.cut_short()
        assert exporter.export(choices, resume=True).resumption.endswith(
            f"could not go on and was discarded. Changed since then: {words}."
        )
        assert journals() == []
    exporter.cut_short()
    monkeypatch.setattr("gui.export.run_header.__version__", "99")
    exporter.predictions.write_text(exporter.predictions.read_text().replace('"score":0.9', '"score":0.8'))
    said = exporter.export(resume=True).resumption
    assert "Changed since then: the predictions, the version of this application." in said


def test_one_file_does_not_go_on_with_the_rows_of_another(exporter: Exporter) -> None:
    exporter.cut_short()
    (left,) = journals()
    exporter.output = exporter.output.with_name("other.json")
    assert exporter.export(resume=True).resumption == ""
    assert journals() == [left]


def renamed_for(pid: int) -> Path:
    (left,) = journals()
    return left.rename(left.with_name(f"unfinished-{pid}-x.rows"))


def test_only_what_nobody_works_on_and_what_is_fresh_can_go_on(exporter: Exporter, tmp_path: Path) -> None:
    exporter.cut_short()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        renamed_for(other.pid)
        assert unfinished_exports() == []
        left_part = part_of(exporter.output).with_name(f".predictions.json.{other.pid}.part")
        left_part.write_text("[")
        remove_left_parts(exporter.output)
        assert left_part.exists()
    (found,) = unfinished_exports()
    tidy_up()
    assert not left_part.exists() and found.path.exists()
    long_ago = time.time() - (KEPT_DAYS + 1) * 24 * 3600
    os.utime(found.path, (long_ago, long_ago))
    broken = found.path.with_name(f"unfinished-{other.pid}-y.rows")
    broken.write_bytes(b"{\n")
    tidy_up()
    assert journals() == []
