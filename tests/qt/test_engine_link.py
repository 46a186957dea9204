"""The link to the engine, against real child processes that behave, die, or turn a deaf ear."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.domain.choices import Choices
from gui.protocol.commands import MakePlan, OpenProject, StartDemo
from gui.protocol.events import AnyEvent, DemoStarted, ListingDone, Ready, RowsListed, Stopped
from gui.qt.engine.engine_link import CANCEL_GRACE, EngineLink

FAKE = Path(__file__).with_name("fake_engine.py")


class Watch:
    """What a link told: batches with the time they came, deaths, and the processes that were started."""

    def __init__(self, link: EngineLink, started: list[subprocess.Popen[bytes]]) -> None:
        self.link = link
        self.started = started
        self.batches: list[tuple[float, list[AnyEvent]]] = []
        self.deaths = 0
        self.gave_up = False
        self.threads: set[int] = set()
        link.events.connect(self._take)
        link.died.connect(self._count)
        link.gave_up.connect(self._give_up)

    def _take(self, batch: list[AnyEvent]) -> None:
        self.threads.add(threading.get_ident())
        self.batches.append((time.monotonic(), batch))

    def _count(self) -> None:
        self.deaths += 1

    def _give_up(self) -> None:
        self.gave_up = True

    @property
    def events(self) -> list[AnyEvent]:
        return [event for _, batch in self.batches for event in batch]

    def has(self, kind: type[AnyEvent], count: int = 1) -> bool:
        return sum(isinstance(event, kind) for event in self.events) >= count


@contextmanager
def linked(fault: str = "") -> Iterator[Watch]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, str(FAKE), fault],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        started.append(child)
        return child

    link = EngineLink(start)
    watch = Watch(link, started)
    link.start()
    try:
        yield watch
    finally:
        link.close()
        assert all(child.poll() is not None for child in started), "an engine was left running"
        assert not [each for each in threading.enumerate() if each.name in ("engine-link", "engine-pipe")]


def plan(job: int) -> MakePlan:
    return MakePlan(job=job, choices=Choices())


def test_a_command_is_answered_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    with linked() as watch:
        watch.link.send(StartDemo(job=5))
        qtbot.waitUntil(lambda: watch.has(DemoStarted), timeout=10_000)
        answer = next(event for event in watch.events if isinstance(event, DemoStarted))
        assert answer.job == 5
        assert watch.threads == {threading.get_ident()}


def test_an_engine_that_must_forget_is_ended_and_another_is_there(qtbot: QtBot) -> None:
    with linked() as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        watch.link.restart()
        qtbot.waitUntil(lambda: watch.deaths == 1 and watch.has(Ready, 2), timeout=10_000)
        first, second = watch.started
        assert first.poll() is not None
        assert watch.link.pid == second.pid


def test_a_flood_of_events_comes_in_order_and_at_most_20_times_a_second(qtbot: QtBot) -> None:
    with linked() as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        begun = time.monotonic()
        watch.link.send(OpenProject(job=1, project_hash="flood-20000"))
        qtbot.waitUntil(lambda: watch.has(ListingDone), timeout=20_000)
        passed = time.monotonic() - begun
        assert sum(isinstance(event, RowsListed) for event in watch.events) == 20_000
        assert isinstance(watch.events[-1], ListingDone)
        assert len(watch.batches) <= passed * 20 + 3


def test_a_cancel_that_is_answered_leaves_the_engine_alive(qtbot: QtBot) -> None:
    with linked() as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        watch.link.cancel(2, target=1)
        qtbot.waitUntil(lambda: watch.has(Stopped), timeout=10_000)
        watch.link.answered(1)
        qtbot.wait(round(CANCEL_GRACE * 1000) + 300)
        assert watch.deaths == 0
        assert len(watch.started) == 1


def test_a_cancel_that_is_not_answered_ends_the_engine_and_starts_another(qtbot: QtBot) -> None:
    with linked("deaf") as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        first = watch.link.pid
        asked = time.monotonic()
        watch.link.cancel(2, target=1)
        qtbot.waitUntil(lambda: watch.deaths == 1, timeout=10_000)
        passed = time.monotonic() - asked
        assert CANCEL_GRACE - 0.01 <= passed < CANCEL_GRACE + 9
        qtbot.waitUntil(lambda: watch.has(Ready, 2), timeout=10_000)
        assert watch.link.pid != first
        watch.link.send(StartDemo(job=3))
        qtbot.waitUntil(lambda: watch.has(DemoStarted), timeout=10_000)


@pytest.mark.parametrize("fault", ["dies", "noise"])
def test_an_engine_that_ends_or_talks_nonsense_is_replaced(qtbot: QtBot, fault: str) -> None:
    with linked(fault) as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        watch.link.send(plan(1))
        qtbot.waitUntil(lambda: watch.deaths == 1 and watch.has(Ready, 2), timeout=10_000)
        watch.link.send(StartDemo(job=2))
        qtbot.waitUntil(lambda: watch.has(DemoStarted), timeout=10_000)


def test_an_engine_that_never_comes_up_is_given_up_after_three(qtbot: QtBot) -> None:
    with linked("stillborn") as watch:
        qtbot.waitUntil(lambda: watch.gave_up, timeout=20_000)
        qtbot.wait(300)
        assert len(watch.started) == 3
        watch.gave_up = False
        watch.link.send(StartDemo(job=1))
        qtbot.waitUntil(lambda: watch.gave_up, timeout=10_000)  # who sends waits for an answer
        assert (watch.link.pid, len(watch.started)) == (None, 3)
        watch.gave_up = False
        watch.link.restart()
        qtbot.waitUntil(lambda: watch.gave_up, timeout=20_000)
        assert len(watch.started) == 6


def test_a_program_that_cannot_be_started_is_given_up_at_once(qtbot: QtBot) -> None:
    def start() -> subprocess.Popen[bytes]:
        raise FileNotFoundError("no such program")

    link = EngineLink(start)
    with qtbot.waitSignal(link.gave_up, timeout=10_000):
        link.start()
    link.close()


def test_closing_ends_an_engine_that_will_not_leave(qtbot: QtBot) -> None:
    with linked("stays") as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        begun = time.monotonic()
        watch.link.close()
        assert time.monotonic() - begun < 15
        assert watch.started[0].poll() is not None


def test_neither_sending_nor_closing_waits_for_an_engine_that_does_not_read(qtbot: QtBot) -> None:
    """A command far larger than a pipe's buffer: the worker stands still, the window must not."""
    with linked("silent") as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        begun = time.monotonic()
        watch.link.send(MakePlan(job=1, choices=Choices(unticked=list(range(300_000)))))
        watch.link.send(StartDemo(job=2))
        assert time.monotonic() - begun < 3  # whoever waits for this engine waits for ever
        watch.link.close()
        assert time.monotonic() - begun < 15


def test_a_large_command_arrives_whole(qtbot: QtBot) -> None:
    with linked() as watch:
        watch.link.send(MakePlan(job=1, choices=Choices(unticked=list(range(300_000)))))
        watch.link.send(StartDemo(job=2))
        qtbot.waitUntil(lambda: watch.has(DemoStarted), timeout=20_000)


def test_a_cancel_reaches_even_an_engine_that_does_not_read(qtbot: QtBot) -> None:
    with linked("silent") as watch:
        qtbot.waitUntil(lambda: watch.has(Ready), timeout=10_000)
        watch.link.send(MakePlan(job=1, choices=Choices(unticked=list(range(300_000)))))
        watch.link.cancel(2, target=1)
        qtbot.waitUntil(lambda: watch.deaths == 1, timeout=10_000)
