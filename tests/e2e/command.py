"""Runs the headless command as a user does: a process of its own, its output kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.demo.server import DemoServer

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ended:
    """How a command ended and what it left."""

    code: int
    out: str
    err: str
    output: Path
    report_path: Path
    seconds: float

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.output.read_text(encoding="utf-8"))
        return rows

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.report_path.read_text(encoding="utf-8"))
        return report

    @property
    def said(self) -> list[str]:
        """What it said besides its progress (run with ``--quiet``)."""
        return self.err.strip().splitlines()


class Command:
    """``python -m gui export`` against one demo server, in one folder."""

    def __init__(self, server: DemoServer, key: Path, folder: Path) -> None:
        self.server, self.key, self.folder = server, key, folder
        self.output = folder / "predictions.json"
        self.report = folder / "report.json"

    def start(
        self,
        *options: str | Path,
        env: dict[str, str] | None = None,
        file_limit: int | None = None,
        **replaced: str | Path,
    ) -> Any:
        """``file_limit``: bytes after which a file cannot grow, as on a full disk."""
        given: dict[str, str | Path] = {
            "key": self.key,
            "domain": self.server.url,
            "project": self.server.project_hash,
            "output": self.output,
            "report": self.report,
        }
        given.update(replaced)
        arguments = [text for name, value in given.items() for text in (f"--{name.replace('_', '-')}", str(value))]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        if file_limit:  # where no file may grow, coverage cannot write its own
            environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE")}
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "gui", "export", *arguments, *map(str, options)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=self.folder,
            text=True,
            preexec_fn=(lambda: limit_files(file_limit)) if file_limit else None,
        )

    def run(
        self,
        *options: str | Path,
        env: dict[str, str] | None = None,
        file_limit: int | None = None,
        **replaced: str | Path,
    ) -> Ended:
        started = time.monotonic()
        process = self.start("--quiet", *options, env=env, file_limit=file_limit, **replaced)
        return self.wait(process, started)

    def wait(self, process: Any, started: float, interrupt_after: float | None = None) -> Ended:
        try:
            if interrupt_after is not None:
                time.sleep(interrupt_after)
                process.send_signal(signal.SIGINT)
                started = time.monotonic()
            out, err = process.communicate(timeout=90)
        finally:
            process.kill()
            process.wait()
        seconds = time.monotonic() - started
        return Ended(process.returncode, out, err, self.output, self.report, seconds)


def limit_files(size: int) -> None:
    """No file of this process may grow beyond ``size`` bytes: writing fails as it does on a full disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
