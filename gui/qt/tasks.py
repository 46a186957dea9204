"""The only module that knows asyncio and qasync: the event loop, and tasks that are held, watched and ended."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import qasync
from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

T = TypeVar("T")

_SETTLED_S = 0.05


class Tasks:
    """Runs coroutines in the GUI thread: keeps them alive, tells of their errors, ends them with the window."""

    def __init__(self, app: QApplication) -> None:
        """The loop starts with ``run``."""
        self._loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(self._loop)
        self._running: set[asyncio.Task[None]] = set()
        self.on_bug: Callable[[str], object] = log.error
        """Called with a traceback when a coroutine fails in a way nobody foresaw."""

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work``; the loop alone would let it be collected half-way."""
        task = self._loop.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def run(self) -> int:
        """Run until the application quits; what still waits then is cancelled. Returns the exit code."""
        with self._loop:
            code = int(self._loop.run_forever() or 0)
            self._cancel_all()
        return code

    def close(self) -> None:
        """Cancel what waits and close the loop, for those who run an event loop of their own (tests)."""
        self._cancel_all()
        self._loop.close()

    def _cancel_all(self) -> None:
        left = list(self._running)
        for task in left:
            task.cancel()
        if left:
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self.on_bug("".join(traceback.format_exception(error)))


async def signalled(signal: SignalInstance) -> tuple[object, ...]:
    """Wait for a Qt signal; returns what it carried. Whoever sent it may be gone by then."""
    waiter = _Waiter(asyncio.get_running_loop().create_future())
    signal.connect(waiter.arrived)
    try:
        return await waiter.future
    finally:
        # Its end also ends the connection, whether or not the sender still exists.
        waiter.deleteLater()


class _Waiter(QObject):
    def __init__(self, future: asyncio.Future[tuple[object, ...]]) -> None:
        super().__init__()
        self.future = future

    def arrived(self, *values: object) -> None:
        if not self.future.done():
            self.future.set_result(values)


async def until(changed: SignalInstance, is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until ``is_so``, looking whenever ``changed`` is emitted; False when it took longer than ``seconds``."""
    try:
        async with asyncio.timeout(seconds):
            while not is_so():
                await signalled(changed)
    except TimeoutError:
        return False
    return True


async def settled() -> None:
    """Let Qt lay out and paint what was just changed; a coroutine must not run Qt's events by itself.

    A step of another task that came while this one runs would be refused, and that task would wait for ever.
    """
    await asyncio.sleep(_SETTLED_S)


async def in_thread(work: Callable[[], T]) -> T:
    """What ``work`` returns or raises, run in a thread of its own.

    Not in the loop's own pool: that one is waited for at the end, and ``work`` may wait for the user.
    """
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()  # from here on it cannot be cancelled under the thread's hands

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            outcome.set_exception(error)

    threading.Thread(target=run, name="waiting-work", daemon=True).start()
    return await asyncio.wrap_future(outcome)
