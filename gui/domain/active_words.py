"""What is said of Encord Active: the ways a project can be imported there, and what came of asking it."""

from __future__ import annotations

from gui.errors import Sentence

SYNC = "sync"
"""The wish that Active looks at a project again which it has already."""

MODES = (
    ("label", "Pictures and labels"),
    ("metric", "And search, and quality metrics"),
    ("advanced", "And plots of similar pictures"),
)
"""The modes of an import (``encord.orm.active.ActiveProjectMode``), the quickest first. The one without labels is left
out: there would be nothing to compare predictions with."""


def active_state(wish: str, taken_at: str, failure: Sentence | None, *, is_asking: bool) -> tuple[str, str]:
    """How it stands with Active, and an icon's name; both empty while nothing was asked."""
    is_sync = wish == SYNC
    if is_asking:
        return ("Asking Active to sync…" if is_sync else "Asking Active to import the project…"), "clock"
    if failure is not None:
        return f"{failure.what} {failure.remedy}".strip(), "octagon"
    if taken_at:
        what = "sync" if is_sync else "import"
        return f"Asked at {taken_at}. The {what} goes on by itself in Active; it shows there when it is done.", "check"
    return "", ""
