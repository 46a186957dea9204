"""The Export page with a real session: while it runs, when it waits, fails or is stopped, and when it is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.counting import MINUS, NO_BREAK
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.export.report import PredictionCounts, Report, RowCounts, to_json
from gui.protocol import (
    ExportDone,
    ExportProgress,
    Failed,
    Loss,
    MakePlan,
    PlanMade,
    Problem,
    ScriptTried,
    StartExport,
    Stopped,
)
from gui.qt.connect.page import ConnectPage
from gui.qt.export.account_table import AccountTable
from gui.qt.export.newest_model import Column
from gui.qt.export.page import ExportPage
from gui.qt.main_window import MainWindow
from gui.qt.memory import Memory
from gui.qt.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened, plan, predictions_read

LOSSES = [
    Loss("class_not_in_ontology", 10, 8, [], by_choice=False, by_class={"stem": 7, "leaf & twig": 3}),
    Loss("outside_the_picture", 5, 2, [], by_choice=False),
]


@pytest.fixture
def page(session: Session, theme: Theme, tasks: Tasks, qtbot: QtBot) -> ExportPage:
    made = ExportPage(session, theme, tasks)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shown(
    qapp: QApplication,
    qtbot: QtBot,
    session: Session,
    theme: Theme,
    tasks: Tasks,
    memory: Memory,
    connect_page: ConnectPage,
    page: ExportPage,
    link: FakeLink,
) -> Iterator[MainWindow]:
    """The real frame around the real page; the pages between are empty here."""
    pages: dict[Step, QWidget] = {step: QWidget() for step in Step}
    pages[Step.CONNECT], pages[Step.EXPORT] = connect_page, page
    window = MainWindow(qapp, session, theme, tasks, memory, pages)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield window
    if session.exporting:  # a window that is closed while an export runs asks first
        link.play(Stopped(job=link.of(StartExport)[-1].job))


def start(session: Session, link: FakeLink, qtbot: QtBot, *, by_script: bool = False) -> int:
    """Everything up to a running export; returns its job."""
    session.try_demo()
    demo_opened(link)
    if by_script:
        session.choose_script("/x/add_predictions.py", "0" * 64)
        tried = ScriptTried(
            job=link.last.job, path="/x/add_predictions.py", row=0, title="a", objects=3, classifications=0,
            problems=[], printed="",
        )  # fmt: skip
        link.play(tried)
    else:
        session.read_predictions("/runs/week 27/predictions.json")
        link.play(predictions_read(link.last.job, "/runs/week 27/predictions.json"))
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    made = msgspec.structs.replace(plan(), to_write=0, by_script=True) if by_script else plan()
    link.play(PlanMade(job=link.last.job, plan=made))
    session.start_export()
    return link.last.job


def progress(job: int, rows: int = 3, predictions: int = 20, **more: object) -> ExportProgress:
    known = {"predictions_total": 85, "newest": [(f"row {n}", n, "") for n in range(1, rows + 1)]}
    return ExportProgress(job=job, rows_done=rows, rows_total=12, predictions_done=predictions, **(known | more))  # type: ignore[arg-type]


def done(job: int, output: Path, *, failed: int = 0, url: str | None = None) -> ExportDone:
    dropped = {loss.reason: loss.count for loss in LOSSES}
    report = Report(
        rows=RowCounts(12, 9 - failed, failed, {"row_never_labelled": 3}),
        predictions=PredictionCounts(100, 85, dropped),
        problems=[Problem("row 4", "=1+1")],
        output=str(output),
    )
    return ExportDone(
        job=job,
        output=str(output),
        bytes=412_000_000,
        rows=9 - failed,
        predictions=85,
        failed_rows=failed,
        seconds=232.0,
        losses=LOSSES,
        problems=report.problems,
        report_json=to_json(report),
        project_url=url,
    )


def in_sight(page: QWidget) -> list[str]:
    """Every text that is shown."""
    labels = [each.text() for each in page.findChildren(QLabel) if each.isVisible() and each.text()]
    return labels + [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]


def total(table: AccountTable) -> int:
    *lines, (_, written) = table.texts()
    assert sum(int(count.replace(",", "").replace(MINUS, "-")) for _, count in lines) == int(written.replace(",", ""))
    return int(written)


def test_before_the_first_row_the_plan_says_how_many(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    start(session, link, qtbot)
    figures = page.running.figures
    assert (figures.predictions.value, figures.predictions.detail) == ("0", "of 85")
    assert (figures.rows.value, figures.rows.detail) == ("0", "of 12")
    assert "The first rows are on their way." in in_sight(page)
    assert not page.running.table.isVisible(), "never a blank table"
    assert page.running.bar.value() == 0


def test_a_running_export_is_told_in_figures_and_rows(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job))
    running = page.running
    assert running.title.text() == "Writing your predictions"
    assert "predictions.json appears when every row is in and checked" in running.subtitle.text()
    assert running.percent.text() == f"25{NO_BREAK}%"
    assert running.bar.value() == running.bar.maximum() // 4
    assert (running.figures.predictions.value, running.figures.predictions.detail) == ("20", "of 85")
    assert (running.figures.rows.value, running.figures.rows.detail) == ("3", "of 12")
    assert running.figures.time_left.detail.endswith("so far")
    model = running.table.model()
    assert [model.index(row, Column.TITLE).data() for row in range(model.rowCount())] == ["row 3", "row 2", "row 1"]


def test_only_rows_that_came_are_inserted(page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 3))
    model = page.running.table.model()
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append((first, last)))
    link.play(progress(job, 5), progress(job, 5))
    assert inserted == [(0, 1)]
    assert [model.index(row, Column.TITLE).data() for row in range(3)] == ["row 5", "row 4", "row 3"]
    last_three = [(f"row {n}", n, "") for n in (6, 7, 8)]
    link.play(progress(job, 8, newest=last_three))
    assert [model.index(row, Column.TITLE).data() for row in range(model.rowCount())] == ["row 8", "row 7", "row 6"]


@pytest.mark.parametrize(
    ("note", "state", "said"),
    [("", "Done", "No note"), ("2 left out", "2 left out", "No note"), ("was left out", "Failed", "was left out")],
)
def test_a_row_says_how_it_went(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, note: str, state: str, said: str
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 1, newest=[("row", 4, note)]))
    model = page.running.table.model()
    assert model.index(0, Column.STATE).data() == state
    assert model.index(0, Column.NOTE).data(Qt.ItemDataRole.AccessibleTextRole) == said


def test_a_scripts_predictions_have_no_total(page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot) -> None:
    job = start(session, link, qtbot, by_script=True)
    link.play(progress(job, predictions_total=0))
    assert page.running.figures.predictions.value == "20"
    assert page.running.figures.predictions.detail == "the script decides how many"
    assert page.running.title.text() == "Your script fills the rows"


def test_while_it_waits_the_bar_is_grey_and_says_why(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, theme: Theme, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 6))
    assert bar_color(page) == theme.color("accent").rgb()
    link.play(progress(job, 6, waiting="Encord asks us to wait 5 s"))
    assert bar_color(page) == theme.color("control").rgb()
    assert page.running.title.text() == "Writing is paused"
    assert page.running.subtitle.text().startswith("Encord asks us to wait 5 s. ")
    assert page.running.figures.speed.value == "waiting"
    link.play(progress(job, 7))
    assert bar_color(page) == theme.color("accent").rgb()


def bar_color(page: ExportPage) -> int:
    """The pixel in the middle of the bar's left quarter."""
    picture: QImage = page.running.bar.grab().toImage()
    return picture.pixel(picture.width() // 8, picture.height() // 2)


@pytest.mark.parametrize(("phase", "title", "bar"), [
    ("checking", "Checking the file", "Checking"), ("saving", "Saving the file", "Saving"),
])  # fmt: skip
def test_what_comes_after_the_rows_is_named(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, phase: str, title: str, bar: str
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 12, phase=phase))
    assert (page.running.title.text(), page.running.percent.text()) == (title, bar)
    assert page.running.figures.time_left.value == "almost done"


