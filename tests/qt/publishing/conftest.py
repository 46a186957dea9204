"""One window, engine and demo server for everything that is published, as for the failures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.demo.files import DemoFiles, write_key
from gui.demo.server import DemoServer
from gui.qt.app import Parts
from tests.e2e.publishing import assert_main_untouched
from tests.qt.failures.conftest import any_number_of_deaths, files, gate, isolated_home, parts, server
from tests.qt.failures.gate import Gate
from tests.qt.publishing.publishing_stage import PublishingStage

__all__ = ["any_number_of_deaths", "files", "gate", "isolated_home", "parts", "server"]


@pytest.fixture
def stage(
    parts: Parts, server: DemoServer, gate: Gate, files: DemoFiles, tmp_path: Path, qtbot: QtBot
) -> Iterator[PublishingStage]:
    """Everything ready on the Check page, with no branch on the server but the main one."""
    (tmp_path / "saved").mkdir()
    key = write_key(tmp_path / "mara-private-key.txt", server.private_key_pem)
    made = PublishingStage(parts, server, gate, key, files, tmp_path, qtbot)
    made.sweep()
    parts.window.activateWindow()
    with assert_main_untouched(server):
        yield made
        server.faults.clear()
        gate.open()
        made.leave()
    assert parts.window.bug_report == ""
