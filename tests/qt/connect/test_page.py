"""The Connect page with real widgets: every way to bring a key, every way it can go wrong, and the projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.project_entry import ProjectEntry
from gui.domain.regions import EUROPE, UNITED_STATES
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.protocol.commands import OpenProject, SignIn, StartDemo
from gui.protocol.events import Failed, SignedIn
from gui.qt.connect.page import ConnectPage
from gui.qt.main_window import MainWindow
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.widgets.drop_zone import DropZone
from tests.qt.connect.driving import KEY, button, texts
from tests.qt.fake_link import FakeLink, project_opened

PROJECTS = [
    ProjectEntry("11111111-2222-4333-8444-555555555555", "Fruit sorting", "Line 2"),
    ProjectEntry("21111111-2222-4333-8444-555555555555", "Street signs"),
    ProjectEntry("31111111-2222-4333-8444-555555555555", "Street signs"),
]
REFUSED = Sentence("key_refused", "Encord in Europe does not know this key.", "Another does.", "Switch.", "HTTP 401")


def field(parent: QWidget, name: str) -> QLineEdit:
    found = [each for each in parent.findChildren(QLineEdit) if each.accessibleName() == name]
    assert len(found) == 1
    return found[0]


def sent_key(link: FakeLink) -> SignIn:
    assert isinstance(link.last, SignIn)
    return link.last


def drop(zone: DropZone, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    zone.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, no_key))


def accepted(link: FakeLink, projects: list[ProjectEntry]) -> None:
    link.play(SignedIn(job=link.last.job, domain=EUROPE, fingerprint="7F:2C:91", projects=projects))


def test_a_dropped_key_signs_in_and_the_zone_shrinks_to_a_line(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path, memory: Memory
) -> None:
    zone = connect_page.findChild(DropZone)
    assert zone is not None
    drop(zone, key_file)
    command = sent_key(link)
    assert (command.key.value, command.passphrase, command.domain) == (KEY, None, EUROPE)
    assert not zone.isVisible()
    assert "mara-private-key.txt" in texts(connect_page)
    assert "Signing in…" in texts(connect_page)
    assert Memory(memory._path).settings.key_path == str(key_file)
    assert KEY not in memory._path.read_text()
    accepted(link, PROJECTS)
    assert "Fingerprint ends in 7F:2C:91" in texts(connect_page)


def test_two_files_at_once_are_not_taken(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    zone = connect_page.findChild(DropZone)
    assert zone is not None
    drop(zone, key_file, key_file.parent)
    assert link.sent == []


def test_a_pasted_key_signs_in_and_leaves_no_trace_on_the_page(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, memory: Memory
) -> None:
    button(connect_page, "Paste key").click()
    edit = connect_page.findChild(QPlainTextEdit)
    assert edit is not None
    assert edit.hasFocus()
    assert not button(connect_page, "Use this key").isEnabled()
    edit.setPlainText(KEY)
    button(connect_page, "Use this key").click()
    assert sent_key(link).key.value == KEY
    assert edit.toPlainText() == ""
    assert "Pasted key" in texts(connect_page)
    assert memory.settings.key_path == ""


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_byte_order_mark_is_taken_off(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, tmp_path: Path, start: bytes
) -> None:
    path = tmp_path / "key.txt"
    path.write_bytes(start + KEY.encode("utf-16-le" if start == b"\xff\xfe" else "utf-8"))
    connect_page.use_file(path)
    assert sent_key(link).key.value == KEY


def test_a_file_that_cannot_be_a_key_is_told_without_asking_anybody(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, tmp_path: Path
) -> None:
    big = tmp_path / "film.mp4"
    big.write_bytes(b"x" * 70_000)
    connect_page.use_file(big)
    assert "far larger than any key" in texts(connect_page)
    connect_page.use_file(tmp_path / "gone.txt")
    assert "cannot be read" in texts(connect_page)
    connect_page.use_file(tmp_path)
    assert "This is a folder." in texts(connect_page)
    assert link.sent == []


def test_a_key_with_a_passphrase_asks_for_it_in_place(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    link.play(Failed(job=link.last.job, sentence=Sentence("passphrase", "It is protected.", "", "Type it.")))
    secret = field(connect_page, "Passphrase of the key")
    assert secret.isVisible()
    assert secret.echoMode() == QLineEdit.EchoMode.Password
    secret.setText("wrong")
    button(connect_page, "Sign in").click()
    command = sent_key(link)
    assert command.passphrase is not None
    assert command.passphrase.value == "wrong"
    problem = Sentence("key", "The passphrase does not open this key.", "The file is fine.", "Type it again.")
    link.play(Failed(job=command.job, sentence=problem))
    assert "does not open this key" in secret.accessibleDescription()
    assert secret.text() == ""
    secret.setText("right")
    secret.returnPressed.emit()
    accepted(link, PROJECTS)
    assert not secret.isVisible()


def test_a_key_of_the_other_region_is_one_click_away(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    link.play(Failed(job=link.last.job, sentence=REFUSED))
    remedy = button(connect_page, "Switch to United States")
    assert remedy.hasFocus()
    assert "HTTP 401" not in texts(connect_page), "technical details are folded"
    remedy.click()
    assert sent_key(link).domain == UNITED_STATES
    assert "does not know this key" not in texts(connect_page)


def test_the_report_of_a_failure_can_be_copied(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    link.play(Failed(job=link.last.job, sentence=REFUSED))
    button(connect_page, "Technical details").click()
    assert "HTTP 401" in texts(connect_page)
    button(connect_page, "Copy report").click()
    report = QApplication.clipboard().text()
    assert REFUSED.what in report
    assert "HTTP 401" in report
    assert "OPENSSH" not in report


@pytest.mark.parametrize(
    ("code", "remedy"),
    [("key", "Choose another file…"), ("connection", "Try again"), ("proxy", "Try again"), ("server", "Try again")],
)
def test_every_failure_has_one_filled_button_in_focus(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path, code: str, remedy: str
) -> None:
    connect_page.use_file(key_file)
    link.play(Failed(job=link.last.job, sentence=Sentence(code, "It failed.", "Nothing was sent.", "Do something.")))
    assert button(connect_page, remedy).hasFocus()
    assert "Do something." in texts(connect_page)
    assert not [
        each for each in connect_page.findChildren(QPushButton) if each.text() == "Sign in" and each.isVisible()
    ]


def test_an_address_of_ones_own_must_be_https(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path, qtbot: QtBot
) -> None:
    connect_page._region._choice._segments[2].click()
    address = field(connect_page, "Address of the server")
    assert address.isVisible()
    address.setText("http://encord.example.com")
    connect_page.use_file(key_file)
    assert link.sent == []
    assert "must start with https" in address.accessibleDescription()
    address.setText("encord.example.com")
    address.returnPressed.emit()
    assert sent_key(link).domain == "https://encord.example.com"


def test_plain_http_is_for_this_machine_alone(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page._region.set_domain("http://127.0.0.1:8080")
    connect_page.use_file(key_file)
    assert sent_key(link).domain == "http://127.0.0.1:8080"


def test_projects_are_found_by_typing_and_opened_by_enter(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    search = field(connect_page, "Project")
    assert not search.isEnabled()
    connect_page.use_file(key_file)
    accepted(link, PROJECTS)
    projects = connect_page.findChild(QListView)
    assert projects is not None
    assert search.isEnabled()
    assert projects.hasFocus()
    assert projects.model().rowCount() == 3
    search.setText("FRUIT")
    assert projects.model().rowCount() == 1
    search.returnPressed.emit()
    command = link.last
    assert isinstance(command, OpenProject)
    assert command.project_hash == PROJECTS[0].project_hash
    project_opened(link)
    assert button(window, "Continue to rows").isEnabled()


def test_what_is_typed_or_pasted_in_the_list_of_projects_is_a_search(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    accepted(link, PROJECTS)
    projects, search = connect_page.findChild(QListView), field(connect_page, "Project")
    assert projects is not None and projects.hasFocus()
    QTest.keyClicks(projects, "f")
    assert search.hasFocus() and search.text() == "f"
    QTest.keyClicks(search, "ruit")
    assert search.text() == "fruit" and projects.model().rowCount() == 1
    search.clear()
    projects.setFocus()
    QGuiApplication.clipboard().setText(f" {PROJECTS[1].project_hash}\n")
    QTest.keyClick(projects, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert search.text() == PROJECTS[1].project_hash
    search.clear()
    projects.setFocus()
    QTest.keyClick(projects, Qt.Key.Key_Down)
    assert projects.hasFocus() and search.text() == ""


def test_projects_of_one_title_are_told_apart(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    accepted(link, PROJECTS)
    projects = connect_page.findChild(QListView)
    assert projects is not None
    model = projects.model()
    names = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert names[0] == "Fruit sorting, Line 2"
    assert PROJECTS[1].project_hash in names[1]
    assert PROJECTS[2].project_hash in names[2]


def test_a_project_can_be_opened_by_its_id(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, key_file: Path
) -> None:
    connect_page.use_file(key_file)
    accepted(link, [])
    assert "This key opens no project." in texts(connect_page)
    field(connect_page, "Project").setText(" 91111111-2222-4333-8444-555555555555 ")
    button(connect_page, "Open this project").click()
    command = link.last
    assert isinstance(command, OpenProject)
    assert command.project_hash == "91111111-2222-4333-8444-555555555555"


def test_the_key_of_the_last_time_is_offered_but_not_read(
    qtbot: QtBot, session: Session, connect_page: ConnectPage, link: FakeLink, memory: Memory, key_file: Path
) -> None:
    memory.settings.key_path = str(key_file)
    qtbot.addWidget(connect_page)
    connect_page.show()
    session.changed.emit()
    assert link.sent == []
    assert "mara-private-key.txt" in texts(connect_page)
    button(connect_page, "Sign in").click()
    assert sent_key(link).key.value == KEY


def test_changing_the_key_signs_out(
    window: MainWindow, connect_page: ConnectPage, link: FakeLink, session: Session, key_file: Path, memory: Memory
) -> None:
    connect_page.use_file(key_file)
    accepted(link, PROJECTS)
    button(connect_page, "Change…").click()
    assert session.account is None
    assert button(connect_page, "Choose file…").hasFocus()
    assert not field(connect_page, "Project").isEnabled()
    assert Memory(memory._path).settings.key_path == ""


def test_the_demo_is_one_click_away(window: MainWindow, connect_page: ConnectPage, link: FakeLink) -> None:
    button(connect_page, "Try the demo").click()
    assert isinstance(link.last, StartDemo)
    assert not button(connect_page, "Starting the demo…").isEnabled()


def test_the_newest_failure_stands_alone(
    window: MainWindow, connect_page: ConnectPage, session: Session, tmp_path: Path
) -> None:
    session.fail(Step.CONNECT, Sentence("connection", "127.0.0.1 cannot be reached.", "", "Try again."))
    connect_page.use_file(tmp_path / "nowhere.txt")
    said = [each.accessibleName() for each in connect_page.findChildren(QWidget) if each.isVisible()]
    assert "The key file cannot be read." in said
    assert "127.0.0.1 cannot be reached." not in said
