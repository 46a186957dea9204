"""What the columns of a table are: asked where they are not clear, said by keyboard, read again with the answer."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.reading_ways import SourceWays
from gui.domain.table_guess import TableColumn, TableGuess
from gui.protocol.commands import ReadPredictions
from gui.protocol.events import ColumnsAsked
from gui.qt.predictions.column_dialog import ColumnDialog
from gui.qt.predictions.column_model import EVIDENCE, ROLE, SAMPLES
from gui.qt.predictions.page import PredictionsPage
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened, predictions_read

ROLES = ("picture", "class", "x", "y", "w", "")
TABLE = TableGuess(
    "semicolons",
    True,
    [
        TableColumn(place, name, [f"{name} 1", f"{name} 2"], role, f"it is called {name}" if role else "")
        for place, (name, role) in enumerate(zip(("shot", "kind", "a", "b", "c", "d"), ROLES, strict=True))
    ],
    "",
    "the four numbers of a box",
)


@pytest.fixture
def page(session: Session, link: FakeLink, theme: Theme, tasks: Tasks, qtbot: QtBot) -> PredictionsPage:
    made = PredictionsPage(session, theme, tasks)
    qtbot.addWidget(made)
    made.resize(1064, 688)
    made.show()
    session.try_demo()
    demo_opened(link)
    made.use_files([Path("/demo/t.csv")])
    return made


def asked(link: FakeLink) -> ReadPredictions:
    command = link.last
    assert isinstance(command, ReadPredictions)
    return command


def dialogs(page: PredictionsPage) -> list[ColumnDialog]:
    return [each for each in page.findChildren(ColumnDialog) if each.isVisible()]


def opened(page: PredictionsPage, qtbot: QtBot) -> ColumnDialog:
    qtbot.waitUntil(lambda: len(dialogs(page)) == 1)
    (dialog,) = dialogs(page)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.table)
    return dialog


def press(page: PredictionsPage, text: str) -> None:
    (button,) = (each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_by_keys(dialog: ColumnDialog, column: int, keys: str, qtbot: QtBot) -> None:
    """Go to a column, open its list with Enter, type the beginning of an entry, take it."""
    table = dialog.table
    for _ in range(column):
        QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.view().isVisible() for each in table.findChildren(QComboBox)))
    (combo,) = table.findChildren(QComboBox)
    assert combo.accessibleName() == f"What {TABLE.columns[column].name} is"
    QTest.keyClicks(combo.view(), keys)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)


def test_an_unclear_table_asks_by_itself_and_is_read_as_said(
    page: PredictionsPage, link: FakeLink, qtbot: QtBot
) -> None:
    link.play(ColumnsAsked(job=link.last.job, path="/demo/t.csv", table=TABLE))
    dialog = opened(page, qtbot)
    assert not dialog.take.isEnabled()
    assert dialog.lacks.sentence == "Still lacking: fourth number of the box."
    choose_by_keys(dialog, 5, "Fou", qtbot)
    qtbot.waitUntil(dialog.take.isEnabled)
    assert not dialog.lacks.isVisible()
    (box,) = (each for each in dialog.findChildren(QComboBox) if each.findData("xyxy") >= 0)
    box.setCurrentIndex(box.findData("xyxy"))
    box.activated.emit(box.currentIndex())
    assert dialog.table.model().index(ROLE, 5).data() == "Bottom of the box"
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked(link).format == "csv")
    assert asked(link).values == {"columns": "picture:0,class:1,x:2,y:3,w:4,h:5", "box": "xyxy"}
    assert not dialogs(page)


def test_cancel_changes_nothing_and_the_question_stays(page: PredictionsPage, link: FakeLink, qtbot: QtBot) -> None:
    link.play(ColumnsAsked(job=link.last.job, path="/demo/t.csv", table=TABLE))
    dialog = opened(page, qtbot)
    before = len(link.sent)
    dialog.table.model().setData(dialog.table.model().index(ROLE, 5), "h")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs(page))
    assert len(link.sent) == before
    said = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
    assert "t.csv is a table. What are its columns?" in said
    press(page, "Say what they are…")
    assert opened(page, qtbot).choice.roles == ROLES, "what was cancelled is forgotten"
    QTest.keyClick(dialogs(page)[0], Qt.Key.Key_Escape)


def test_a_table_that_was_read_can_be_said_otherwise(page: PredictionsPage, link: FakeLink, qtbot: QtBot) -> None:
    read = predictions_read(link.last.job)
    ways = [SourceWays("t.csv", "csv", "rows separated by semicolons", [])]
    table = msgspec.structs.replace(TABLE, lacks="")
    link.play(msgspec.structs.replace(read, sources=ways, formats=[("csv", "CSV")], table=table))
    assert not dialogs(page), "what is clear is not asked"
    press(page, "Columns…")
    dialog = opened(page, qtbot)
    model = dialog.table.model()
    assert (model.headerData(2, Qt.Orientation.Horizontal), model.index(SAMPLES, 2).data()) == ("a", "a 1")
    assert model.index(EVIDENCE, 2).data() == "it is called a"
    spoken = model.index(ROLE, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "a: First number of the box, press Enter to change"
    labelled = {label.buddy() for label in dialog.findChildren(QLabel) if label.text()}
    assert all(combo in labelled for combo in dialog.findChildren(QComboBox))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs(page))
