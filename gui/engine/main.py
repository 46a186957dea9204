"""The engine process: takes the window's commands one by one, does the work, and tells events."""

from __future__ import annotations

import logging
import queue
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from gui import logs
from gui.errors import Cancelled, ExpectedFailure
from gui.foreign.pipes import read_frame, take_over_standard_streams, write_frame
from gui.garbage import collect_rarely
from gui.protocol.commands import AnyCommand, Cancel, Shutdown
from gui.protocol.events import AnyEvent, Crashed, Failed, Ready, Stopped
from gui.protocol.messages import decode_command, encode

if TYPE_CHECKING:
    from gui.encord_api.patience import Stop

log = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """The role ``engine``: speak the protocol on the standard streams until they close."""
    log_file = logs.start_logging("engine")
    incoming, outgoing = take_over_standard_streams(log_file)
    Engine(outgoing).serve(incoming)
    return 0


class Engine:
    """Reads commands in this thread and does the jobs in another, so that a cancel is heard at once."""

    def __init__(self, outgoing: BinaryIO) -> None:
        self._outgoing = outgoing
        self._writing = threading.Lock()
        self._jobs: queue.Queue[AnyCommand | None] = queue.Queue()
        self._stops: dict[int, Stop] = {}
        self._cancelled: set[int] = set()
        self._lock = threading.Lock()

    def serve(self, incoming: BinaryIO) -> None:
        """Take commands until the pipe closes or ``Shutdown`` comes."""
        worker = threading.Thread(target=self._work, name="jobs", daemon=True)
        worker.start()
        while (frame := read_frame(incoming)) is not None:
            command = decode_command(frame)
            if isinstance(command, Shutdown):
                break
            if isinstance(command, Cancel):
                self._cancel(command.target)
            else:
                self._jobs.put(command)
        with self._lock:
            for stop in self._stops.values():
                stop.set()
        self._jobs.put(None)
        worker.join(timeout=2)

    def tell(self, event: AnyEvent) -> None:
        """Send an event; a window that has gone is no fault."""
        with self._writing:
            try:
                write_frame(self._outgoing, encode(event))
            except (BrokenPipeError, ValueError):
                log.info("the window has gone")

    def _cancel(self, job: int) -> None:
        with self._lock:
            self._cancelled.add(job)
            if job in self._stops:
                self._stops[job].set()

    def _work(self) -> None:
        from gui.encord_api.client import sdk_version
        from gui.encord_api.patience import Stop
        from gui.engine.jobs import Jobs

        collect_rarely()
        jobs = Jobs(self.tell)
        self.tell(Ready(job=0, sdk_version=sdk_version()))
        while (command := self._jobs.get()) is not None:
            with self._lock:
                stop = self._stops[command.job] = Stop()
                if command.job in self._cancelled:
                    stop.set()
            try:
                self._do(lambda stop=stop, command=command: jobs.run(command, stop), command.job)  # type: ignore[misc]
            finally:
                with self._lock:
                    del self._stops[command.job]
        jobs.close()

    def _do(self, work: Callable[[], None], job: int) -> None:
        try:
            work()
        except Cancelled:
            self.tell(Stopped(job=job))
        except ExpectedFailure as failure:
            log.info("job %s failed: %s", job, failure.sentence.what)
            self.tell(Failed(job=job, sentence=failure.sentence))
        except Exception:
            text = logs.redact(traceback.format_exc())
            log.exception("job %s met a bug", job)
            self.tell(Crashed(job=job, report=text))
