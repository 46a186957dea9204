"""A demo server of many rows for the benchmarks: a process of its own, with a latency as wanted."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.demo.child import DemoAddress, DemoChild


@dataclass(frozen=True)
class Server:
    """Where it is, and its files."""

    address: DemoAddress
    rows: int
    started_in: float
    """Seconds until it served."""

    @property
    def options(self) -> list[str]:
        """What the headless command needs to reach it."""
        address = self.address
        return ["--key", address.key, "--domain", address.url, "--project", address.project]

    @property
    def predictions(self) -> Path:
        """Ten boxes a row."""
        return Path(self.address.predictions)

    def misbehave(self, *faults: dict[str, Any]) -> None:
        """Replace the faults in force (``gui.demo.faults.Fault``)."""
        body = json.dumps(faults).encode()
        request = urllib.request.Request(f"{self.address.url}/demo/faults", body, method="POST")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            answer.read()

    def wait_before_answers(self, latency_ms: float) -> None:
        """Every answer comes so much later from now on."""
        self.misbehave({"kind": "latency", "latency_ms": latency_ms})


@contextmanager
def serving(rows: int) -> Iterator[Server]:
    """A server of a project of ``rows`` labelled pictures, until the block ends."""
    started = time.monotonic()
    child = DemoChild.start("--rows", str(rows))
    try:
        yield Server(child.address, rows, time.monotonic() - started)
    finally:
        child.close()