def test_the_bar_never_says_all_while_rows_are_written(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 12))
    assert page.running.percent.text() == f"99{NO_BREAK}%"


def test_the_curve_is_as_long_as_the_bar(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, theme: Theme, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    for rows in (1, 3, 6):
        link.play(progress(job, rows))
        qtbot.wait(15)
    picture = page.running.curve.grab().toImage()
    ground = picture.height() - 4
    filled = [x for x in range(picture.width()) if picture.pixel(x, ground) == theme.color("selection").rgb()]
    assert filled, "nothing was drawn"
    assert abs(max(filled) - picture.width() / 2) < 8


def test_a_failure_stands_in_place_with_its_remedy_in_focus(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job, 2, newest=[("good", 4, ""), ("bad", 0, "the row has no size")]))
    sentence = Sentence("connection", "The connection to Encord was lost.", "It did not come back.", "Try later.", "x")
    link.play(Failed(job=job, sentence=sentence))
    assert page.running.title.text() == "Nothing was written"
    assert "2 of 12 rows were in." in page.running.subtitle.text()
    assert "The connection to Encord was lost." in in_sight(page)
    model = page.running.table.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["bad"], "nothing is done any more"
    focused = QApplication.focusWidget()
    assert isinstance(focused, QAbstractButton)
    assert focused.text() == "Try again"
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert isinstance(link.last, StartExport)
    assert not page.running.notice.isVisible()
    assert model.rowCount() == 0
    assert session.exporting


