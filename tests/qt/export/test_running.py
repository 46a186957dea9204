"""The Export page while an export runs, waits, fails or is stopped; the session is a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.counting import NO_BREAK
from gui.domain.steps import Step
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence
from gui.protocol.commands import DiscardUnfinished, MakePlan, StartExport
from gui.protocol.events import Failed, PlanMade, Stopped, UnfinishedDiscarded, UnfinishedFound
from gui.qt.export.newest_model import Column
from gui.qt.export.page import ExportPage
from gui.qt.main_window import MainWindow
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.export.export_events import done, in_sight, progress, start, with_dialog
from tests.qt.fake_link import FakeLink, demo_opened, plan


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


def test_an_earlier_export_that_is_given_up_is_told_while_this_one_runs_and_after(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    sentence = "The unfinished export to this file (3 of 12 rows) could not go on and was discarded."
    job = start(session, link, qtbot)
    link.play(UnfinishedDiscarded(job=job, sentence=sentence), progress(job))
    assert sentence in in_sight(page)
    link.play(done(job, Path("/x/predictions.json")))
    assert session.done is not None and sentence in in_sight(page)
    session.start_export()
    assert sentence not in in_sight(page)


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


@pytest.mark.parametrize(("phase", "title", "bar"), [("checking", "Checking the file", "Checking")])
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
    assert in_sight(page) == [page.running.title.text(), page.running.subtitle.text()]


def unfinished(session: Session) -> UnfinishedExport:
    """What a stopped export of what is chosen now has kept."""
    return UnfinishedExport(
        place=str(session.output),
        output=str(session.output),
        rows_done=3,
        rows_total=12,
        predictions=session.asked_input,
        choices=session.choices,
    )


def test_a_stopped_export_with_rows_done_says_one_thing_and_offers_to_go_on(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    link.play(progress(job))
    found = unfinished(session)
    press(shown, "Stop")
    link.play(UnfinishedFound(job=job, export=found), Stopped(job=job))
    assert page.running.title.text() == "Stopped. 3 of 12 rows are done and kept."
    assert not [text for text in in_sight(shown) if "Nothing was written" in text or "cut short" in text]
    assert buttons(shown)[-3:] == ["Back", "Discard", "Go on"]
    focused = QApplication.focusWidget()
    assert isinstance(focused, QAbstractButton) and focused.text() == "Go on"
    session.set_min_confidence(0.9)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))
    assert buttons(shown)[-3:] == ["Back", "Go on as before", "Export again"]
    session.set_min_confidence(found.choices.min_confidence)
    press(shown, "Go on")
    assert isinstance(link.last, StartExport) and link.last.choices == found.choices


def test_what_a_stopped_export_kept_can_be_discarded(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = start(session, link, qtbot)
    found = unfinished(session)
    link.play(UnfinishedFound(job=job, export=found), Stopped(job=job))
    press(shown, "Discard")
    assert isinstance(link.last, DiscardUnfinished)
    assert page.running.title.text() == "Stopped. Nothing was written."
    assert buttons(shown)[-2:] == ["Back", "Export again"]


@pytest.mark.parametrize(
    ("so_far", "said"),
    [
        ({"rows": 0, "waiting": "Encord asks us to wait 5 s"}, "Rows appear here when it goes on."),
        ({"rows": 5}, "The next rows are on their way."),
        ({"rows": 12, "phase": "checking"}, ""),
    ],
)
def test_while_no_row_was_told_the_page_promises_only_what_comes(
    shown: MainWindow, page: ExportPage, session: Session, link: FakeLink, qtbot: QtBot,
    so_far: dict[str, Any], said: str,
) -> None:  # fmt: skip
    job = start(session, link, qtbot)
    link.play(progress(job, newest=[], **so_far))
    shown_words = [text for text in in_sight(page) if "on their way" in text or "appear here" in text]
    assert shown_words == ([said] if said else [])


def buttons(window: MainWindow) -> list[str]:
    """The buttons in sight that have words, as they come."""
    return [each.text() for each in window.findChildren(QPushButton) if each.isVisible() and each.text()]


def press(window: MainWindow, text: str) -> None:
    (button,) = [each for each in window.findChildren(QPushButton) if each.isVisible() and each.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


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
