"""The history's window: what it tells of a run, and how what a run published is removed from there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import history
from gui.domain.branch_choice import BranchChoice
from gui.domain.branch_report import BranchReport
from gui.domain.choices import Choices
from gui.domain.past_run import LeftRow, PastRun, Removal
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence
from gui.protocol.commands import RemovePublished
from gui.protocol.events import Failed, RemovalDone, RemovalProgress, Stopped
from gui.qt.export.page import ExportPage
from gui.qt.history.run_model import Column
from gui.qt.history.window import HistoryWindow
from gui.qt.main_window import MainWindow
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.export.export_events import done
from tests.qt.fake_link import FakeLink, demo_opened

BRANCH = "yolo-7"


def keep_run(token: str, day: int, **known: object) -> PastRun:
    given = {
        "began": f"2026-07-{day:02d}T10:00:00+00:00",
        "ended": "then",
        "outcome": "written",
        "domain": "demo",
        "project_hash": "project-1",
        "project_title": "Riverside packing line",
        "sources": ["predictions.json"],
        "branch": BRANCH,
        "rows": 12,
        "rows_published": 12,
        "predictions": 85,
        "verified": True,
        **known,
    }
    run = PastRun(run=token, **given)  # type: ignore[arg-type]
    history.keep(run)
    return run


@pytest.fixture
def host(
    qapp: QApplication, qtbot: QtBot, session: Session, link: FakeLink, theme: Theme, tasks: Tasks
) -> Callable[[], HistoryWindow]:
    """Opens the history while the demo's project is open."""
    session.try_demo()
    demo_opened(link)
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened() -> HistoryWindow:
        window = HistoryWindow(session, theme, tasks, qapp, parent)
        window.open()
        settle(tasks)
        return window

    return opened


def settle(tasks: Tasks) -> None:
    """Run the loop until nothing is under way but what waits for the user."""

    async def look() -> None:
        for _ in range(500):
            await asyncio.sleep(0.01)
            if not tasks._running or QApplication.activeModalWidget() is not None:
                return

    tasks._loop.run_until_complete(look())


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text())


def rows(window: HistoryWindow) -> list[str]:
    model = window._model
    return [" | ".join(str(model.index(row, column).data()) for column in Column) for row in range(model.rowCount())]


def dialog(window: HistoryWindow) -> QDialog:
    (found,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return found


def press(widget: QWidget, text: str) -> None:
    (button,) = [each for each in widget.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    button.click()


def test_without_runs_it_says_so(host: Callable[[], HistoryWindow]) -> None:
    assert "Nothing has been written yet" in texts(host())


def test_runs_stand_newest_first_and_the_chosen_one_is_told(host: Callable[[], HistoryWindow], tmp_path: Path) -> None:
    keep_run("aa", 1, branch="", output=str(tmp_path / "gone.json"))
    (tmp_path / "there.json").write_text("[]")
    keep_run("bb", 9, output=str(tmp_path / "there.json"), replaced=True)
    history.keep_page("bb", "<p>")
    window = host()
    assert [line.split(" | ")[3:] for line in rows(window)] == [
        ["there.json and branch “yolo-7”", "85", "Published, read back"],
        ["gone.json", "85", "Saved"],
    ]
    assert window.table.hasFocus() and f"{BRANCH}: 12 rows, read back, in place of others" in texts(window)
    details = window.details
    assert details.show_file.isEnabled() and details.show_report.isEnabled() and details.remove.isEnabled()
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    assert "gone.json (no longer there)" in texts(window)
    assert not details.show_file.isEnabled() and not details.show_report.isEnabled() and details.remove.isHidden()
    keep_run("cc", 20)
    window.read()
    QTest.qWait(1)
    settle(window._tasks)
    assert len(rows(window)) == 3 and window.entry is not None and window.entry.run.run == "aa"


def test_where_nothing_shows_a_report_its_place_is_said(
    host: Callable[[], HistoryWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_run("aa", 1)
    history.keep_page("aa", "<p>")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = host()
    window.details.show_report.click()
    assert opened == [str(history.page_of("aa"))] and opened[0] in texts(window.details.notice)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"project_hash": "another", "project_title": "Orchard"}, "This run went to the project “Orchard” (Demo)"),
        ({"domain": "https://api.encord.com"}, "(Encord in Europe). Open that one first"),
        ({"removal": Removal(at="then", emptied=12, is_whole=True)}, "has been removed"),
    ],
)
def test_what_cannot_be_removed_says_why(host: Callable[[], HistoryWindow], known: dict[str, object], why: str) -> None:
    keep_run("aa", 1, **known)
    details = host().details
    assert not details.remove.isEnabled() and why in details.reason.text() and details.reason.isVisible()
    assert why in details.remove.accessibleDescription()