def test_a_place_that_cannot_be_written_can_be_changed(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tasks: Tasks, tmp_path: Path, own_dialogs: None
) -> None:
    page.show()
    job = start(session, link, qtbot)
    link.play(Failed(job=job, sentence=Sentence("output", "predictions.json cannot be written.", "", "")))
    button = next(each for each in page.findChildren(QAbstractButton) if each.text() == "Choose another place…")

    def choose(dialog: QFileDialog) -> None:
        name = dialog.findChild(QLineEdit)
        assert name is not None
        name.setText(str(tmp_path / "other"))
        dialog.accept()

    with_dialog(tasks, page, button.click, choose)
    assert isinstance(link.last, StartExport)
    assert link.last.output == str(tmp_path / "other.json")


def test_a_stopped_export_says_so_quietly(page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot) -> None:
    page.show()
    job = start(session, link, qtbot)
    link.play(progress(job))
    session.cancel()
    assert page.running.title.text() == "Stopping…"
    link.play(Stopped(job=job))
    assert page.running.title.text() == "Stopped. Nothing was written."
    assert not page.running.notice.isVisible()
    session.go_to(Step.ROWS)
    QTest.mouseClick(page.running.back, Qt.MouseButton.LeftButton)
    assert session.step is Step.CHECK


def test_before_anything_the_one_thing_to_do_is_named(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    page.show()
    assert "Go to connect" in in_sight(page)
    session.try_demo()
    demo_opened(link)
    assert "Go to predictions" in in_sight(page)
    page.setFocus()
    focused = page.focusWidget()
    assert isinstance(focused, QAbstractButton)
    focused.click()
    assert session.step is Step.PREDICTIONS


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
    session.set_min_confidence(0.35)
    job = start(session, link, qtbot)
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
    view.accounts.copy.click()
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

    with_dialog(tasks, page, page.done.accounts.save.click, choose)
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
    page.done.accounts.save_report(tmp_path / "no such folder" / "report.html")
    assert page.done.accounts.notice.isVisible()
    assert "Choose another place…" in in_sight(page)
    page.done.accounts.save_report(tmp_path / "report.html")
    assert not page.done.accounts.notice.isVisible()


class Opened(QObject):
    """Takes what would be opened by other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def test_folder_and_project_are_opened_by_the_system(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    opened = Opened()
    for scheme in ("file", "https"):
        QDesktopServices.setUrlHandler(scheme, opened, "take")  # type: ignore[arg-type]  # bytes in its stub, text in fact
    try:
        link.play(done(job, tmp_path / "predictions.json", url="https://app.encord.com/projects/view/1"))
        page.done.show_folder.click()
        assert page.done.steps.open.text() == "Open Riverside packing line"
        page.done.steps.open.click()
    finally:
        for scheme in ("file", "https"):
            QDesktopServices.unsetUrlHandler(scheme)
    assert opened.urls == [QUrl.fromLocalFile(str(tmp_path)).toString(), "https://app.encord.com/projects/view/1"]


def test_where_no_program_shows_folders_the_path_can_still_be_copied(
    page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    job = start(session, link, qtbot)
    link.play(done(job, tmp_path / "predictions.json"))
    page.done.show_folder.click()  # offscreen there is none
    assert page.done.file_detail.text() == "No program here shows folders. Copy the path instead."


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


@pytest.fixture
def own_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A native dialog cannot be driven from here."""
    plain = QFileDialog.__init__

    def init(self: QFileDialog, *args: object) -> None:
        plain(self, *args)  # type: ignore[call-overload]
        self.setOption(QFileDialog.Option.DontUseNativeDialog)

    monkeypatch.setattr(QFileDialog, "__init__", init)


def with_dialog(tasks: Tasks, page: QWidget, act: Callable[[], object], answer: Callable[[QFileDialog], None]) -> None:
    """Do what opens a file dialog, answer it, and go on until what waited for it has ended."""
    loop = tasks._loop

    async def answered() -> None:
        while not [each for each in page.findChildren(QFileDialog) if each.isVisible()]:
            await asyncio.sleep(0.02)
        answer(next(each for each in page.findChildren(QFileDialog) if each.isVisible()))
        while len(tasks._running) > 0:
            await asyncio.sleep(0.02)

    act()
    loop.run_until_complete(asyncio.wait_for(answered(), 10))
