"""The rail's lines, and which step can be reached, for every state of the window."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.steps import (
    Failure,
    Mark,
    Situation,
    Step,
    is_reachable,
    step_states,
)

START = Situation()
OPEN = Situation(signed_in=True, project_title="Line 2", rows_total=1204, rows_ticked=1200, listing_done=True)
READ = msgspec.structs.replace(OPEN, predictions=100, classes=6)
PLANNED = msgspec.structs.replace(READ, planned=True, to_write=90, rows_to_export=1200, rows_with_predictions=80)
EXPORTING = msgspec.structs.replace(PLANNED, exporting=True, fraction=0.404, time_left="about 2 min")
DONE = msgspec.structs.replace(PLANNED, done_at="14:12", has_project_page=True)


def but(base: Situation, **changes: object) -> Situation:
    return msgspec.structs.replace(base, **changes)


def line(now: Situation, step: Step) -> str:
    return step_states(now)[step].line


def mark(now: Situation, step: Step) -> Mark:
    return step_states(now)[step].mark


@pytest.mark.parametrize(
    ("now", "reachable"),
    [
        (START, {Step.CONNECT}),
        (but(START, signed_in=True), {Step.CONNECT}),
        (OPEN, {Step.CONNECT, Step.ROWS, Step.PREDICTIONS}),
        (but(READ, listing_done=False), {Step.CONNECT, Step.ROWS, Step.PREDICTIONS}),
        (READ, {Step.CONNECT, Step.ROWS, Step.PREDICTIONS, Step.CHECK}),
        (PLANNED, {Step.CONNECT, Step.ROWS, Step.PREDICTIONS, Step.CHECK}),
        (but(OPEN, script="add_boxes.py"), {Step.CONNECT, Step.ROWS, Step.PREDICTIONS, Step.CHECK}),
        (EXPORTING, set(Step)),
        (DONE, set(Step)),
        (but(PLANNED, failures={Step.EXPORT: Failure("No.", "")}), set(Step)),
    ],
)
def test_a_step_can_be_reached_as_far_as_its_input_is_there(now: Situation, reachable: set[Step]) -> None:
    assert {step for step in Step if is_reachable(now, step)} == reachable
    assert {state.step for state in step_states(now) if state.is_reachable} == reachable


@pytest.mark.parametrize(
    ("now", "step", "expected", "sign"),
    [
        (START, Step.CONNECT, "Add your key", Mark.NUMBER),
        (but(START, signing_in=True), Step.CONNECT, "Signing in…", Mark.BUSY),
        (but(START, wants_passphrase=True), Step.CONNECT, "Type the passphrase", Mark.NUMBER),
        (but(START, signed_in=True), Step.CONNECT, "Choose a project", Mark.NUMBER),
        (but(START, signed_in=True, opening=True), Step.CONNECT, "Opening the project…", Mark.BUSY),
        (OPEN, Step.CONNECT, "Line 2", Mark.DONE),
        (START, Step.ROWS, "Waiting for a project", Mark.NUMBER),
        (but(OPEN, listing_done=False), Step.ROWS, "1,204 rows so far", Mark.BUSY),
        (but(OPEN, rows_ticked=0), Step.ROWS, "No row is ticked", Mark.WARN),
        (but(OPEN, rows_total=0, rows_ticked=0), Step.ROWS, "It has no rows", Mark.WARN),
        (OPEN, Step.ROWS, "1,200 of 1,204 ticked", Mark.DONE),
        (START, Step.PREDICTIONS, "Waiting for a project", Mark.NUMBER),
        (OPEN, Step.PREDICTIONS, "Add your model’s file", Mark.NUMBER),
        (but(OPEN, reading=True), Step.PREDICTIONS, "Reading…", Mark.BUSY),
        (but(READ, classes_open=1), Step.PREDICTIONS, "1 class needs a match", Mark.WARN),
        (but(READ, classes_open=2), Step.PREDICTIONS, "2 classes need a match", Mark.WARN),
        (READ, Step.PREDICTIONS, "6 classes", Mark.DONE),
        (but(READ, min_confidence=0.35), Step.PREDICTIONS, "6 classes, from 0.35", Mark.DONE),
        (OPEN, Step.CHECK, "Waiting for predictions", Mark.NUMBER),
        (but(READ, listing_done=False), Step.CHECK, "Waiting for the rows", Mark.NUMBER),
        (READ, Step.CHECK, "Rehearsing…", Mark.BUSY),
        (but(PLANNED, plan_is_stale=True), Step.CHECK, "Changed, checking again", Mark.BUSY),
        (but(PLANNED, worth_a_look=10760, left_out=11000), Step.CHECK, "10,760 worth a look", Mark.WARN),
        (but(PLANNED, left_out=10), Step.CHECK, "10 left out", Mark.DONE),
        (PLANNED, Step.CHECK, "Nothing is left out", Mark.DONE),
        (READ, Step.EXPORT, "Nothing to write yet", Mark.NUMBER),
        (PLANNED, Step.EXPORT, "Ready", Mark.NUMBER),
        (EXPORTING, Step.EXPORT, "40\u00a0%, about 2 min left", Mark.BUSY),
        (but(EXPORTING, time_left=""), Step.EXPORT, "40\u00a0%", Mark.BUSY),
        (but(EXPORTING, waiting="Encord asks us to wait"), Step.EXPORT, "Waiting", Mark.BUSY),
        (but(EXPORTING, stopping=True), Step.EXPORT, "Stopping…", Mark.BUSY),
        (but(EXPORTING, fraction=1.0, phase="rows", time_left=""), Step.EXPORT, "99\u00a0%", Mark.BUSY),
        (but(EXPORTING, fraction=1.0, phase="checking"), Step.EXPORT, "Checking the file", Mark.BUSY),
        (but(EXPORTING, fraction=1.0, phase="saving"), Step.EXPORT, "Saving, 99\u00a0%", Mark.BUSY),
        (but(EXPORTING, phase="checking", stopping=True), Step.EXPORT, "Stopping…", Mark.BUSY),
        (but(PLANNED, was_stopped=True), Step.EXPORT, "Stopped, nothing written", Mark.NUMBER),
        (but(PLANNED, was_stopped=True, rows_kept=847), Step.EXPORT, "Stopped, 847 rows kept", Mark.NUMBER),
        (DONE, Step.EXPORT, "Done at 14:12", Mark.DONE),
        (but(OPEN, script="add_boxes.py"), Step.PREDICTIONS, "add_boxes.py", Mark.DONE),
        (but(OPEN, script="add_boxes.py"), Step.CHECK, "Rehearsing…", Mark.BUSY),
        (
            but(OPEN, script="add_boxes.py", planned=True, rows_to_export=1200),
            Step.CHECK,
            "1,200 rows by script",
            Mark.DONE,
        ),
        (but(DONE, changed_since_done=True), Step.EXPORT, "Changed, export again", Mark.NUMBER),
    ],
)
def test_each_step_says_its_state_in_one_line(now: Situation, step: Step, expected: str, sign: Mark) -> None:
    assert (line(now, step), mark(now, step)) == (expected, sign)


def test_a_failure_outranks_what_the_step_would_say() -> None:
    failed = but(EXPORTING, failures={Step.EXPORT: Failure("The connection was lost.", "Try again.")})
    state = step_states(failed)[Step.EXPORT]
    assert (state.line, state.mark, state.progress) == ("The connection was lost", Mark.FAILED, None)
