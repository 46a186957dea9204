"""What the engine does to remove what a run of the history has published."""

from __future__ import annotations

import time
from collections.abc import Callable

from gui.encord_api.patience import Stop
from gui.errors import BranchProblem
from gui.export.run import TELL_EVERY_S
from gui.history import known_run
from gui.protocol.commands import RemovePublished
from gui.protocol.events import RemovalDone, RemovalProgress
from gui.publish.undo import Undo
from gui.workspace import Workspace


def removal_done(
    command: RemovePublished, workspace: Workspace, tell: Callable[[RemovalProgress], None], stop: Stop
) -> RemovalDone:
    """Remove it, or look at what would be removed.

    Raises ``Cancelled``, ``BranchProblem`` when nothing of it can be removed, and the failures of requests.
    """
    assert workspace.listing is not None
    run = known_run(command.run)
    if run is None:
        raise BranchProblem(
            "This run is no longer in the history.", "Nothing was removed.", "Look at the branch in Encord."
        )
    undo = Undo(run, workspace.listing, workspace.folder, stop, _Teller(command.job, tell))
    removal = undo.look() if command.dry_run else undo.remove()
    return RemovalDone(job=command.job, removal=removal, dry_run=command.dry_run)


class _Teller:
    """Passes progress on, but not too often."""

    def __init__(self, job: int, tell: Callable[[RemovalProgress], None]) -> None:
        self._job, self._tell = job, tell
        self._told_at, self._said = 0.0, ("", "")

    def __call__(self, phase: str, done: int, total: int, waiting: str) -> None:
        if (phase, waiting) != self._said or time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._told_at, self._said = time.monotonic(), (phase, waiting)
            self._tell(RemovalProgress(job=self._job, phase=phase, rows_done=done, rows_total=total, waiting=waiting))
