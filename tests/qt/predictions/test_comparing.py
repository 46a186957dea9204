"""The offer beside the question: what it sends, what it shows meanwhile, and that nothing happens without a click."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.reading_ways import Reading, Setting, SourceWays
from gui.errors import Sentence
from gui.protocol.commands import Cancel, CompareLabels, ReadPredictions
from gui.protocol.events import Failed, LabelsCompared, ReadingsOffered, Stopped, Waiting
from gui.qt.predictions.page import PredictionsPage
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import FakeLink, demo_opened

BOX = Setting("box", "what the four numbers of a box are", (("xywh", "left, top, size"), ("xyxy", "two corners")))
SIZES = Reading({"box": "xywh"}, 0.8, "8 of 10 boxes lie inside their pictures")
SIDES = Reading({"box": "xyxy"}, 0.7, "7 of 10 boxes lie inside their pictures")
ASKED = SourceWays("labels", "txt", "20 files of 5 columns", [BOX], [SIZES, SIDES])
COMPARED = msgspec.structs.replace(
    ASKED,
    readings=[
        Reading(SIDES.values, 0.7, f"{SIDES.evidence}; 34 of 40 boxes lie on a label"),
        Reading(SIZES.values, 0.0, f"{SIZES.evidence}; 0 of 40 boxes lie on a label"),
    ],
    compared="Compared with 40 labels on 6 pictures of the project: this settles it.",
)
QUESTION = Sentence("undecided", "labels can be read in several ways.", "box=xywh: 8 of 10.", "Say which: --set …")


@pytest.fixture
def page(session: Session, link: FakeLink, theme: Theme, tasks: Tasks, qtbot: QtBot) -> PredictionsPage:
    """It asks how the files are meant."""
    made = PredictionsPage(session, theme, tasks)
    qtbot.addWidget(made)
    made.resize(1064, 688)
    made.show()
    session.try_demo()
    demo_opened(link)
    made.use_files([Path("/demo/labels"), Path("/demo/more")])
    link.play(
        ReadingsOffered(job=link.last.job, path="/demo/labels", source=ASKED, sentence=QUESTION, formats=[("txt", "T")])
    )
    return made


def texts(page: PredictionsPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def button(page: PredictionsPage, text: str) -> QPushButton:
    found = [each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    return found[0]


def press(page: PredictionsPage, text: str) -> None:
    wanted = button(page, text)
    wanted.setFocus()
    QTest.keyClick(wanted, Qt.Key.Key_Space)


def test_labels_are_looked_at_on_a_click_alone(page: PredictionsPage, link: FakeLink, qtbot: QtBot) -> None:
    assert not link.of(CompareLabels)
    offer = button(page, "Compare with labels")
    assert "up to 50 rows" in offer.accessibleDescription()
    press(page, "Compare with labels")
    command = link.last
    assert isinstance(command, CompareLabels)
    assert (command.read.path, command.read.more, command.read.values) == ("/demo/labels", ["/demo/more"], {})
    assert "Looking at labels…" in texts(page)
    assert button(page, "Read it this way").isVisible(), "the question stays"
    link.play(Waiting(job=command.job, why="Encord asks us to wait 5 s."))
    assert "Encord asks us to wait 5 s." in texts(page)
    link.play(LabelsCompared(job=command.job, sources=[COMPARED]))
    evidence = "70\u00a0%: 7 of 10 boxes lie inside their pictures; 34 of 40 boxes lie on a label"
    qtbot.waitUntil(lambda: evidence in texts(page))
    assert COMPARED.compared in texts(page)
    assert not [each for each in page.findChildren(QPushButton) if each.text() == "Stop" and each.isVisible()]
    best = button(page, "Read it this way")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is best)
    press(page, "Read it this way")
    read = link.last
    assert isinstance(read, ReadPredictions)
    assert read.values == {"box": "xyxy"}


def test_a_stop_leaves_the_question_as_it_was(page: PredictionsPage, link: FakeLink) -> None:
    press(page, "Compare with labels")
    job = link.last.job
    press(page, "Stop")
    assert link.cancelled == [job]
    assert not button(page, "Stop").isEnabled()
    link.play(Stopped(job=job))
    assert button(page, "Compare with labels").isEnabled()
    assert "80\u00a0%: 8 of 10 boxes lie inside their pictures" in texts(page)


def test_a_failure_is_said_where_it_was_asked_for_and_can_be_tried_again(
    page: PredictionsPage, session: Session, link: FakeLink
) -> None:
    press(page, "Compare with labels")
    link.play(
        Failed(job=link.last.job, sentence=Sentence("connection", "The connection was lost.", "So it is.", "Wait."))
    )
    assert "The connection was lost. So it is. Wait." in texts(page)
    assert session.offered is not None
    press(page, "Try it again")
    assert len(link.of(CompareLabels)) == 2
    assert "Looking at labels…" in texts(page)


def test_an_answer_given_meanwhile_ends_the_comparison(page: PredictionsPage, link: FakeLink) -> None:
    press(page, "Compare with labels")
    job = link.last.job
    press(page, "Read it this way")
    assert [each.target for each in link.of(Cancel) if isinstance(each, Cancel)] == [job]
    link.play(LabelsCompared(job=job, sources=[COMPARED]))  # it comes too late
    assert COMPARED.compared not in texts(page)


def test_an_engine_that_ends_is_said(page: PredictionsPage, session: Session, link: FakeLink) -> None:
    press(page, "Compare with labels")
    link.restart()
    assert any(text.startswith("The comparison was interrupted.") for text in texts(page))
    assert not button(page, "Try it again").isEnabled(), "the engine has no project yet"
    demo_opened(link)
    assert button(page, "Try it again").isEnabled()
    assert session.offered is not None


def test_tab_goes_through_the_question_from_top_to_bottom(page: PredictionsPage, qtbot: QtBot) -> None:
    page.source.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[str] = []
    for _ in range(9):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.text() if isinstance(focused, QPushButton) else focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    ways = ["Read it this way", "Read it this way"]
    assert seen[:5] == ["Change…", "Close", *ways, "Compare with labels"]
    assert seen[7] == "Read it with these settings", "after the format and the one setting there is"


def test_what_is_being_chosen_stays_when_the_evidence_comes(page: PredictionsPage, link: FakeLink) -> None:
    (box,) = [each for each in page.findChildren(QComboBox) if each.findData("xyxy") >= 0]
    box.setCurrentIndex(box.findData("xyxy"))
    press(page, "Compare with labels")
    box.setFocus()
    link.play(LabelsCompared(job=link.last.job, sources=[COMPARED]))
    assert box.isVisible() and box.currentData() == "xyxy"
    assert QApplication.focusWidget() is box
