"""The five steps: which can be reached, and the line that says each one's state."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

from gui.domain.branch_standing import BranchStanding
from gui.domain.counting import counted, number, percent
from gui.domain.destination import Goal


class Step(IntEnum):
    """The five verbs, in order."""

    CONNECT = 0
    ROWS = 1
    PREDICTIONS = 2
    CHECK = 3
    EXPORT = 4


NAMES: dict[Step, str] = {
    Step.CONNECT: "Connect",
    Step.ROWS: "Rows",
    Step.PREDICTIONS: "Predictions",
    Step.CHECK: "Check",
    Step.EXPORT: "Export",
}


_ON_THE_BRANCH = {"saving": "Saving", "reading back": "Reading back"}
"""Phases that have rows of their own to count."""


class Mark(StrEnum):
    """What stands in a step's ring."""

    NUMBER = "number"
    DONE = "done"
    WARN = "warn"
    FAILED = "failed"
    BUSY = "busy"


class StepState(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the rail; ``progress`` 0..1 is drawn as an arc while the mark is busy, None = turning."""

    step: Step
    line: str
    mark: Mark = Mark.NUMBER
    is_reachable: bool = False
    progress: float | None = None


class Failure(msgspec.Struct, frozen=True):
    """A failure as the rail and the foot need it: short for the rail, what to do for the foot."""

    what: str
    remedy: str


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Every fact that the rail and the foot are made from."""

    signing_in: bool = False
    wants_passphrase: bool = False
    has_asked_encord: bool = False
    """Whether anybody has tried to sign in at Encord since the start."""
    signed_in: bool = False
    opening: bool = False
    opening_waits: str = ""
    """Why signing in or listing the rows does not move just now; empty when it does."""
    project_title: str = ""
    rows_total: int = 0
    rows_ticked: int = 0
    listing_done: bool = False
    reading: bool = False
    predictions: int | None = None
    """Predictions read, None before a file was chosen."""
    script: str = ""
    """The name of the script that fills the rows instead of a file; its predictions cannot be counted before."""
    asks_script: bool = False
    """Whether a script was chosen and nobody has said yet that it may run."""
    scored: bool = True
    classes: int = 0
    classes_open: int = 0
    """Classes that need a match: neither mapped nor left out on purpose."""
    predictions_open: int = 0
    """Predictions of those classes."""
    min_confidence: float = 0.0
    planned: bool = False
    plan_is_stale: bool = False
    to_write: int = 0
    rows_to_export: int = 0
    rows_with_predictions: int = 0
    left_out: int = 0
    worth_a_look: int = 0
    """Predictions lost without the user having asked for it."""
    kinds_worth_a_look: int = 0
    exporting: bool = False
    stopping: bool = False
    phase: str = ""
    """Of the running export: ``rows``, ``checking`` the file, ``saving`` on the branch, ``reading back``."""
    was_stopped: bool = False
    """Whether the newest export was stopped; nothing was written by it."""
    rows_kept: int = 0
    """Rows of the stopped export that are done and kept: it can go on after them."""
    kept_as_chosen: bool = True
    """Whether it would go on with what is chosen now."""
    export_waits: bool = False
    """Whether an export starts by itself once that is done."""
    restoring: bool = False
    """Whether an engine that was started again has to sign in and list before anything else can be asked of it."""
    fraction: float = 0.0
    time_left: str = ""
    waiting: str = ""
    done_at: str = ""
    """``14:12`` once the export is done."""
    changed_since_done: bool = False
    failed_rows: int = 0
    """Rows that are not in the file because they failed."""
    has_project_page: bool = False
    goal: Goal = Goal.FILE
    """Where the next export goes,"""
    branch: BranchStanding | None = None
    """how its branch stands, None for a file alone;"""
    export_goal: Goal = Goal.FILE
    """and where the newest export went."""
    rows_saved: int = 0
    """Rows that an export saved on its branch before it was cut short."""
    failures: dict[Step, Failure] = {}


def step_states(now: Situation) -> list[StepState]:
    """All five steps, in order; a failure outranks everything else the step would say."""
    states = [_connect(now), _rows(now), _predictions(now), _check(now), _export(now)]
    return [_with_failure(state, now.failures.get(state.step)) for state in states]


def is_reachable(now: Situation, step: Step) -> bool:
    """Whether the step can be gone to: always back, and forward as far as its input is there."""
    match step:
        case Step.CONNECT:
            return True
        case Step.ROWS | Step.PREDICTIONS:
            return bool(now.project_title)
        case Step.CHECK:
            return has_input(now) and now.listing_done
        case Step.EXPORT:
            return (
                now.exporting or now.export_waits or now.was_stopped or bool(now.done_at) or Step.EXPORT in now.failures
            )


def has_input(now: Situation) -> bool:
    """Whether a predictions file was read or a script was chosen."""
    return now.predictions is not None or bool(now.script)


def _with_failure(state: StepState, failure: Failure | None) -> StepState:
    if failure is None:
        return state
    return msgspec.structs.replace(state, mark=Mark.FAILED, line=failure.what.rstrip("."), progress=None)


def _state(now: Situation, step: Step, line: str, mark: Mark, progress: float | None = None) -> StepState:
    return StepState(step=step, line=line, mark=mark, is_reachable=is_reachable(now, step), progress=progress)


def _connect(now: Situation) -> StepState:
    if now.signing_in or now.opening:
        line, mark = ("Opening the project…" if now.opening else "Signing in…"), Mark.BUSY
    elif now.project_title:
        line, mark = now.project_title, Mark.DONE
    elif now.signed_in:
        line, mark = "Choose a project", Mark.NUMBER
    elif now.wants_passphrase:
        line, mark = "Type the passphrase", Mark.NUMBER
    else:
        line, mark = "Add your key", Mark.NUMBER
    return _state(now, Step.CONNECT, line, mark)


def _rows(now: Situation) -> StepState:
    mark = Mark.NUMBER
    if not now.project_title:
        line = "Waiting for a project"
    elif not now.listing_done:
        line, mark = (f"{counted(now.rows_total, 'row')} so far" if now.rows_total else "Listing…"), Mark.BUSY
    elif now.rows_total == 0:
        line, mark = "It has no rows", Mark.WARN
    elif now.rows_ticked == 0:
        line, mark = "No row is ticked", Mark.WARN
    else:
        line, mark = f"{number(now.rows_ticked)} of {number(now.rows_total)} ticked", Mark.DONE
    return _state(now, Step.ROWS, line, mark)


def _predictions(now: Situation) -> StepState:
    mark = Mark.NUMBER
    if not now.project_title:
        line = "Waiting for a project"
    elif now.reading:
        line, mark = "Reading…", Mark.BUSY
    elif now.script:
        line, mark = now.script, Mark.DONE
    elif now.asks_script:
        line = "May the script run?"
    elif now.predictions is None:
        line = "Add your model’s file"
    elif now.classes_open:
        line, mark = f"{counted(now.classes_open, 'class needs', 'classes need')} a match", Mark.WARN
    else:
        threshold = f", from {now.min_confidence:.2f}" if now.min_confidence > 0 else ""
        line, mark = f"{counted(now.classes, 'class', 'classes')}{threshold}", Mark.DONE
    return _state(now, Step.PREDICTIONS, line, mark)


def _check(now: Situation) -> StepState:
    mark = Mark.NUMBER
    if not has_input(now):
        line = "Waiting for predictions"
    elif not now.listing_done:
        line = "Waiting for the rows"
    elif not now.planned:
        line, mark = "Rehearsing…", Mark.BUSY
    elif now.plan_is_stale:
        line, mark = "Changed, checking again", Mark.BUSY
    elif now.worth_a_look:
        line, mark = f"{number(now.worth_a_look)} worth a look", Mark.WARN
    elif now.left_out:
        line, mark = f"{number(now.left_out)} left out", Mark.DONE
    elif now.script:
        line, mark = f"{counted(now.rows_to_export, 'row')} by script", Mark.DONE
    else:
        line, mark = "Nothing is left out", Mark.DONE
    return _state(now, Step.CHECK, line, mark)


def _export(now: Situation) -> StepState:
    mark, progress = Mark.NUMBER, None
    if now.exporting:
        mark = Mark.BUSY
        line, progress = _running(now)
    elif now.was_stopped:
        line = _stopped(now)
    elif now.done_at and now.changed_since_done:
        line, mark = "Changed, export again", Mark.NUMBER
    elif now.done_at:
        line, mark = f"Done at {now.done_at}", Mark.DONE
    elif now.planned and not now.plan_is_stale and now.rows_to_export:
        line = "Ready"
    else:
        line = "Nothing to write yet"
    return _state(now, Step.EXPORT, line, mark, progress)


def _stopped(now: Situation) -> str:
    if now.rows_saved:
        return f"Stopped, {counted(now.rows_saved, 'row')} saved"
    return f"Stopped, {counted(now.rows_kept, 'row')} kept" if now.rows_kept else "Stopped, nothing written"


def _running(now: Situation) -> tuple[str, float | None]:
    """What a running export says of itself, and how far it is; a fraction of rows says nothing once all are in."""
    if now.stopping:
        return "Stopping…", now.fraction
    if now.waiting:
        return "Waiting", now.fraction
    if now.phase == "checking":
        return "Checking the file", None
    if now.phase in _ON_THE_BRANCH:
        return f"{_ON_THE_BRANCH[now.phase]}, {percent(min(now.fraction, 0.99))}", now.fraction
    return percent(min(now.fraction, 0.99)) + (f", {now.time_left} left" if now.time_left else ""), now.fraction
