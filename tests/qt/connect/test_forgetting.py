"""“Sign out and forget” on the Connect page: what it removes, what it says, and when a key store is locked."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gui import paths
from gui.domain.last_export import LastExport
from gui.paths import APP_NAME
from gui.qt.connect.page import ConnectPage
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from tests.in_memory_keyring import InMemory
from tests.qt.connect.driving import accept, button, texts, wait
from tests.qt.fake_link import FakeLink, project_opened


def signed_in(page: ConnectPage, link: FakeLink, session: Session, memory: Memory, key: Path) -> None:
    memory.settings.theme = "dark"
    memory.keep_export("project-1", LastExport("2026-07-12T14:12:00+02:00", 3, [], 0.4))
    memory.keep_mapping("project-2", {"apple": None})
    page.use_file(key)
    accept(link)
    session.open_project("project-1")
    project_opened(link)


def test_everything_about_the_account_goes_and_is_said(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    backend: InMemory,
    key_file: Path,
) -> None:
    signed_in(connect_page, link, session, memory, key_file)
    backend.set_password(APP_NAME, "passphrase", "open sesame")
    (paths.log_dir() / "export.log").write_text("x")
    button(connect_page, "Sign out and forget").click()
    wait(tasks, session, lambda: "everything about you is forgotten" in texts(connect_page))
    assert backend.kept == {}
    assert link.restarts == 1, "the engine still has the key"
    assert (session.account, session.project, session.rows) == (None, None, [])
    settings = Memory(memory._path).settings
    assert (settings.key_path, settings.mappings, settings.exports, settings.theme) == ("", {}, {}, "dark")
    said = texts(connect_page)
    assert "the passphrase in Test store, the place of the key file, the settings of 2 projects and 1 log file" in said
    assert key_file.exists()
    assert button(connect_page, "Choose file…").hasFocus()
    assert not [each for each in connect_page.findChildren(QPushButton) if "forget" in each.text() and each.isVisible()]
    connect_page.use_file(key_file)
    assert "is forgotten" not in texts(connect_page)


def test_a_locked_store_is_said_and_the_rest_is_done(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    tasks: Tasks,
    memory: Memory,
    backend: InMemory,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(*_: str) -> str:
        raise KeyringLocked("declined")

    monkeypatch.setattr(backend, "get_password", locked)
    signed_in(connect_page, link, session, memory, key_file)
    button(connect_page, "Sign out and forget").click()
    wait(tasks, session, lambda: "is still there" in texts(connect_page))
    assert session.account is None
    assert Memory(memory._path).settings.key_path == ""


def test_nothing_can_be_forgotten_while_an_export_runs(
    window: MainWindow,
    connect_page: ConnectPage,
    session: Session,
    link: FakeLink,
    memory: Memory,
    key_file: Path,
) -> None:
    signed_in(connect_page, link, session, memory, key_file)
    assert button(connect_page, "Sign out and forget").isEnabled()
    session.start_export()
    session.changed.emit()
    assert not [each for each in connect_page.findChildren(QPushButton) if "forget" in each.text() and each.isVisible()]


def test_tab_comes_to_it(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, session: Session, memory: Memory, key_file: Path
) -> None:
    signed_in(connect_page, link, session, memory, key_file)
    window.activateWindow()
    button(connect_page, "Change…").setFocus()
    QTest.keyClick(button(connect_page, "Change…"), Qt.Key.Key_Tab)
    assert button(connect_page, "Sign out and forget").hasFocus()
