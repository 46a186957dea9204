"""Ctrl-C and SIGTERM in every phase: over within a second, nothing written, nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from tests.e2e.command import ROOT, Command, Ended

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PATIENCE_S = 60.0
WITHIN_S = 1.0
"""As promised, on a machine that has nothing else to do."""
SLACK_S = 4.0
MOST_SLACK_S = 20.0
"""What a machine that is busy may take more: `SLACK_S` for each process that wants one of its cores, up to a limit.
Whoever does not hear the signal waits longer than all of it: 30 s or a minute for the server or a script, or
`LONG_ROW_S` of computing."""
LONG_ROW_S = 10.0


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def until(condition: Callable[[], bool]) -> None:
    """Wait for a phase to be reached; a machine under load may take its time."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "the command never came that far"
        time.sleep(0.02)


def wanting_a_core() -> float:
    """How many processes have wanted each core during the last minute."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def run_folders(home: Path) -> list[Path]:
    return list((home / "exporter" / "data" / "runs").glob("run-*"))


def stop(
    command: Command,
    reached: Callable[[], bool],
    *options: str | Path,
    with_signal: signal.Signals = signal.SIGINT,
    wait: float = 0.3,
    **given: Path,
) -> Ended:
    """Start the command, wait until it has ``reached`` a phase and a little longer, then stop it."""
    with command.running("--quiet", *options, **given) as process:
        until(lambda: reached() or process.poll() is not None)
        time.sleep(wait)
        assert process.poll() is None, process.stderr and process.stderr.read()
        process.send_signal(with_signal)
        return command.ended(process, time.monotonic())


def assert_stopped(ended: Ended, home: Path, *, report: bool, done: str = "") -> None:
    """``done``: what it says about rows that are kept."""
    assert (ended.code, ended.err) == (130, f"Stopped.\nNothing was written.\n{done}")
    assert ended.seconds < WITHIN_S + min(SLACK_S * max(1.0, wanting_a_core()), MOST_SLACK_S)
    assert not ended.output.exists() and ended.report_path.exists() is report
    assert [path.name for path in ended.output.parent.glob(".*.part")] == []
    assert run_folders(home) == []
    if report:
        counts = ended.report["predictions"]
        assert ended.report["outcome"] == "cancelled" and counts["exported"] == 0
        assert counts["read"] == sum(counts["dropped"].values())
        assert ended.report["rows"]["exported"] == 0


PHASES: dict[str, tuple[Fault, bool]] = {
    "a silent server while opening the project": (Fault(kind="silent", on="project"), False),
    "a silent server while listing": (Fault(kind="silent", on="list"), False),
    "a list that comes drop by drop": (Fault(kind="dripping", on="list", latency_ms=50), False),
    "a wait that the server asks for": (Fault(kind="rate_limit", on="list", retry_after=30), False),
    "a silent server while fetching": (Fault(kind="silent", on="labels"), True),
    "labels that come drop by drop": (Fault(kind="dripping", on="labels", latency_ms=50), True),
}


@pytest.mark.parametrize("phase", PHASES)
def test_waiting_for_the_server(
    command: Command, demo: DemoServer, demo_files: DemoFiles, isolated_home: Path, phase: str
) -> None:
    fault, report = PHASES[phase]
    demo.site.faults.set(fault)
    struck = demo.site.faults._active[0][1]
    ended = stop(command, lambda: struck[0] > 0, predictions=demo_files.predictions)
    assert_stopped(ended, isolated_home, report=report)


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_leave_nothing_behind_either(
    command: Command, demo: DemoServer, demo_files: DemoFiles, isolated_home: Path, with_signal: signal.Signals
) -> None:
    output = command.folder / "old.json"
    output.write_text("old")
    demo.site.faults.set(Fault(kind="silent", on="labels"))
    struck = demo.site.faults._active[0][1]
    ended = stop(
        command, lambda: struck[0] > 0, predictions=demo_files.predictions, with_signal=with_signal, output=output
    )
    assert_stopped(ended, isolated_home, report=True)
    assert output.read_text() == "old"


def big_results(path: Path, entries: int) -> Path:
    """A results list of this many boxes on nothing."""
    box = '{"image_id": 1, "category_id": 1, "bbox": [10.5, 20.25, 30.125, 40.0], "score": 0.5}'
    with path.open("w") as file:
        file.write(f"[{box}")
        for _ in range(entries // 1000):
            file.write(f",{box}" * 1000)
        file.write("]")
    return path


def test_reading_a_large_file(command: Command, isolated_home: Path) -> None:
    predictions = big_results(command.folder / "big.json", 1_000_000)

    def is_reading() -> bool:
        return any(path.stat().st_size > 1_000_000 for path in isolated_home.rglob("run-*/spool-*/*"))

    ended = stop(command, is_reading, wait=0.0, predictions=predictions)
    assert_stopped(ended, isolated_home, report=False)


@pytest.mark.parametrize("option", ["key", "rows", "mapping"])
def test_a_pipe_that_nobody_writes_to(
    command: Command, demo_files: DemoFiles, isolated_home: Path, option: str
) -> None:
    pipe = command.folder / "pipe"
    os.mkfifo(pipe)
    ends: list[int] = []

    def is_open() -> bool:
        try:
            ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:  # nobody reads it yet
            return False
        return True

    ended = stop(command, is_open, f"--{option}", pipe, predictions=demo_files.predictions)
    os.close(ends[0])
    assert_stopped(ended, isolated_home, report=False)


def test_the_sdk_at_work_on_a_long_row(command: Command, demo: DemoServer, isolated_home: Path) -> None:
    row = next(row for row in demo.project.rows.values() if row.label_hash and row.media.type == "image")
    unit = row.media.units[0]
    box = {"image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "score": 0.5}
    data = {
        "images": [{"id": 1, "file_name": f"{row.media.hash}.jpg", "width": unit.width, "height": unit.height}],
        "categories": [{"id": 1, "name": "Calyx"}],  # points: the SDK writes them itself, in over LONG_ROW_S
        "annotations": [box] * 60_000,
    }
    predictions = command.folder / "one row.json"
    predictions.write_text(json.dumps(data))
    chosen = command.folder / "rows.txt"
    chosen.write_text(str(row.label_hash))
    demo.site.faults.set(Fault(kind="latency", on="labels", latency_ms=1))
    struck = demo.site.faults._active[0][1]
    options = ("--rows", chosen, "--convert")
    ended = stop(command, lambda: struck[0] > 0, *options, wait=1.0, predictions=predictions)
    assert_stopped(ended, isolated_home, report=True)


SLEEPER = """
from pathlib import Path
import time

