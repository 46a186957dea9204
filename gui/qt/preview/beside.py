"""A page's two columns: the work, and beside it the preview, which folds behind a button where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from gui.qt.theme.fonts import USUAL_POINTS, Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.hairline import Hairline

_ROOM = 1000
"""Pages narrower than this fold the preview away."""
_GROWS_FROM = 1380
"""Pages wider than this give the preview two thirds of what they have more."""


class Beside(QWidget):
    """Holds both columns; ``button`` belongs into the page's title line and shows the folded preview."""

    def __init__(self, theme: Theme, button: Button, work: QWidget, preview: QWidget, width: int) -> None:
        """``width`` of the preview in logical pixels, its margins included."""
        super().__init__()
        self._theme = theme
        # Larger letters need more room: what is said in pixels is meant for the usual size.
        self._zoom = theme.font(Type.BODY).pointSizeF() / USUAL_POINTS
        self._width = round(width * self._zoom)
        self._button = button
        self._work = work
        self._area = _Column(theme, preview)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(work, 1)
        self._layout.addWidget(self._area)
        self._is_folded = False
        button.clicked.connect(self._toggle)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._area)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        close.activated.connect(self.close_preview)
        work.installEventFilter(self)
        button.hide()

    @property
    def is_folded(self) -> bool:
        """Whether the preview is behind its button."""
        return self._is_folded

    def close_preview(self) -> None:
        """Put the preview that lies over the page away again."""
        if self._is_folded and self._area.isVisible():
            self._area.hide()
            self._button.setText("Show preview")
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, unfold, grow."""
        super().resizeEvent(event)
        self._set_folded(self.width() < _ROOM * self._zoom)
        extra = max(0, self.width() - round(_GROWS_FROM * self._zoom))
        self._area.setFixedWidth(min(self._width + extra * 2 // 3, self.width() - 60))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the page closes the preview that lies over it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.close_preview()
        return False

    def _set_folded(self, is_folded: bool) -> None:
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        self._button.setVisible(is_folded)
        self._button.setText("Show preview")
        if is_folded:
            self._layout.removeWidget(self._area)
            self._area.hide()
        else:
            self._layout.addWidget(self._area)
            self._area.show()

    def _toggle(self) -> None:
        if self._area.isVisible():
            self.close_preview()
            return
        self._area.show()
        self._area.raise_()
        self._button.setText("Hide preview")
        self._place()
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        if self._is_folded:
            top = self._button.mapTo(self, self._button.rect().bottomLeft()).y() + 8
            self._area.setGeometry(self.width() - self._area.width(), top, self._area.width(), self.height() - top)


class _Column(QWidget):
    """The preview with the hairline at its left; scrolls when it is taller than the window."""

    def __init__(self, theme: Theme, preview: QWidget) -> None:
        super().__init__()
        self._theme = theme
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(preview)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 18, 0, 16)
        layout.setSpacing(0)
        layout.addWidget(Hairline(theme, Qt.Orientation.Vertical))
        layout.addWidget(area, 1)
        self.setFocusProxy(preview)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground, for the column that lies over the page."""
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))
