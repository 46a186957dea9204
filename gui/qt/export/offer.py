"""The offer to go on with an export that was cut short, above every page but Export, which tells of it itself."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.steps import Step
from gui.domain.unfinished_export import offer_of
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from gui.qt.widgets.notice import Notice


class OfferBar(QWidget):
    """Hidden while there is nothing to go on with."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Follows the session from here on."""
        super().__init__()
        self._session = session
        self.notice = Notice(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 0)
        layout.addWidget(self.notice)
        session.changed.connect(self._show)
        session.step_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        session, found = self._session, self._session.unfinished
        self.setVisible(found is not None and session.step is not Step.EXPORT)
        if found is None:
            self.notice.clear()
        elif found.changed:
            self.notice.say_once(offer_of(found), [("Discard", session.going_on.discard)], tone="warn")
        else:
            remedies = [("Go on", session.going_on.go_on), ("Discard", session.going_on.discard)]
            self.notice.say_once(offer_of(found), remedies, tone="good")
