"""The engine's side of one host process: started, spoken to with patience that ends, and ended with its children."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from gui.errors import Cancelled
from gui.foreign.children import end_child, start_child
from gui.foreign.pipes import BrokenFrameError, read_frame, write_frame

MOST_PRINTED = 20_000
"""Characters of what a script prints that are kept for each message."""
LARGEST_LOG = 16 * 1024 * 1024
"""Bytes that a script may print until its log is cut."""

NTSTATUS_ERROR = 0xC0000000
"""Windows' codes from here on are faults, such as 0xC0000005, an access violation."""

_TRACE_MARGIN_S = 0.5
"""Seconds before the end of patience at which the host writes where the script is."""
_GLANCE_S = 0.1
"""Seconds after which a silent host is left for a glance at the clock, the stop button and the log."""


class HostEndedError(Exception):
    """The host is gone, or was ended because it took too long: the text says what happened."""


class HostProcess:
    """One host, from its start to its end. Its files lie in ``folder``; the script works in ``folder/work``."""

    def __init__(self, folder: Path, script: str, environment: dict[str, str]) -> None:
        """Start it. Raises OSError when the system cannot."""
        self._script = script
        self._log, self._trace = folder / "printed.log", folder / "trace.log"
        self._log.write_bytes(b"")
        self._trace.write_bytes(b"")
        self._child = start_child("host", self._log, self._trace, cwd=folder / "work", env_extra=environment)
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="host-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._child.pid

    def ask(
        self,
        message: dict[str, Any],
        seconds: float,
        answer_need: Callable[[str], dict[str, Any]],
        cancelled: Callable[[], bool],
    ) -> dict[str, Any]:
        """Send ``message`` and wait for its answer; what the host needs meanwhile is answered by ``answer_need``.

        Raises HostEndedError when the host ends, talks nonsense, or takes longer than ``seconds`` (then it is
        ended); ``Cancelled`` when ``cancelled`` says so, with the host ended.
        """
        self._send(message | {"seconds": max(0.05, seconds - _TRACE_MARGIN_S)})
        deadline = time.monotonic() + seconds
        while True:
            payload = self._wait(deadline, seconds, cancelled)
            try:
                answer: dict[str, Any] = orjson.loads(payload)
            except orjson.JSONDecodeError:
                self.end(at_once=True)
                raise HostEndedError("its labels hold text that is not valid Unicode") from None
            if answer["kind"] != "need":
                return answer
            asked = time.monotonic()
            self._send(answer_need(answer["data_hash"]))
            deadline += time.monotonic() - asked  # the server's slowness is not the script's

    def printed(self) -> str:
        """What the script printed since this was asked last, at most `MOST_PRINTED` characters of it."""
        with contextlib.suppress(OSError):
            text = self._log.read_bytes()[: 4 * MOST_PRINTED].decode("utf-8", errors="replace")
            whole = self._log.stat().st_size <= 4 * MOST_PRINTED and len(text) <= MOST_PRINTED
            os.truncate(self._log, 0)
            return text if whole else f"{text[:MOST_PRINTED]}\n… (the rest was left out)\n"
        return ""

    def end(self, at_once: bool = False) -> int:
        """End the host and the processes that the script started; returns its exit code."""
        if at_once:
            self._kill()
        self._send({"kind": "end"})
        code = end_child(self._child)
        self._kill()  # what the script started and left behind
        self._reader.join(5)
        return code

    def _kill(self) -> None:
        """End the host if it still runs, and its children."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)  # it leads a group of its own (`start_child`)
        else:
            self._child.kill()

    def _read(self) -> None:
        assert self._child.stdout is not None
        try:
            while (payload := read_frame(self._child.stdout)) is not None:
                self._answers.put(payload)
        except (BrokenFrameError, OSError, ValueError):
            pass  # what a process leaves behind that died while it wrote
        self._answers.put(None)

    def _send(self, message: dict[str, Any]) -> None:
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):  # it is gone: what it left behind is read next, then its end noticed
            write_frame(self._child.stdin, orjson.dumps(message))

    def _wait(self, deadline: float, seconds: float, cancelled: Callable[[], bool]) -> bytes:
        """The next message of the host."""
        while True:
            try:
                payload = self._answers.get(timeout=_GLANCE_S)
            except queue.Empty:
                self._glance(deadline, seconds, cancelled)
                continue
            if payload is None:
                raise HostEndedError(f"{how_it_ended(self.end())}{self._where()}")
            return payload

    def _glance(self, deadline: float, seconds: float, cancelled: Callable[[], bool]) -> None:
        if cancelled():
            self.end(at_once=True)
            raise Cancelled
        if time.monotonic() > deadline:
            self.end(at_once=True)
            raise HostEndedError(f"it took over {seconds:g} s{self._where()}")
        if self._log.stat().st_size > LARGEST_LOG:
            os.truncate(self._log, 4 * MOST_PRINTED + 1)

    def _where(self) -> str:
        """The script's innermost line in the host's trace, in words; empty when it was not caught there."""
        marker = f'File "{self._script}", line '
        for line in self._trace.read_text(encoding="utf-8", errors="replace").splitlines():
            if marker in line:
                return f", on line {line.split(marker, 1)[1].split(' ', 1)[0].rstrip(',')}"
        return ""


def how_it_ended(code: int) -> str:
    """What the exit code of a host says: a signal is a negative one, a crash on Windows one of its NTSTATUS values."""
    if code < 0:
        name = signal.Signals(-code).name if -code in {*signal.Signals} else str(-code)
        hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
        return f"its process was ended by {name}{hint}"
    if code >= NTSTATUS_ERROR:
        return f"its process crashed (0x{code:08X})"
    return f"it ended its process (exit code {code})"
