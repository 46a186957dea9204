"""One window, engine and demo server for all failures: starting them takes longer than a failure."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import tests.conftest as everywhere
from gui import paths
from gui.demo.files import DemoFiles, write_demo_files, write_key
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.qt.app import Parts, build
from gui.qt.engine import engine_worker
from tests.qt.failures.gate import Gate
from tests.qt.failures.stage import Stage


@pytest.fixture(autouse=True, scope="package")
def isolated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One empty home for all of them, as their engine lives as long."""
    with pytest.MonkeyPatch.context() as patch:
        yield everywhere.isolate(tmp_path_factory.mktemp("home"), patch)


@pytest.fixture(autouse=True, scope="package")
def any_number_of_deaths() -> Iterator[None]:
    """These tests end more engines in a minute than a user could."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_worker, "DEATH_WINDOW", 0.0)
        yield


@pytest.fixture(scope="package")
def server(painted_pictures: Path) -> Iterator[DemoServer]:
    with DemoServer(Scenario(awkward=True), pictures=painted_pictures) as started:
        yield started
        crashes = started.crashes
    assert not crashes, f"the demo server crashed: {crashes}"


@pytest.fixture(scope="package")
def gate(server: DemoServer) -> Iterator[Gate]:
    made = Gate(server.url)
    yield made
    made.end()


@pytest.fixture(scope="package")
def parts(isolated_home: Path, qapp: QApplication) -> Iterator[Parts]:
    built = build(qapp)
    built.window.show()
    built.link.start()
    yield built
    built.link.close()
    built.tasks.close()
    built.window.close()
    built.window.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert list(paths.runs_dir().glob("run-*")) == [], "an engine left its run folder"


@pytest.fixture(scope="package")
def files(server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    folder = tmp_path_factory.mktemp("demo-files")
    return write_demo_files(folder, server.project, server.private_key_pem, seed=7, big=False)


@pytest.fixture
def stage(
    parts: Parts, server: DemoServer, gate: Gate, files: DemoFiles, tmp_path: Path, qtbot: QtBot
) -> Iterator[Stage]:
    (tmp_path / "saved").mkdir()
    key = write_key(tmp_path / "mara-private-key.txt", server.private_key_pem)
    made = Stage(parts, server, gate, key, files, tmp_path, qtbot)
    parts.window.activateWindow()  # a box that a test before has closed may have had the keys
    yield made
    server.faults.clear()
    gate.open()
    assert parts.window.bug_report == ""
    assert server.writes == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, filled by somebody else's file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "exporter-test", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        (folder / "other people’s files").write_bytes(bytes(252 * 1024))
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
