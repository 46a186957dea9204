"""The bar above: mark and name, then the two things one must never be wrong about, project and region."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

HEIGHT = 52


class HeadBar(QWidget):
    """Shows where one is; at the right the history, the guide, and the switch between light and dark."""

    theme_switched = Signal()
    help_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """No project is shown to begin with."""
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 1)
        layout.setSpacing(0)
        layout.addWidget(IconLabel(theme, "app", "accent", 28))
        layout.addSpacing(10)
        layout.addWidget(Label(theme, "Prediction Exporter", Type.SECTION))
        layout.addSpacing(17)
        self._part = Hairline(theme, Qt.Orientation.Vertical)
        layout.addWidget(self._part)
        layout.addSpacing(16)
        self._project = ElidedLabel(theme, "", Type.STRONG, mode=Qt.TextElideMode.ElideMiddle)
        self._project.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._region = Label(theme, "", Type.BODY, "muted")
        layout.addWidget(self._project)
        layout.addSpacing(8)
        layout.addWidget(self._region)
        layout.addStretch(1)
        history = Button(theme, "History", Kind.QUIET, icon="clock")
        history.setToolTip("What was written, when and where to (Ctrl+Shift+H)")
        history.setAccessibleDescription("Opens the list of what was written in a window of its own")
        history.clicked.connect(self.history_wanted)
        layout.addWidget(history)
        layout.addSpacing(4)
        guide = Button(theme, "Help", Kind.QUIET, icon="question")
        guide.setToolTip("The guide, at the step you are at (F1)")
        guide.setAccessibleDescription("Opens the guide in a window of its own")
        guide.clicked.connect(self.help_wanted)
        layout.addWidget(guide)
        layout.addSpacing(4)
        self._switch = Button(theme, "Dark", Kind.QUIET, icon="moon")
        self._switch.clicked.connect(self.theme_switched)
        layout.addWidget(self._switch)
        theme.changed.connect(self._show_theme)
        self.show_project("", "")
        self._show_theme()

    def show_project(self, title: str, region: str) -> None:
        """Empty texts while no project is open."""
        self._project.setText(title)
        self._project.updateGeometry()
        self._region.setText(region)
        self._part.setVisible(bool(title))

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(600, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("line"))

    def _show_theme(self) -> None:
        is_dark = self._theme.tokens.is_dark
        self._switch.setText("Light" if is_dark else "Dark")
        self._switch.set_icon("sun" if is_dark else "moon")
        self._switch.setAccessibleDescription("Changes the look of the window")
        self.update()
