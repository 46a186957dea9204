"""Where an export goes, which phases that means, and what predictions are called by."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from gui.domain.active_words import MODES, SYNC, active_state
from gui.domain.branch_choice import BranchChoice
from gui.domain.destination import Destination, Goal, destination_of
from gui.domain.export_phases import phases_of
from gui.domain.telling_name import telling_name
from gui.errors import Sentence


def test_each_goal_writes_what_it_says() -> None:
    written = {goal: (Destination(goal).has_file, Destination(goal).has_branch) for goal in Goal}
    assert written == {Goal.FILE: (True, False), Goal.BRANCH: (False, True), Goal.BOTH: (True, True)}


def test_a_file_alone_takes_no_branch_to_the_engine_whatever_was_typed() -> None:
    assert Destination(Goal.FILE, "yolo-7", replace=True).branch_choice is None
    assert Destination(Goal.BOTH, "yolo-7", replace=True).branch_choice == BranchChoice("yolo-7", replace=True)


@pytest.mark.parametrize(
    ("output", "branch", "goal"),
    [("/a.json", None, Goal.FILE), ("", BranchChoice("b"), Goal.BRANCH), ("/a.json", BranchChoice("b"), Goal.BOTH)],
)
def test_an_export_that_goes_on_goes_where_it_went(output: str, branch: BranchChoice | None, goal: Goal) -> None:
    assert destination_of(output, branch).goal is goal


def test_only_what_is_done_is_shown_as_a_phase() -> None:
    names = {goal: [phase for phase, _ in phases_of(goal)] for goal in Goal}
    assert names == {
        Goal.FILE: [],
        Goal.BRANCH: ["rows", "saving", "reading back"],
        Goal.BOTH: ["rows", "checking", "saving", "reading back"],
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/runs/yolo11_week-27.json", "yolo11 week 27"),
        ("/runs/week 27/predictions.json", "week 27"),
        ("/predictions.json", "predictions"),
    ],
)
def test_predictions_are_called_by_the_first_name_that_says_something(path: str, name: str) -> None:
    assert telling_name(PurePosixPath(path)) == name


def test_what_came_of_asking_active() -> None:
    refused = Sentence("server", "Encord refused.", "", "Try again.")
    assert active_state("", "", None, is_asking=False) == ("", "")
    assert active_state(SYNC, "", None, is_asking=True) == ("Asking Active to sync…", "clock")
    assert active_state(MODES[0][0], "", None, is_asking=True)[0] == "Asking Active to import the project…"
    assert active_state(SYNC, "", refused, is_asking=False) == ("Encord refused. Try again.", "octagon")
    assert active_state(MODES[0][0], "14:12", None, is_asking=False)[0].startswith("Asked at 14:12. The import goes on")
