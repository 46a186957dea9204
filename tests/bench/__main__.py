"""The benchmarks as a command: ``python -m tests.bench``; see docs/benchmarks.md.

Prints Markdown while it measures. Needs a system with /proc and ``os.wait4`` (Linux) and some minutes of quiet.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import encord

from tests.bench import tables
from tests.bench.cancelling import measure_cancels
from tests.bench.coco import read_results
from tests.bench.command import ROOT
from tests.bench.listing import list_rows
from tests.bench.matching import NAMES, match
from tests.bench.publishing import compare_publishing
from tests.bench.server import serving
from tests.bench.throughput import compare, export
from tests.bench.window import use_window
from tests.bench.yolo import read_labels

LATENCIES_MS = (0, 20, 100)
PUBLISHING_LATENCIES_MS = (20,)
COMPARED_ROWS = 10_000
CANCELLED_ROWS = 10_000
RESULTS = 500_000
LABEL_FILES = 20_000
MATCHED_ROWS, EACH = 100_000, 10
SHORT_SIZES, FULL_SIZES = (10_000, 100_000), (10_000, 50_000, 100_000)


def throughput(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Rows a second against the documented script."""
    yield from tables.throughput_head(COMPARED_ROWS, options.runs)
    with serving(COMPARED_ROWS) as server:
        for latency_ms in LATENCIES_MS:
            yield tables.throughput_line(compare(server, latency_ms, options.runs, folder))


def publishing(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Rows a second onto a branch against one save a row."""
    yield from tables.publishing_head(COMPARED_ROWS, options.runs)
    with serving(COMPARED_ROWS) as server:
        for latency_ms in PUBLISHING_LATENCIES_MS:
            yield tables.throughput_line(compare_publishing(server, latency_ms, options.runs, folder))


def listing(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The stream against the SDK's own call."""
    yield from tables.listing_head()
    for rows in options.sizes:
        with serving(rows) as server:
            for way in ("stream", "sdk"):
                yield tables.listing_line(list_rows(server, way, folder))


def growth(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Time and memory of the command by size."""
    yield from tables.growth_head()
    base = None
    for rows in options.sizes:
        with serving(rows) as server:
            found = export(server, folder)
        base = base or found
        yield tables.growth_line(found, base)


def window(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Memory of window and engine, and the stalls of the table."""
    yield from tables.window_head(options.window_runs)
    for rows in options.sizes:
        with serving(rows) as server:
            yield from tables.window_lines(use_window(server, options.window_runs, folder))


def cancelling(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """From the cancel to the idle engine."""
    yield from tables.cancel_head()
    with serving(CANCELLED_ROWS) as server:
        for found in measure_cancels(server, folder):
            yield tables.cancel_line(found)


def coco(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Reading a large file of predictions."""
    yield from tables.coco_head()
    yield tables.coco_line(read_results(RESULTS, options.runs, folder))


def yolo(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Reading many small files of predictions."""
    yield from tables.yolo_head()
    yield tables.yolo_line(read_labels(LABEL_FILES, options.runs, folder))


def matching(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """A million predictions on a hundred thousand rows."""
    yield from tables.matching_head()
    for names in NAMES:
        yield tables.matching_line(match(names, MATCHED_ROWS, EACH, folder))


PARTS: dict[str, Callable[[argparse.Namespace, Path], Iterator[str]]] = {
    part.__name__: part for part in (throughput, publishing, growth, listing, window, cancelling, coco, yolo, matching)
}


def main(argv: list[str]) -> int:
    """Measure the parts asked for; all of them without an argument."""
    options = parse(argv)
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    for line in about(argv):
        say(line)
    for name in options.parts or PARTS:
        part, started = PARTS[name], time.monotonic()
        say(f"\n## {name.capitalize()}\n")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for line in part(options, Path(folder)):
                say(line)
        print(f"({time.monotonic() - started:.0f} s)", file=sys.stderr)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def parse(argv: list[str]) -> argparse.Namespace:
    """The options; the short form takes some minutes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program on this machine.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--full", action="store_true", help="more runs and sizes: an hour instead of minutes")
    parser.add_argument("--runs", type=int, metavar="N", help="so many runs for each median")
    parser.add_argument("--sizes", type=sizes, metavar="N,N", help="so many rows")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write what is printed into this file")
    options = parser.parse_args(argv)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    options.sizes = options.sizes or (FULL_SIZES if options.full else SHORT_SIZES)
    options.window_runs = options.runs or (5 if options.full else 1)
    options.runs = options.runs or (3 if options.full else 1)
    return options


def sizes(text: str) -> tuple[int, ...]:
    """Numbers between commas."""
    return tuple(map(int, text.split(",")))


def about(argv: list[str]) -> Iterator[str]:
    """What was measured with what."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    cores = len(set(Path("/proc/cpuinfo").read_text().split("processor")[1:]))
    load = Path("/proc/loadavg").read_text().split()[0]
    yield f"`{' '.join(('python -m tests.bench', *argv))}` at commit {commit.strip()}:"
    yield (
        f"Python {platform.python_version()}, encord {encord.__version__}, {cores} cores, "
        f"{int(memory.split()[1]) / 1e6:.0f} GB, load {load} before it began."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
