"""Connection settings on the Connect page: folded, the proxy by hand, and where its password may be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from gui.errors import Sentence
from gui.paths import APP_NAME
from gui.protocol.commands import SignIn
from gui.protocol.events import Failed
from gui.qt.connect.page import ConnectPage
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.in_memory_keyring import InMemory
from tests.qt.connect.driving import accept, button, later, texts, wait
from tests.qt.fake_link import FakeLink


def sent_proxy(link: FakeLink) -> str | None:
    assert isinstance(link.last, SignIn) and link.last.proxy is not None
    return link.last.proxy.value


def choose(page: ConnectPage, mode: str) -> None:
    page._network.set_unfolded(True)
    next(each for each in page.findChildren(QRadioButton) if each.accessibleName() == f"Proxy: {mode}").click()


def fill(page: ConnectPage, name: str, text: str) -> QLineEdit:
    (edit,) = [each for each in page.findChildren(QLineEdit) if each.accessibleName() == name]
    assert edit.isVisible()
    edit.setText(text)
    edit.editingFinished.emit()
    return edit


def by_hand(page: ConnectPage, address: str = "proxy.example:3128") -> QLineEdit:
    choose(page, "By hand")
    fill(page, "Address of the proxy", address)
    fill(page, "Name for the proxy", "mara")
    return fill(page, "Password for the proxy", "open sesame")


def test_folded_it_is_as_the_system_says(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    assert "By hand" not in texts(connect_page)
    button(connect_page, "Connection settings").click()
    assert "By hand" in texts(connect_page)
    connect_page.use_file(key_file)
    assert sent_proxy(link) == ""


def test_no_proxy_is_remembered_and_told_when_folded(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path, memory: Memory
) -> None:
    choose(connect_page, "None")
    connect_page.use_file(key_file)
    assert sent_proxy(link) == "none"
    assert Memory(memory._path).settings.proxy == "none"
    assert "Connection settings: no proxy" in texts(connect_page)


def test_by_hand_the_password_is_in_no_file_and_survives_an_engine(
    window: MainWindow, connect_page: ConnectPage, session: Session, link: FakeLink, key_file: Path, memory: Memory
) -> None:
    assert by_hand(connect_page).echoMode() == QLineEdit.EchoMode.Password
    connect_page.use_file(key_file)
    assert sent_proxy(link) == "http://mara:open%20sesame@proxy.example:3128"
    assert "open%20sesame" not in repr(link.last)
    settings = memory._path.read_text()
    assert "proxy.example:3128" in settings
    assert "sesame" not in settings
    link.died.emit()
    assert len(link.of(SignIn)) == 2
    assert sent_proxy(link) == "http://mara:open%20sesame@proxy.example:3128"


def test_a_ticked_password_is_in_the_key_store_and_fetched_at_the_next_start(
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
    by_hand(connect_page)
    (box,) = [each for each in connect_page.findChildren(QCheckBox) if each.isVisible()]
    wait(tasks, session, box.isEnabled)
    box.click()
    connect_page.use_file(key_file)
    accept(link)
    wait(tasks, session, lambda: backend.kept == {(APP_NAME, "proxy password"): "open sesame"})

    page, new_link, new_session, again = later(qtbot, theme, tasks, memory)
    button(page, "Sign in").click()
    wait(tasks, new_session, lambda: bool(new_link.sent))
    assert sent_proxy(new_link) == "http://mara:open%20sesame@proxy.example:3128"
    choose(page, "As the system says")
    page.use_file(key_file)
    accept(new_link)
    wait(tasks, new_session, lambda: backend.kept == {})
    assert again.settings.kept == []


def test_a_wrong_address_is_said_at_its_field_and_nothing_is_sent(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path, memory: Memory
) -> None:
    by_hand(connect_page, "mara:sesame@proxy.example:3128")
    connect_page.use_file(key_file)
    assert link.sent == []
    (edit,) = [each for each in connect_page.findChildren(QLineEdit) if each.accessibleName() == "Address of the proxy"]
    assert "fields of their own" in edit.accessibleDescription()
    assert edit.hasFocus()
    assert "sesame" not in memory._path.read_text()
    edit.setText("proxy.example:3128")
    edit.returnPressed.emit()
    assert sent_proxy(link) == "http://mara:open%20sesame@proxy.example:3128"


def test_a_proxy_that_refuses_unfolds_the_settings(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    sentence = Sentence("proxy", "The proxy wants a name and a password.", "Nothing was sent.", "Set them.")
    link.play(Failed(job=link.last.job, sentence=sentence))
    assert "By hand" in texts(connect_page)
    assert button(connect_page, "Try again").hasFocus()


def test_the_fields_come_into_sight_in_a_small_window(
    window: MainWindow, connect_page: ConnectPage, qtbot: QtBot
) -> None:
    window.resize(1024, 700)
    choose(connect_page, "By hand")
    (edit,) = [
        each for each in connect_page.findChildren(QLineEdit) if each.accessibleName() == "Password for the proxy"
    ]
    qtbot.waitUntil(lambda: not edit.visibleRegion().isEmpty(), timeout=3_000)
