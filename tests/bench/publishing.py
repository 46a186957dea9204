"""Rows a second onto a prediction branch, the command against one ``save()`` a row, in the same run."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

from tests.bench.command import measure
from tests.bench.server import Server
from tests.bench.throughput import Compared

SAMPLE = 200


def publish_rate(server: Server, branch: str, folder: Path) -> float:
    """Rows a second of the command, from its first request for labels to the last row saved; not read back.

    Raises RuntimeError when a row is missing on the branch.
    """
    report = folder / "report.json"
    options: list[str | Path] = [*server.options, "--predictions", server.predictions, "--report", report, "--quiet"]
    measure("gui", "publish", *options, "--branch", branch, home=folder)
    told = json.loads(report.read_text())
    if (told["branch"]["saved"], told["branch"]["verified"]) != (server.rows, True):
        raise RuntimeError(f"{told['branch']['saved']} of {server.rows} rows are on the branch")
    return float(server.rows / (told["seconds"] - told["branch"]["read_back_seconds"]))


def script_rate(server: Server, branch: str, folder: Path) -> float:
    """Rows a second of the script on the first rows."""
    address = server.address
    arguments = (address.key, address.url, address.project, address.predictions, str(SAMPLE), folder / "none", branch)
    told = json.loads(measure("tests.bench.script_side", *arguments, home=folder).out)
    if told["rows"] != SAMPLE:
        raise RuntimeError(f"the script saved {told['rows']} of {SAMPLE} rows")
    return SAMPLE / float(told["seconds"])


def compare_publishing(server: Server, latency_ms: int, runs: int, folder: Path) -> Compared:
    """The two by turns, ``runs`` times, each on a branch of its own."""
    server.wait_before_answers(latency_ms)
    scripts, commands = [], []
    for run in range(runs):
        scripts.append(script_rate(server, f"script-{latency_ms}-{run}", folder))
        commands.append(publish_rate(server, f"command-{latency_ms}-{run}", folder))
    server.wait_before_answers(0)
    return Compared(latency_ms, SAMPLE, median(scripts), median(commands))
