"""The real window, killed at random moments of its export: its engine ends, and the export goes on without a window."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gui.demo.faults import Fault
from gui.export.unfinished import unfinished_exports
from gui.running_processes import is_running
from tests.bench.command import ROOT
from tests.e2e.killing import OLD, ROWS, ROWS_A_REQUEST, Killer, killer, many_rows, parts

KILLS = 5
PATIENCE_S = 120.0


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are found in /proc")
def test_when_the_window_is_killed_its_export_goes_on(tmp_path: Path, isolated_home: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    rng = random.Random(seed)
    with many_rows() as server:
        many = killer(server, tmp_path, isolated_home)
        for number in range(KILLS):
            kill_the_window(many, rng.randint(1, ROWS // ROWS_A_REQUEST), rng.uniform(0, 0.1))
            many.assert_as_undisturbed(many.go_on())
            many.command.output.write_text(OLD)
            print(f"{number + 1} of {KILLS}")
        assert many.rows_kept > 0


def kill_the_window(many: Killer, requests: int, later_s: float) -> None:
    """Kill it ``later_s`` after so many requests for rows; what it started must end by itself."""
    server, command = many.command.server, many.command
    server.faults.set(
        Fault(kind="label_limit", limit=ROWS_A_REQUEST), Fault(kind="latency", on="labels", latency_ms=15)
    )
    struck = server.site.faults._active[1][1]
    arguments = (command.key, server.url, server.project_hash, many.predictions, command.output, 1)
    window = subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.bench.window_side", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: struck[0] >= requests or window.poll() is not None)
        started = children_of(window.pid)
        time.sleep(later_s)
    finally:
        window.kill()
        window.wait()
    assert started
    wait_for(lambda: not any(map(is_running, started)))
    server.faults.clear()
    many.rows_kept += sum(each.rows_done() for each in unfinished_exports())
    assert many.is_old_or_whole() and parts(command) == []


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, as Linux tells them."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def wait_for(is_so: Callable[[], bool]) -> None:
    """Return as soon as it is so. Raises AssertionError when it takes too long."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)
