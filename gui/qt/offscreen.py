"""The demo without a display: the real window does the demo's export offscreen and takes pictures of itself."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gui.domain.active_words import SYNC
from gui.domain.counting import counted
from gui.domain.destination import Goal
from gui.domain.steps import NAMES, Step

if TYPE_CHECKING:
    from gui.protocol.events import ExportDone
    from gui.qt.app import Parts

LONGEST_S = 120.0
"""Seconds after which a step of the demo is given up."""

SIZE = (1280, 800)
"""Of the pictures, in pixels."""


class DemoFailedError(Exception):
    """The demo's export did not come to its end; the message says where and why."""


def run_offscreen_demo(out_folder: Path | None = None) -> int:
    """Export the demo project through the window; print where the file, the report and the pictures lie.

    Without ``out_folder`` a new temporary folder is made. Returns the exit code.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from gui.qt.app import build, make_app  # not at the top: Qt reads the variable above when it is loaded

    folder = out_folder or Path(tempfile.mkdtemp(prefix="encord-prediction-exporter-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    parts = build(make_app())
    walk = DemoWalk(parts, folder)
    parts.tasks.on_bug = walk.note_bug
    # a slot that raises ends up here: the demo must not pass for whole when a page could not be shown
    sys.excepthook = lambda kind, error, trace: walk.note_bug("".join(traceback.format_exception(kind, error, trace)))
    parts.window.resize(*SIZE)
    parts.window.show()
    parts.link.start()
    parts.tasks.start(walk.run())
    try:
        parts.tasks.run()
    finally:
        parts.link.close()
        parts.window.close()
    for line in walk.account():
        print(line)  # noqa: T201 - there is a terminal here and no window to say it in
    return 0 if walk.failure is None else 1


class DemoWalk:
    """Goes through the five steps as a user would, with a picture of every page."""

    def __init__(self, parts: Parts, folder: Path) -> None:
        """Everything is written into ``folder``."""
        self._parts = parts
        self._session = parts.session
        self._folder = folder
        self._pictures: list[Path] = []
        self._bugs: list[str] = []
        self._exported: ExportDone | None = None
        self.failure: str | None = "It was ended before its time."

    async def run(self) -> None:
        """Do it, and end the application."""
        try:
            await self._walk()
            self.failure = f"It met a fault of ours:\n{self._bugs[0]}" if self._bugs else None
        except DemoFailedError as error:
            self.failure = str(error)
        finally:
            self._parts.app.quit()

    def note_bug(self, report: str) -> None:
        """Something met a fault of ours: the demo has failed, whatever comes of it."""
        self._bugs.append(report)

    def account(self) -> list[str]:
        """What there is to say afterwards, line by line."""
        done, published = self._exported, self._session.done
        if self.failure is not None or done is None or published is None or published.branch is None:
            return [f"The demo did not come to its end. {self.failure}"]
        what = f"{counted(done.predictions, 'prediction')} on {counted(done.rows, 'row')}"
        return [
            f"There is no display, so the demo ran without one: {what} written and checked.",
            f"  file         {done.output}",
            f"  report       {self._report}",
            f"  branch       {published.branch.name}, {counted(published.branch.saved, 'row')} read back",
            *(f"  screenshot   {picture}" for picture in self._pictures),
        ]

    @property
    def _report(self) -> Path:
        return self._folder / "report.json"

    async def _walk(self) -> None:
        session = self._session
        await self._grab("1-connect")
        session.try_demo()
        await self._until(lambda: session.listing_done, "listing the rows")
        await self._grab("2-rows")
        session.go_to(Step.PREDICTIONS)
        session.read_predictions(session.suggested_predictions or "")
        await self._until(lambda: session.plan is not None and not session.plan_is_stale, "rehearsing the export")
        await self._grab("3-predictions")
        session.go_to(Step.CHECK)
        await self._grab("4-check")
        session.start_export(self._folder / "predictions.json", self._report)
        await self._until(lambda: session.done is not None, "exporting")
        self._exported = session.done
        await self._grab("5-done")
        await self._publish()

    async def _publish(self) -> None:
        """The same once more, on a branch of the demo project."""
        session = self._session
        session.go_to(Step.CHECK)
        session.where_to.set_goal(Goal.BRANCH)
        await self._until(self._may_publish, "looking at the branches")
        await self._grab("6-where-to")
        session.start_export()
        await self._until(lambda: session.done is not None, "publishing")
        if session.done is None or session.done.branch is None or not session.done.branch.verified:
            raise DemoFailedError("The branch was not read back.")
        session.active.ask(SYNC)
        await self._until(lambda: bool(session.active.taken_at), "asking Active")
        await self._grab("7-published")

    def _may_publish(self) -> bool:
        standing = self._session.branch_standing()
        return standing is not None and standing.can_begin

    async def _until(self, is_so: Callable[[], bool], doing: str) -> None:
        from gui.qt.tasks import until

        session = self._session
        came = await until(session.changed, lambda: is_so() or bool(session.failures), LONGEST_S)
        for step, sentence in session.failures.items():
            raise DemoFailedError(f"{NAMES[step]}: {sentence.what} {sentence.why} {sentence.remedy}".strip())
        if not came:
            raise DemoFailedError(f"It took too long while {doing}.")

    async def _grab(self, name: str) -> None:
        from gui.qt.tasks import settled

        await settled()
        path = self._folder / f"{name}.png"
        self._parts.window.grab().save(str(path))
        self._pictures.append(path)
