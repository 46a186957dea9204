"""The foot's sentence and buttons, for every page in every state."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.branch_standing import BranchStanding
from gui.domain.destination import Goal
from gui.domain.foot import FootAction, foot_state
from gui.domain.steps import Failure, Situation, Step

START = Situation()
OPEN = Situation(signed_in=True, project_title="Line 2", rows_total=1204, rows_ticked=1200, listing_done=True)
READ = msgspec.structs.replace(OPEN, predictions=100, classes=6)
PLANNED = msgspec.structs.replace(READ, planned=True, to_write=90, rows_to_export=1200, rows_with_predictions=80)
EXPORTING = msgspec.structs.replace(PLANNED, exporting=True, fraction=0.404, time_left="about 2 min")
DONE = msgspec.structs.replace(PLANNED, done_at="14:12", has_project_page=True)


def but(base: Situation, **changes: object) -> Situation:
    return msgspec.structs.replace(base, **changes)


@pytest.mark.parametrize(
    ("now", "step", "sentence", "enabled"),
    [
        (START, Step.CONNECT, "Next: add your key, or try the demo.", False),
        (but(START, signing_in=True), Step.CONNECT, "Signing in…", False),
        (but(START, wants_passphrase=True), Step.CONNECT, "Next: type the passphrase of your key.", False),
        (but(START, signed_in=True), Step.CONNECT, "Next: choose a project.", False),
        (but(START, opening=True), Step.CONNECT, "Opening the project…", False),
        (OPEN, Step.CONNECT, "Line 2 is open.", True),
        (but(OPEN, rows_total=0, rows_ticked=0), Step.ROWS, "This project has no rows.", False),
        (but(OPEN, rows_ticked=0), Step.ROWS, "Tick at least one row.", False),
        (OPEN, Step.ROWS, "1,200 rows ticked.", True),
        (PLANNED, Step.ROWS, "1,200 rows ticked. 80 of them have predictions.", True),
        (OPEN, Step.PREDICTIONS, "Next: add the file your model wrote.", False),
        (but(OPEN, reading=True), Step.PREDICTIONS, "Reading the file…", False),
        (but(READ, listing_done=False), Step.PREDICTIONS, "The rows are still being listed.", False),
        (
            but(READ, classes_open=2, predictions_open=82080),
            Step.PREDICTIONS,
            "2 classes have no match. Their 82,080 predictions are left out.",
            True,
        ),
        (
            but(READ, classes_open=1, predictions_open=1),
            Step.PREDICTIONS,
            "1 class has no match. Its 1 prediction is left out.",
            True,
        ),
        (but(READ, scored=False), Step.PREDICTIONS, "The file has no confidences. Is it your model’s file?", True),
        (READ, Step.PREDICTIONS, "Every class has a match.", True),
        (READ, Step.CHECK, "The rehearsal is running.", False),
        (but(PLANNED, plan_is_stale=True), Step.CHECK, "Something changed. Checking again…", False),
        (but(PLANNED, rows_to_export=0), Step.CHECK, "No row is left to export.", False),
        (but(PLANNED, to_write=0), Step.CHECK, "No prediction would be written, only empty rows.", True),
        (EXPORTING, Step.CHECK, "The export is running.", False),
        (
            but(PLANNED, kinds_worth_a_look=2),
            Step.CHECK,
            "2 kinds of loss are worth a look. You can export anyway.",
            True,
        ),
        (PLANNED, Step.CHECK, "All is well. Nothing has been written yet.", True),
        (
            but(OPEN, script="add_boxes.py"),
            Step.PREDICTIONS,
            "The script ran on one row. Classes and confidences are its business.",
            True,
        ),
        (
            but(OPEN, script="add_boxes.py", planned=True, rows_to_export=1200),
            Step.CHECK,
            "The script runs on every row. Nothing has been written yet.",
            True,
        ),
        (but(OPEN, asks_script=True), Step.PREDICTIONS, "Next: say whether the script may run.", False),
        (but(PLANNED, rows_with_predictions=1), Step.ROWS, "1,200 rows ticked. 1 of them has predictions.", True),
        (but(PLANNED, rows_with_predictions=0), Step.ROWS, "1,200 rows ticked. None of them has predictions.", True),
        (but(PLANNED, rows_ticked=1, rows_with_predictions=1), Step.ROWS, "1 row ticked. It has predictions.", True),
        (but(PLANNED, rows_ticked=1, rows_with_predictions=0), Step.ROWS, "1 row ticked. It has no predictions.", True),
        (DONE, Step.EXPORT, "All five steps are done.", True),
        (but(DONE, failed_rows=1), Step.EXPORT, "The file is there, but 1 row is missing.", True),
        (but(DONE, failed_rows=1204), Step.EXPORT, "The file is there, but 1,204 rows are missing.", True),
        (but(DONE, changed_since_done=True), Step.EXPORT, "The file no longer matches your choices.", True),
        (but(PLANNED, was_stopped=True), Step.EXPORT, "Nothing was written. Your choices are kept.", True),
        (but(PLANNED, was_stopped=True, rows_kept=847), Step.EXPORT, "Rows that are done are not written again.", True),
        (
            but(PLANNED, was_stopped=True, rows_kept=847, plan_is_stale=True, kept_as_chosen=False),
            Step.EXPORT,
            "Something changed. Checking again…",
            False,
        ),
        (
            but(PLANNED, was_stopped=True, rows_kept=847, kept_as_chosen=False),
            Step.EXPORT,
            "Your choices have changed: exporting again begins at the first row.",
            True,
        ),
        (but(PLANNED, was_stopped=True, plan_is_stale=True), Step.EXPORT, "Something changed. Checking again…", False),
        (but(PLANNED, was_stopped=True, rows_to_export=0), Step.EXPORT, "No row is left to export.", False),
    ],
)
def test_the_foot_says_what_is_missing_or_what_will_happen(
    now: Situation, step: Step, sentence: str, enabled: bool
) -> None:
    foot = foot_state(now, step)
    assert foot.sentence == sentence
    assert foot.main is not None
    assert foot.main.enabled is enabled


def test_the_one_filled_button_names_its_result() -> None:
    assert foot_text(START, Step.CONNECT) == "Continue to rows"
    assert foot_text(OPEN, Step.ROWS) == "Continue to predictions"
    assert foot_text(READ, Step.PREDICTIONS) == "Continue to check"
    assert foot_text(but(PLANNED, to_write=1038412), Step.CHECK) == "Export 1,038,412 predictions"
    assert foot_text(but(PLANNED, to_write=1), Step.CHECK) == "Export 1 prediction"
    by_script = but(OPEN, script="add_boxes.py", planned=True, rows_to_export=1200)
    assert foot_text(by_script, Step.CHECK) == "Export 1,200 rows"
    assert foot_text(DONE, Step.EXPORT) == "Open in Encord"
    assert foot_text(but(DONE, has_project_page=False), Step.EXPORT) == "Export another"
    assert foot_text(but(DONE, changed_since_done=True), Step.EXPORT) == "Check and export again"
    assert foot_text(but(PLANNED, was_stopped=True), Step.EXPORT) == "Export again"


def test_while_exporting_the_foot_only_offers_to_stop() -> None:
    foot = foot_state(EXPORTING, Step.EXPORT)
    assert foot.main is None
    assert foot.other is not None
    assert (foot.other.text, foot.other.action, foot.other.enabled) == ("Stop", FootAction.STOP, True)
    assert not foot.has_back
    stopping = foot_state(but(EXPORTING, stopping=True), Step.EXPORT).other
    assert stopping is not None
    assert (stopping.text, stopping.enabled) == ("Stopping…", False)
    assert foot_state(but(EXPORTING, waiting="Encord asks us to wait 5 s."), Step.EXPORT).sentence == (
        "Encord asks us to wait 5 s."
    )


def test_a_failure_puts_its_remedy_into_the_foot() -> None:
    foot = foot_state(
        but(START, failures={Step.CONNECT: Failure("It failed.", "Choose the other region.")}), Step.CONNECT
    )
    assert (foot.sentence, foot.sign) == ("Choose the other region.", "octagon")
    bare = foot_state(but(START, failures={Step.CONNECT: Failure("It failed.", "")}), Step.CONNECT)
    assert bare.sentence == "It failed."


def test_back_is_there_on_every_page_but_the_first_and_a_running_export() -> None:
    assert not foot_state(OPEN, Step.CONNECT).has_back
    assert all(foot_state(PLANNED, step).has_back for step in (Step.ROWS, Step.PREDICTIONS, Step.CHECK, Step.EXPORT))


def foot_text(now: Situation, step: Step) -> str:
    button = foot_state(now, step).main
    assert button is not None
    return button.text


TO_BRANCH = but(
    PLANNED, goal=Goal.BRANCH, branch=BranchStanding("yolo-7", "12 rows will be created on it.", "check", True)
)


@pytest.mark.parametrize(
    ("standing", "sentence", "button", "enabled"),
    [
        (TO_BRANCH.branch, "All is well. The branch is yolo-7.", "Publish 90 predictions", True),
        (
            BranchStanding("yolo-7", "This branch exists already.", "octagon", False, True),
            "This branch exists already.",
            "Publish 90 predictions",
            False,
        ),
        (
            BranchStanding("yolo-7", "A long sentence.", "triangle", True, True, True, "It will be lost."),
            "It will be lost.",
            "Publish 90 predictions…",
            True,
        ),
    ],
)
def test_a_branch_is_named_where_it_is_begun(
    standing: BranchStanding, sentence: str, button: str, enabled: bool
) -> None:
    foot = foot_state(but(TO_BRANCH, branch=standing), Step.CHECK)
    assert foot.main is not None
    assert (foot.sentence, foot.main.text, foot.main.enabled) == (sentence, button, enabled)


def test_both_are_named_on_the_button() -> None:
    foot = foot_state(but(TO_BRANCH, goal=Goal.BOTH), Step.CHECK)
    assert foot.main is not None and foot.main.text == "Export and publish 90 predictions"


def test_a_stop_is_said_to_cost_what_it_costs() -> None:
    def said(phase: str) -> str:
        return foot_state(but(EXPORTING, export_goal=Goal.BRANCH, phase=phase), Step.EXPORT).sentence

    assert said("rows").endswith("If you stop, nothing is written.")
    assert said("saving") == said("reading back") != said("rows")
    assert said("saving").endswith("what is saved stays on the branch.")


def test_a_stopped_publishing_never_says_that_nothing_was_written() -> None:
    stopped = but(TO_BRANCH, was_stopped=True, rows_saved=5)
    assert "Nothing was written" not in foot_state(stopped, Step.EXPORT).sentence
    kept = foot_state(but(stopped, rows_kept=12), Step.EXPORT)
    assert kept.sentence == "Go on saves no row twice. Discard leaves the saved rows on the branch."
