"""Runs the headless command as a user does: a process of its own, its output kept."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.demo.server import DemoServer

ROOT = Path(__file__).resolve().parents[2]

PASSPHRASES = ("PASS", "KEY_PASSPHRASE")
"""The variables in which tests hand over a passphrase."""

LIMIT_S = 90.0
"""Seconds in which every command ends, on a slow machine too; pytest's own limit ends all other tests as well."""

HURRIED = """
import sys
from gui.__main__ import main
from gui.encord_api.patience import Patience
pause = Patience.pause
Patience.pause = lambda self, failed, found: pause(self, failed, found) / 20
sys.exit(main(sys.argv[1:]))
"""
"""The same command with shorter pauses before it asks a failing server again."""


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
    """``python -m gui export``, or another command, against one demo server, in one folder."""

    def __init__(self, server: DemoServer, key: Path, folder: Path, name: str = "export") -> None:
        self.server, self.key, self.folder, self.name = server, key, folder, name
        self.output = folder / "predictions.json"
        self.report = folder / "report.json"
        self._secrets: list[str] = []

    def start(
        self,
        *options: str | Path,
        env: dict[str, str] | None = None,
        file_limit: int | None = None,
        hurried: bool = False,
        **replaced: str | Path,
    ) -> subprocess.Popen[str]:
        """Start it. ``file_limit``: bytes after which a file cannot grow, as on a full disk; `HURRIED`."""
        given: dict[str, str | Path] = {
            "key": self.key,
            "domain": self.server.url,
            "report": self.report,
        }
        if self.name != "undo":
            given["project"] = self.server.project_hash
        if self.name == "export":
            given["output"] = self.output
        given.update(replaced)
        self._secrets = secrets_of(Path(given["key"]), env or {})
        arguments = [text for name, value in given.items() for text in (f"--{name.replace('_', '-')}", str(value))]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        if file_limit:  # where no file may grow, coverage cannot write its own
            environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE")}
        return subprocess.Popen(
            [
                sys.executable,
                "-P",
                *(("-c", HURRIED) if hurried else ("-m", "gui")),
                self.name,
                *arguments,
                *map(str, options),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=self.folder,
            text=True,
            preexec_fn=(lambda: limit_files(file_limit)) if file_limit else None,
        )

    @contextlib.contextmanager
    def running(self, *options: str | Path, **given: Any) -> Iterator[subprocess.Popen[str]]:
        """The process that `start` starts; whatever happens, it and its pipes are gone afterwards."""
        with self.start(*options, **given) as process:
            try:
                yield process
            finally:
                process.kill()

    def run(self, *options: str | Path, **given: Any) -> Ended:
        """Run it to its end, without progress; the arguments are those of `start`."""
        started = time.monotonic()
        with self.running("--quiet", *options, **given) as process:
            return self.ended(process, started)

    def ended(self, process: subprocess.Popen[str], started: float) -> Ended:
        """How ``process`` ends, with the seconds since ``started``. Fails the test when it does not end."""
        try:
            out, err = process.communicate(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            _, err = process.communicate()
            raise AssertionError(f"the command did not end within {LIMIT_S:g} s; it said: {err[-2000:]}") from None
        seconds = time.monotonic() - started
        self._assert_nothing_secret_was_written(out + err)
        return Ended(process.returncode, out, err, self.output, self.report, seconds)

    def _assert_nothing_secret_was_written(self, said: str) -> None:
        """Whatever happened: no line of the key and no passphrase in what was said, the report or our own folders."""
        written = [path for path in Path(os.environ["EXPORTER_HOME"]).rglob("*") if path.is_file()]
        texts = [
            said,
            *(path.read_bytes().decode("utf-8", "replace") for path in [*written, self.report] if path.is_file()),
        ]
        for secret in self._secrets:
            assert not any(secret in text for text in texts), "a secret was written"


def secrets_of(key: Path, environment: dict[str, str]) -> list[str]:
    """The lines of the private key in this file, and the passphrases in these variables."""
    text = key.read_bytes().decode("utf-8", "replace") if key.is_file() else ""
    lines = [line for line in text.splitlines() if len(line) > 30 and "-----" not in line]
    return [*lines, *(environment[name] for name in PASSPHRASES if name in environment)]


def limit_files(size: int) -> None:
    """No file of this process may grow beyond ``size`` bytes: writing fails as it does on a full disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
