"""The one worker thread that owns the engine process and its pipes for as long as the window lives."""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from typing import BinaryIO, cast

import msgspec

from gui.foreign.children import end_child
from gui.foreign.pipes import BrokenFrameError, read_frame, write_frame
from gui.protocol import commands, events, messages

log = logging.getLogger(__name__)

POST_INTERVAL = 0.05
"""Seconds between two batches for the event loop: at most 20 a second."""

MOST_DEATHS = 3
"""So many deaths within ``DEATH_WINDOW`` seconds and no further engine is started."""

DEATH_WINDOW = 60.0

SHUTDOWN_GRACE = 1.0
"""Seconds an engine has to leave by itself when the window closes."""

Starter = Callable[[], "subprocess.Popen[bytes]"]
Batch = list[events.AnyEvent]


class EngineWorker(threading.Thread):
    """Owns one engine after the other: writes commands, collects events, notices deaths.

    The callables are called in this thread.
    """

    def __init__(
        self,
        start_engine: Starter,
        post: Callable[[Batch], None],
        died: Callable[[], None],
        gave_up: Callable[[], None],
    ) -> None:
        """Nothing is started before ``start``."""
        super().__init__(name="engine-link", daemon=True)
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._start_engine = start_engine
        self._post = post
        self._died = died
        self._gave_up = gave_up
        self._engine: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []
        self._batch: Batch = []
        self._posted = 0.0

    @property
    def pid(self) -> int | None:
        """The process id of the engine, None while there is none."""
        return self._engine.pid if self._engine is not None else None

    def send(self, command: commands.AnyCommand) -> None:
        """Have a command written; from any thread."""
        self._inbox.put(command)

    def kill_engine(self) -> None:
        """End the engine the hard way; its reader sees the end of the pipe and tells the worker."""
        engine = self._engine
        if engine is not None:
            engine.kill()

    def restart(self) -> None:
        """End the engine; where none was left alive, start one again."""
        if self._engine is not None:
            self.kill_engine()
        else:
            self._inbox.put(_Restart())

    def close(self) -> None:
        """End the engine and this thread, and wait for both."""
        if not self.is_alive():
            return
        self._inbox.put(_Close())
        self.join(2 * SHUTDOWN_GRACE)
        if self.is_alive():
            # It is in the middle of writing to an engine that does not read.
            self.kill_engine()
            self.join()

    def run(self) -> None:
        """The thread: one message after the other, and a batch whenever one is due."""
        self._begin()
        while True:
            match self._next():
                case _Close():
                    break
                case _Frame() as frame:
                    self._take(frame)
                case _Ended(engine):
                    self._bury(engine)
                case _Restart():
                    self._begin_again()
                case None:
                    pass
                case command:
                    self._write(command)
            self._flush_when_due()
        self._finish()

    def _next(self) -> _Message | None:
        """The next thing to do; None when a batch is due."""
        wait = max(self._posted + POST_INTERVAL - time.monotonic(), 0) if self._batch else None
        try:
            return self._inbox.get(timeout=wait)
        except queue.Empty:
            return None

    def _flush_when_due(self) -> None:
        if time.monotonic() - self._posted >= POST_INTERVAL:
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, []
            self._posted = time.monotonic()
            self._post(batch)

    def _take(self, frame: _Frame) -> None:
        if frame.engine is not self._engine:
            return
        try:
            self._batch.append(messages.decode_event(frame.payload))
        except msgspec.MsgspecError:
            log.exception("The engine sent something that is no event; it is ended.")
            self.kill_engine()

    def _write(self, command: commands.AnyCommand) -> None:
        if self._engine is None:
            self._gave_up()  # whoever sent it waits for an answer
            return
        try:
            write_frame(cast(BinaryIO, self._engine.stdin), messages.encode(command))
        except (OSError, ValueError):
            log.warning("The engine is gone; %s was not delivered.", type(command).__name__)

    def _begin(self) -> bool:
        """Start an engine; whether there is one now."""
        try:
            self._engine = self._start_engine()
        except OSError:
            log.exception("No engine can be started.")
            self._engine = None
            self._gave_up()
            return False
        _Reader(self._engine, self._inbox).start()
        return True

    def _begin_again(self) -> None:
        if self._engine is None:
            self._deaths.clear()
            if self._begin():
                self._died()

    def _bury(self, engine: subprocess.Popen[bytes]) -> None:
        if engine is not self._engine:
            return
        # Its pipe is closed, so nothing more can come of it, whether or not it still runs.
        log.warning("The engine ended with %s.", end_child(engine))
        self._flush()
        now = time.monotonic()
        self._deaths = [each for each in self._deaths if now - each < DEATH_WINDOW] + [now]
        if len(self._deaths) >= MOST_DEATHS:
            self._engine = None
            self._gave_up()
            return
        if self._begin():
            self._died()

    def _finish(self) -> None:
        engine, self._engine = self._engine, None
        if engine is None:
            return
        with contextlib.suppress(OSError, ValueError):
            write_frame(cast(BinaryIO, engine.stdin), messages.encode(commands.Shutdown(job=0)))
        try:
            engine.wait(SHUTDOWN_GRACE)
        except subprocess.TimeoutExpired:
            # First the process, then its pipes: closing one that the reader waits on would wait as well.
            engine.kill()
        end_child(engine)


class _Close:
    """Ends the worker."""


class _Restart:
    """Starts an engine where none is left."""


class _Frame:
    """A frame of bytes that an engine sent."""

    def __init__(self, engine: subprocess.Popen[bytes], payload: bytes) -> None:
        self.engine = engine
        self.payload = payload


class _Ended:
    """An engine's pipe was closed."""

    __match_args__ = ("engine",)

    def __init__(self, engine: subprocess.Popen[bytes]) -> None:
        self.engine = engine


_Message = commands.AnyCommand | _Frame | _Ended | _Restart | _Close


class _Reader(threading.Thread):
    """Waits on one engine's pipe for the worker.

    A pipe cannot be waited for together with a queue on every system, so the waiting, and nothing else, is
    done here; the thread ends with its engine.
    """

    def __init__(self, engine: subprocess.Popen[bytes], inbox: queue.SimpleQueue[_Message]) -> None:
        super().__init__(name="engine-pipe", daemon=True)
        self._engine = engine
        self._inbox = inbox

    def run(self) -> None:
        stream = cast(BinaryIO, self._engine.stdout)
        try:
            while (payload := read_frame(stream)) is not None:
                self._inbox.put(_Frame(self._engine, payload))
        except (BrokenFrameError, OSError, ValueError) as error:
            log.warning("The engine's pipe broke: %s", error)
        self._inbox.put(_Ended(self._engine))
