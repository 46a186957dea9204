"""The box for a start that fails before there is a window: what is wrong, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from gui.errors import Sentence


def cannot_start(sentence: Sentence) -> int:
    """Show the sentence until it is closed; returns the exit code of a failed start."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Encord Prediction Exporter cannot start", sentence.what)
    box.setInformativeText(f"{sentence.why}\n{sentence.remedy}")
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.exec()
    return 1
