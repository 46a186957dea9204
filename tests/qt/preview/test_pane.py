"""The pane beside a page: frames of a row, another file, and a picture that cannot be had."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.geometry import Box
from gui.domain.label_row import GroupImage
from gui.errors import Sentence
from gui.protocol.commands import FetchPicture
from gui.protocol.events import DrawnPrediction, Failed, PictureReady
from gui.qt.preview.pane import PreviewPane
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened


@pytest.fixture
def pane(session: Session, link: FakeLink, theme: Theme, qtbot: QtBot) -> PreviewPane:
    made = PreviewPane(session, theme, with_row=True)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    session.try_demo()
    demo_opened(link)
    images = (GroupImage("h0", "left.png", 64, 48), GroupImage("h1", "right.png", 64, 48))
    session.rows[3] = msgspec.structs.replace(session.rows[3], data_type="img_group", frames=2, images=images)
    return made


def texts(pane: PreviewPane) -> str:
    return " | ".join(each.text() for each in pane.findChildren(QLabel) if each.isVisible())


def asked(link: FakeLink, qtbot: QtBot, count: int) -> FetchPicture:
    qtbot.waitUntil(lambda: len(link.of(FetchPicture)) == count)
    command = link.of(FetchPicture)[-1]
    assert isinstance(command, FetchPicture)
    return command


def test_the_next_image_of_a_group_is_fetched_and_named(pane: PreviewPane, link: FakeLink, qtbot: QtBot) -> None:
    pane.show_row(3)
    assert asked(link, qtbot, 1).frame == 0
    assert "left.png" in texts(pane)
    forward = next(each for each in pane.findChildren(QPushButton) if each.accessibleName() == "Next frame")
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    command = asked(link, qtbot, 2)
    assert (command.row, command.frame) == (3, 1)
    ready = PictureReady(job=command.job, row=3, frame=1, path=None, width=64, height=48, predictions=[], why_not="No.")
    link.play(ready)
    qtbot.waitUntil(lambda: pane.canvas.sentence == "No.")
    assert "right.png" in texts(pane)


def test_a_single_picture_has_no_frames_to_choose(pane: PreviewPane) -> None:
    pane.show_row(0)
    assert "Frame |" not in texts(pane)
    assert "Image" in texts(pane)


def test_a_picture_that_fails_says_so_where_it_would_be(pane: PreviewPane, link: FakeLink, qtbot: QtBot) -> None:
    pane.show_row(1)
    command = asked(link, qtbot, 1)
    link.play(Failed(job=command.job, sentence=Sentence("connection", "Encord cannot be reached.", "", "")))
    qtbot.waitUntil(lambda: pane.canvas.sentence == "Encord cannot be reached.")


def test_predictions_of_the_file_before_leave_the_picture_at_once(
    pane: PreviewPane, session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    pane.show_row(1)
    command = asked(link, qtbot, 1)
    things = [DrawnPrediction(Box(1, 1, 9, 9), "Apple", "#E5484D", 0.9, True)]
    link.play(PictureReady(job=command.job, row=1, frame=0, path=None, width=64, height=48, predictions=things))
    qtbot.waitUntil(lambda: len(pane.canvas.scene.things) == 1)
    session.read_predictions("/demo/other.json")
    assert pane.canvas.scene.things == ()
    assert asked(link, qtbot, 2).row == 1


def test_nothing_is_fetched_for_a_pane_that_nobody_sees(pane: PreviewPane, link: FakeLink, qtbot: QtBot) -> None:
    pane.hide()
    pane.show_row(2)
    qtbot.wait(150)
    assert link.of(FetchPicture) == []
    pane.show()
    assert asked(link, qtbot, 1).row == 2
