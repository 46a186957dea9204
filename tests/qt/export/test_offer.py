"""The offer to go on with an export that was cut short: what it says, and what its buttons lead to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.domain.steps import Step
from gui.domain.unfinished_export import UnfinishedExport
from gui.protocol.commands import DiscardUnfinished, MakePlan, ReadPredictions, StartExport
from gui.protocol.events import ExportDone, ListingDone, PlanMade, ProjectOpened, RowsListed, Stopped, UnfinishedFound
from gui.qt.export.offer import OfferBar
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label
from tests.qt.fake_link import ONTOLOGY, FakeLink, demo_opened, listed_rows, plan, predictions_read

CHOICES = Choices(mapping={"stem": "1e"}, min_confidence=0.25, unticked=[2, 5], convert=True)


def unfinished(**changes: object) -> UnfinishedExport:
    made = {
        "place": "/home/ada/fruit.json", "output": "/home/ada/fruit.json",
        "rows_done": 847, "rows_total": 1204, "predictions": "/home/ada/model.json",
        "choices": CHOICES, **changes,
    }  # fmt: skip
    return UnfinishedExport(**made)  # type: ignore[arg-type]


@pytest.fixture
def offer(qtbot: QtBot, session: Session, theme: Theme) -> OfferBar:
    made = OfferBar(session, theme)
    qtbot.addWidget(made)
    return made


def open_with(link: FakeLink, session: Session, found: UnfinishedExport) -> None:
    session.try_demo()
    demo_opened(link)
    session.open_project("project-1")
    job = link.last.job
    link.play(
        ProjectOpened(job=job, project_hash="project-1", title="Packing line", ontology=ONTOLOGY),
        RowsListed(job=job, rows=listed_rows(12)),
        UnfinishedFound(job=job, export=found),
    )
    assert session.unfinished is None  # not before all rows are known
    link.play(ListingDone(job=job, total=12))


def words(offer: OfferBar) -> list[str]:
    return [each.text() for each in offer.findChildren(Label) if each.isVisibleTo(offer) and each.text()]


def click(offer: OfferBar, text: str) -> None:
    (button,) = [each for each in offer.findChildren(QPushButton) if each.text() == text and each.isVisibleTo(offer)]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_on_the_next_start_it_is_offered_and_goes_on_as_it_was(
    qtbot: QtBot, offer: OfferBar, session: Session, link: FakeLink
) -> None:
    assert offer.isHidden()
    ways = {"more": ["/home/ada/labels"], "format": "voc", "values": {"first_pixel": "0"}}
    open_with(link, session, unfinished(**ways))
    assert words(offer) == ["An export to fruit.json was cut short.", "847 of 1,204 rows are already done."]
    click(offer, "Go on")
    asked = link.last
    assert isinstance(asked, ReadPredictions) and asked.path == "/home/ada/model.json"
    assert {"more": asked.more, "format": asked.format, "values": asked.values} == ways
    assert session.choices == CHOICES and session.step is Step.EXPORT and offer.isHidden()
    link.play(predictions_read(asked.job, asked.path))
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))
    started = link.last
    assert isinstance(started, StartExport)
    assert (started.output, started.choices) == (str(Path("/home/ada/fruit.json")), CHOICES)
    assert session.unfinished is None


def test_an_export_to_a_branch_says_what_is_saved_there(offer: OfferBar, session: Session, link: FakeLink) -> None:
    branch = BranchChoice("week-27")
    open_with(link, session, unfinished(place="branch week-27", output="", branch=branch, rows_saved=31))
    assert words(offer) == [
        "An export to the branch week-27 was cut short.",
        "847 of 1,204 rows are already done. 31 rows are saved on the branch.",
    ]
    click(offer, "Discard")
    assert isinstance(link.last, DiscardUnfinished) and link.last.place == "branch week-27"


def test_after_a_stop_it_goes_on_at_once(qtbot: QtBot, offer: OfferBar, session: Session, link: FakeLink) -> None:
    session.try_demo()
    demo_opened(link)
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))
    session.start_export(Path("/home/ada/fruit.json"))
    job, choices = link.last.job, session.choices
    session.cancel()
    found = unfinished(predictions="/demo/coco.json", choices=choices)
    link.play(UnfinishedFound(job=job, export=found), Stopped(job=job))
    assert offer.isHidden(), "the Export page tells of it itself"
    session.go_to(Step.CHECK)
    assert not offer.isHidden()
    click(offer, "Go on")
    assert isinstance(link.last, StartExport) and link.last.job != job
    assert not link.of(ReadPredictions)[1:] and offer.isHidden()
    done = ExportDone(
        job=link.last.job, output="/home/ada/fruit.json", bytes=9, rows=12, predictions=85, failed_rows=0, seconds=1.0,
        losses=[], problems=[], report_json="{}",
    )  # fmt: skip
    link.play(done)
    assert offer.isHidden()


def test_it_can_be_discarded(offer: OfferBar, session: Session, link: FakeLink) -> None:
    open_with(link, session, unfinished())
    click(offer, "Discard")
    assert isinstance(link.last, DiscardUnfinished) and link.last.place == "/home/ada/fruit.json"
    assert offer.isHidden()


def test_one_that_cannot_go_on_says_what_has_changed(offer: OfferBar, session: Session, link: FakeLink) -> None:
    open_with(link, session, unfinished(changed=["the ontology"]))
    assert words(offer) == [
        "An export to fruit.json was cut short and cannot go on.",
        "Changed since then: the ontology. Export again from the beginning.",
    ]
    assert [each.text() for each in offer.findChildren(QPushButton) if each.isVisibleTo(offer)] == ["Discard"]


def test_the_demos_own_file_is_found_where_it_lies_now(offer: OfferBar, session: Session, link: FakeLink) -> None:
    open_with(link, session, unfinished(predictions="/an/earlier/start/coco.json"))
    click(offer, "Go on")
    assert isinstance(link.last, ReadPredictions) and link.last.path == "/demo/coco.json"
