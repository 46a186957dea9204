"""The real window, offscreen, with its engine: lists, scrolls, exports while scrolling; prints what was measured.

python -m tests.bench.window_side KEY DOMAIN PROJECT PREDICTIONS OUTPUT RUNS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from gui.domain.steps import Step
from gui.qt.app import Parts, begin, build, make_app
from gui.qt.rows.rows_table import RowsTable
from gui.qt.tasks import until
from tests.bench.lateness import Heartbeat

LONGEST_S = 1800.0
SCROLL_S = 5.0
"""Seconds of scrolling without an export."""
SETTLE_S = 0.5
"""Seconds after a change of the page before stalls are counted."""
FRAME_MS = 16
PIXELS_A_FRAME = 90
"""Three rows."""
MB = 1_000_000


class Scroll:
    """Scrolls the table as somebody who looks for something: three rows a frame, from the end to the start again."""

    def __init__(self, table: RowsTable) -> None:
        """Nothing moves before ``start``."""
        self._bar = table.verticalScrollBar()
        self._timer = QTimer(table)
        self._timer.timeout.connect(self._move)

    def start(self) -> None:
        """Move from now on."""
        self._timer.start(FRAME_MS)

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    def _move(self) -> None:
        beyond = self._bar.value() >= self._bar.maximum()
        self._bar.setValue(0 if beyond else self._bar.value() + PIXELS_A_FRAME)


class Walk:
    """What somebody does, and the figures of it."""

    def __init__(self, parts: Parts, arguments: list[str]) -> None:
        self._parts, self._session = parts, parts.session
        key, self._domain, self._project, self._predictions, output, runs = arguments
        self._key, self._output, self._runs = Path(key).read_text(), Path(output), int(runs)
        self._beat = Heartbeat()
        self.figures: dict[str, Any] = {}
        self.failure = ""

    async def run(self) -> None:
        """Do it, and end the application."""
        try:
            await self._walk()
        except Exception as error:  # noqa: BLE001 - told by the exit code
            self.failure = f"{type(error).__name__}: {error}"
        finally:
            self._parts.app.quit()

    async def _walk(self) -> None:
        session, figures = self._session, self.figures
        session.sign_in(self._key, None, self._domain)
        await self._until(lambda: session.account is not None)
        figures["idle_mb"] = self._memory("VmRSS")
        await self._list()
        session.read_predictions(self._predictions)
        await self._until(lambda: session.plan is not None and not session.plan_is_stale)
        figures["planned_mb"] = self._memory("VmRSS")
        table = self._parts.window.findChildren(RowsTable)[0]
        scroll = Scroll(table)
        figures["runs"] = [await self._scroll_and_export(scroll) for _ in range(self._runs)]
        figures["peak_mb"] = self._memory("VmHWM")

    async def _list(self) -> None:
        session, figures = self._session, self.figures
        self._beat.take()
        started = time.monotonic()
        session.open_project(self._project)
        await self._until(lambda: bool(session.rows))
        figures["first_row_s"] = time.monotonic() - started
        session.go_to(Step.ROWS)
        await self._until(lambda: session.listing_done)
        figures["listing_s"] = time.monotonic() - started
        figures["rows"] = len(session.rows)
        figures["listing"] = asdict(self._beat.take())
        figures["listed_mb"] = self._memory("VmRSS")

    async def _scroll_and_export(self, scroll: Scroll) -> dict[str, Any]:
        session = self._session
        session.go_to(Step.ROWS)
        scroll.start()
        await asyncio.sleep(SETTLE_S)
        self._beat.take()
        await asyncio.sleep(SCROLL_S)
        alone = self._beat.take()
        started = time.monotonic()
        session.start_export(self._output)
        session.go_to(Step.ROWS)
        await asyncio.sleep(SETTLE_S)
        self._beat.take()  # the change of the page is not what is measured
        await self._until(lambda: session.done is not None)
        during = self._beat.take()
        scroll.stop()
        assert session.done is not None
        return {
            "alone": asdict(alone),
            "during": asdict(during),
            "export_s": time.monotonic() - started,
            "rows": session.done.rows,
        }

    async def _until(self, is_so: Callable[[], bool]) -> None:
        session = self._session
        came = await until(session.changed, lambda: is_so() or bool(session.failures), LONGEST_S)
        if session.failures or not came:
            raise RuntimeError(str(session.failures) or "it took too long")

    def _memory(self, name: str) -> dict[str, float]:
        """Megabytes of the window and of its engine, as the kernel counts them (Linux): now, or the peak."""
        return {"window": memory_of("self", name), "engine": memory_of(str(self._parts.link.pid), name)}


def memory_of(process: str, name: str) -> float:
    """``VmRSS`` or ``VmHWM`` of a process, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / MB for line in lines if line.startswith(f"{name}:"))


def main(argv: list[str]) -> int:
    """Show the window and walk."""
    parts = build(make_app())
    walk = Walk(parts, argv)
    parts.window.resize(1280, 800)
    begin(parts)
    parts.tasks.start(walk.run())
    try:
        parts.tasks.run()
    finally:
        parts.link.close()
        parts.window.close()
    if walk.failure:
        print(walk.failure, file=sys.stderr)
        return 1
    print(json.dumps(walk.figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
