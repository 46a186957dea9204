"""Publishing that is killed at random moments and goes on: every row must be saved once."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

from gui.demo.faults import Fault
from gui.demo.files import write_demo_files
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.publishing import assert_main_untouched, creations, saves

ROWS = 400
ROWS_A_REQUEST = 30
PATIENCE_S = 60.0


@dataclass
class BranchKiller:
    """One project, published again and again on a new branch."""

    command: Command
    predictions: Path
    kept: int = 0
    """Rows that were saved before a kill, all rounds together."""

    def kill_and_resume(self, rng: random.Random, branch: str) -> None:
        """Publish, kill it once or more at random moments while it creates and saves, then let it end in peace."""
        server = self.command.server
        server.site.record.clear()
        with assert_main_untouched(server):
            ends = [self.kill(rng, branch)]
            if ends[0] and rng.random() < 0.5:
                ends.append(self.kill(rng, branch))
            server.faults.clear()
            self.kept += len(saves(server))
            if ends[-1]:
                ended = self.command.run("--resume", predictions=self.predictions, branch=branch)
                assert ended.code == 0, ended.err
        for done in (creations(server), saves(server)):
            assert sorted(done) == sorted(server.project.rows), "a row was written twice, or never"
        report = json.loads(self.command.report.read_text())["branch"]
        assert (report["saved"], report["failed"], report["verified"]) == (ROWS, 0, True)

    def kill(self, rng: random.Random, branch: str) -> bool:
        """Publish, and kill it after some requests; False when it had ended well before that."""
        server = self.command.server
        server.faults.set(
            Fault(kind="latency", on="create", latency_ms=rng.uniform(0, 100)),
            Fault(kind="latency", on="save", latency_ms=rng.uniform(0, 100)),
            Fault(kind="label_limit", on="save", limit=ROWS_A_REQUEST),
        )
        seen = server.faults._active[rng.randint(0, 1)][1]
        wanted, end = rng.randint(1, ROWS // ROWS_A_REQUEST), time.monotonic() + PATIENCE_S
        with self.command.running("--quiet", "--resume", predictions=self.predictions, branch=branch) as process:
            while seen[0] < wanted and process.poll() is None:
                assert time.monotonic() < end, "publishing did not come that far"
                time.sleep(0.002)
            time.sleep(rng.uniform(0, 0.1))
        return process.wait(PATIENCE_S) != 0


def branch_killer(server: DemoServer, folder: Path) -> BranchKiller:
    files = write_demo_files(folder, server.project, server.private_key_pem, seed=1, big=True)
    return BranchKiller(Command(server, files.key, folder, "publish"), files.predictions)


def server_of_many() -> DemoServer:
    return DemoServer(Scenario(rows=ROWS))
