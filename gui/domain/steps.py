"""The five steps: which can be reached, each one's line of state, the foot's sentence and button."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

from gui.domain.counting import counted, number, percent


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


class FootAction(StrEnum):
    """What a button of the foot does."""

    CONTINUE = "continue"
    EXPORT = "export"
    STOP = "stop"
    OPEN_IN_ENCORD = "open_in_encord"
    EXPORT_ANOTHER = "export_another"


class FootButton(msgspec.Struct, frozen=True):
    """A button of the foot and what it does."""

    text: str
    action: FootAction
    enabled: bool = True


class FootState(msgspec.Struct, frozen=True, kw_only=True):
    """The foot: its sentence with a sign, the one filled button, at most one plain one besides Back."""

    sentence: str
    sign: str = ""
    """Name of an icon: ``check``, ``triangle``, ``octagon``, ``key``, ``info``; empty for none."""
    main: FootButton | None = None
    other: FootButton | None = None
    has_back: bool = False


class Failure(msgspec.Struct, frozen=True):
    """A failure as the rail and the foot need it: short for the rail, what to do for the foot."""

    what: str
    remedy: str


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Every fact that the rail and the foot are made from."""

    signing_in: bool = False
    wants_passphrase: bool = False
    signed_in: bool = False
    opening: bool = False
    project_title: str = ""
    rows_total: int = 0
    rows_ticked: int = 0
    listing_done: bool = False
    reading: bool = False
    predictions: int | None = None
    """Predictions read, None before a file was chosen."""
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
    fraction: float = 0.0
    time_left: str = ""
    waiting: str = ""
    done_at: str = ""
    """``14:12`` once the export is done."""
    changed_since_done: bool = False
    has_project_page: bool = False
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
            return now.predictions is not None and now.listing_done
        case Step.EXPORT:
            return now.exporting or bool(now.done_at) or Step.EXPORT in now.failures


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
        line, mark = (f"{counted(now.rows_total, 'row')} so far", Mark.BUSY)
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
    if now.predictions is None:
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
    else:
        line, mark = "Nothing is left out", Mark.DONE
    return _state(now, Step.CHECK, line, mark)


def _export(now: Situation) -> StepState:
    mark, progress = Mark.NUMBER, None
    if now.exporting:
        mark, progress = Mark.BUSY, now.fraction
        line = percent(now.fraction) + (f", {now.time_left} left" if now.time_left else "")
        if now.stopping:
            line = "Stopping…"
        elif now.waiting:
            line = "Waiting"
    elif now.done_at and now.changed_since_done:
        line, mark = "Changed, export again", Mark.NUMBER
    elif now.done_at:
        line, mark = f"Done at {now.done_at}", Mark.DONE
    elif now.planned and not now.plan_is_stale and now.rows_to_export:
        line = "Ready"
    else:
        line = "Nothing to write yet"
    return _state(now, Step.EXPORT, line, mark, progress)


def foot_state(now: Situation, step: Step) -> FootState:
    """The foot of a page: what is missing or what will happen, and the button that names its result."""
    make = {
        Step.CONNECT: _foot_connect,
        Step.ROWS: _foot_rows,
        Step.PREDICTIONS: _foot_predictions,
        Step.CHECK: _foot_check,
        Step.EXPORT: _foot_export,
    }
    state = make[step](now)
    failure = now.failures.get(step)
    if failure is not None:
        state = msgspec.structs.replace(state, sentence=failure.remedy or failure.what, sign="octagon")
    return state


def _continue(text: str, enabled: bool) -> FootButton:
    return FootButton(text, FootAction.CONTINUE, enabled)


def _foot_connect(now: Situation) -> FootState:
    button = _continue("Continue to rows", bool(now.project_title))
    if now.project_title:
        return FootState(sentence=f"{now.project_title} is open.", sign="check", main=button)
    if now.opening:
        return FootState(sentence="Opening the project…", sign="clock", main=button)
    if now.signing_in:
        return FootState(sentence="Signing in…", sign="clock", main=button)
    if now.signed_in:
        return FootState(sentence="Next: choose a project.", sign="arrow-up", main=button)
    if now.wants_passphrase:
        return FootState(sentence="Next: type the passphrase of your key.", sign="lock", main=button)
    return FootState(sentence="Next: add your key, or try the demo.", sign="key", main=button)


