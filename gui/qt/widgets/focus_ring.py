"""The ring around the control that takes the keys: 2 px, with a gap of 2 px, from the keyboard and after a failure."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from gui.qt.theme.theme import Theme

OWN_RING = "ownFocusRing"
"""Property of a widget that draws its focus itself, such as a view with a ring inside its row."""

SHOW_RING = "showFocusRing"
"""Property of a widget whose ring is shown even after a click, such as the remedy of a failure."""

_GAP = 2
_WIDTH = 2
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.EnabledChange,
}


class FocusRing(QWidget):
    """One ring for a whole window; it lies above everything, follows the focus and takes no mouse."""

    def __init__(self, theme: Theme, app: QApplication, window: QWidget) -> None:
        """``window`` is the top-level widget whose controls are followed."""
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._key_was_last = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app.focusChanged.connect(self._follow)
        theme.changed.connect(self.update)

    def watch_input(self) -> None:
        """Start to tell keys from clicks; called once the window is on the screen.

        Only the native window's events are looked at: a filter on the application would see every event there is.
        """
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice whether keys or the mouse are used, and follow the target when it or what holds it moves."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._key_was_last = True
            self._place()
        elif kind == QEvent.Type.MouseButtonPress and watched is self.window().windowHandle():
            self._key_was_last = False
        elif kind in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring itself."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 9, 9)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for watched in filter(isValid, self._watched):
            watched.removeEventFilter(self)
        self._watched = []
        self._target = new if new is not None and self.window().isAncestorOf(new) else None
        widget: QWidget | None = self._target
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        # What had the keys may have been deleted without another taking them.
        if target is None or not isValid(target) or not self._is_wanted(target):
            self.hide()
            return
        area = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        margin = _GAP + _WIDTH
        self.setGeometry(area.adjusted(-margin, -margin, margin, margin) & self._room(target))
        self.show()
        self.raise_()

    def _is_wanted(self, target: QWidget) -> bool:
        if isinstance(target, QAbstractItemView) or target.property(OWN_RING):
            return False
        by_key = self._key_was_last or bool(target.property(SHOW_RING))
        return by_key and target.isVisible() and target.hasFocus()

    def _room(self, target: QWidget) -> QRect:
        """The part of the window in which the target may be seen: a scrolled page must not spill its ring."""
        room = self.window().rect()
        parent = target.parentWidget()
        while parent is not None and parent is not self.window():
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                room &= QRect(parent.mapTo(self.window(), QPoint(0, 0)), parent.size())
            parent = parent.parentWidget()
        return room
