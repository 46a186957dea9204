"""The foot of every page: one sentence that says what is missing or what will happen, and the one filled button."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from gui.domain.counting import counted, number
from gui.domain.destination import Goal
from gui.domain.steps import Situation, Step

_VERBS = {Goal.FILE: "Export", Goal.BRANCH: "Publish", Goal.BOTH: "Export and publish"}
_WRITTEN = {Goal.FILE: "The file", Goal.BRANCH: "The branch", Goal.BOTH: "What was written"}
_IF_STOPPED_BEFORE = "Your labels in Encord are only read. If you stop, nothing is written."
_IF_STOPPED = dict.fromkeys(
    ("saving", "reading back"), "Your own labels stay as they are. If you stop, what is saved stays on the branch."
)
"""Phase of the export → what becomes of it."""


class FootAction(StrEnum):
    """What a button of the foot does."""

    CONTINUE = "continue"
    EXPORT = "export"
    CHECK = "check"
    STOP = "stop"
    OPEN_IN_ENCORD = "open_in_encord"
    EXPORT_ANOTHER = "export_another"
    GO_ON = "go_on"
    DISCARD = "discard"


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
    if now.opening_waits:
        return FootState(sentence=now.opening_waits, sign="clock", main=button)
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

    if now.opening_waits:
        return foot(now.opening_waits, "clock", True)
    if not now.listing_done:
        so_far = f", {number(now.rows_total)} so far" if now.rows_total else ""
        return foot(f"Listing the rows{so_far}. You can go on meanwhile.", "clock", True)
    if now.rows_total == 0:
        return foot("This project has no rows.", "octagon", False)
    if now.rows_ticked == 0:
        return foot("Tick at least one row.", "triangle", False)
    sentence = f"{counted(now.rows_ticked, 'row')} ticked."
    if now.planned and not now.plan_is_stale:
        sentence += f" {_having(now.rows_ticked, now.rows_with_predictions)}"
    return foot(sentence, "check", True)


def _having(ticked: int, having: int) -> str:
    """How many of the ticked rows have predictions."""
    if ticked == 1:
        return "It has predictions." if having else "It has no predictions."
    if having == 0:
        return "None of them has predictions."
    return f"{counted(having, 'of them has', 'of them have')} predictions."


def _foot_predictions(now: Situation) -> FootState:
    def foot(sentence: str, sign: str, enabled: bool) -> FootState:
        button = _continue("Continue to check", enabled)
        return FootState(sentence=sentence, sign=sign, main=button, has_back=True)

    if now.reading:
        return foot("Reading the file…", "clock", False)
    if now.asks_script:
        return foot("Next: say whether the script may run.", "question", False)
    if now.script:
        return foot("The script ran on one row. Classes and confidences are its business.", "check", now.listing_done)
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
        text = _VERBS[now.goal]
        if now.planned:
            what = (now.to_write, "prediction") if now.to_write else (now.rows_to_export, "empty row")
            if now.script:
                what = (now.rows_to_export, "row")
            text = f"{text} {counted(*what)}"
            text += "…" if now.branch is not None and now.branch.is_replaced else ""
        return FootState(sentence=sentence, sign=sign, main=FootButton(text, FootAction.EXPORT, enabled), has_back=True)

    if not now.planned:
        return foot("The rehearsal is running.", "clock", False)
    if now.restoring:
        return foot("It goes on as soon as the project is open again.", "clock", False)
    if now.plan_is_stale:
        return foot("Something changed. Checking again…", "clock", False)
    if now.exporting:
        return foot("The export is running.", "clock", False)
    if now.rows_to_export == 0:
        return foot("No row is left to export.", "octagon", False)
    if now.branch is not None and (not now.branch.can_begin or now.branch.sign == "triangle"):
        return foot(now.branch.brief or now.branch.sentence, now.branch.sign, now.branch.can_begin)
    if now.script:
        return foot("The script runs on every row. Nothing has been written yet.", "check", True)
    if now.to_write == 0:
        return foot("No prediction would be written, only empty rows.", "triangle", True)
    if now.kinds_worth_a_look:
        kinds = counted(now.kinds_worth_a_look, "kind of loss is", "kinds of loss are")
        anyway = f"The branch is {now.branch.name}." if now.branch is not None else "You can export anyway."
        return foot(f"{kinds} worth a look. {anyway}", "triangle", True)
    if now.branch is not None:
        return foot(f"All is well. The branch is {now.branch.name}.", "check", True)
    return foot("All is well. Nothing has been written yet.", "check", True)


def _foot_export(now: Situation) -> FootState:
    if now.exporting:
        stop = FootButton("Stopping…" if now.stopping else "Stop", FootAction.STOP, not now.stopping)
        sentence = now.waiting or _IF_STOPPED.get(now.phase, _IF_STOPPED_BEFORE)
        return FootState(sentence=sentence, sign="clock" if now.waiting else "save", other=stop)
    if now.export_waits:
        return FootState(sentence="The export starts by itself once the project is open again.", sign="clock")
    if now.was_stopped:
        return _foot_stopped(now)
    if not now.done_at:
        return FootState(sentence="Go to Check to start the export.", sign="info", has_back=True)
    another = FootButton("Export another", FootAction.EXPORT_ANOTHER)
    if now.changed_since_done:
        sentence = f"{_WRITTEN[now.export_goal]} no longer matches your choices."
        check = FootButton("Check and export again", FootAction.CHECK)
        return FootState(sentence=sentence, sign="triangle", main=check, other=another)
    sentence, sign = "All five steps are done.", "check"
    if now.failed_rows:
        missing = counted(now.failed_rows, "row is", "rows are")
        sentence, sign = f"{_WRITTEN[now.export_goal]} is there, but {missing} missing.", "triangle"
    if now.has_project_page:
        main = FootButton("Open in Encord", FootAction.OPEN_IN_ENCORD)
        return FootState(sentence=sentence, sign=sign, main=main, other=another)
    return FootState(sentence=sentence, sign=sign, main=another)


def _foot_stopped(now: Situation) -> FootState:
    if now.rows_kept and now.kept_as_chosen:
        go_on, discard = FootButton("Go on", FootAction.GO_ON), FootButton("Discard", FootAction.DISCARD)
        sentence = "Rows that are done are not written again."
        if now.rows_saved:
            sentence = "Go on saves no row twice. Discard leaves the saved rows on the branch."
        return FootState(sentence=sentence, sign="save", main=go_on, other=discard, has_back=True)
    return _foot_export_again(now)


def _foot_export_again(now: Situation) -> FootState:
    earlier = FootButton("Go on as before", FootAction.GO_ON) if now.rows_kept else None

    def foot(sentence: str, sign: str, enabled: bool) -> FootState:
        again = FootButton("Export again", FootAction.EXPORT, enabled)
        return FootState(sentence=sentence, sign=sign, main=again, other=earlier, has_back=True)

    if not now.planned or now.plan_is_stale:
        return foot("Something changed. Checking again…", "clock", False)
    if now.rows_to_export == 0:
        return foot("No row is left to export.", "octagon", False)
    if now.rows_kept:
        return foot("Your choices have changed: exporting again begins at the first row.", "triangle", True)
    if now.rows_saved:
        return foot("Rows that are saved stay on the branch. Your choices are kept.", "info", True)
    return foot("Nothing was written. Your choices are kept.", "info", True)
