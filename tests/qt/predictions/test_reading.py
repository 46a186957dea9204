"""How a file is read: several at once, said with its reason, chosen among ways, overruled by hand."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.reading_ways import Reading, Setting, SourceWays
from gui.domain.reading_words import question, read_as, setting_options
from gui.errors import Sentence
from gui.protocol.commands import ReadPredictions
from gui.protocol.events import PredictionsRead, ReadingsOffered
from gui.qt.predictions.page import PredictionsPage
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened, predictions_read

BOX = Setting("box", "what the four numbers of a box are", (("xywh", "left, top, size"), ("xyxy", "two corners")))
FRAME = Setting("first_frame", "the number of the first frame", kind="whole number", default="1")
SIZES = Reading({"box": "xywh"}, 0.8, "8 of 10 boxes lie inside their pictures")
SIDES = Reading({"box": "xyxy"}, 0.7, "7 of 10 boxes lie inside their pictures")
WAYS = SourceWays("labels", "txt", "20 files of 5 columns", [BOX, FRAME], [SIZES, SIDES])
FORMATS = [("txt", "Text"), ("coco", "COCO")]


@pytest.fixture
def page(session: Session, link: FakeLink, theme: Theme, tasks: Tasks, qtbot: QtBot) -> PredictionsPage:
    made = PredictionsPage(session, theme, tasks)
    qtbot.addWidget(made)
    made.resize(1064, 688)
    made.show()
    session.try_demo()
    demo_opened(link)
    return made


def asked(link: FakeLink) -> ReadPredictions:
    command = link.last
    assert isinstance(command, ReadPredictions)
    return command


def offer(link: FakeLink, source: SourceWays = WAYS) -> None:
    sentence = Sentence("undecided", "labels can be read in several ways.", "box=xywh: 8 of 10.", "Say which: --set …")
    link.play(
        ReadingsOffered(job=link.last.job, path=asked(link).path, source=source, sentence=sentence, formats=FORMATS)
    )


def read(link: FakeLink) -> PredictionsRead:
    taken = msgspec.structs.replace(WAYS, values={"box": "xywh"})
    return msgspec.structs.replace(predictions_read(link.last.job), sources=[taken], formats=FORMATS)


def texts(page: PredictionsPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def buttons(page: PredictionsPage, text: str) -> list[QPushButton]:
    return [each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible()]


def shown(page: PredictionsPage) -> list[QComboBox]:
    return [each for each in page.reading.findChildren(QComboBox) if each.isVisible()]


def test_several_files_are_dropped_at_once(page: PredictionsPage, link: FakeLink) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in ("/demo/a.json", "/demo/labels", "/demo/b.zip")])
    actions, keys, no_keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.source.zone.dropEvent(QDropEvent(QPointF(50, 50), actions, data, keys, no_keys))
    assert (asked(link).path, asked(link).more) == ("/demo/a.json", ["/demo/labels", "/demo/b.zip"])
    assert "a.json and 2 more" in texts(page)
    link.play(read(link))
    assert "a.json and 2 more" in texts(page)


def test_a_folder_can_be_chosen_without_a_mouse(page: PredictionsPage) -> None:
    (choose,) = buttons(page, "Choose folder…")
    assert choose.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_tie_is_a_question_with_evidence_and_one_press_settles_it(
    page: PredictionsPage, link: FakeLink, qtbot: QtBot
) -> None:
    page.use_files([Path("/demo/labels")])
    offer(link)
    qtbot.waitUntil(lambda: "80\u00a0%: 8 of 10 boxes lie inside their pictures" in texts(page))
    said = texts(page)
    assert "labels can be read in several ways." in said
    assert any(text.startswith("Which one is meant?") for text in said)
    assert not any("--set" in text for text in said)
    assert not page.classes.isVisible()
    best, other = buttons(page, "Read it this way")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is best)
    assert "two corners" in other.accessibleDescription()
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert (asked(link).path, asked(link).values, asked(link).format) == ("/demo/labels", {"box": "xyxy"}, None)
    assert not best.isVisible()
    link.play(read(link))
    assert page.classes.isVisible()
    assert not buttons(page, "Read it this way"), "what was settled folds up"


def test_how_it_was_read_is_said_and_can_be_overruled(page: PredictionsPage, link: FakeLink, qtbot: QtBot) -> None:
    page.use_files([Path("/demo/labels")])
    link.play(read(link))
    assert "Read as Text: 20 files of 5 columns" in texts(page)
    (unfold,) = buttons(page, "Read it differently…")
    QTest.mouseClick(unfold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Read this way" in texts(page))
    assert len(buttons(page, "Read it this way")) == 1
    formats, box = shown(page)
    assert [formats.itemText(place) for place in range(3)] == ["By its content", "COCO", "Text"]
    assert box.currentText() == "left, top, size"
    box.setCurrentIndex(box.findData("xyxy"))
    (frame,) = page.reading.findChildren(QLineEdit)
    QTest.keyClicks(frame, "x")
    (again,) = buttons(page, "Read it with these settings")
    before = len(link.sent)
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert len(link.sent) == before
    assert "The number of the first frame: It must be a whole number, such as first_frame=1." in texts(page)
    frame.setText("0")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert asked(link).values == {"box": "xyxy", "first_frame": "0"}


def test_a_file_of_names_is_asked_for_beside_its_line(page: PredictionsPage, link: FakeLink, qtbot: QtBot) -> None:
    page.use_files([Path("/demo/labels")])
    names = Setting("classes", "names of the classes", kind="file or list")
    link.play(msgspec.structs.replace(read(link), sources=[msgspec.structs.replace(WAYS, settings=[names])]))
    QTest.mouseClick(buttons(page, "Read it differently…")[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(buttons(page, "Choose file…")) == 1)
    asked: list[QLineEdit] = []
    page.reading.file_wanted.disconnect()
    page.reading.file_wanted.connect(asked.append)
    QTest.mouseClick(buttons(page, "Choose file…")[0], Qt.MouseButton.LeftButton)
    assert [line.accessibleName() for line in asked] == ["Names of the classes"]


def test_another_format_is_read_at_once(page: PredictionsPage, link: FakeLink, session: Session) -> None:
    page.use_files([Path("/demo/labels")])
    link.play(read(link))
    QTest.mouseClick(buttons(page, "Read it differently…")[0], Qt.MouseButton.LeftButton)
    formats = shown(page)[0]
    formats.setCurrentIndex(formats.findData("coco"))
    formats.activated.emit(formats.currentIndex())
    assert (asked(link).format, asked(link).values) == ("coco", {})
    link.play(read(link))
    assert session.asked_format == "coco"
    session.add_dataset(Path("/demo/dataset.json"))
    assert (asked(link).format, asked(link).dataset_json) == ("coco", "/demo/dataset.json")


def test_of_several_sources_each_has_its_own_question_and_answer(
    page: PredictionsPage, link: FakeLink, qtbot: QtBot
) -> None:
    page.use_files([Path("/demo/labels"), Path("/demo/more")])
    first, second = (msgspec.structs.replace(WAYS, title=title, number=n) for n, title in ((1, "labels"), (2, "more")))
    for source, press, expected in ((first, 1, {"1.box": "xyxy"}), (second, 0, {"1.box": "xyxy", "2.box": "xywh"})):
        offer(link, source)
        qtbot.waitUntil(lambda: len(buttons(page, "Read it this way")) == 2)
        assert any(f"{source.title} can be read in several ways" in text for text in texts(page))
        QTest.mouseClick(buttons(page, "Read it this way")[press], Qt.MouseButton.LeftButton)
        assert asked(link).values == expected
    taken = [
        msgspec.structs.replace(source, values={"box": box}) for source, box in ((first, "xyxy"), (second, "xywh"))
    ]
    link.play(msgspec.structs.replace(read(link), sources=taken))
    QTest.mouseClick(buttons(page, "Read it differently…")[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    which, _, box = shown(page)
    assert [which.itemText(place) for place in range(which.count())] == ["labels", "more"]
    assert box.currentData() == "xyxy"
    which.setCurrentIndex(1)
    which.activated.emit(1)
    qtbot.waitUntil(lambda: shown(page)[-1].currentData() == "xywh" and len(shown(page)) == 3)
    QTest.mouseClick(buttons(page, "Read it this way")[0], Qt.MouseButton.LeftButton)
    assert asked(link).values == {"1.box": "xyxy", "2.box": "xyxy"}


def test_every_control_has_a_name(page: PredictionsPage, link: FakeLink) -> None:
    page.use_files([Path("/demo/labels")])
    offer(link)
    assert QApplication.focusWidget() is not None
    for label in page.reading.findChildren(QLabel):
        buddy = label.buddy()
        assert not isinstance(buddy, QComboBox | QLineEdit) or label.text()
    named = {label.buddy() for label in page.reading.findChildren(QLabel)}
    assert all(control in named for control in page.reading.findChildren(QComboBox))


def test_words() -> None:
    two = [WAYS, msgspec.structs.replace(WAYS, title="b.json", format="coco", reason="a list")]
    assert read_as(two, dict(FORMATS)) == "labels is Text: 20 files of 5 columns; b.json is COCO: a list"
    assert setting_options(BOX)[0] == ("", "As found in the file")
    assert setting_options(msgspec.structs.replace(BOX, default="xywh"))[0][1].endswith("(else left, top, size)")
    assert "--set" not in question(Sentence("undecided", "a", "b", "--set"), WAYS).remedy
