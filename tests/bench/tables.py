"""The figures as Markdown: a head and lines for each part, with what the words mean."""

from __future__ import annotations

from collections.abc import Iterator

from gui.demo.big_predictions import BOXES_A_ROW
from tests.bench.cancelling import Cancelled
from tests.bench.coco import Reading
from tests.bench.listing import Listed
from tests.bench.matching import Matching
from tests.bench.throughput import Compared, Export
from tests.bench.window import WindowFigures
from tests.bench.yolo import LabelReading


def table(*columns: str) -> Iterator[str]:
    """The head of a table; the first column stands left, the others right."""
    yield line(*columns)
    yield line("---", *("---:" for _ in columns[1:]))


def line(*cells: object) -> str:
    """One line of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def throughput_head(rows: int, runs: int) -> Iterator[str]:
    """What is compared."""
    yield f"Rows a second at {BOXES_A_ROW} boxes a row, median of {runs}, by turns in one run on the same demo server."
    yield f"The command exports {rows:,} rows: from the first request for labels to the file in its place, verified."
    yield "The documented script does a sample of them: from the first request for labels to the written file.\n"
    yield from table("latency", "script (rows)", "script, rows/s", "command, rows/s", "ratio")


def throughput_line(found: Compared) -> str:
    """One latency."""
    return line(
        f"{found.latency_ms} ms", found.sample, f"{found.script:.1f}", f"{found.command:.0f}", f"{found.ratio:.0f} ×"
    )


def publishing_head(rows: int, runs: int) -> Iterator[str]:
    """What is compared."""
    yield f"Rows a second onto a prediction branch at {BOXES_A_ROW} boxes a row, median of {runs}, by turns."
    yield f"The command publishes {rows:,} rows: from the first request for labels to the last row saved. The script"
    yield "initialises, fills and saves a sample of them one by one. Reading back is not counted.\n"
    yield from table("latency", "script (rows)", "script, rows/s", "command, rows/s", "ratio")


def growth_head() -> Iterator[str]:
    """What grows."""
    yield f"The command at {BOXES_A_ROW} boxes a row, no latency. Growth is the time a row against the first line. The"
    yield "CPU time is that of the whole command, its start, listing and reading included; it hardly depends on who"
    yield "else works on the machine.\n"
    yield from table(
        "rows", "export, s", "ms a row", "growth", "whole command, s", "CPU, ms a row", "its growth", "peak, MB"
    )


def growth_line(found: Export, base: Export) -> str:
    """One size."""
    return line(
        f"{found.rows:,}",
        f"{found.seconds:.1f}",
        f"{found.ms_a_row:.2f}",
        f"{found.ms_a_row / base.ms_a_row:.2f} ×",
        f"{found.process.seconds:.1f}",
        f"{found.cpu_ms_a_row:.2f}",
        f"{found.cpu_ms_a_row / base.cpu_ms_a_row:.2f} ×",
        f"{found.process.peak_mb:.0f}",
    )


def listing_head() -> Iterator[str]:
    """The two ways."""
    yield "Seconds until the first rows and until the last; CPU and peak of the whole process, its imports included.\n"
    yield from table("listing", "rows", "first, s", "all, s", "CPU, s", "peak, MB")


def listing_line(found: Listed) -> str:
    """One listing."""
    name = {"stream": "stream", "sdk": "the SDK's call"}[found.way]
    times = (f"{found.first_s:.2f}", f"{found.seconds:.1f}", f"{found.cpu:.1f}")
    return line(name, f"{found.rows:,}", *times, f"{found.peak_mb:.0f}")


def window_head(runs: int) -> Iterator[str]:
    """What is done in the window."""
    yield "The real window, offscreen, with its engine. Memory is resident memory as the kernel counts it, libraries"
    yield "that both share counted twice; the peak is each one's own, whenever it was. A stall is how much too late a"
    yield "timer of 5 ms fires in the window's event loop: while the rows are listed, then while the table is scrolled"
    yield "by three rows a frame without an export, and during one: p50 / p99 / worst. Own work is the CPU time that"
    yield "the window's thread needs between two of these timers (p99 / worst): what would be left on a machine with"
    yield f"cores to spare. Medians of {runs}.\n"
    yield from table("rows", "figure", "window", "engine", "together")


def window_lines(found: WindowFigures) -> Iterator[str]:
    """One size: memory, then stalls."""
    rows = f"{found.rows:,}"
    for when in ("idle", "listed", "planned", "peak"):
        window, engine = found.memory(when)
        yield line(rows, f"memory {when}, MB", f"{window:.0f}", f"{engine:.0f}", f"{window + engine:.0f}")
    told = found.told
    yield line(rows, "first row after, s", f"{told['first_row_s']:.2f}", "", "")
    yield line(rows, "all rows after, s", f"{told['listing_s']:.1f}", "", "")
    yield line(rows, "export, s", "", "", f"{found.export_s:.1f}")
    scrolled = {stretch: found.stalls(stretch) for stretch in ("alone", "during")}
    for words, figures in (
        ("while listing", told["listing"]),
        ("scrolling without an export", scrolled["alone"]),
        ("scrolling during an export", scrolled["during"]),
    ):
        yield line(rows, f"stalls {words}, ms", joined(figures, "p50", "p99", "worst"), "", "")
        yield line(rows, f"own work {words}, ms", joined(figures, "own_p99", "own_worst"), "", "")


def joined(figures: dict[str, float], *names: str) -> str:
    """Some figures in one cell."""
    return " / ".join(f"{figures[name]:.0f}" for name in names)


def cancel_head() -> Iterator[str]:
    """What is cancelled."""
    yield "From the cancel to the engine's word that it is idle, while the server behaves in different ways.\n"
    yield from table("cancelled", "server", "ms")


def cancel_line(found: Cancelled) -> str:
    """One cancel."""
    return line(found.during, found.server, f"{found.ms:.0f}")


def coco_head() -> Iterator[str]:
    """What is read."""
    yield "A COCO results list with its dataset file: decoded by a bare `orjson.loads`, and read, matched and mapped up"
    yield "to the finished plan. Each in a process of its own; the peak is of the whole process, imports included.\n"
    yield from table("results", "file, MB", "orjson, s", "orjson peak, MB", "plan, s", "plan peak, MB", "ratio")


def coco_line(found: Reading) -> str:
    """One file."""
    return line(
        f"{found.results:,}",
        f"{found.bytes / 1e6:.0f}",
        f"{found.bare_s:.2f}",
        f"{found.bare_mb:.0f}",
        f"{found.app_s:.2f}",
        f"{found.app_mb:.0f}",
        f"{found.ratio:.1f} ×",
    )


def yolo_head() -> Iterator[str]:
    """What is read."""
    yield "A folder of YOLO labels: opened, read and split into words by a plain loop (by `open`, and by `pathlib`),"
    yield "and recognised, weighed and read into the spool. Seconds of CPU in one process, medians.\n"
    yield from table("files", "lines", "open, s", "pathlib, s", "read, s", "ratio to open", "ratio to pathlib")


def yolo_line(found: LabelReading) -> str:
    """One folder."""
    return line(
        f"{found.files:,}",
        f"{found.lines:,}",
        f"{found.opened_s:.2f}",
        f"{found.pathlib_s:.2f}",
        f"{found.app_s:.2f}",
        f"{found.app_s / found.opened_s:.1f} ×",
        f"{found.app_s / found.pathlib_s:.1f} ×",
    )


def matching_head() -> Iterator[str]:
    """What is matched."""
    yield "Predictions on made-up rows, from the spool to the finished plan: every picture finds its row, or is offered"
    yield "the one with nearly its name. Seconds of CPU.\n"
    yield from table("names in the file", "rows", "predictions", "found or offered", "s")


def matching_line(found: Matching) -> str:
    """One way to write names."""
    return line(found.names, f"{found.rows:,}", f"{found.predictions:,}", f"{found.found:,}", f"{found.seconds:.1f}")
