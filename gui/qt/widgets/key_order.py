"""The order in which Tab comes to controls, where it is not that of their making."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def keys_before(last: QWidget, *controls: QWidget) -> None:
    """Let Tab come to the controls, in this order, just before ``last``; all are in one window already."""
    before = last.previousInFocusChain()
    while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:  # Qt orders nothing after those
        before = before.previousInFocusChain()
    for control in (*controls, last):
        if before is not None:
            QWidget.setTabOrder(before, control)
        before = control
