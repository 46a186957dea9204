"""What the Connect page remembers in the system's key store: only when ticked, offered at the next start."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import key_store, logs
from gui.domain.project_entry import ProjectEntry
from gui.domain.regions import EUROPE
from gui.errors import Sentence
from gui.paths import APP_NAME
from gui.protocol import Failed, SignedIn, SignIn
from gui.qt.connect.page import ConnectPage
from gui.qt.connect.remember_box import NO_STORE
from gui.qt.main_window import MainWindow
from gui.qt.memory import Memory
from gui.qt.remembered import Remembered
from gui.qt.session import Session
from gui.qt.tasks import Tasks, until
from gui.qt.theme.theme import Theme
from tests.in_memory_keyring import InMemory
from tests.qt.fake_link import FakeLink

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n"
OTHER_KEY = KEY.replace("abc", "def")
ASKS = Sentence("passphrase", "It is protected.", "", "Type it.")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> InMemory:
    made = InMemory()
    monkeypatch.setitem(key_store._NAMES, InMemory.__module__, "Test store")
    keyring.set_keyring(made)
    return made


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "mara-private-key.txt"
    path.write_text(KEY)
    return path


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


def test_a_pasted_key_is_kept_only_when_ticked_and_offered_at_the_next_start(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    theme: Theme,
    qtbot: QtBot,
    backend: InMemory,
) -> None:
    paste(connect_page, KEY)
    wait(tasks, session, lambda: box(connect_page).isEnabled())
    assert box(connect_page).text() == "Remember in Test store"
    assert not box(connect_page).isChecked()
    box(connect_page).click()
    button(connect_page, "Use this key").click()
    assert backend.kept == {}, "nothing is kept before the server has taken the key"
    accept(link)
    wait(tasks, session, lambda: backend.kept == {(APP_NAME, "key"): KEY})
    wait(tasks, session, lambda: "Remembered in Test store" in texts(connect_page))
    assert "abc" not in memory._path.read_text()

    page, new_link, new_session, _ = later(qtbot, theme, tasks, memory)
    assert "Pasted key" in texts(page)
    assert new_link.sent == []
    button(page, "Sign in").click()
    wait(tasks, new_session, lambda: bool(new_link.sent))
    assert isinstance(new_link.last, SignIn)
    assert new_link.last.key.value == KEY


def test_without_the_tick_nothing_is_kept(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    backend: InMemory,
) -> None:
    paste(connect_page, KEY)
    wait(tasks, session, lambda: box(connect_page).isEnabled())
    button(connect_page, "Use this key").click()
    accept(link)
    tasks._loop.run_until_complete(until(session.changed, lambda: False, 0.2))
    assert (backend.kept, memory.settings.kept) == ({}, [])


def test_a_passphrase_is_kept_for_its_key_alone(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    theme: Theme,
    qtbot: QtBot,
    backend: InMemory,
    key_file: Path,
) -> None:
    connect_page.use_file(key_file)
    link.play(Failed(job=link.last.job, sentence=ASKS))
    wait(tasks, session, lambda: box(connect_page).isEnabled())
    box(connect_page).click()
    (field,) = [each for each in connect_page.findChildren(QLineEdit) if each.accessibleName().startswith("Passphrase")]
    field.setText("open sesame")
    button(connect_page, "Sign in").click()
    accept(link)
    wait(tasks, session, lambda: backend.kept == {(APP_NAME, "passphrase"): "open sesame"})
    assert logs.redact("it was open sesame") == f"it was {logs.MASK}"

    page, new_link, new_session, again = later(qtbot, theme, tasks, memory)
    button(page, "Sign in").click()
    wait(tasks, new_session, lambda: bool(new_link.sent))
    assert isinstance(new_link.last, SignIn) and new_link.last.passphrase
    assert new_link.last.passphrase.value == "open sesame"

    other = key_file.with_name("other-key.txt")
    other.write_text(OTHER_KEY)
    page.use_file(other)
    assert [each.passphrase for each in new_link.sent if isinstance(each, SignIn)][1:] == [None]
    wait(tasks, new_session, lambda: backend.kept == {})
    assert again.settings.kept == []


def test_a_computer_without_a_key_store_says_so(
    window: MainWindow, connect_page: ConnectPage, session: Session, link: FakeLink, tasks: Tasks, memory: Memory
) -> None:
    paste(connect_page, KEY)
    wait(tasks, session, lambda: NO_STORE in texts(connect_page))
    assert not [each for each in connect_page.findChildren(QCheckBox) if each.isVisible()]
    button(connect_page, "Use this key").click()
    accept(link)
    assert memory.settings.kept == []


def test_a_key_that_is_gone_from_the_store_is_said_in_place(
    qtbot: QtBot, theme: Theme, tasks: Tasks, memory: Memory, backend: InMemory
) -> None:
    memory.settings.kept = ["key"]
    memory.keep()
    page, link, session, again = later(qtbot, theme, tasks, memory)
    button(page, "Sign in").click()
    wait(tasks, session, lambda: "The remembered key is gone." in texts(page))
    assert (link.sent, again.settings.kept) == ([], [])
    assert "Drop your Encord key file here" in texts(page)


def test_a_store_that_waits_for_its_owner_does_not_hold_up_the_window(
    qtbot: QtBot, theme: Theme, tasks: Tasks, memory: Memory, backend: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked, asked_in = threading.Event(), []

    def slow(service: str, username: str) -> str:
        asked_in.append(threading.current_thread())
        assert unlocked.wait(10)
        return KEY

    monkeypatch.setattr(backend, "get_password", slow)
    memory.settings.kept = ["key"]
    memory.keep()
    page, link, session, _ = later(qtbot, theme, tasks, memory)
    button(page, "Sign in").click()
    wait(tasks, session, lambda: bool(asked_in))
    assert asked_in != [threading.main_thread()]
    assert link.sent == []
    unlocked.set()
    wait(tasks, session, lambda: bool(link.sent))


def test_changing_the_key_forgets_the_remembered_one(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    backend: InMemory,
) -> None:
    backend.set_password(APP_NAME, "key", KEY)
    memory.settings.kept = ["key"]
    session.changed.emit()
    button(connect_page, "Change…").click()
    wait(tasks, session, lambda: backend.kept == {})
    assert Memory(memory._path).settings.kept == []
