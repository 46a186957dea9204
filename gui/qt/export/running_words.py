"""What stands at the top of an export that runs, waits, stops, or ended without a file."""

from __future__ import annotations

from gui.domain.steps import Step
from gui.qt.session import Session

_NOTHING_WRITTEN = "Your choices are kept. A file that was there before stays as it is."


def heading(session: Session) -> tuple[str, str]:
    """Title and the sentence below it."""
    if Step.EXPORT in session.failures:
        return "Nothing was written", _NOTHING_WRITTEN
    if not session.exporting:
        return "Stopped. Nothing was written.", _NOTHING_WRITTEN
    if session.situation().stopping:
        return "Stopping…", "Nothing is written."
    return _running(session)


def _running(session: Session) -> tuple[str, str]:
    progress, name = session.progress, session.output.name
    if progress is None:
        return "Writing your predictions", "Asking Encord for the first rows."
    if progress.waiting:
        return "Writing is paused", f"{progress.waiting.rstrip('.')}. It goes on by itself, and nothing is lost."
    match progress.phase:
        case "checking":
            return "Checking the file", f"Every row is in. Each one is read back and compared before {name} appears."
        case "saving":
            return "Saving the file", f"Every row is in and checked. {name} appears in a moment."
        case _:
            what = "Your script fills the rows" if session.script is not None else "Writing your predictions"
            return what, f"{name} appears when every row is in and checked. You can use other windows meanwhile."
