"""The right column: the demo with its picture, and where a key comes from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui import paths
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label

_STEPS = (
    "In Encord, open Settings, then Public keys (or API keys).",
    "Choose New key, then Generate key pair. A file is saved for you.",
    "Choose Create, so that Encord knows the key.",
    "Drop that file here.",
)


class Side(QWidget):
    """Emits when the demo is wanted."""

    demo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The same in every state, but for the button's word while the demo starts."""
        super().__init__(parent)
        self._theme = theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Label(theme, "No key at hand?", Type.SECTION))
        layout.addSpacing(6)
        promise = "Try everything on a sample project. No account needed, nothing leaves this computer."
        layout.addWidget(Label(theme, promise, Type.BODY, "muted", wraps=True))
        layout.addSpacing(12)
        layout.addWidget(_Picture())
        layout.addSpacing(14)
        self._demo = Button(theme, "Try the demo", Kind.TINTED, icon="play")
        self._demo.clicked.connect(self.demo_wanted)
        layout.addWidget(self._demo)
        layout.addSpacing(26)
        layout.addWidget(Hairline(theme))
        layout.addSpacing(26)
        layout.addWidget(Label(theme, "Where do I get a key?", Type.SECTION))
        layout.addSpacing(6)
        for number, step in enumerate(_STEPS, start=1):
            layout.addLayout(self._step(number, step))
            layout.addSpacing(6)
        layout.addStretch(1)

    def show_busy(self, is_busy: bool) -> None:
        """While the demo starts its button says so."""
        self._demo.setText("Starting the demo…" if is_busy else "Try the demo")
        self._demo.setEnabled(not is_busy)

    @property
    def demo_button(self) -> Button:
        """For the tab order."""
        return self._demo

    def _step(self, number: int, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        digit = Label(self._theme, str(number), Type.STRONG)
        digit.setFixedWidth(20)
        row.addWidget(digit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(self._theme, text, Type.BODY, "muted", wraps=True), 1)
        return row


class _Picture(QWidget):
    """A picture of the demo project with its predictions, as wide as the column."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap(str(paths.resource_path("demo/welcome.jpg")))
        self.setAccessibleName("A picture of the demo project with predictions drawn on it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setFixedHeight(round(self.width() * self._pixmap.height() / max(self._pixmap.width(), 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(outline)
        painter.drawPixmap(self.rect(), self._pixmap)
