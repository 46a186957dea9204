"""Commands nobody means to type, and streams nobody listens to: one sentence or a whole file, and nothing lost."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.domain.reasons import Reason
from gui.encord_api.empty_row import EmptyRow
from gui.encord_api.encoding import Item
from gui.encord_api.patience import Stop
from gui.errors import ExportProblem
from gui.export.planned_filling import PlannedFilling
from gui.export.run import Run
from gui.prepared_run import PreparedRun
from gui.workspace import Workspace
from tests.e2e.command import ROOT, Command
from tests.e2e.test_headless import BOX, assert_sentence, balanced, coco


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def test_no_file_of_the_user_is_overwritten(command: Command, demo_files: DemoFiles) -> None:
    before = demo_files.predictions.read_bytes()
    link = command.folder / "link.json"
    link.symlink_to(demo_files.predictions)
    hard = command.folder / "hard.json"
    hard.hardlink_to(demo_files.predictions)
    for option, written in (("output", link), ("report", hard)):
        ended = command.run(predictions=demo_files.predictions, **{option: written})
        assert ended.code == 2 and f"--{option} and --predictions name the same file" in ended.err
    key = command.run(predictions=demo_files.predictions, output=command.key)
    assert key.code == 2 and "PRIVATE KEY" in command.key.read_text()
    assert demo_files.predictions.read_bytes() == before


def test_a_report_that_cannot_be_written_is_found_before_the_export(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    demo.site.faults.set(Fault(kind="latency"))
    asked = demo.site.faults._active[0][1]
    for report, words in ((command.folder / "no" / "r.json", "does not exist"), (command.folder, "is a folder")):
        assert_sentence(command.run(predictions=demo_files.predictions, report=report), words)
    assert asked == [0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_report_that_fails_at_the_end_does_not_deny_the_file(command: Command, demo_files: DemoFiles) -> None:
    ended = command.run(predictions=demo_files.predictions, report="/dev/full")
    assert ended.code == 0 and len(ended.rows) > 0
    assert ended.said[:2] == [
        "predictions.json is written, but the report is not.",
        "There is no room left on the disk.",
    ]


@pytest.mark.parametrize("name", ["report.csv", "report.HTML", "report.htm", "report.json", "report"])
def test_the_report_is_what_its_name_says(command: Command, demo_files: DemoFiles, name: str) -> None:
    path = command.folder / name
    assert command.run(predictions=demo_files.predictions, report=path).code == 0
    begins = {"csv": "what,name,value", "html": "<!doctype html>", "htm": "<!doctype html>"}
    assert path.read_text().startswith(begins.get(path.suffix.lower().lstrip("."), "{\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="shells of POSIX")
@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_streams_that_nobody_listens_to_change_nothing(command: Command, demo_files: DemoFiles, streams: str) -> None:
    arguments = [
        *(sys.executable, "-P", "-m", "gui", "export", "--key", command.key, "--domain", command.server.url),
        *("--project", command.server.project_hash, "--output", command.output),
    ]

    def run(predictions: Path) -> subprocess.CompletedProcess[str]:
        line = shlex.join(map(str, [*arguments, "--predictions", predictions]))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            ["bash", "-c", f"{line} {streams}"],
            env=environment, cwd=command.folder, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip

    ended = run(demo_files.predictions)
    assert ended.returncode == 0 and json.loads(command.output.read_text())
    assert "Traceback" not in ended.stderr and "fault of its own" not in ended.stderr + ended.stdout
    command.output.unlink()
    assert run(command.folder / "missing.json").returncode == 1 and not command.output.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="file names as bytes")
@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["C", "POSIX", "ascii"],
)
def test_narrow_locales_and_names_that_are_no_text(
    command: Command, demo_files: DemoFiles, locale: dict[str, str]
) -> None:
    output = Path(os.fsdecode(os.fsencode(command.folder) + b"/\xff \xc3\xa4.json"))
    with command.running("--predictions", demo_files.predictions, output=output, env=locale) as process:
        ended = command.ended(process, 0.0)
    assert ended.code == 0, ended.err
    assert json.loads(output.read_bytes()) and "Traceback" not in ended.err
    assert ended.report["rows"]["exported"] > 0
    assert ended.out.rstrip().endswith("rows")


def test_devices_links_and_long_names(command: Command, demo_files: DemoFiles) -> None:
    if os.name == "posix":
        device = command.run(predictions=demo_files.predictions, output="/dev/null")
        assert device.code == 1 and "device" in device.err and Path("/dev/null").is_char_device()
    long = command.folder / f"{'n' * 240}.json"
    assert command.run(predictions=demo_files.predictions, output=long).code == 0 and long.exists()
    (command.folder / "real").mkdir()
    link = command.folder / "link.json"
    link.symlink_to(command.folder / "real" / "there.json")
    assert command.run(predictions=demo_files.predictions, output=link).code == 0
    assert link.is_symlink() and json.loads((command.folder / "real" / "there.json").read_text())


def test_a_home_that_cannot_be_used_is_one_sentence(command: Command, demo_files: DemoFiles) -> None:
    blocked = command.folder / "a file"
    blocked.write_text("")
    ended = command.run(predictions=demo_files.predictions, env={"EXPORTER_HOME": str(blocked)})
    assert_sentence(ended, "own folder cannot be used")
    assert "EXPORTER_HOME" in ended.err


def test_text_from_outside_does_not_steer_the_terminal(command: Command, demo_files: DemoFiles) -> None:
    ended = command.run(predictions=demo_files.predictions, project="\x1b[31m\u202ered")
    assert_sentence(ended, "\\x1b[31m\\u202ered")
    assert "\x1b" not in ended.err


def test_little_that_matches_is_a_loud_warning_with_both_sides(command: Command, demo: DemoServer) -> None:
    path = coco(command.folder, demo, BOX)
    data = json.loads(path.read_text())
    data["images"] += [{"id": n, "file_name": f"elsewhere_{n}.png", "width": 8, "height": 8} for n in range(2, 6)]
    data["annotations"] += [{"image_id": n, "category_id": 1, **BOX} for n in range(2, 6)]
    path.write_text(json.dumps(data))
    ended = command.run(predictions=path)
    assert ended.code == 0 and balanced(ended)["exported"] == 1 and len(ended.said) == 3
    assert "fewer than half" in ended.said[0]
    first = next(iter(demo.project.rows.values())).media.title
    assert "“elsewhere_2.png”" in ended.said[1] and f"the project has “{first}”" in ended.said[1]
    assert any("Fewer than half" in note for note in ended.report["notes"])
    data["annotations"] = data["annotations"][1:]
    path.write_text(json.dumps(data))
    none = command.run(predictions=path)
    assert none.code == 0 and len(none.said) == 3
    assert "holds no predictions" in none.said[0] and "“elsewhere_2.png”" in none.said[2]


def prepared(workspace: Workspace, demo: DemoServer, predictions: Path, output: Path) -> PreparedRun:
    workspace.sign_in(demo.private_key_pem, None, demo.url)
    workspace.open_project(demo.project_hash, Stop())
    workspace.read([predictions], Stop())
    return workspace.planned_run(workspace.plan(Choices()), output, Stop(), lambda progress: None)


def test_a_row_that_the_sdk_refuses_counts_once(
    demo: DemoServer, demo_files: DemoFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    workspace = Workspace()
    try:
        run = prepared(workspace, demo, demo_files.predictions, tmp_path / "predictions.json")
        assert isinstance(run.run.filling, PlannedFilling)
        encoder = run.run.filling._encoder
        encode = encoder.encode

        def refuse_one(row: EmptyRow, items: Sequence[Item]) -> dict[str, Any]:
            if items and not refused:
                refused.append(row.sdk.data_title)
                raise ValueError("no such attribute")
            return encode(row, items)

        monkeypatch.setattr(encoder, "encode", refuse_one)
        outcome = run.execute()
    finally:
        workspace.close()
    assert run.report is not None and outcome.rows_failed == 1 and outcome.tally.balances
    assert run.report.predictions.dropped[Reason.ROW_FAILED] > 0
    (problem,) = [each for each in run.report.problems if each.where == refused[0]]
    assert "no such attribute" in problem.reason


def test_a_fault_of_our_own_is_reported_too(
    demo: DemoServer, demo_files: DemoFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Run) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Run, "execute", fail)
    workspace = Workspace()
    try:
        run = prepared(workspace, demo, demo_files.predictions, tmp_path / "predictions.json")
        with pytest.raises(ZeroDivisionError):
            run.execute(tmp_path / "report.json")
    finally:
        workspace.close()
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["outcome"] == "failed"
    assert report["predictions"]["read"] == sum(report["predictions"]["dropped"].values()) > 0


def test_a_report_that_fails_as_well_does_not_hide_the_first_failure(
    demo: DemoServer, demo_files: DemoFiles, tmp_path: Path
) -> None:
    workspace = Workspace()
    try:
        run = prepared(workspace, demo, demo_files.predictions, tmp_path / "predictions.json")
        run.run.numbers = []
        with pytest.raises(ExportProblem, match="No row is left"):
            run.execute(tmp_path / "no" / "report.json")
    finally:
        workspace.close()
    assert run.report_problem is not None and "does not exist" in run.report_problem.sentence.what


def test_rows_that_nobody_knows_leave_nothing_to_export(command: Command, demo_files: DemoFiles) -> None:
    chosen = command.folder / "rows.txt"
    chosen.write_text("nobody\nknows\n")
    ended = command.run("--rows", chosen, predictions=demo_files.predictions)
    assert_sentence(ended, "No row is left to export")
    named = {problem["where"] for problem in ended.report["problems"]}
    assert named >= {"nobody", "knows"} and balanced(ended)["exported"] == 0
