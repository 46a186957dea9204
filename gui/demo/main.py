"""The demo server as a process: says where it is in one line, and ends when its standard input closes."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from gui import paths
from gui.demo.files import DemoFiles, write_demo_files
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.foreign.pipes import take_over_standard_streams


def main(argv: Sequence[str]) -> int:
    """Serve until standard input closes or SIGTERM comes; returns the exit code."""
    options = _parse(argv)
    incoming, outgoing = take_over_standard_streams(paths.log_dir() / "demo-server.log")
    scenario = Scenario(seed=options.seed, rows=options.rows)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    threading.Thread(target=_wait_for_end, args=(incoming, over), daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="encord-demo-") as name:
        folder = Path(name)
        with DemoServer(scenario, pictures=folder) as server:
            files = write_demo_files(
                folder, server.project, server.private_key_pem, seed=scenario.seed, big=scenario.rows > 0
            )
            outgoing.write(orjson.dumps(_address(server, files)) + b"\n")
            outgoing.flush()
            over.wait()
    return 0


def _address(server: DemoServer, files: DemoFiles) -> dict[str, Any]:
    return {
        "url": server.url,
        "project": server.project_hash,
        "key": str(files.key),
        "predictions": str(files.predictions),
        "results": str(files.results),
        "shapes": str(files.shapes),
        "dataset": str(files.dataset),
        "script": str(files.script),
        "pid": os.getpid(),
    }


def _wait_for_end(incoming: BinaryIO, over: threading.Event) -> None:
    """Nothing is ever sent: reading returns when the other side has closed the pipe, or is gone."""
    while incoming.read(4096):
        pass
    over.set()


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo-server", description="Serve the demo project on this computer.")
    parser.add_argument("--rows", type=int, default=0, metavar="N", help="a project of N rows without pictures")
    parser.add_argument("--seed", type=int, default=7, help="another seed paints other pictures")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