def test_a_removal_in_part_can_be_done_again_and_signing_out_ends_that(
    host: Callable[[], HistoryWindow], session: Session
) -> None:
    keep_run("aa", 1, removal=Removal(at="2026-07-02T10:00:00+00:00", emptied=3))
    details = host().details
    assert details.remove.isEnabled() and "3 rows emptied" in texts(details)
    session.sign_out()
    assert not details.remove.isEnabled() and "Open the project “Riverside packing line” first" in texts(details)


def look(window: HistoryWindow, link: FakeLink, foretold: Removal) -> RemovePublished:
    """Press the button, answer the look, and wait for what it leads to."""
    window.details.remove.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.details.remove, Qt.Key.Key_Space)
    asked = link.last
    assert isinstance(asked, RemovePublished) and asked.dry_run and asked.run == "aa"
    link.play(RemovalProgress(job=asked.job, phase="looking", rows_done=4, rows_total=12))
    assert "Looking at the branch: 4 of 12 rows" in texts(window) and not window.details.remove.isEnabled()
    link.play(RemovalDone(job=asked.job, removal=foretold, dry_run=True))
    settle(window._tasks)
    return asked


def confirm(window: HistoryWindow, link: FakeLink) -> RemovePublished:
    asking = dialog(window)
    field = asking.findChild(QLineEdit)
    assert field is not None and field.hasFocus()
    QTest.keyClicks(field, BRANCH)
    press(asking, "Empty them")
    settle(window._tasks)
    begun = link.last
    assert isinstance(begun, RemovePublished) and not begun.dry_run
    return begun


def test_it_is_foretold_confirmed_by_the_branchs_name_done_and_told(
    host: Callable[[], HistoryWindow], link: FakeLink
) -> None:
    run = keep_run("aa", 1)
    window = host()
    look(window, link, Removal(emptied=10, changed=2, left=[LeftRow("a.jpg", "")]))
    said = texts(dialog(window))
    assert "Empty 10 rows of the branch “yolo-7”?" in said and "2 are left, as they have changed since" in said
    (go,) = [each for each in dialog(window).findChildren(QPushButton) if each.text() == "Empty them"]
    assert not go.isEnabled()
    begun = confirm(window, link)
    link.play(RemovalProgress(job=begun.job, phase="removing", rows_done=5, rows_total=12))
    assert "Emptying: 5 of 12 rows" in texts(window)
    link.play(RemovalProgress(job=begun.job, phase="removing", rows_done=5, rows_total=12, waiting="Encord waits."))
    assert "Encord waits." in texts(window)
    removal = Removal(at=run.began, emptied=10, changed=2, left=[LeftRow("a.jpg", "")], is_whole=True)
    keep_run("aa", 1, removal=removal)
    link.play(RemovalDone(job=begun.job, removal=removal, dry_run=False))
    settle(window._tasks)
    assert "10 rows emptied; 2 are left" in texts(window.details.notice) and "“a.jpg”" in texts(window.details.notice)
    assert rows(window)[0].endswith("Removed, 2 rows left") and not window.details.remove.isEnabled()


def test_leaving_it_as_it_is_sends_nothing(host: Callable[[], HistoryWindow], link: FakeLink) -> None:
    keep_run("aa", 1)
    window = host()
    asked = look(window, link, Removal(emptied=12))
    QTest.keyClick(dialog(window), Qt.Key.Key_Escape)
    settle(window._tasks)
    assert link.of(RemovePublished) == [asked] and window.details.remove.isEnabled()


