"""The demo server as a process of its own, seen from the program that started it."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from gui.errors import ConnectionProblem
from gui.foreign.children import end_child, start_child

START_S = 20.0
"""Seconds after which a demo server that has not spoken is given up."""


class DemoAddress(msgspec.Struct, frozen=True):
    """The line the demo server prints when it is ready."""

    url: str
    project: str
    key: str
    predictions: str
    dataset: str = ""
    script: str = ""
    shapes: str = ""


@dataclass
class DemoChild:
    """A running demo server; it ends when this process closes its input, or ends."""

    process: subprocess.Popen[bytes]
    address: DemoAddress

    @classmethod
    def start(cls, *options: str) -> DemoChild:
        """Start it and wait until it is ready. Raises ``ConnectionProblem`` when it does not come up.

        ``options`` are those of ``gui.demo.main``.
        """
        process = start_child("demo-server", *options)
        assert process.stdout is not None
        lines: list[bytes] = []
        reader = threading.Thread(target=lambda: lines.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
        reader.start()
        reader.join(START_S)
        if not lines or not lines[0].strip():
            end_child(process)
            raise ConnectionProblem(
                "The demo did not start.", "Its small server on this computer did not answer.", "Try again."
            )
        return cls(process, msgspec.json.decode(lines[0], type=DemoAddress))

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.address.url

    @property
    def project_hash(self) -> str:
        """The demo project."""
        return self.address.project

    @property
    def predictions(self) -> str:
        """Path of the demo's prediction file."""
        return self.address.predictions

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process.poll() is None

    def key_text(self) -> str:
        """The demo's key."""
        return Path(self.address.key).read_text(encoding="ascii")

    def close(self) -> None:
        """End it."""
        end_child(self.process)
