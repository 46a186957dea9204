"""Exports that are killed at random moments and go on: all must end in the file of an undisturbed one."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.demo.faults import Fault
from gui.demo.files import write_demo_files
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.export.unfinished import unfinished_exports
from tests.e2e.command import Command, Ended

ROWS = 600
ROWS_A_REQUEST = 20
PATIENCE_S = 60.0
OLD = "old"
_TIME = re.compile(r'"\w+, \d\d \w+ \d{4} \d\d:\d\d:\d\d UTC"')


@dataclass
class Killer:
    """One project, and the export of it that is killed again and again."""

    command: Command
    predictions: Path
    home: Path
    expected: str = ""
    rows_kept: int = 0
    """Rows that were found done after all kills together."""

    def undisturbed(self) -> None:
        """Export once in peace, to know what must come out."""
        ended = self.command.run(predictions=self.predictions)
        assert ended.code == 0, ended.err
        self.expected = comparable(ended.output)
        self.counts = {name: ended.report[name] for name in ("rows", "predictions")}
        ended.output.write_text(OLD)

    def kill_at_random(self, rng: random.Random, *options: str) -> None:
        """Start the export, kill it somewhere after its first request for rows, and look at what it left."""
        server = self.command.server
        server.faults.set(
            Fault(kind="label_limit", limit=ROWS_A_REQUEST), Fault(kind="latency", on="labels", latency_ms=15)
        )
        struck = server.site.faults._active[1][1]
        requests = rng.randint(1, ROWS // ROWS_A_REQUEST)
        with self.command.running("--quiet", *options, predictions=self.predictions) as process:
            end = time.monotonic() + PATIENCE_S
            while struck[0] < requests and process.poll() is None:
                assert time.monotonic() < end, "the export did not come that far"
                time.sleep(0.002)
            time.sleep(rng.uniform(0, 0.1))
        server.faults.clear()
        self.rows_kept += sum(each.rows_done() for each in unfinished_exports())

        assert self.is_old_or_whole(), "half a file"

    def is_old_or_whole(self) -> bool:
        """Whether the target is as it was, or all of the new one."""
        return self.command.output.read_text() == OLD or comparable(self.command.output) == self.expected

    def go_on(self) -> Ended:
        """Let the same export go on in peace."""
        return self.command.run("--resume", predictions=self.predictions)

    def assert_as_undisturbed(self, ended: Ended) -> None:
        """The same file, the same account, and nothing left anywhere."""
        assert ended.code == 0, ended.err
        assert comparable(ended.output) == self.expected
        assert {name: ended.report[name] for name in self.counts} == self.counts
        assert leftovers(self.home) == []
        assert parts(self.command) == []


def killer(server: DemoServer, folder: Path, home: Path) -> Killer:
    files = write_demo_files(folder, server.project, server.private_key_pem, seed=1, big=True)
    found = Killer(Command(server, files.key, folder), files.predictions, home)
    found.undisturbed()
    return found


def many_rows() -> DemoServer:
    return DemoServer(Scenario(rows=ROWS))


def comparable(path: Path) -> str:
    """A file of rows without what differs from export to export: random hashes and times."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    texts = []
    for row in rows:
        text = _TIME.sub('"a time"', json.dumps(row))
        for number, hash_ in enumerate([*row["object_answers"], *row["classification_answers"]]):
            text = text.replace(json.dumps(hash_), f"#{number}")
        texts.append(text)
    return "\n".join(texts)


def leftovers(home: Path) -> list[str]:
    """What lies in the folder of runs."""
    return sorted(path.name for path in (home / "exporter" / "data" / "runs").iterdir())


def parts(command: Command) -> list[str]:
    """Temporary files beside the target."""
    return [path.name for path in command.folder.iterdir() if path.name.startswith(".")]
