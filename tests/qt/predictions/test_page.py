"""The Predictions page with the mouse and with keys alone: file, classes, threshold, script."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.errors import Sentence
from gui.protocol.commands import ChooseScript, ReadPredictions
from gui.protocol.events import Failed, PredictionsRead, ScriptTried
from gui.qt.predictions.class_model import MATCH, SHAPE, TARGET
from gui.qt.predictions.page import PredictionsPage
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened, predictions_read


@pytest.fixture
def page(session: Session, link: FakeLink, theme: Theme, tasks: Tasks, qtbot: QtBot) -> PredictionsPage:
    made = PredictionsPage(session, theme, tasks)
    qtbot.addWidget(made)
    made.resize(1064, 688)
    made.show()
    session.try_demo()
    demo_opened(link)
    return made


@pytest.fixture
def read(page: PredictionsPage, session: Session, link: FakeLink) -> PredictionsPage:
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    return page


def button(page: PredictionsPage, text: str) -> QPushButton:
    found = [each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    assert found, f"no visible button says {text!r}"
    return found[0]


def texts(page: PredictionsPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def cell(page: PredictionsPage, row: int, column: int) -> str:
    return str(page.classes.model.index(row, column).data())


def drop(page: PredictionsPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.source.zone.dropEvent(QDropEvent(QPointF(50, 50), actions, data, buttons, keys))


def test_the_demos_file_is_one_click_or_one_key_away(page: PredictionsPage, link: FakeLink) -> None:
    page.setFocus()
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Space)
    assert isinstance(link.last, ReadPredictions)
    assert link.last.path == "/demo/coco.json"
    assert "Reading…" in texts(page)
    assert QApplication.focusWidget() is button(page, "Stop")
    link.play(predictions_read(link.last.job))
    assert QApplication.focusWidget() is page.classes.table
    assert page.classes.table.currentIndex().row() == 2, "the class that needs a match"


def test_a_dropped_file_is_read_and_said_in_one_line(page: PredictionsPage, link: FakeLink, tmp_path: Path) -> None:
    drop(page, tmp_path / "mine.json")
    assert isinstance(link.last, ReadPredictions)
    link.play(predictions_read(link.last.job, str(tmp_path / "mine.json")))
    assert "mine.json" in texts(page)
    assert "COCO results list, because every element has image_id and score" in texts(page)
    assert not page.source.zone.isVisible()


def test_classes_say_how_they_match(read: PredictionsPage) -> None:
    assert [cell(read, row, MATCH) for row in range(3)] == ["Same name", "Same name", "Choose one"]
    assert [cell(read, row, SHAPE) for row in range(3)] == ["Box", "Box", ""]
    assert "2 of 3 matched" in texts(read)


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_class_is_matched_with_keys_alone(read: PredictionsPage, session: Session, qtbot: QtBot, key: Qt.Key) -> None:
    read.focus_classes()
    QTest.keyClick(read.classes.table, key)
    combo = read.classes.table.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    qtbot.waitUntil(combo.view().isVisible)
    QTest.keyClick(combo.view(), Qt.Key.Key_Home)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "stem" in session.choices.mapping)
    assert session.choices.mapping == {"stem": "a1"}
    assert cell(read, 2, MATCH) == "Your choice"
    assert cell(read, 2, TARGET) == "Apple"


def test_a_click_opens_the_choice_and_escape_changes_nothing(
    read: PredictionsPage, session: Session, qtbot: QtBot
) -> None:
    table = read.classes.table
    place = table.visualRect(read.classes.model.index(0, TARGET)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    combo = table.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    qtbot.waitUntil(combo.view().isVisible)
    assert combo.currentText() == "Apple (box)"
    QTest.keyClick(combo.view(), Qt.Key.Key_Escape)
    assert session.choices.mapping == {}


def test_leaving_a_class_out_is_a_choice(read: PredictionsPage, session: Session, qtbot: QtBot) -> None:
    read.focus_classes()
    QTest.keyClick(read.classes.table, Qt.Key.Key_F2)
    combo = read.classes.table.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    qtbot.waitUntil(combo.view().isVisible)
    place = combo.findText("Leave out")
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    assert session.choices.mapping == {"stem": None}
    assert cell(read, 2, MATCH) == "Left out"


def test_many_classes_without_a_match_are_left_out_in_one_go(
    page: PredictionsPage, session: Session, link: FakeLink
) -> None:
    session.read_predictions("/demo/coco.json")
    made = predictions_read(link.last.job)
    unknown = [msgspec.structs.replace(made.classes[2], name=f"thing {n}") for n in range(80)]
    link.play(msgspec.structs.replace(made, classes=made.classes + unknown))
    QTest.mouseClick(button(page, "Leave out the rest"), Qt.MouseButton.LeftButton)
    assert len(session.choices.mapping) == 81
    assert set(session.choices.mapping.values()) == {None}
    assert page.threshold.histogram.height() >= 116


def test_field_handle_and_counts_say_the_same(read: PredictionsPage, session: Session) -> None:
    handle = read.threshold.histogram
    read.focus_threshold()
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert session.choices.min_confidence == 0.01
    QTest.keyClick(handle, Qt.Key.Key_PageUp)
    assert session.choices.min_confidence == pytest.approx(0.11)
    assert read.threshold.field.text() == "0.11"
    assert {"89 kept", "11 left out"} <= set(texts(read))
    field = read.threshold.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.choices.min_confidence == 0.5
    assert handle.value() == 50
    assert {"50 kept", "50 left out"} <= set(texts(read))
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert session.choices.min_confidence == pytest.approx(0.39)


def test_the_handle_is_dragged(read: PredictionsPage, session: Session) -> None:
    handle = read.threshold.histogram
    grip = handle.handle_area().center().toPoint()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(handle, QPoint(handle.width() // 2, grip.y()))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(handle.width() // 2, grip.y()))
    assert session.choices.min_confidence == pytest.approx(0.5, abs=0.01)


def test_a_threshold_asks_for_one_rehearsal_when_the_handle_rests(
    read: PredictionsPage, link: FakeLink, qtbot: QtBot
) -> None:
    before = len(link.sent)
    for steps in range(10, 60):
        read.threshold.histogram.setValue(steps)
    qtbot.wait(200)
    assert [type(each).__name__ for each in link.sent[before:] if type(each).__name__ == "MakePlan"] == ["MakePlan"]


def unscored(link: FakeLink, session: Session) -> PredictionsRead:
    session.read_predictions("/demo/coco.json")
    return msgspec.structs.replace(predictions_read(link.last.job), scored=False)


def test_a_file_without_confidences_is_asked_about(page: PredictionsPage, session: Session, link: FakeLink) -> None:
    link.play(unscored(link, session))
    assert "This file has no confidences. Is it your model’s output or labels?" in texts(page)
    assert not page.threshold.isVisible()
    QTest.mouseClick(button(page, "It is my model’s output"), Qt.MouseButton.LeftButton)
    assert not page.notice.isVisible()


def test_a_file_that_cannot_be_used_leaves_the_drop_zone_and_says_why(
    page: PredictionsPage, session: Session, link: FakeLink
) -> None:
    session.read_predictions("/demo/list.json")
    sentence = Sentence("source", "list.json is a list of pictures.", "It holds no predictions.", "Choose another.")
    link.play(Failed(job=link.last.job, sentence=sentence))
    assert "list.json is a list of pictures." in texts(page)
    assert page.source.zone.isVisible()
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    assert not page.notice.isVisible()


SCRIPT = "def add_information_to_lr(label_row):\n    pass\n"


def test_a_script_is_shown_and_asked_about_before_it_runs_and_not_a_second_time(
    page: PredictionsPage, session: Session, link: FakeLink, tmp_path: Path
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(SCRIPT)
    drop(page, path)
    assert page.findChild(QPlainTextEdit).toPlainText() == SCRIPT  # type: ignore[union-attr]
    assert link.of(ChooseScript) == []
    QTest.mouseClick(button(page, "Run it on one row"), Qt.MouseButton.LeftButton)
    (asked,) = link.of(ChooseScript)
    tried = ScriptTried(
        job=asked.job,
        path=str(path),
        row=0,
        title="cam1.jpg",
        objects=3,
        classifications=1,
        problems=["x is 2"],
        printed="",
    )
    link.play(tried)
    assert "It added 3 objects and 1 classification to cam1.jpg." in texts(page)
    assert not page.classes.isVisible()
    page.use_file(path)
    assert len(link.of(ChooseScript)) == 2
    path.write_text(SCRIPT + "# changed\n")
    page.use_file(path)
    assert len(link.of(ChooseScript)) == 2
    assert button(page, "Run it on one row").isVisible()


def test_every_control_has_a_name(read: PredictionsPage) -> None:
    named = [each.text() or each.accessibleName() for each in read.findChildren(QPushButton) if not each.isHidden()]
    assert all(named)
    assert read.threshold.histogram.accessibleName() == "Keep from confidence"
    assert read.threshold.field.accessibleName() == "Keep from confidence"
    assert read.classes.table.accessibleName() == "Classes"
    role = Qt.ItemDataRole.AccessibleTextRole
    model = read.classes.model
    assert all(model.index(row, column).data(role) for row in range(3) for column in range(5))


def test_a_change_of_shape_is_allowed_in_place_and_taken_back(
    page: PredictionsPage, session: Session, link: FakeLink
) -> None:
    session.read_predictions("/demo/coco.json")
    made = predictions_read(link.last.job)
    leaf = msgspec.structs.replace(made.classes[0], name="leaf", suggested="1e")
    link.play(msgspec.structs.replace(made, classes=[leaf]))
    assert cell(page, 0, MATCH) == "New shape"
    assert "1 class has another shape in Encord. Left out unless it may change." in texts(page)
    QTest.mouseClick(button(page, "Allow the change"), Qt.MouseButton.LeftButton)
    assert session.choices.convert
    assert cell(page, 0, MATCH) == "Same name"
    QTest.mouseClick(button(page, "Keep shapes as they are"), Qt.MouseButton.LeftButton)
    assert not session.choices.convert


def test_a_results_list_can_be_given_the_dataset_file_that_knows_its_names(
    read: PredictionsPage, session: Session, link: FakeLink, tmp_path: Path
) -> None:
    assert button(read, "Add dataset file…").isEnabled()
    session.add_dataset(tmp_path / "dataset.json")
    assert isinstance(link.last, ReadPredictions)
    assert link.last.dataset_json == str(tmp_path / "dataset.json")
    made = msgspec.structs.replace(predictions_read(link.last.job), summary="COCO dataset JSON: 3 boxes")
    link.play(made)
    assert not [
        each for each in read.findChildren(QPushButton) if each.text() == "Add dataset file…" and each.isVisible()
    ]
