"""The session with the real engine in its own process, on the real demo server: from the demo to a proven file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import requests
from pytestqt.qtbot import QtBot

from gui.demo.faults import Fault
from gui.domain.steps import Step
from gui.foreign.children import start_child
from gui.protocol.events import PictureReady
from gui.qt.engine.engine_link import EngineLink
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session


class Engines:
    """Starts engines and knows which were started."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        self.started.append(start_child("engine"))
        return self.started[-1]


@pytest.fixture
def engines() -> Engines:
    return Engines()


@pytest.fixture
def real(qapp: object, engines: Engines, memory: Memory, tmp_path: Path) -> Iterator[Session]:
    link = EngineLink(engines.start)
    session = Session(link, memory, tmp_path / "predictions.json")
    link.start()
    yield session
    link.close()
    assert all(each.poll() is not None for each in engines.started)


def wait(qtbot: QtBot, session: Session, what: str) -> None:
    def check() -> None:
        assert not session.failures, session.failures
        now = {
            "listed": session.listing_done and not session.situation().signing_in,
            "planned": session.plan is not None and not session.plan_is_stale,
            "done": session.done is not None,
            "exporting": session.progress is not None,
        }
        assert now[what], f"not yet {what}"

    qtbot.waitUntil(check, timeout=60_000)


def read_demo(qtbot: QtBot, session: Session) -> None:
    session.try_demo()
    wait(qtbot, session, "listed")
    assert session.suggested_predictions is not None
    session.read_predictions(session.suggested_predictions)
    wait(qtbot, session, "planned")


def test_the_demo_is_exported_through_the_session(qtbot: QtBot, real: Session, tmp_path: Path) -> None:
    read_demo(qtbot, real)
    plan = real.plan
    assert plan is not None
    assert plan.read == plan.to_write + sum(loss.count for loss in plan.losses)
    assert plan.to_write > 100
    real.start_export()
    wait(qtbot, real, "done")
    assert real.done is not None
    exported = json.loads((tmp_path / "predictions.json").read_text())
    assert len(exported) == real.done.rows == plan.rows_to_export
    assert real.done.predictions == plan.to_write


def test_choices_change_the_plan_live(qtbot: QtBot, real: Session) -> None:
    read_demo(qtbot, real)
    assert real.plan is not None
    before = real.plan.to_write
    real.set_min_confidence(0.9)
    wait(qtbot, real, "planned")
    assert real.plan.to_write < before
    real.set_ticked(range(len(real.rows)), False)
    wait(qtbot, real, "planned")
    assert (real.plan.rows_to_export, real.plan.to_write) == (0, 0)


def test_a_picture_comes_with_its_predictions(qtbot: QtBot, real: Session) -> None:
    read_demo(qtbot, real)
    assert real.plan is not None
    row = max(range(len(real.rows)), key=real.plan.row_counts.__getitem__)
    with qtbot.waitSignal(real.picture_ready, timeout=30_000) as seen:
        real.fetch_picture(row)
    assert seen.args is not None
    picture = seen.args[0]
    assert isinstance(picture, PictureReady)
    assert picture.why_not == ""
    assert picture.path is not None
    assert Path(picture.path).stat().st_size > 1000
    assert picture.predictions


def test_an_engine_that_is_killed_comes_back_with_the_users_choices(
    qtbot: QtBot, real: Session, engines: Engines
) -> None:
    read_demo(qtbot, real)
    real.set_mapping("stem", None)
    real.set_ticked([0, 3], False)
    wait(qtbot, real, "planned")
    wanted, choices, rows = real.plan, real.choices, list(real.rows)
    real.go_to(Step.CHECK)
    os.kill(engines.started[0].pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: len(engines.started) == 2 and real.predictions is None, timeout=30_000)
    wait(qtbot, real, "planned")
    assert (real.choices, real.rows, real.step) == (choices, rows, Step.CHECK)
    assert real.plan == wanted


def slow_down(session: Session) -> None:
    """From now on the demo gives few rows at once, and not quickly."""
    assert session.account is not None
    faults = [Fault("label_limit", limit=5), Fault("latency", on="labels", latency_ms=300)]
    requests.post(f"{session.account.domain}/demo/faults", data=msgspec.json.encode(faults), timeout=30)


def test_an_export_whose_engine_is_killed_goes_on_where_it_was(
    qtbot: QtBot, real: Session, engines: Engines, tmp_path: Path
) -> None:
    read_demo(qtbot, real)
    slow_down(real)
    real.start_export()
    qtbot.waitUntil(lambda: real.progress is not None and real.progress.rows_done > 5, timeout=60_000)
    os.kill(engines.started[0].pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: real.unfinished is not None, timeout=60_000)
    assert real.unfinished is not None and real.unfinished.rows_done > 5 and not real.unfinished.changed
    assert Step.EXPORT in real.failures and not (tmp_path / "predictions.json").exists()
    real.going_on.go_on()
    wait(qtbot, real, "done")
    assert real.done is not None and real.plan is not None
    assert (real.done.rows, real.done.predictions) == (real.plan.rows_to_export, real.plan.to_write)
    assert len(json.loads((tmp_path / "predictions.json").read_text())) == real.done.rows
    assert real.unfinished is None