def test_where_nothing_is_left_there_is_nothing_to_confirm(host: Callable[[], HistoryWindow], link: FakeLink) -> None:
    keep_run("aa", 1)
    window = host()
    look(window, link, Removal(gone=12))
    assert not [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert "Nothing of this run is on the branch “yolo-7” any more." in texts(window.details.notice)


def test_a_stop_a_failure_and_an_engine_that_ends_are_told(host: Callable[[], HistoryWindow], link: FakeLink) -> None:
    keep_run("aa", 1)
    window = host()
    look(window, link, Removal(emptied=12))
    begun = confirm(window, link)
    link.play(RemovalProgress(job=begun.job, phase="removing", rows_done=5, rows_total=12))
    assert window.focusWidget() is window.details.stop, "the keys stay where something can be done"
    press(window, "Stop")
    assert link.cancelled == [begun.job] and "Stopping…" in [each.text() for each in window.findChildren(QPushButton)]
    link.play(Stopped(job=begun.job))
    settle(window._tasks)
    assert "Rows that were emptied are empty" in texts(window.details.notice) and window.details.remove.isEnabled()
    focused = window.focusWidget()
    assert focused.isEnabled() and focused.isVisible()
    window.details.remove.click()
    refused = Sentence("key_refused", "Encord does not know this key.", "", "")
    link.play(Failed(job=link.last.job, sentence=refused))
    assert "Encord does not know this key." in texts(window.details.notice)
    window.details.remove.click()
    link.died.emit()
    settle(window._tasks)
    assert "The removal was interrupted." in texts(window.details.notice)


@pytest.mark.parametrize(("branch", "is_over"), [(BRANCH, True), ("another", False)])
def test_an_export_to_the_branch_that_was_cut_short_is_not_offered_any_more(
    host: Callable[[], HistoryWindow], session: Session, link: FakeLink, branch: str, is_over: bool
) -> None:
    keep_run("aa", 1)
    window = host()
    session._state.unfinished = UnfinishedExport(
        place="p", output="", branch=BranchChoice(branch), rows_done=5, rows_total=12, predictions="/p.json",
        choices=Choices(),
    )  # fmt: skip
    look(window, link, Removal(emptied=5))
    begun = confirm(window, link)
    link.play(RemovalDone(job=begun.job, removal=Removal(emptied=5, is_whole=True), dry_run=False))
    assert (session.unfinished is None) is is_over


def test_keys_open_and_close_it_and_a_look_that_nobody_sees_is_stopped(
    window: MainWindow, session: Session, link: FakeLink, tasks: Tasks
) -> None:
    keep_run("aa", 1)
    session.try_demo()
    demo_opened(link)
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(tasks)
    (opened,) = window.findChildren(HistoryWindow)
    assert opened.isVisible() and len(rows(opened)) == 1
    opened.details.remove.click()
    asked = link.last
    QTest.keyClick(opened.table, Qt.Key.Key_Escape)
    assert not opened.isVisible() and link.cancelled == [asked.job]


def test_the_done_page_says_when_what_it_tells_of_was_removed(
    host: Callable[[], HistoryWindow], session: Session, link: FakeLink, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    keep_run("aa", 1)
    window = host()
    export = ExportPage(session, theme, tasks)
    qtbot.addWidget(export)
    session.start_export()
    branch = BranchReport(
        name=BRANCH, created=12, saved=12, emptied=0, failed=0, in_doubt=0, verified=True, predictions=85,
        read_back_seconds=1.0,
    )  # fmt: skip
    finished = done(link.last.job, Path("/x/predictions.json"))
    link.play(msgspec.structs.replace(finished, run="aa", branch=branch))
    before = export.done.branch_detail.text()
    look(window, link, Removal(emptied=12))
    begun = confirm(window, link)
    assert export.done.branch_detail.text() == before
    link.play(RemovalDone(job=begun.job, removal=Removal(emptied=12, is_whole=True), dry_run=False))
    settle(window._tasks)
    assert export.done.branch_detail.text() == "Removed from the branch again: 12 rows emptied."
    assert export.done.title.text() == "predictions.json is ready" and export.done.active.isHidden()
    assert not export.done.steps.isHidden(), "the file is still to be uploaded"
