"""Publishings killed at random moments and undone, the undoing killed, too: nothing of them is left. ``make soak``."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from gui import history
from gui.demo.faults import Fault
from tests.e2e.command import Command
from tests.e2e.publishing import assert_main_untouched, drawn_on
from tests.e2e.publishing_kills import ROWS, ROWS_A_REQUEST, BranchKiller, branch_killer, server_of_many

ROUNDS = 20
PATIENCE_S = 60.0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_in_twenty_of_twenty_nothing_of_a_killed_run_is_left(tmp_path: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    rng = random.Random(seed)
    kept = 0
    with server_of_many() as server:
        killer = branch_killer(server, tmp_path)
        undo = Command(server, killer.command.key, tmp_path, "undo")
        for number in range(ROUNDS):
            branch = f"round-{number}"
            with assert_main_untouched(server):
                killer.kill(rng, branch)
                (run,) = [run.run for run in history.past_runs() if run.branch == branch] or [""]
                if run:
                    kept += filled(killer, branch)
                    kill_undo(undo, run, rng)
                    ended = undo.run(run)
                    assert ended.code == 0, ended.err
                    assert ended.report["removal"]["is_whole"] and filled(killer, branch) == 0
            print(f"{number + 1} of {ROUNDS}")
    assert kept > 0


def filled(killer: BranchKiller, branch: str) -> int:
    """Rows of the branch that hold something."""
    drawn = drawn_on(killer.command.server.project, branch) if branch in killer.command.server.project.branches else {}
    return sum(bool(objects or answers) for _, objects, answers in drawn.values())


def kill_undo(undo: Command, run: str, rng: random.Random) -> None:
    """Begin to undo the run, and kill that after some of its requests."""
    faults = undo.server.faults
    faults.set(
        Fault(kind="latency", on="save", latency_ms=rng.uniform(0, 100)),
        Fault(kind="label_limit", on="labels", limit=ROWS_A_REQUEST),
    )
    seen = faults._active[0][1]
    wanted, end = rng.randint(1, ROWS // ROWS_A_REQUEST), time.monotonic() + PATIENCE_S
    with undo.running("--quiet", run) as process:
        while seen[0] < wanted and process.poll() is None:
            assert time.monotonic() < end, "undo did not come that far"
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.1))
    faults.clear()