def _foot_rows(now: Situation) -> FootState:
    def foot(sentence: str, sign: str, enabled: bool) -> FootState:
        button = _continue("Continue to predictions", enabled)
        return FootState(sentence=sentence, sign=sign, main=button, has_back=True)

    if not now.listing_done:
        return foot(f"Listing the rows, {number(now.rows_total)} so far. You can go on meanwhile.", "clock", True)
    if now.rows_total == 0:
        return foot("This project has no rows.", "octagon", False)
    if now.rows_ticked == 0:
        return foot("Tick at least one row.", "triangle", False)
    sentence = f"{counted(now.rows_ticked, 'row')} ticked."
    if now.planned and not now.plan_is_stale:
        sentence += f" {number(now.rows_with_predictions)} of them have predictions."
    return foot(sentence, "check", True)


def _foot_predictions(now: Situation) -> FootState:
    def foot(sentence: str, sign: str, enabled: bool) -> FootState:
        button = _continue("Continue to check", enabled)
        return FootState(sentence=sentence, sign=sign, main=button, has_back=True)

    if now.reading:
        return foot("Reading the file…", "clock", False)
    if now.predictions is None:
        return foot("Next: add the file your model wrote.", "file", False)
    if not now.listing_done:
        return foot("The rows are still being listed.", "clock", False)
    if now.classes_open:
        classes = counted(now.classes_open, "class has", "classes have")
        whose = "Its" if now.classes_open == 1 else "Their"
        what = counted(now.predictions_open, "prediction is", "predictions are")
        return foot(f"{classes} no match. {whose} {what} left out.", "triangle", True)
    if not now.scored:
        return foot("The file has no confidences. Is it your model’s file?", "triangle", True)
    return foot("Every class has a match.", "check", True)


def _foot_check(now: Situation) -> FootState:
    def foot(sentence: str, sign: str, enabled: bool) -> FootState:
        text = f"Export {counted(now.to_write, 'prediction')}" if now.planned else "Export"
        return FootState(sentence=sentence, sign=sign, main=FootButton(text, FootAction.EXPORT, enabled), has_back=True)

    if not now.planned:
        return foot("The rehearsal is running.", "clock", False)
    if now.plan_is_stale:
        return foot("Something changed. Checking again…", "clock", False)
    if now.exporting:
        return foot("The export is running.", "clock", False)
    if now.rows_to_export == 0:
        return foot("No row is left to export.", "octagon", False)
    if now.to_write == 0:
        return foot("No prediction would be written, only empty rows.", "triangle", True)
    if now.kinds_worth_a_look:
        kinds = counted(now.kinds_worth_a_look, "kind of loss is", "kinds of loss are")
        return foot(f"{kinds} worth a look. You can export anyway.", "triangle", True)
    return foot("All is well. Nothing has been written yet.", "check", True)


def _foot_export(now: Situation) -> FootState:
    if now.exporting:
        stop = FootButton("Stopping…" if now.stopping else "Stop", FootAction.STOP, not now.stopping)
        sentence = now.waiting or "Your labels in Encord are only read. If you stop, nothing is written."
        return FootState(sentence=sentence, sign="clock" if now.waiting else "save", other=stop)
    if not now.done_at:
        return FootState(sentence="Go to Check to start the export.", sign="info", has_back=True)
    another = FootButton("Export another", FootAction.EXPORT_ANOTHER)
    if now.has_project_page:
        main = FootButton("Open in Encord", FootAction.OPEN_IN_ENCORD)
        return FootState(sentence="All five steps are done.", sign="check", main=main, other=another)
    return FootState(sentence="All five steps are done.", sign="check", main=another)
