"""The report of a run: what became of every row and every prediction, as JSON, CSV and HTML."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import msgspec

from gui import __version__
from gui.domain.branch_report import BranchReport
from gui.domain.losses import Lost, Problem
from gui.domain.reasons import SENTENCES, Reason
from gui.export.assemble import check_target, led_to, part_of, saying_why
from gui.export.report_page import page
from gui.export.tally import Tally
from gui.replacing import replace
from gui.sources.plain_text import whole_characters


class RowCounts(msgspec.Struct, frozen=True):
    """What became of the project's rows."""

    total: int
    exported: int
    failed: int
    skipped: dict[str, int]


class PredictionCounts(msgspec.Struct, frozen=True):
    """What became of the predictions: ``read`` = ``exported`` + all ``dropped``."""

    read: int
    exported: int
    dropped: dict[str, int]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a run has to say."""

    rows: RowCounts
    predictions: PredictionCounts
    stages: dict[str, int] = {}
    """Predictions that passed each stage from the file into the export, in order."""
    problems: list[Problem]
    lost: list[Lost] = []
    """Predictions left out, with their place in the file: all of a reason, or its first thousand."""
    notes: list[str] = []
    project: dict[str, str] = {}
    source: dict[str, str] = {}
    settings: dict[str, object] = {}
    output: str = ""
    """The file; empty when the rows went to a branch alone."""
    branch: BranchReport | None = None
    outcome: str = "written"
    """``written``, ``failed`` or ``cancelled``."""
    seconds: float = 0.0
    application: str = f"encord-prediction-exporter {__version__}"


def prediction_counts(tally: Tally) -> PredictionCounts:
    """The counts of a run's tally."""
    return PredictionCounts(tally.read, tally.exported, {key: n for key, n in tally.left_out.items() if n})


def save(report: Report, path: Path) -> None:
    """Write the report as its file's ending says: ``.csv``, ``.html`` or ``.htm``, else JSON.

    Raises ``OutputProblem``.
    """
    match path.suffix.lower():
        case ".csv":
            text = to_csv(report)
        case ".html" | ".htm":
            text = to_html(report)
        case _:
            text = to_json(report)
    write_text(text, path)


def write_text(text: str, path: Path) -> None:
    """Put ``text`` into a file, whole or not at all. Raises ``OutputProblem``."""
    text = whole_characters(text)
    if path.exists() and not path.is_file():
        with saying_why(path):
            path.write_text(text, encoding="utf-8", newline="")  # such as /dev/stdout, which nothing replaces
        return
    path = led_to(path)
    part = part_of(path)
    try:
        with saying_why(path):
            part.write_text(text, encoding="utf-8", newline="")
            replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def check(path: Path) -> None:
    """Raise ``OutputProblem`` now when the report cannot be written later."""
    with saying_why(path):
        is_device = path.exists() and not path.is_file() and not path.is_dir()
    if not is_device:
        check_target(path)


def to_json(report: Report) -> str:
    """The report as JSON."""
    plain = _whole(msgspec.to_builtins(report))
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n"


def _whole(value: Any) -> Any:
    """``value`` with every text made fit for UTF-8: names of files and rows may hold halves of characters."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value


def from_json(text: str | bytes) -> Report:
    """A report from its JSON."""
    return msgspec.json.decode(text, type=Report)


def to_csv(report: Report) -> str:
    """The report as a table: what, name, count or reason; for predictions also picture, class and what is wrong."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["what", "name", "value", "picture", "class", "detail"])
    for what, name, value in _lines(report):
        table.writerow([what, harmless(name), harmless(str(value)), "", "", ""])
    for cells in _lost(report):
        table.writerow(["prediction left out", *(harmless(cell) for cell in cells)])
    return out.getvalue()


def to_html(report: Report) -> str:
    """The report as a page that needs nothing else."""
    counts = report.predictions
    return page(
        f"Report: {Path(report.output).name or (report.branch.name if report.branch else 'predictions.json')}",
        (
            f"{counts.read:,} read = {counts.exported:,} written + {counts.read - counts.exported:,} left out",
            " → ".join(f"{count:,} {stage}" for stage, count in report.stages.items()),
        ),
        report.notes,
        _lines(report),
        _lost(report),
    )


def _lost(report: Report) -> list[tuple[str, ...]]:
    """Place in the file, reason in words, picture, class and detail of each prediction left out."""
    return [(lost.where, words_of(lost.reason), lost.picture, lost.class_name, lost.detail) for lost in report.lost]


def _lines(report: Report) -> list[tuple[str, str, object]]:
    rows, predictions = report.rows, report.predictions
    lines: list[tuple[str, str, object]] = [
        ("rows", "total", rows.total),
        ("rows", "exported", rows.exported),
        ("rows", "failed", rows.failed),
        *(("rows skipped", words_of(reason), count) for reason, count in rows.skipped.items()),
        ("predictions", "read", predictions.read),
        ("predictions", "exported", predictions.exported),
        *(("predictions", stage, count) for stage, count in report.stages.items() if stage != "read"),
        *(("predictions left out", words_of(reason), count) for reason, count in predictions.dropped.items()),
    ]
    if report.branch is not None:
        shown = msgspec.structs.asdict(report.branch)
        lines += [("branch", name.replace("_", " "), value) for name, value in shown.items() if name != "saved_rows"]
    return lines + [("problem", problem.where, words_of(problem.reason)) for problem in report.problems]


def words_of(reason: str) -> str:
    """The sentence for a reason's value; any other text as it is."""
    known = _ROW_WORDS.get(reason)
    if known is None and reason in set(Reason):
        known = SENTENCES[Reason(reason)]
    return known or reason


_ROW_WORDS = {"row_not_chosen": "The row was not chosen", "row_never_labelled": "The row was never labelled"}


_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
"""How a cell begins that spreadsheets compute; the wide forms count in some languages."""


def harmless(text: str) -> str:
    """``text`` so that a spreadsheet never takes it for a formula, nor for more than one cell."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA else text
