"""The question before a branch loses the predictions that are on it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.qt.dialogs import ask_typed
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme


async def ask_to_replace(parent: QWidget, theme: Theme, session: Session) -> bool:
    """Whether the branch's name was typed: its predictions may go."""
    name, standing = session.where_to.destination.branch, session.branch_standing()
    said = f"{standing.sentence} " if standing is not None else ""
    return await ask_typed(
        parent,
        theme,
        f"Replace the predictions on “{name}”?",
        f"{said}The predictions that are on this branch now are gone then, and cannot be brought back here. "
        "Your labels and every other branch stay as they are.",
        name,
        "Replace them",
    )
