"""What an export that runs, waits, stops, or ended without a file says of itself."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gui.domain.branch_words import has_written, what_stands
from gui.domain.counting import counted, duration, number
from gui.domain.destination import Destination
from gui.domain.export_phases import CHECKING, ON_THE_BRANCH, ROWS
from gui.domain.steps import Step
from gui.domain.words import rate
from gui.qt.session.session import Session

NOT_KNOWN = "–"
_CHOICES_KEPT = "Your choices are kept."
_KEPT = f"{_CHOICES_KEPT} A file that was there before stays as it is."


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What only the view knows of the running export."""

    is_moving: bool
    seconds: float
    """Since the start."""
    predictions_speed: float
    """Predictions a second over the last seconds."""
    last_speed: float
    """Rows a second when it last moved; 0 when it never did."""


Words = tuple[str, str]
"""A figure and the line below it."""


class FigureWords(msgspec.Struct, frozen=True, kw_only=True):
    """The four figures in words."""

    predictions: Words
    rows: Words
    speed: Words
    time_left: Words


def heading(session: Session) -> tuple[str, str]:
    """Title and the sentence below it."""
    if session.exporting:
        return _running(session)
    if session.export_waits:
        return "Getting ready again", "The project is opened again and the file read. Then the export starts by itself."
    return _broken_off(session) if Step.EXPORT in session.failures else _stopped(session)


def no_rows_yet(session: Session) -> str:
    """What stands where the newest rows will be, while there is none; empty when none is to come."""
    progress = session.progress
    if not session.exporting or session.situation().stopping:
        return ""
    if progress is None:
        return "The first rows are on their way."
    if progress.phase != "rows":
        return ""
    if progress.waiting:
        return "Rows appear here when it goes on."
    return "The next rows are on their way." if progress.rows_done else "The first rows are on their way."


def figure_words(session: Session, moment: Moment) -> FigureWords:
    """The figures of the running export; before anything came they stand at zero."""
    progress, plan = session.progress, session.plan
    predictions_total = progress.predictions_total if progress else plan.to_write if plan else 0
    rows_total = progress.rows_total if progress else plan.rows_to_export if plan else 0
    by_script = session.script is not None
    return FigureWords(
        predictions=(
            number(progress.predictions_done if progress else 0),
            "the script decides how many" if by_script else f"of {number(predictions_total)}",
        ),
        rows=(number(progress.rows_done if progress else 0), f"of {number(rows_total)}"),
        speed=_speed(session, moment),
        time_left=_time_left(session, moment),
    )


def _broken_off(session: Session) -> Words:
    kept = session.unfinished
    if _reached_the_branch(session):
        return _what_stands(session), _going_on(session)
    if kept is not None and not kept.changed:
        rows = f"{number(kept.rows_done)} of {counted(kept.rows_total, 'row')} are done and kept: "
        return "Nothing was written", f"{rows}a new try goes on after them. {_KEPT}"
    return "Nothing was written", _reached(session) + _KEPT


def _stopped(session: Session) -> Words:
    kept = session.unfinished
    if _reached_the_branch(session):
        return f"Stopped. {_what_stands(session)}", _going_on(session)
    if kept is None or kept.changed:
        return "Stopped. Nothing was written.", _reached(session) + _KEPT
    title = f"Stopped. {number(kept.rows_done)} of {counted(kept.rows_total, 'row')} are done and kept."
    yet = "Nothing is written yet" if kept.branch else f"{Path(kept.output).name} is not written yet"
    return title, f"{yet}. It can go on now, or at a later start."


def _reached_the_branch(session: Session) -> bool:
    """Whether the export that was cut short was to go to a branch, and may have written something by then."""
    ended = session.ended
    if ended is not None:
        return has_written(ended.branch, ended.output)
    began = session.progress is not None and session.progress.phase in ON_THE_BRANCH
    return session.export_destination.has_branch and began


def _what_stands(session: Session) -> str:
    """Of an export that went to a branch: the engine's account, or what is known without it when it is gone."""
    if session.ended is not None:
        return what_stands(session.ended.branch, session.ended.output)
    kept = session.unfinished
    if kept is not None and kept.rows_saved:
        return f"{counted(kept.rows_saved, 'row is', 'rows are')} known to be saved on the branch."
    return "What is saved on the branch stays there."


def _going_on(session: Session) -> str:
    kept, ended = session.unfinished, session.ended
    says_which = "The report names the rows that are saved. " if ended is not None and ended.branch.saved_rows else ""
    if kept is None or kept.changed:
        return f"{says_which}{_CHOICES_KEPT}"
    return f"{says_which}It can go on now, or at a later start: what is on the branch is looked at first."


def _reached(session: Session) -> str:
    progress = session.progress
    if progress is None or not progress.rows_total:
        return ""
    return f"{number(progress.rows_done)} of {counted(progress.rows_total, 'row')} were in. "


def _running(session: Session) -> tuple[str, str]:
    progress, name, to = session.progress, session.output.name, session.export_destination
    phase = progress.phase if progress else ROWS
    if session.situation().stopping:
        return "Stopping…", "What is saved stays." if phase in ON_THE_BRANCH else "Nothing will be written."
    if progress is not None and progress.waiting:
        return "Writing is paused", f"{progress.waiting.rstrip('.')}. It goes on by itself, and nothing is lost."
    match phase:
        case "checking":
            return "Checking the file", f"Every row is in. Each one is read back and compared before {name} appears."
        case "saving":
            return f"Saving on the branch {to.branch}", "Each row is saved once. Your own labels stay as they are."
        case "reading back":
            return "Reading the branch back", "Every row is in. Each one is compared with what was meant."
        case _:
            what = "Your script fills the rows" if session.script is not None else "Writing your predictions"
            return what, f"{_what_follows(to, name)} You can use other windows meanwhile."


def _what_follows(to: Destination, name: str) -> str:
    """What happens once every row is in."""
    if not to.has_branch:
        return f"{name} appears when every row is in and checked."
    file = f"When every row is in, {name} appears, and then" if to.has_file else "When every row is in,"
    return f"{file} the rows are saved on the branch {to.branch}."


def _speed(session: Session, moment: Moment) -> Words:
    progress, speed = session.progress, session.pace.speed
    was = f"was {rate(moment.last_speed, 'rows')}" if moment.last_speed else ""
    if progress is not None and progress.waiting:
        return "waiting", was
    if not moment.is_moving or (progress is not None and progress.phase == CHECKING):
        return NOT_KNOWN, was
    if progress is not None and progress.phase in ON_THE_BRANCH:
        return (rate(speed, "rows") if speed else NOT_KNOWN), ""
    return (rate(speed, "rows"), rate(moment.predictions_speed, "predictions")) if speed else (NOT_KNOWN, "")


def _time_left(session: Session, moment: Moment) -> Words:
    progress = session.progress
    so_far = f"{duration(moment.seconds)} so far"
    if progress is not None and progress.waiting:
        return session.pace.time_left or NOT_KNOWN, "once it goes on"
    if not moment.is_moving:
        return NOT_KNOWN, so_far
    if progress is not None and progress.phase == CHECKING:
        return "almost done", so_far
    return session.pace.time_left or NOT_KNOWN, so_far
