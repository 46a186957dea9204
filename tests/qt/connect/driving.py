"""What a user sees on the Connect page and presses there, and what the server answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.project_entry import ProjectEntry
from gui.domain.regions import EUROPE
from gui.protocol.events import SignedIn
from gui.qt.connect.page import ConnectPage
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks, until
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n"


def wait(tasks: Tasks, session: Session, is_so: Callable[[], bool]) -> None:
    """Run the loop until it is so; the key store answers from a thread."""

    async def look() -> None:
        for _ in range(100):
            if is_so():
                return
            await until(session.changed, is_so, 0.05)
        raise AssertionError("it did not come")

    tasks._loop.run_until_complete(look())


def button(parent: QWidget, text: str) -> QPushButton:
    (found,) = [each for each in parent.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    return found


def box(parent: QWidget) -> QCheckBox:
    (found,) = [each for each in parent.findChildren(QCheckBox) if each.isVisible()]
    return found


def texts(parent: QWidget) -> str:
    return "\n".join(each.text() for each in parent.findChildren(QWidget) if hasattr(each, "text") and each.isVisible())


def accept(link: FakeLink) -> None:
    project = ProjectEntry("11111111-2222-4333-8444-555555555555", "Fruit sorting")
    link.play(SignedIn(job=link.last.job, domain=EUROPE, fingerprint="7F:2C:91", projects=[project]))


def paste(page: ConnectPage, text: str) -> None:
    button(page, "Paste key").click()
    edit = page.findChild(QPlainTextEdit)
    assert edit is not None
    edit.setPlainText(text)


def later(qtbot: QtBot, theme: Theme, tasks: Tasks, memory: Memory) -> tuple[ConnectPage, FakeLink, Session, Memory]:
    """The page at the next start."""
    link, again = FakeLink(), Memory(memory._path)
    session = Session(link, again, Path("predictions.json"))
    page = ConnectPage(session, theme, tasks, again, Remembered(tasks, again))
    qtbot.addWidget(page)
    page.show()
    return page, link, session, again
