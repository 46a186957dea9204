"""What the Connect page remembers in the system's key store: only when ticked, offered at the next start."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui import logs
from gui.errors import Sentence
from gui.paths import APP_NAME
from gui.protocol.commands import SignIn
from gui.protocol.events import Failed
from gui.qt.connect.page import ConnectPage
from gui.qt.connect.remember_box import NO_STORE
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks, until
from gui.qt.theme.theme import Theme
from tests.in_memory_keyring import InMemory
from tests.qt.connect.driving import KEY, accept, box, button, later, paste, texts, wait
from tests.qt.fake_link import FakeLink

OTHER_KEY = KEY.replace("abc", "def")
ASKS = Sentence("passphrase", "It is protected.", "", "Type it.")


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
