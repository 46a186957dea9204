"""A server that takes questions and never answers: it is given up, and asked again when the user says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from gui import paths
from gui.demo.faults import Fault
from gui.domain.steps import Step
from gui.encord_api import silence
from gui.qt.app import Parts
from tests.qt.failures.stage import PATIENCE, Stage

SECONDS = 4


@pytest.fixture(autouse=True, scope="module")
def little_patience(parts: Parts) -> Iterator[None]:
    """The engine of this module gives up after seconds instead of a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(silence.VARIABLE, str(SECONDS))
        start_another_engine(parts)
        yield
    start_another_engine(parts)


def start_another_engine(parts: Parts) -> None:
    """Wait until it has swept up what the ended one left."""
    left = run_folders()
    parts.link.restart()
    deadline = time.monotonic() + PATIENCE / 1000
    while (not run_folders() or run_folders() & left) and time.monotonic() < deadline:
        QTest.qWait(20)
    assert run_folders() and not run_folders() & left, "no other engine came"


def run_folders() -> set[Path]:
    return set(paths.runs_dir().glob("run-*"))


def test_signing_in(stage: Stage) -> None:
    stage.start_afresh()
    stage.server.faults.set(Fault(kind="silent"))
    started = time.monotonic()
    stage.sign_in()
    sentence = stage.hear(Step.CONNECT, "did not answer in time", "Try again")
    assert time.monotonic() - started >= 0.9 * SECONDS
    assert f"nothing came for {SECONDS} s" in sentence.why
    stage.server.faults.clear()
    stage.press("Try again")
    stage.signed_in()


def test_a_sign_in_that_takes_too_long_can_be_stopped(stage: Stage) -> None:
    before = stage.get_ready()
    stage.parts.session.go_to(Step.CONNECT)
    stage.server.faults.set(Fault(kind="silent"))
    stage.sign_in()
    stage.press("Stop")
    stage.wait(lambda: not stage.parts.session.situation().signing_in, "stopped")
    stage.server.faults.clear()
    stage.press("Sign in")
    stage.listed()
    stage.planned()
    assert stage.chosen() == before


def test_an_export(stage: Stage) -> None:
    before = stage.get_ready()
    stage.server.faults.set(Fault(kind="silent", on="labels"))
    stage.press("Export ")
    stage.hear(Step.EXPORT, "did not answer in time", "Try again")
    stage.nothing_left()
    stage.server.faults.clear()
    stage.press("Try again")
    stage.exported()
    assert stage.chosen() == before
