"""The host: a process of its own that runs a user's script on one row after the other, without key or client.

Only the standard library and encord, so that another interpreter can run it: ``host LOG TRACE``. It speaks JSON
in frames (`gui.foreign.pipes`) with `gui.foreign.script`:

====================  ==============================================================================
from the engine       ``open`` (script, source, ontology, …), ``row`` (metadata, labels), ``link`` (url), ``end``
to the engine         ``opened``, ``filled`` (labels, objects, classifications, problems), ``failed``
                      (why, line, ended), ``need`` (data_hash): answered by ``link`` before it goes on
====================  ==============================================================================

What the script prints goes to the file LOG; where a crash or a time-out caught it goes to TRACE.
"""

import base64
import contextlib
import faulthandler
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from gui.foreign.host_counting import Contents, as_json
from gui.foreign.host_guard import ENCORD_SERVERS, Guard, line_of
from gui.foreign.host_script import FaultError, explain, load, refused
from gui.foreign.pipes import BrokenFrameError, read_frame, take_over_standard_streams, write_frame

_leave = os._exit
"""Ends the process at once; scripts get a stand-in that tells first."""


def main(argv: Sequence[str]) -> NoReturn:
    """Serve until the engine closes the pipe, which ends the process wherever it is."""
    log, trace = argv
    incoming, outgoing = take_over_standard_streams(Path(log))
    with Path(trace).open("a") as file:
        faulthandler.enable(file)
        Host(incoming, outgoing, file.fileno()).serve()


class Host:
    """One script and the rows it is called with."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, trace: int) -> None:
        self._outgoing = outgoing
        self._trace = trace
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._inbox: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._script = ""
        self._guard = Guard("", ())
        self._function: Callable[[Any], object] | None = None
        self._rebuild: Callable[[dict[str, Any], dict[str, Any]], Any] | None = None
        threading.Thread(target=self._listen, args=(incoming,), name="listen", daemon=True).start()

    def serve(self) -> NoReturn:
        """Answer one message after the other, for ever."""
        while True:
            message = self._inbox.get()
            try:
                answer = as_json(self._open(message) if message["kind"] == "open" else self._fill(message))
            except FaultError as fault:
                answer = _failed(fault)
            try:
                self._send(answer)
            except ValueError:
                self._send(_failed(FaultError("the labels of this row are too large to be handed over")))

    def _listen(self, incoming: BinaryIO) -> None:
        """Hand on what the engine sends, until it says ``end``: it then looks after the rest itself.

        When it hangs up without a word it died: this process ends, and those that the script started with it.
        """
        with contextlib.suppress(BrokenFrameError):
            while (payload := read_frame(incoming)) is not None:
                message = json.loads(payload)
                if message["kind"] == "end":
                    _leave(0)
                self._inbox.put(message)
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(os.getpgrp(), signal.SIGKILL)
        _leave(0)

    def _send(self, payload: bytes) -> None:
        with self._lock:
            write_frame(self._outgoing, payload)

    def _open(self, message: dict[str, Any]) -> dict[str, Any]:
        """Load the SDK, put the stand-ins in place, and run the script's module level."""
        from gui.foreign import host_stand_ins as stand_ins

        self._script = message["script"]
        guard = self._guard = Guard(self._script, (*ENCORD_SERVERS, *message["servers"]))
        ontology = stand_ins.rebuild_ontology(message["ontology"], guard)
        project = stand_ins.OfflineProject(ontology, message["project_hash"], message["project_title"], guard)
        stand_ins.install_client(project, guard)
        self._rebuild = lambda metadata, labels: stand_ins.rebuild_row(
            metadata, labels, ontology, guard, self._ask_for_link
        )
        guard.watch()
        os._exit = self._exit_of_script  # type: ignore[assignment]
        with self._watchdog(message["seconds"]):
            self._function = load(self._script, base64.b64decode(message["source"]), guard)
        return {"kind": "opened"}

    def _fill(self, message: dict[str, Any]) -> dict[str, Any]:
        """Call the script's function with one row. Raises FaultError when the row fails as a whole."""
        assert self._rebuild is not None and self._function is not None
        self._guard.begin_row()
        row = self._rebuild(message["metadata"], message["labels"])
        try:
            with self._watchdog(message["seconds"]):
                self._function(row)
            contents = Contents(row)
            labels = row.to_encord_dict()
        except BaseException as error:  # noqa: BLE001 - whatever a script raises fails its row alone
            raise explain(error, self._script, self._guard) from None
        if self._guard.attempts:
            raise refused(self._guard)
        return {
            "kind": "filled",
            "labels": labels,
            "objects": contents.objects,
            "classifications": contents.classifications,
            "problems": contents.problems,
        }

    def _watchdog(self, seconds: float) -> "_Watchdog":
        return _Watchdog(seconds, self._trace)

    def _ask_for_link(self, data_hash: str) -> str | None:
        self._send(as_json({"kind": "need", "data_hash": data_hash}))
        answer = self._inbox.get()
        link: str | None = answer["url"]
        if link is None:
            raise FileNotFoundError(answer["why"])
        self._guard.allow(link)
        return link

    def _exit_of_script(self, code: int = 0) -> NoReturn:
        if os.getpid() == self._pid:  # else a worker that multiprocessing ends in its usual way
            line = line_of(sys._getframe(), self._script)
            self._send(_failed(FaultError("it ended its process (os._exit)", line), ended=True))
        _leave(code)


class _Watchdog:
    """Writes where the script is into the trace file shortly before the engine's patience ends."""

    def __init__(self, seconds: float, trace: int) -> None:
        self._seconds = seconds
        self._trace = trace
        self._pid = os.getpid()

    def __enter__(self) -> None:
        os.ftruncate(self._trace, 0)  # where an earlier row was is of no interest any more
        faulthandler.dump_traceback_later(self._seconds, file=self._trace)

    def __exit__(self, *_: object) -> None:
        if os.getpid() != self._pid:
            _leave(1)  # a copy of the process that the script made by os.fork and forgot: it has no say here
        faulthandler.cancel_dump_traceback_later()


def _failed(fault: FaultError, ended: bool = False) -> bytes:
    return as_json({"kind": "failed", "why": fault.why, "line": fault.line, "ended": ended})
