"""Reading a folder of YOLO labels against a plain loop that opens the files, reads and splits their lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions

MOST_LINES = 13


@dataclass(frozen=True)
class LabelReading:
    """Medians of some runs in one process, in seconds of its CPU: the machine may be busy otherwise."""

    files: int
    lines: int
    opened_s: float
    pathlib_s: float
    app_s: float


def read_labels(files: int, runs: int, folder: Path) -> LabelReading:
    """Measure all three, in turn. Raises RuntimeError when something was not read."""
    labels = folder / "labels"
    lines = write_labels(labels, files)
    ways: dict[str, Callable[[], int]] = {
        "opened": lambda: sum(_split(path) for path in sorted(labels.iterdir())),
        "pathlib": lambda: sum(_split_text(path.read_text(encoding="utf-8")) for path in sorted(labels.glob("*.txt"))),
        "app": lambda: _read(labels, folder / "spool"),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, measured in ways.items():
            started = time.process_time()
            found = measured()
            seconds[way].append(time.process_time() - started)
            if found != lines:
                raise RuntimeError(f"{found} of {lines} lines were read by {way}")
    return LabelReading(files, lines, *(median(seconds[way]) for way in ways))


def write_labels(folder: Path, files: int) -> int:
    """Files of 1 to 13 boxes with confidences, as ``save_txt`` writes them; returns how many lines they have."""
    folder.mkdir()
    rng = np.random.default_rng(7)
    counts = rng.integers(1, MOST_LINES + 1, files)
    for number, count in enumerate(counts.tolist()):
        sides = rng.uniform(0.01, 0.4, (count, 2))
        centres = rng.uniform(sides / 2, 1 - sides / 2)
        scores = np.sort(rng.uniform(0.05, 0.99, count))[::-1]
        rows = zip(rng.integers(0, 80, count).tolist(), *centres.T, *sides.T, scores, strict=True)
        text = "".join(f"{kind} {x:.6g} {y:.6g} {w:.6g} {h:.6g} {score:.6g}\n" for kind, x, y, w, h, score in rows)
        (folder / f"{number:012d}.txt").write_text(text, encoding="utf-8")
    return int(counts.sum())


def _split(path: Path) -> int:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the quickest plain way
        return _split_text(file.read())


def _split_text(text: str) -> int:
    return len([line.split() for line in text.splitlines()])


def _read(labels: Path, folder: Path) -> int:
    spool = read_predictions([labels], folder, format=None, settings=ReadSettings())
    spool.close()
    return len(spool.picture)
