"""Listing a project, as a stream and by the SDK's own call, each in a process of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.bench.command import measure
from tests.bench.server import Server


@dataclass(frozen=True)
class Listed:
    """One listing: seconds until the first rows and until the last, seconds of CPU, megabytes at the peak."""

    way: str
    rows: int
    first_s: float
    seconds: float
    cpu: float
    peak_mb: float


def list_rows(server: Server, way: str, folder: Path) -> Listed:
    """``way``: ``stream`` or ``sdk``."""
    address = server.address
    process = measure("tests.bench.listing_side", address.key, address.url, address.project, way, home=folder)
    told = json.loads(process.out)
    return Listed(way, told["rows"], told["first"], told["seconds"], process.cpu, process.peak_mb)
