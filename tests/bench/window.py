"""The window and its engine at a size: memory, listing time, and the stalls of the table while it is scrolled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.command import measure
from tests.bench.server import Server


@dataclass(frozen=True)
class WindowFigures:
    """What ``tests.bench.window_side`` told."""

    told: dict[str, Any]

    @property
    def rows(self) -> int:
        """Rows listed."""
        return int(self.told["rows"])

    def memory(self, when: str) -> tuple[float, float]:
        """Megabytes of window and engine: ``idle``, ``listed``, ``planned`` or ``peak``."""
        found = self.told[f"{when}_mb"]
        return found["window"], found["engine"]

    def stalls(self, stretch: str) -> dict[str, float]:
        """Medians over the runs of every figure of ``lateness.Lateness``; ``stretch``: ``alone`` or ``during``."""
        runs = [run[stretch] for run in self.told["runs"]]
        return {figure: median(float(run[figure]) for run in runs) for figure in runs[0]}

    @property
    def export_s(self) -> float:
        """Median seconds of an export, from the click to the word that it is done."""
        return median(float(run["export_s"]) for run in self.told["runs"])


def use_window(server: Server, runs: int, folder: Path) -> WindowFigures:
    """List, read, and ``runs`` times scroll without and with an export."""
    address = server.address
    arguments = (address.key, address.url, address.project, address.predictions, folder / "window.json", str(runs))
    return WindowFigures(json.loads(measure("tests.bench.window_side", *arguments, home=folder).out))
