"""What a rehearsal leaves out as a table for a spreadsheet: one line a loss, with examples."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from gui.domain.loss_lines import LossLine
from gui.export.report import harmless, write_text

HEAD = ("What is left out", "Why", "Class", "Predictions", "Pictures", "State", "Examples")


def losses_csv(lines: Iterable[LossLine]) -> str:
    """The table as CSV; names from outside can never become formulas. Examples are parted by line breaks."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    for line in lines:
        pictures = "" if line.pictures is None else str(line.pictures)
        cells = (line.title, line.cause, line.class_name, str(line.predictions), pictures, line.state)
        table.writerow([harmless(cell) for cell in (*cells, "\n".join(line.examples))])
    return out.getvalue()


def save_losses(lines: Iterable[LossLine], path: Path) -> None:
    """Write the table to ``path``, whole or not at all. Raises ``OutputProblem``.

    It begins with a byte order mark, without which Excel takes UTF-8 for another encoding.
    """
    write_text("\ufeff" + losses_csv(lines), path)
