"""Rows a second, the command against the documented script, in the same run on the same server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.command import Measured, measure
from tests.bench.server import Server


@dataclass(frozen=True)
class Export:
    """One run of the command: from the first request for labels to the file in place, verification included."""

    rows: int
    seconds: float
    process: Measured

    @property
    def ms_a_row(self) -> float:
        """Milliseconds."""
        return 1000 * self.seconds / self.rows

    @property
    def cpu_ms_a_row(self) -> float:
        """Milliseconds of CPU of the whole command."""
        return 1000 * self.process.cpu / self.rows


def export(server: Server, folder: Path) -> Export:
    """Run the command on all rows. Raises RuntimeError when it fails or a row is missing."""
    report = folder / "report.json"
    options: list[str | Path] = [*server.options, "--predictions", server.predictions, "--report", report, "--quiet"]
    process = measure("gui", "export", *options, "--output", folder / "predictions.json", home=folder)
    told = json.loads(report.read_text())
    if told["rows"]["exported"] != server.rows:
        raise RuntimeError(f"{told['rows']['exported']} of {server.rows} rows were exported")
    return Export(server.rows, told["seconds"], process)


def script_rate(server: Server, sample: int, folder: Path) -> float:
    """Rows a second of the script on the first ``sample`` rows."""
    address = server.address
    arguments = (address.key, address.url, address.project, address.predictions, str(sample), folder / "script.json")
    told = json.loads(measure("tests.bench.script_side", *arguments, home=folder).out)
    if told["rows"] != sample:
        raise RuntimeError(f"the script wrote {told['rows']} of {sample} rows")
    return sample / float(told["seconds"])


@dataclass(frozen=True)
class Compared:
    """Medians at one latency."""

    latency_ms: int
    sample: int
    script: float
    """Rows a second."""
    command: float

    @property
    def ratio(self) -> float:
        """How many times the script's rate."""
        return self.command / self.script


def compare(server: Server, latency_ms: int, runs: int, folder: Path) -> Compared:
    """The two by turns, ``runs`` times; the script on as many rows as it does in some seconds."""
    server.wait_before_answers(latency_ms)
    sample = {0: 1000, 20: 200, 100: 60}.get(latency_ms, 100)
    scripts, commands = [], []
    for _ in range(runs):
        scripts.append(script_rate(server, sample, folder))
        commands.append(server.rows / export(server, folder).seconds)
    server.wait_before_answers(0)
    return Compared(latency_ms, sample, median(scripts), median(commands))
