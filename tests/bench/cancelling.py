"""How long the engine takes to stop while it lists, reads, exports, publishes or undoes, whatever the server does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.foreign.children import end_child, start_child
from gui.foreign.pipes import read_frame, write_frame
from gui.protocol.commands import (
    AnyCommand,
    Cancel,
    OpenProject,
    ReadPredictions,
    RemovePublished,
    Secret,
    SignIn,
    StartExport,
)
from gui.protocol.events import (
    AnyEvent,
    ExportProgress,
    Failed,
    ListingDone,
    PredictionsRead,
    ProjectOpened,
    RemovalProgress,
    SignedIn,
    Stopped,
)
from gui.protocol.messages import decode_event, encode
from tests.bench.server import Server

E = TypeVar("E")

LISTING_S, READING_S, EXPORT_S, UNDO_S = 0.2, 0.1, 0.7, 0.1
"""Seconds of work before the cancel."""
LONGEST_S = 120.0


@dataclass(frozen=True)
class Cancelled:
    """One cancel: what ran, how the server behaved, and the milliseconds until the engine was idle."""

    during: str
    server: str
    ms: float


class Engine:
    """A real engine process, and what it tells."""

    def __init__(self, home: Path) -> None:
        """It starts at once."""
        self.process = start_child("engine", env_extra={"EXPORTER_HOME": str(home)})
        self._told: queue.Queue[AnyEvent] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, command: AnyCommand) -> None:
        """Write a command."""
        assert self.process.stdin
        write_frame(self.process.stdin, encode(command))

    def wait(self, kind: type[E]) -> E:
        """The next event of this kind. Raises RuntimeError when the engine says that something failed."""
        while True:
            event = self._told.get(timeout=LONGEST_S)
            if isinstance(event, kind):
                return event
            if isinstance(event, Failed):
                raise RuntimeError(event.sentence.what)

    def _listen(self) -> None:
        assert self.process.stdout
        while (frame := read_frame(self.process.stdout)) is not None:
            self._told.put(decode_event(frame))


SERVERS: dict[str, tuple[dict[str, Any], ...]] = {
    "well-behaved": (),
    "100 ms away": ({"kind": "latency", "latency_ms": 100},),
    "silent": ({"kind": "silent", "on": "labels"}, {"kind": "silent", "on": "list"}),
    "dripping": (
        {"kind": "dripping", "on": "labels", "latency_ms": 20},
        {"kind": "dripping", "on": "list", "latency_ms": 20},
    ),
}


SAVING: dict[str, tuple[dict[str, Any], ...]] = {
    "well-behaved": (),
    "100 ms away": ({"kind": "latency", "latency_ms": 100},),
    "silent": ({"kind": "silent", "on": "save"}, {"kind": "silent", "on": "create"}),
    "dripping": (
        {"kind": "dripping", "on": "save", "latency_ms": 20},
        {"kind": "dripping", "on": "create", "latency_ms": 20},
    ),
}
"""The same for requests that write to a branch."""


UNDOING: dict[str, tuple[dict[str, Any], ...]] = {
    "100 ms away": SERVERS["100 ms away"],
    "silent": ({"kind": "silent", "on": "labels"},),
    "dripping": ({"kind": "dripping", "on": "labels", "latency_ms": 20},),
}
"""For the removal of what one of those runs published; a well-behaved server would have done it before the cancel."""


def measure_cancels(server: Server, folder: Path) -> Iterator[Cancelled]:
    """A cancel of the listing, the export, publishing and undoing, for each way a server can behave."""
    with engine_at(server, folder) as engine:
        for job, (name, faults) in enumerate(SERVERS.items(), start=10):
            server.misbehave(*faults)
            engine.send(OpenProject(job=job, project_hash=server.address.project))
            engine.wait(ProjectOpened)
            yield Cancelled("listing", name, cancelled_after(engine, job, LISTING_S))
        server.misbehave()
        engine.send(OpenProject(job=20, project_hash=server.address.project))
        engine.wait(ListingDone)
        engine.send(ReadPredictions(job=21, path=str(server.predictions)))
        yield Cancelled("reading", "well-behaved", cancelled_after(engine, 21, READING_S))
        engine.send(ReadPredictions(job=22, path=str(server.predictions)))
        engine.wait(PredictionsRead)
        for job, (name, faults) in enumerate(SERVERS.items(), start=30):
            engine.send(StartExport(job=job, choices=Choices(), output=str(folder / "cancelled.json")))
            engine.wait(ExportProgress)
            server.misbehave(*faults)
            yield Cancelled("export", name, cancelled_after(engine, job, EXPORT_S))
            server.misbehave()
        for job, (name, faults) in enumerate(SAVING.items(), start=40):
            branch = BranchChoice(f"cancelled-{job}")
            engine.send(StartExport(job=job, choices=Choices(), output="", branch=branch))
            while engine.wait(ExportProgress).phase != "saving":
                pass
            server.misbehave(*faults)
            yield Cancelled("publishing", name, cancelled_after(engine, job, EXPORT_S))
            server.misbehave()
        lists = (folder / "home" / "data" / "history").glob("*.rows")
        published = max(lists, key=lambda path: path.stat().st_size).stem
        for job, (name, faults) in enumerate(UNDOING.items(), start=50):
            server.misbehave(*faults)
            engine.send(RemovePublished(job=job, run=published, dry_run=False))
            while engine.wait(RemovalProgress).phase != "removing":
                pass
            yield Cancelled("undoing", name, cancelled_after(engine, job, UNDO_S))
            server.misbehave()


def cancelled_after(engine: Engine, job: int, seconds: float) -> float:
    """Milliseconds from the cancel, sent after ``seconds``, to the engine's word that it has stopped."""
    time.sleep(seconds)
    started = time.monotonic()
    engine.send(Cancel(job=99, target=job))
    engine.wait(Stopped)
    return 1000 * (time.monotonic() - started)


@contextmanager
def engine_at(server: Server, folder: Path) -> Iterator[Engine]:
    """An engine that has signed in."""
    engine = Engine(folder / "home")
    try:
        engine.send(SignIn(job=1, key=Secret(Path(server.address.key).read_text()), domain=server.address.url))
        engine.wait(SignedIn)
        yield engine
    finally:
        server.misbehave()
        end_child(engine.process)
