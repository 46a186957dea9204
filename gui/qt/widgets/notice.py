"""A failure where it happened: what, why, the remedy as a button in focus, and technical details folded away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.errors import Sentence
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.focus_ring import SHOW_RING
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

Remedy = tuple[str, Callable[[], object]]
"""What a button says and does."""

Tone = Literal["bad", "warn", "good"]

_LOOK = {
    "bad": ("octagon", "bad", "bad_ground"),
    "warn": ("triangle", "warn", "warn_ground"),
    "good": ("check", "good", "good_ground"),
}


class Notice(QWidget):
    """Hidden until it is given something to say; at most two remedies, the first of a failure filled and in focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is said to begin with."""
        super().__init__(parent)
        self._theme = theme
        self._report = ""
        self._said: Sentence | None = None
        self._panel = _Panel(theme)
        self._what = Label(theme, "", Type.STRONG, wraps=True)
        self._why = Label(theme, "", Type.BODY, wraps=True)
        self._buttons = QHBoxLayout()
        self._remedies: list[Remedy] = []
        # Made once, so that Tab comes to them where they stand and not after everything else.
        self._filled, self._first = self._build_button(0, Kind.FILLED), self._build_button(0, Kind.PLAIN)
        self._second = self._build_button(1, Kind.PLAIN)
        self._buttons.addStretch(1)  # without it a line of no buttons would keep the words narrow
        self._build_panel()
        self._details = self._build_details()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._panel)
        layout.addWidget(self._details)
        self.hide()

    def say(self, sentence: Sentence, remedies: Sequence[Remedy] = (), *, tone: Tone = "bad") -> None:
        """Show a failure; what can be done is said in words and, where it can be done here, offered as buttons."""
        self._said = sentence
        self._panel.set_tone(tone)
        self._what.setText(sentence.what)
        words = " ".join(part for part in (sentence.why, sentence.remedy) if part)
        self._why.setText(words)
        self._why.setVisible(bool(words))
        self._technical.setText(sentence.detail)
        self._report = "\n".join(
            part for part in (sentence.what, sentence.why, sentence.remedy, sentence.detail, sentence.code) if part
        )
        self._details.setVisible(bool(sentence.detail))
        self._fold(False)
        self._place_buttons(remedies, is_failure=tone == "bad")
        self._panel.setAccessibleName(sentence.what)
        self._panel.setAccessibleDescription(f"{sentence.why} {sentence.remedy}".strip())
        self.show()

    def say_once(self, sentence: Sentence, remedies: Sequence[Remedy] = (), *, tone: Tone = "bad") -> None:
        """As ``say``, but what stands there already stays, with its focus and its unfolded details."""
        if self.isHidden() or sentence != self._said:
            self.say(sentence, remedies, tone=tone)

    def focus_remedy(self) -> None:
        """Give the keys to the first remedy, with its ring in sight."""
        if self._remedies:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.hide()

    def _build_panel(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._what)
        words.addWidget(self._why)
        words.addLayout(self._buttons)
        self._buttons.setSpacing(12)
        self._buttons.setContentsMargins(4, 0, 0, 0)
        row = QHBoxLayout(self._panel)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(10)
        row.addWidget(self._panel.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def _build_details(self) -> QWidget:
        details = QWidget()
        row = QHBoxLayout(details)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._unfold = Button(self._theme, "Technical details", Kind.QUIET, icon="chevron-right", small=True)
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(self._fold)
        self._technical = Label(self._theme, "", Type.SECONDARY, "muted", wraps=True)
        self._technical.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button(self._theme, "Copy report", Kind.LINK)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        row.addWidget(self._unfold)
        row.addWidget(self._technical, 1)
        row.addStretch(0)
        row.addWidget(copy)
        return details

    def _fold(self, unfolded: bool) -> None:
        self._unfold.setChecked(unfolded)
        self._unfold.set_icon("chevron-down" if unfolded else "chevron-right")
        self._technical.setVisible(unfolded)

    def _build_button(self, place: int, kind: Kind) -> Button:
        button = Button(self._theme, "", kind)
        button.setProperty(SHOW_RING, True)
        button.clicked.connect(lambda: self._remedies[place][1]())
        self._buttons.addWidget(button)
        button.hide()
        return button

    def _place_buttons(self, remedies: Sequence[Remedy], *, is_failure: bool) -> None:
        self._remedies = list(remedies)
        first = self._filled if is_failure else self._first
        for button in (self._filled, self._first, self._second):
            button.hide()
        for button, (text, _) in zip((first, self._second), remedies, strict=False):
            button.setText(text)
            button.show()  # at once: what is not shown cannot be given the focus
        # A proxy that is hidden would swallow Tab: the keys could not pass this notice.
        self.setFocusProxy(first if remedies else None)  # type: ignore[arg-type]  # the stubs do not know of None
        self._buttons.setContentsMargins(4, 10 if remedies else 0, 0, 4 if remedies else 0)


class _Panel(QWidget):
    """The coloured ground with a bar at its left and the sign."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._edge, self._ground = "bad", "bad_ground"
        self.icon = IconLabel(theme, "octagon", "bad")
        theme.changed.connect(self.update)

    def set_tone(self, tone: Tone) -> None:
        icon, self._edge, self._ground = _LOOK[tone]
        self.icon.show_icon(icon, self._edge)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self._theme.color(self._ground))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color(self._edge))
