"""How the predictions on a branch get into Encord Active: asked for from here, then two steps over there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.domain.active_words import MODES, SYNC, active_state
from gui.errors import Sentence
from gui.qt.export.numbered_step import numbered_step, shortened
from gui.qt.export.step_picture import Scene, StepPicture
from gui.qt.session.active_wish import ActiveWish
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_COLORS = {"octagon": "bad", "clock": "muted", "check": "good", "": "muted"}


class ActiveSteps(QWidget):
    """Emits what Active is to be asked: to sync, or to import the project in a mode."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Filled by ``show_branch``."""
        super().__init__()
        self._theme = theme
        self._url = ""
        self._failure: Sentence | None = None
        self.sync = Button(theme, "Sync with Active", icon="refresh")
        self.not_there = Button(theme, "The project is not in Active yet", Kind.LINK)
        self.not_there.setCheckable(True)
        self.modes = Combo(theme)
        self.modes.addItems([words for _, words in MODES])
        self.take_in = Button(theme, "Import into Active")
        self.open = Button(theme, "Open the project", Kind.LINK, icon="open")
        self.state = Label(theme, "", Type.SECONDARY, wraps=True)
        self._sign = IconLabel(theme, "", "muted")
        self._note = Label(theme, "", Type.BODY, "muted", wraps=True)
        self._analyze = Label(theme, "", wraps=True)
        self._pictures = [StepPicture(theme, Scene.ANALYZE), StepPicture(theme, Scene.CHOOSE)]
        self._import, self._state_line = self._build_import(), self._build_state_line()
        self._lay_out()
        self.sync.clicked.connect(lambda: self.wanted.emit(SYNC))
        self.take_in.clicked.connect(lambda: self.wanted.emit(MODES[self.modes.currentIndex()][0]))
        self.not_there.toggled.connect(self._import.setVisible)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))

    def show_branch(self, branch: str, project: str, url: str | None, note: str) -> None:
        """``url`` is the project's page, None where it is not known; ``note`` stands above the steps."""
        self._url = url or ""
        self.open.setText(f"Open {shortened(project)}")
        self.open.setToolTip(project)
        self.open.setVisible(bool(url))
        self._analyze.setText(f"When that is done, choose Analyze in Active, for the prediction set {branch}.")
        for picture in self._pictures:
            picture.show_branch(branch)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.not_there.setChecked(False)

    def show_active(self, active: ActiveWish) -> None:
        """What came of asking Active."""
        words, sign = active_state(active.wish, active.taken_at, active.failure, is_asking=active.is_asking)
        self.state.setText(words)
        self.state.set_color("bad" if sign == "octagon" else "text")
        self._sign.show_icon(sign, _COLORS[sign])
        self._state_line.setVisible(bool(words))
        for button in (self.sync, self.take_in):
            button.setEnabled(not active.is_asking)
        if active.failure is not None and active.failure is not self._failure and active.wish == SYNC:
            self.not_there.setChecked(True)  # the likeliest reason: Active does not have the project
        self._failure = active.failure

    def _build_import(self) -> QWidget:
        part = QWidget()
        part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label = Label(self._theme, "What Active takes in", Type.SECONDARY, "muted")
        label.setBuddy(self.modes)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label)
        column.addWidget(self.modes, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.take_in, 0, Qt.AlignmentFlag.AlignLeft)
        part.hide()
        return part

    def _build_state_line(self) -> QWidget:
        line = QWidget()
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.state, 1)
        return line

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Now let Active evaluate it", Type.SECTION))
        column.addSpacing(6)
        column.addWidget(self._note)
        ask = Label(theme, "Active does not see the branch by itself. Let it look at the project again.", wraps=True)
        choose = Label(theme, "Then choose the same set as the predictions to look at.", wraps=True)
        steps: list[tuple[Label, tuple[QWidget, ...]]] = [
            (ask, (self.sync, self.not_there, self._import, self._state_line)),
            (Label(theme, "Open the project in Active.", wraps=True), (self.open,)),
            (self._analyze, (self._pictures[0],)),
            (choose, (self._pictures[1],)),
        ]
        for digit, (words, below) in enumerate(steps, start=1):
            column.addSpacing(10)
            column.addLayout(numbered_step(theme, digit, words, *below))
        column.addSpacing(10)
        sketch = "The pictures are sketches: Encord changes its pages now and then."
        column.addWidget(Label(theme, sketch, Type.SECONDARY, "muted", wraps=True))
        column.addStretch(1)
