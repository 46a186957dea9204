"""Keeps the keys on the page when the control that had them goes away; Qt would hand them to the next one anywhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


class KeysStay(QObject):
    """Watches the pages of a stack: a button that is pressed and then gone leaves the keys to its page."""

    def __init__(self, app: QApplication, stack: QStackedWidget) -> None:
        """Lives as long as the stack."""
        super().__init__(stack)
        self._stack = stack
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        page = self._stack.currentWidget()
        if page is None or old is None or not page.isAncestorOf(old) or (new is not None and page.isAncestorOf(new)):
            return
        # Qt moves the keys before it hides what had them.
        QTimer.singleShot(0, self, lambda old=old: self._look(page, old))

    def _look(self, page: QWidget, old: QWidget) -> None:
        has_gone = not isValid(old) or not (old.isVisible() and old.isEnabled())
        focused = QApplication.focusWidget()
        is_elsewhere = focused is None or (focused.window() is page.window() and not page.isAncestorOf(focused))
        if has_gone and is_elsewhere and page is self._stack.currentWidget() and page.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)
