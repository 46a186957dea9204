"""Scripts that cannot be used: why in one sentence, and "Try it again" once they are corrected."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtTest import QTest

from gui.domain.steps import Step
from gui.qt.session.jobs import Job
from tests.qt.failures.stage import Stage


@dataclass(frozen=True)
class Script:
    """A script's text, and what the window says of it."""

    text: str
    says: str


BAD = {
    "syntax error": Script("def add_information_to_lr(label_row)\n    pass\n", "line 1"),
    "raises": Script("def add_information_to_lr(label_row):\n    {}['apple']\n", "fails on the row"),
    "without the function": Script("print('hello')\n", "add_information_to_lr"),
    "ends the process": Script(
        "import os\ndef add_information_to_lr(label_row):\n    os._exit(3)\n", "fails on the row"
    ),
    "tries to save": Script("def add_information_to_lr(label_row):\n    label_row.save()\n", "fails on the row"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_script_is_said_and_nothing_is_saved(stage: Stage, case: str) -> None:
    if stage.parts.session.project is None:
        stage.get_ready()
    before = stage.parts.session.choices
    path = stage.folder / "boxes.py"
    path.write_text(BAD[case].text)
    stage.read(path)
    stage.press("Run it on one row")
    stage.hear(Step.PREDICTIONS, BAD[case].says, "Try it again")
    assert stage.offers("Choose another file…")
    assert stage.parts.session.choices == before


def test_a_script_that_is_corrected_runs_and_exports_without_being_chosen_again(stage: Stage) -> None:
    choices = stage.get_ready()["choices"]
    path = stage.folder / "boxes.py"
    path.write_text(BAD["syntax error"].text)
    stage.read(path)
    stage.press("Run it on one row")
    stage.hear(Step.PREDICTIONS, BAD["syntax error"].says, "Try it again")
    path.write_text("def add_information_to_lr(label_row):\n    pass\n")
    stage.press("Try it again")
    stage.press("Run it on one row")
    session = stage.parts.session
    stage.wait(lambda: session.script is not None and session.plan is not None, "tried and rehearsed")
    assert session.choices == choices
    session.go_to(Step.CHECK)
    stage.press("Export ")
    stage.exported()


def test_a_script_that_hangs_can_be_stopped(stage: Stage) -> None:
    before = stage.get_ready()
    path = stage.folder / "hangs.py"
    path.write_text("import time\ndef add_information_to_lr(label_row):\n    time.sleep(1000)\n")
    stage.read(path)
    stage.press("Run it on one row")
    session = stage.parts.session
    stage.wait(lambda: session.is_running(Job.READ), "trying")
    QTest.qWait(300)
    stage.press("Stop")
    stage.wait(lambda: not session.is_running(Job.READ), "stopped")
    stage.listed()
    stage.read(stage.files.predictions)
    stage.planned()
    assert stage.chosen() == before
    stage.export()