def add_information_to_lr(row):
    Path({mark!r}).write_text("here")
    time.sleep(60)
"""


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_inside_a_row_of_a_script(
    command: Command, demo: DemoServer, isolated_home: Path, with_signal: signal.Signals
) -> None:
    mark, script = command.folder / "mark", command.folder / "sleeper.py"
    script.write_text(SLEEPER.format(mark=str(mark)))
    ended = stop(command, mark.exists, "--script", predictions=script, with_signal=with_signal)
    assert_stopped(ended, isolated_home, report=True)
    assert demo.writes == []


def test_checking_a_large_file(demo_files: DemoFiles, tmp_path: Path, isolated_home: Path) -> None:
    with DemoServer(Scenario(rows=3000)) as server:
        command = Command(server, tmp_path / "key.txt", tmp_path)
        command.key.write_text(server.private_key_pem)
        empty = tmp_path / "empty.json"
        empty.write_text("[]")

        def is_assembling() -> bool:
            return any(path.stat().st_size > 0 for path in tmp_path.glob(".*.part"))

        with command.running("--quiet", predictions=empty) as process:
            until(lambda: is_assembling() or process.poll() is not None)
            process.send_signal(signal.SIGINT)
            ended = command.ended(process, time.monotonic())
    done = "3,000 of 3,000 rows are done: the same command with --resume goes on from there.\n"
    assert_stopped(ended, isolated_home, report=True, done=done)


def test_while_the_modules_load() -> None:
    code = (
        "import os, signal, sys, threading\nfrom gui import __main__ as entry\n"
        "threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()\n"
        "sys.exit(entry.main(['export', '--help']))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (130, "Stopped.\nNothing was written.\n")
    assert ended.stdout == ""


def test_when_all_is_done_a_signal_changes_the_exit_code_no_more() -> None:
    code = (
        "import os, signal, sys\nfrom gui.commands import export\ncode = export.main([])\n"
        "os.kill(os.getpid(), signal.SIGINT)\nos.kill(os.getpid(), signal.SIGTERM)\nsys.exit(code)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and "cannot be understood" in ended.stderr
