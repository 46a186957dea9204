"""Labels of the project are looked at when the user asks for it: failures, a stop, and what they settle."""

from __future__ import annotations

import pytest

from gui.demo.faults import Fault
from gui.domain.steps import Step
from tests.ambiguous_files import centred, some_pictures, written
from tests.qt.failures.stage import Stage

OFFER = "Compare with labels"


@pytest.fixture
def asking(stage: Stage) -> Stage:
    """The window asks how a folder of text files is meant; what the server was asked before does not count."""
    stage.open_without_file()
    stage.read(written(stage.folder / "labels", some_pictures(stage.server), centred))
    stage.wait(lambda: stage.parts.session.offered is not None, "asked")
    stage.server.site.record.clear()
    return stage


def sees(stage: Stage, words: str) -> bool:
    return any(words in text for text in stage.texts())


def test_labels_settle_the_question_after_a_failure_and_a_stop(asking: Stage) -> None:
    stage = asking
    assert stage.offers(OFFER)
    assert sees(stage, "Looks at labels of up to 50 rows of this project. Nothing is changed.")
    stage.server.faults.set(Fault("key_revoked", on="labels"))
    stage.press(OFFER)
    stage.wait(lambda: stage.offers("Try it again"), "the failure")
    assert Step.PREDICTIONS in stage.parts.session.failures, "the question stands as before"
    stage.server.faults.set(Fault("silent", on="labels"))
    stage.press("Try it again")
    stage.press("Stop")
    stage.wait(lambda: stage.offers(OFFER), "stopped")
    stage.server.faults.clear()
    stage.press(OFFER)
    stage.wait(lambda: sees(stage, "boxes lie on a label"), "the evidence")
    assert sees(stage, "this settles it.")
    assert not stage.offers(OFFER)
    assert stage.server.writes == []
    offered = stage.parts.session.offered
    assert offered is not None
    assert offered.source.readings[0].values["box"] == "cxcywh"
    (page_button, *_) = [each for each in stage.buttons() if each.text() == "Read it this way"]
    assert page_button.hasFocus()
    page_button.click()
    stage.planned()
    assert stage.parts.session.asked_values["box"] == "cxcywh"
    assert stage.server.writes == []
