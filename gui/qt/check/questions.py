"""The questions of the Check page: whether label rows may be created, where the file goes, and the table of losses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.domain.counting import counted
from gui.qt.dialogs import ask, choose_target
from gui.qt.theme.theme import Theme


async def ask_to_create_rows(parent: QWidget, theme: Theme, rows: int) -> bool:
    """Whether the export may create a label row in Encord for each of ``rows`` rows; no unless said so."""
    labelled = counted(rows, "row was never labelled", "rows were never labelled")
    answer = await ask(
        parent,
        theme,
        "Create label rows in Encord?",
        f"{labelled}. When you export, a label row is created for each in Encord. This is the one thing "
        "that writes to your project. Labels that are there stay as they are.",
        ["Leave them out", f"Create {counted(rows, 'label row')}"],
    )
    return answer == 1


async def ask_output(parent: QWidget, output: Path) -> Path | None:
    """Where the file goes; None when nothing was chosen."""
    return await choose_target(parent, "Where to save the file", output)


async def ask_csv(parent: QWidget, suggestion: Path) -> Path | None:
    """Where the table of what is left out goes; None when nothing was chosen."""
    return await choose_target(parent, "Save what is left out", suggestion, "Table (*.csv)")
