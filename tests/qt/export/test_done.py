"""The Export page of a finished export: the file, the upload, the accounts, the report."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.domain.counting import MINUS, NO_BREAK
from gui.domain.losses import Loss
from gui.domain.steps import Step
from gui.qt.export.file_manager import select_command
from gui.qt.export.page import ExportPage
from gui.qt.main_window import MainWindow
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from tests.qt.export.export_events import done, in_sight, start, total, with_dialog
from tests.qt.fake_link import FakeLink


def test_the_finished_file_comes_first_and_everything_adds_up(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    view = page.done
    assert view.title.text() == "predictions.json is ready"
    assert view.subtitle.text() == f"85 predictions for 9 rows, written and checked in 3{NO_BREAK}min 52{NO_BREAK}s."
    assert view.file_detail.text().startswith(f"412{NO_BREAK}MB, complete")
    assert view.accounts.predictions.texts() == [
        ("Read from predictions.json", "100"),
        ("Class “stem” has no match", f"{MINUS}7"),
        ("Class “leaf & twig” has no match", f"{MINUS}3"),
        ("The shape lies outside the picture", f"{MINUS}5"),
        ("Written", "85"),
    ]
    assert total(view.accounts.predictions) == 85
    assert total(view.accounts.rows) == 9
    assert not view.failed_rows.isVisible()
    assert not view.changed_since.isVisible()


def test_failed_rows_are_told_and_still_add_up(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json", failed=2))
    assert page.done.failed_rows.isVisible()
    assert page.done.failed_rows.sentence == "2 rows failed and are not in the file. The report says why."
    assert total(page.done.accounts.rows) == 7


def test_a_second_export_replaces_the_first_ones_accounts(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "one.json", failed=2))
    session.start_export()
    assert page.running.figures.rows.value == "0"
    link.play(done(link.last.job, tmp_path / "two.json"))
    assert page.done.title.text() == "two.json is ready"
    assert page.done.failed_rows.sentence == ""
    assert total(page.done.accounts.rows) == 9


def test_losses_are_told_with_the_choices_of_the_export(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    start(session, link, qtbot)
    session.set_min_confidence(0.35)
    session.start_export()
    job = link.last.job
    session.set_min_confidence(0.9)
    low = Loss("confidence_below_threshold", 15, 3, [], by_choice=True)
    finished = msgspec.structs.replace(done(job, tmp_path / "predictions.json"), losses=[low])
    link.play(finished)
    assert ("Confidence below 0.35", f"{MINUS}15") in page.done.accounts.predictions.texts()


def test_a_change_after_the_export_is_told_with_the_way_to_the_check(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    session.set_ticked([0], False)
    assert page.done.changed_since.isVisible()
    page.done.changed_since.link.click()
    assert session.step is Step.CHECK


def test_paths_name_and_report_can_be_copied(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    finished = done(job, tmp_path / "predictions.json")
    link.play(finished)
    clipboard = QGuiApplication.clipboard()
    view = page.done
    for button in (view.copy_path, view.steps.copy_path):
        clipboard.clear()
        width = button.sizeHint().width()
        button.click()
        assert clipboard.text() == str(tmp_path / "predictions.json")
        assert button.text() == "Copied"
        assert button.sizeHint().width() >= width
    view.steps.copy_name.click()
    assert clipboard.text().startswith("week 27, "), "the file's own name says nothing"
    view.accounts.report.copy.click()
    assert json.loads(clipboard.text())["predictions"]["read"] == 100


@pytest.mark.parametrize("ending", ["json", "csv", "html"])
def test_the_report_is_saved_as_its_name_ends(
    page: ExportPage,
    session: Session,
    link: FakeLink,
    qtbot: QtBot,
    tasks: Tasks,
    tmp_path: Path,
    own_dialogs: None,
    ending: str,
) -> None:
    page.show()
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))

    def choose(dialog: QFileDialog) -> None:
        assert dialog.selectedFiles() == [str(tmp_path / "predictions report.html")]
        kind = next(each for each in dialog.nameFilters() if ending in each)
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
        dialog.accept()

    with_dialog(tasks, page, page.done.accounts.report.save.click, choose)
    text = (tmp_path / f"predictions report.{ending}").read_text(encoding="utf-8")
    start_of = {"json": "{", "csv": "what,name,value", "html": "<!doctype html>"}
    assert text.startswith(start_of[ending])
    assert "1+1" in text
    assert f"predictions report.{ending} is saved beside the predictions." in in_sight(page)


def test_a_report_that_cannot_be_saved_says_why(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    page.show()
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    page.done.accounts.report.save_report(tmp_path / "no such folder" / "report.html")
    assert page.done.accounts.report.notice.isVisible()
    assert "Choose another place…" in in_sight(page)
    page.done.accounts.report.save_report(tmp_path / "report.html")
    assert not page.done.accounts.report.notice.isVisible()


class Opened(QObject):
    """Takes what would be opened by other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def test_folder_and_project_are_opened_by_the_system(
    shown: MainWindow,
    page: ExportPage,
    session: Session,
    link: FakeLink,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")  # no real file manager is to open
    job = start(session, link, qtbot)
    opened = Opened()
    for scheme in ("file", "https"):
        QDesktopServices.setUrlHandler(scheme, opened, "take")  # type: ignore[arg-type]  # bytes in its stub, text in fact
    try:
        link.play(done(job, tmp_path / "predictions.json", url="https://app.encord.com/projects/view/1"))
        page.done.show_folder.click()
        qtbot.waitUntil(lambda: bool(opened.urls), timeout=20_000)
        assert page.done.steps.open.text() == "Open Riverside packing line"
        page.done.steps.open.click()
    finally:
        for scheme in ("file", "https"):
            QDesktopServices.unsetUrlHandler(scheme)
    assert opened.urls == [QUrl.fromLocalFile(str(tmp_path)).toString(), "https://app.encord.com/projects/view/1"]


def test_where_no_program_shows_folders_the_path_can_still_be_copied(
    page: ExportPage,
    session: Session,
    link: FakeLink,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    page.done.show_folder.click()  # offscreen there is none
    said = page.done.file_detail
    qtbot.waitUntil(lambda: said.text() == "No program here shows folders. Copy the path instead.", timeout=20_000)


def test_the_file_is_selected_by_what_each_system_has() -> None:
    path = Path("/data/my, own/predictions.json")
    assert select_command(path, "win32")[:2] == ["explorer.exe", "/select,"]
    assert select_command(path, "darwin") == ["open", "-R", str(path)]
    assert select_command(path, "linux") == []  # there it is asked for over D-Bus


def test_without_a_known_page_no_link_is_offered(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    assert not page.done.steps.open.isVisible()
    assert any(each.startswith("The demo has no Encord") for each in in_sight(page))


def test_every_control_of_the_finished_page_is_reached_with_tab(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json", url="https://app.encord.com/projects/view/1"))
    page.setFocus()
    reached = []
    for _ in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        if isinstance(focused, QAbstractButton) and page.isAncestorOf(focused):
            reached.append(focused.text())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    named = [each.split(" “")[0] for each in dict.fromkeys(reached)]
    assert named == [
        "Show in folder", "Copy path", "Open Riverside packing line", "Copy", "Copy the path",
        "Save report…", "Copy report",
    ]  # fmt: skip
