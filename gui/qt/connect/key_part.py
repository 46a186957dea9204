"""The key: a drop zone that shrinks to one line once there is a key, and the passphrase when it wants one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.qt.connect.key_source import pasted_key
from gui.qt.connect.remember_box import RememberBox
from gui.qt.session.remembered import KEY, PASSPHRASE, Remembered
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.drop_zone import DropZone
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label
from gui.qt.widgets.text_field import TextField


class KeyPart(QWidget):
    """Emits what the user gave; what it means is the page's business."""

    file_wanted = Signal()
    file_dropped = Signal(Path)
    pasted = Signal(object)
    sign_in_wanted = Signal()
    stop_wanted = Signal()
    change_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, theme: Theme, remembered: Remembered, parent: QWidget | None = None) -> None:
        """The drop zone is shown."""
        super().__init__(parent)
        self._theme = theme
        self.remember_key = RememberBox(theme, remembered, KEY)
        self.remember_passphrase = RememberBox(theme, remembered, PASSPHRASE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._forget = Button(theme, "Sign out and forget", Kind.LINK)
        self._forget.clicked.connect(self.forget_wanted)
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Your key", Type.SECTION), 1)
        head.addWidget(self._forget)
        layout.addLayout(head)
        self._zone = self._build_zone()
        self._paste = self._build_paste()
        self._line = self._build_line()
        self._passphrase = self._build_passphrase()
        for part in (self._zone, self._paste, self._line, self._passphrase):
            layout.addWidget(part)
        # Tab enters a part at its focus proxy and would pass over what stands before that.
        QWidget.setTabOrder(self._sign_in, self._forget)
        self.show_zone()

    def offer_forgetting(self, is_offered: bool) -> None:
        """Whether there is something to forget, and nothing running that needs it."""
        self._forget.setVisible(is_offered)

    def forget_ticks(self) -> None:
        """Nothing is to be remembered any more."""
        self.remember_key.untick()
        self.remember_passphrase.untick()

    def show_zone(self) -> None:
        """No key yet: everything that brings one."""
        self._show(self._zone)
        self._paste_edit.clear()
        self.setFocusProxy(self._choose)

    def show_paste(self) -> None:
        """A place to paste the key's text into."""
        self._show(self._paste)
        self.setFocusProxy(self._paste_edit)
        self._paste_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_key(self, name: str, detail: str, *, sign: str, can_sign_in: bool, is_busy: bool) -> None:
        """There is a key: one line with its name, what is known about it, and what can be done now."""
        self._show(self._line)
        self._name.setText(name)
        self._detail.setText(detail)
        self._sign.show_icon(sign, "good" if sign == "check" else "muted")
        self._sign_in.setVisible(can_sign_in)
        self._stop.setVisible(is_busy)
        self._change.setVisible(not is_busy)
        self.setFocusProxy(self._sign_in if can_sign_in else self._stop if is_busy else self._change)

    def ask_passphrase(self, problem: str = "") -> None:
        """Show the passphrase's field below the line; ``problem`` says what was wrong with the last one."""
        self._passphrase.show()
        self._sign_in.show()
        self._secret.set_problem(problem)
        self._secret.edit.clear()
        self.setFocusProxy(self._secret)
        self._secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_passphrase(self) -> None:
        """The key wants none, or has got it."""
        self._passphrase.hide()

    @property
    def passphrase(self) -> str | None:
        """What was typed, None when none is asked for."""
        text = self._secret.edit.text()
        return text if text and self.asks_passphrase else None

    @property
    def shows_key(self) -> bool:
        """Whether the line with a key is shown."""
        return not self._line.isHidden()

    @property
    def asks_passphrase(self) -> bool:
        """Whether the passphrase's field is shown."""
        return not self._passphrase.isHidden()

    @property
    def sign_in_button(self) -> Button:
        """For the focus after a start with a remembered key."""
        return self._sign_in

    def _show(self, part: QWidget) -> None:
        for each in (self._zone, self._paste, self._line):
            each.setVisible(each is part)
        if part is not self._line:
            self._passphrase.hide()

    def _build_zone(self) -> DropZone:
        self._choose = Button(self._theme, "Choose file…", Kind.FILLED)
        self._choose.clicked.connect(self.file_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self).activated.connect(self.file_wanted)
        paste = Button(self._theme, "Paste key")
        paste.clicked.connect(self.show_paste)
        zone = DropZone(
            self._theme,
            "key",
            "Drop your Encord key file here",
            "The private key you saved when you made it, often named …private-key.txt",
            [self._choose, paste],
        )
        zone.dropped.connect(self.file_dropped)
        return zone

    def _build_paste(self) -> QWidget:
        part = QWidget()
        self._paste_edit = QPlainTextEdit()
        self._paste_edit.setAccessibleName("Private key")
        self._paste_edit.setPlaceholderText("-----BEGIN OPENSSH PRIVATE KEY-----")
        self._paste_edit.setTabChangesFocus(True)
        self._paste_edit.setFixedHeight(150)
        use = Button(self._theme, "Use this key", Kind.FILLED)
        use.setEnabled(False)
        self._paste_edit.textChanged.connect(lambda: use.setEnabled(bool(self._paste_edit.toPlainText().strip())))
        use.clicked.connect(self._use_pasted)
        back = Button(self._theme, "Choose a file instead")
        back.clicked.connect(self.show_zone)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(use)
        row.addWidget(back)
        row.addStretch(1)
        hint = "Paste the whole key, from its BEGIN line to its END line. It is never written to a file."
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._paste_edit)
        layout.addWidget(Label(self._theme, hint, Type.SECONDARY, "muted", wraps=True))
        layout.addWidget(self.remember_key)
        layout.addLayout(row)
        return part

    def _build_line(self) -> QWidget:
        part = QWidget()
        self._sign = IconLabel(self._theme, "key", "muted")
        self._name = ElidedLabel(self._theme, "", Type.STRONG)
        self._detail = ElidedLabel(self._theme, "", Type.SECONDARY, "muted")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        self._sign_in = Button(self._theme, "Sign in", Kind.FILLED, small=True)
        self._sign_in.clicked.connect(self.sign_in_wanted)
        self._stop = Button(self._theme, "Stop", small=True)
        self._stop.clicked.connect(self.stop_wanted)
        self._change = Button(self._theme, "Change…", small=True)
        self._change.setAccessibleName("Change key")
        self._change.clicked.connect(self.change_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        for button in (self._change, self._stop, self._sign_in):
            row.addWidget(button)
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(Hairline(self._theme))
        return part

    def _build_passphrase(self) -> QWidget:
        self._secret = TextField(self._theme, "Passphrase of the key", secret=True)
        self._secret.setMaximumWidth(360)
        self._secret.edit.returnPressed.connect(self.sign_in_wanted)
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._secret)
        hint = "It opens the key on this computer and is never written to a file."
        layout.addWidget(Label(self._theme, hint, Type.SECONDARY, "muted", wraps=True))
        layout.addWidget(self.remember_passphrase)
        return part

    def _use_pasted(self) -> None:
        source = pasted_key(self._paste_edit.toPlainText())
        self._paste_edit.clear()
        self.pasted.emit(source)
