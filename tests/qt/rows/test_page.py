"""The Rows page with the mouse and with keys alone: ticks, filters, order, columns, the picture beside it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.geometry import Box
from gui.domain.row_view import Has
from gui.errors import Sentence
from gui.protocol.commands import FetchPicture, MakePlan, OpenProject
from gui.protocol.events import DrawnPrediction, Failed, PictureReady, PlanMade, RowsListed
from gui.qt.rows.column_menu import column_menu
from gui.qt.rows.columns import COLUMNS, TICK
from gui.qt.rows.page import RowsPage
from gui.qt.rows.row_menu import row_menu
from gui.qt.rows.table_model import RowTableModel
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened, listed_rows, plan, predictions_read

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(session: Session, theme: Theme, memory: Memory, qtbot: QtBot) -> RowsPage:
    made = RowsPage(session, theme, memory)
    qtbot.addWidget(made)
    made.resize(1064, 688)
    made.show()
    return made


@pytest.fixture
def listed(page: RowsPage, session: Session, link: FakeLink) -> RowsPage:
    session.try_demo()
    demo_opened(link)
    return page


def planned(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    before = len(link.of(MakePlan))
    qtbot.waitUntil(lambda: len(link.of(MakePlan)) > before)
    made = plan()
    counts = [0 if number % 4 == 1 else number for number in range(12)]
    made = type(made)(
        **{
            **{name: getattr(made, name) for name in made.__struct_fields__},
            "row_counts": counts,
            "row_losses": [2 if number in (5, 7) else 0 for number in range(12)],
            "rows_by_reason": {"outside_the_picture": [5], "nothing_left_to_draw": [7]},
        }
    )
    link.play(PlanMade(job=link.of(MakePlan)[-1].job, plan=made))


def titles(page: RowsPage) -> list[str]:
    model = page.table.model()
    return [model.index(place, 1).data() for place in range(model.rowCount())]


def said(page: RowsPage, qtbot: QtBot) -> list[str]:
    qtbot.wait(80)
    return [label.text() for label in page.counts.findChildren(QLabel)]


def button(page: RowsPage, text: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible())


def test_all_rows_are_ticked_to_begin_with_and_counted(listed: RowsPage, qtbot: QtBot) -> None:
    assert len(titles(listed)) == 12
    assert said(listed, qtbot) == ["12 rows", "12 ticked, 1 selected"]
    cells = [listed.table.model().index(place, TICK).data(ACCESSIBLE) for place in range(12)]
    assert set(cells) == {"ticked"}


def test_every_cell_and_column_has_a_name_for_a_screen_reader(listed: RowsPage) -> None:
    model = listed.table.model()
    for column in range(model.columnCount()):
        assert model.headerData(column, Qt.Orientation.Horizontal)
        assert all(model.index(place, column).data(ACCESSIBLE) for place in range(model.rowCount()))
    listed.filters.search.setText("cam")  # from here on it can be cleared
    buttons = [each for each in listed.findChildren(QAbstractButton) if each.isVisible()]
    assert all(each.accessibleName() or each.text() for each in buttons)


def test_space_takes_the_tick_of_what_is_selected_and_gives_it_back(listed: RowsPage, session: Session) -> None:
    listed.table.setFocus()
    QTest.keyClick(listed.table, Qt.Key.Key_Down)
    QTest.keyClick(listed.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(listed.table, Qt.Key.Key_Space)
    assert set(session.choices.unticked) == {1, 2}
    assert listed.table.model().index(1, TICK).data(ACCESSIBLE) == "not ticked"
    QTest.keyClick(listed.table, Qt.Key.Key_Space)
    assert session.choices.unticked == []


def test_a_click_on_a_tick_leaves_the_selection_alone(listed: RowsPage, session: Session) -> None:
    place = listed.table.visualRect(listed.table.model().index(4, TICK)).topLeft() + QPoint(18, 15)
    QTest.mouseClick(listed.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.choices.unticked == [4]
    assert listed.table.current_number() == 0


def test_the_tick_of_the_head_is_for_what_is_shown(listed: RowsPage, session: Session, qtbot: QtBot) -> None:
    head = listed.table.horizontalHeader()
    listed.filters.search.setText("00001")
    qtbot.waitUntil(lambda: titles(listed) == ["cam1_000001.jpg", "cam1_000010.jpg", "cam1_000011.jpg"])
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 12))
    assert session.choices.unticked == [1, 10, 11]
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 12))
    assert session.choices.unticked == []


def test_the_links_tick_what_is_shown_and_untick_all(listed: RowsPage, session: Session, qtbot: QtBot) -> None:
    qtbot.wait(80)
    QTest.mouseClick(button(listed, "Untick all"), Qt.MouseButton.LeftButton)
    assert len(session.choices.unticked) == 12
    listed.filters.search.setText("000003")
    qtbot.waitUntil(lambda: len(titles(listed)) == 1)
    qtbot.wait(80)
    QTest.mouseClick(button(listed, "Tick all shown"), Qt.MouseButton.LeftButton)
    assert 3 not in session.choices.unticked
    assert said(listed, qtbot) == ["1 of 12 shown", "1 ticked, 1 selected"]


def test_letters_typed_into_the_table_search(listed: RowsPage, qtbot: QtBot) -> None:
    listed.table.setFocus()
    QTest.keyClick(listed.table, Qt.Key.Key_X)
    assert listed.filters.search.text() == "x"
    qtbot.waitUntil(lambda: titles(listed) == [])
    QTest.mouseClick(button(listed, "Clear filters"), Qt.MouseButton.LeftButton)
    assert len(titles(listed)) == 12


def test_a_filter_by_stage_keeps_its_rows(listed: RowsPage) -> None:
    combo = next(each for each in listed.findChildren(QComboBox) if each.accessibleName() == "Stage")
    combo.setCurrentIndex(combo.findText("Complete"))
    assert titles(listed) == ["cam1_000002.jpg", "cam1_000005.jpg", "cam1_000008.jpg", "cam1_000011.jpg"]


def test_filters_are_named_by_their_labels(listed: RowsPage) -> None:
    buddies = {label.buddy(): label.text() for label in listed.filters.findChildren(QLabel)}
    combos = listed.filters.findChildren(QComboBox)
    assert sorted(buddies[combo] for combo in combos) == ["Dataset", "Predictions", "Stage", "Status", "Type"]


def test_a_filter_with_one_value_is_not_shown(listed: RowsPage) -> None:
    shown = {each.accessibleName() for each in listed.findChildren(QComboBox) if each.isVisible()}
    assert shown == {"Dataset", "Stage"}


def test_rows_without_and_with_losses_are_found_once_there_is_a_plan(
    listed: RowsPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    planned(session, link, qtbot)
    listed.show_rows(Has.LOST)
    assert titles(listed) == ["cam1_000005.jpg", "cam1_000007.jpg"]
    lost = next(place for place, column in enumerate(COLUMNS) if column.key == "lost")
    assert listed.table.model().index(0, lost).data(ACCESSIBLE) == "2 lost"
    listed.show_rows(Has.NONE)
    assert titles(listed) == ["cam1_000000.jpg", "cam1_000001.jpg", "cam1_000005.jpg", "cam1_000009.jpg"]


def test_rows_that_lost_for_one_reason_are_shown_until_the_filter_is_taken_back(
    listed: RowsPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    planned(session, link, qtbot)
    listed.show_rows(Has.LOST, "nothing_left_to_draw")
    assert titles(listed) == ["cam1_000007.jpg"]
    assert listed.why.isVisible() and listed.why.sentence == "Lost: Nothing is left to draw."
    QTest.mouseClick(listed.why.link, Qt.MouseButton.LeftButton)
    assert len(titles(listed)) == 12 and not listed.why.isVisible()
    listed.show_rows(Has.LOST, "outside_the_picture")
    listed.show_rows(Has.NONE)
    assert not listed.why.isVisible()


def test_a_click_on_a_title_sorts_and_the_current_row_stays(listed: RowsPage) -> None:
    listed.table.select_number(3)
    head = listed.table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(1) + 20, 12)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert titles(listed)[0] == "cam1_000011.jpg"
    assert listed.table.current_number() == 3
    assert [index.row() for index in listed.table.selectionModel().selectedRows()] == [8]


def test_columns_and_order_can_be_chosen_from_the_menu(listed: RowsPage) -> None:
    menu = column_menu(listed, listed.table, listed.table.model())  # type: ignore[arg-type]
    frames = next(action for action in menu.actions() if action.text() == "Frames")
    column = next(place for place, each in enumerate(COLUMNS) if each.key == "frames")
    assert listed.table.isColumnHidden(column)
    frames.trigger()
    assert not listed.table.isColumnHidden(column)
    order = next(action.menu() for action in menu.actions() if action.text() == "Sort by")
    stage = next(action for action in order.actions() if action.text() == "Stage")  # type: ignore[attr-defined]
    stage.trigger()
    assert titles(listed)[0] == "cam1_000000.jpg"
    assert titles(listed)[4] == "cam1_000002.jpg"


def test_dataset_leaves_the_table_before_anything_else(listed: RowsPage) -> None:
    counted = [place for place, column in enumerate(COLUMNS) if column.is_counted]
    assert all(listed.table.isColumnHidden(place) for place in counted), "nothing is known of predictions yet"
    listed.table.show_counts(True)
    assert not any(listed.table.isColumnHidden(place) for place in counted)
    widths: dict[str, int] = {}
    for width in range(900, 500, -10):
        listed.table.resize(width, 400)
        for place, column in enumerate(COLUMNS):
            if listed.table.isColumnHidden(place) and column.shown_first:
                widths.setdefault(column.key, width)
    order = sorted(widths, key=lambda key: -widths[key])
    assert order[:2] == ["dataset", "media"]
    assert "predictions" not in widths


def test_the_current_rows_picture_is_fetched_once_it_stays(
    listed: RowsPage, link: FakeLink, qtbot: QtBot, tmp_path: Path
) -> None:
    for _ in range(5):
        QTest.keyClick(listed.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(link.of(FetchPicture)) == 1)
    asked = link.of(FetchPicture)[0]
    assert isinstance(asked, FetchPicture)
    assert asked.row == 5
    path = tmp_path / "picture.png"
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(path))
    things = [DrawnPrediction(Box(1, 1, 20, 20), "Apple", "#E5484D", 0.9, True)]
    link.play(PictureReady(job=asked.job, row=5, frame=0, path=str(path), width=64, height=48, predictions=things))
    qtbot.waitUntil(lambda: len(listed.preview.canvas.scene.things) == 1)
    canvas = listed.preview.canvas
    assert canvas.accessibleName() == "Picture 6 of 12, cam1_000005.jpg"
    assert canvas.accessibleDescription() == "1 prediction: Apple 0.90."
    heard = QAccessible.queryAccessibleInterface(canvas)
    assert heard.role() == QAccessible.Role.Graphic


def test_a_late_picture_of_another_row_is_not_shown(listed: RowsPage, link: FakeLink, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(link.of(FetchPicture)) == 1)
    first = link.of(FetchPicture)[0]
    listed.table.select_number(7)
    late = PictureReady(job=first.job, row=0, frame=0, path=None, width=9, height=9, predictions=[], why_not="Late.")
    link.play(late)
    qtbot.waitUntil(lambda: len(link.of(FetchPicture)) == 2)
    qtbot.wait(50)
    assert listed.preview.canvas.sentence != "Late."


def test_next_goes_to_the_next_row_with_predictions(
    listed: RowsPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    planned(session, link, qtbot)
    forward = next(each for each in listed.findChildren(QPushButton) if each.accessibleName().startswith("Next row"))
    visited = []
    for _ in range(4):
        QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
        visited.append(listed.table.current_number())
    assert visited == [2, 3, 4, 5]


def test_the_preview_folds_behind_a_button_and_escape_closes_it(listed: RowsPage, qtbot: QtBot) -> None:
    listed.resize(808, 588)
    assert not listed.preview.isVisible()
    QTest.mouseClick(button(listed, "Show preview"), Qt.MouseButton.LeftButton)
    assert listed.preview.isVisible()
    QTest.keyClick(listed.preview.canvas, Qt.Key.Key_Escape)
    assert not listed.preview.isVisible()
    listed.resize(1064, 688)
    assert listed.preview.isVisible()


def test_a_failed_listing_is_said_in_place_with_its_remedy(
    page: RowsPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session.try_demo()
    demo_opened(link)
    session.list_again()
    failure = Sentence("connection", "The connection was lost.", "Your choices are kept.", "List the rows again.")
    link.play(Failed(job=link.last.job, sentence=failure))
    QTest.mouseClick(button(page, "List again"), Qt.MouseButton.LeftButton)
    assert isinstance(link.last, OpenProject)


def test_a_hundred_thousand_rows_are_ticked_sorted_and_filtered_without_a_pause(
    page: RowsPage, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session.try_demo()
    demo_opened(link, rows=0)
    rows = listed_rows(100_000)
    session.open_project("project-1")
    job = link.last.job
    link.play(*[RowsListed(job=job, rows=rows[start : start + 2000]) for start in range(0, len(rows), 2000)])
    assert page.table.model().rowCount() == 100_000
    begin = time.process_time()  # of this process alone: others may keep the machine busy
    page.table.sort(1, is_descending=True)
    assert time.process_time() - begin < 1
    begin = time.process_time()
    QTest.mouseClick(page.table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 12))
    assert len(session.choices.unticked) == 100_000
    assert time.process_time() - begin < 1


def test_tab_reaches_every_control_from_the_search_to_the_picture(listed: RowsPage, qtbot: QtBot) -> None:
    listed.activateWindow()
    qtbot.waitUntil(listed.isActiveWindow)
    qtbot.waitUntil(lambda: any(each.text() == "Tick all" for each in listed.counts.findChildren(QPushButton)))
    listed.setFocus()
    assert QApplication.focusWidget() is listed.table
    reached = []
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.accessibleName() or getattr(focused, "text", str)())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    expected = {"Find a title", "Columns and order", "Rows", "Tick all", "Untick all", "Zoom in"}
    assert {*expected, listed.preview.canvas.accessibleName()} <= set(reached)


def test_a_wrong_tick_is_taken_back(listed: RowsPage, session: Session, qtbot: QtBot) -> None:
    session.set_ticked([1, 2], False)
    session.set_ticked(range(len(session.rows)), False)
    qtbot.waitUntil(lambda: "0 ticked, 1 selected" in [each.text() for each in listed.counts.findChildren(QLabel)])
    undo = next(each for each in listed.counts.findChildren(QPushButton) if each.text() == "Undo")
    assert undo.isVisible()
    undo.click()
    assert session.unticked == {1, 2}
    listed.activateWindow()
    qtbot.waitUntil(listed.isActiveWindow)
    QTest.keyClick(listed.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.unticked == set()
    qtbot.waitUntil(lambda: not undo.isVisible())


def test_rows_are_copied_as_they_are_seen(listed: RowsPage, session: Session, link: FakeLink, qtbot: QtBot) -> None:
    planned(session, link, qtbot)
    listed.table.selectAll()
    QTest.keyClick(listed.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 12
    assert lines[5].startswith("cam1_000005.jpg\t") and lines[5].endswith("\tnone\t2")


def test_the_menu_of_a_row_ticks_and_copies(listed: RowsPage, session: Session) -> None:
    listed.table.clearSelection()
    listed.table.selectRow(3)
    actions = {each.text().split("\t")[0]: each for each in row_menu(listed.table).actions()}
    actions["Untick the selected rows"].trigger()
    assert session.unticked == {3}
    actions["Copy the title"].trigger()
    assert QApplication.clipboard().text() == "cam1_000003.jpg"


def test_the_keys_for_finding_lead_to_the_search(listed: RowsPage, qtbot: QtBot) -> None:
    listed.activateWindow()
    qtbot.waitUntil(listed.isActiveWindow)
    listed.table.setFocus()
    QTest.keyClick(listed.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert listed.filters.search.hasFocus()


def test_columns_and_order_are_as_they_were_left(
    listed: RowsPage, session: Session, theme: Theme, memory: Memory, qtbot: QtBot
) -> None:
    frames = next(place for place, column in enumerate(COLUMNS) if column.key == "frames")
    listed.table.choose_column("frames", True)
    listed.table.choose_column("media", False)
    listed.table.sort(frames, is_descending=True)
    again = RowsPage(session, theme, memory)
    qtbot.addWidget(again)
    again.resize(1400, 688)
    again.show()
    assert not again.table.isColumnHidden(frames) and again.table.is_chosen("frames")
    assert not again.table.is_chosen("media")
    model = again.table.model()
    assert isinstance(model, RowTableModel) and (model.sort_column(), model.is_descending) == (frames, True)
