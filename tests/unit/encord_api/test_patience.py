"""Asking with patience: what is transient is tried again, what is not is told, and a wish to stop is heard."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

import pytest
import requests
from encord import exceptions as sdk

from gui.domain.regions import EUROPE
from gui.encord_api import patience
from gui.encord_api.failures import diagnose
from gui.encord_api.patience import Patience, Stop, ask, ask_in_pieces
from gui.errors import Cancelled, ConnectionProblem, KeyRefused, ServerProblem, ServerSilent

QUICK = Patience(tries=3, first_pause=0.01)


class Server:
    """Fails with ``errors`` one after the other, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_a_transient_failure_is_tried_again_and_told() -> None:
    server = Server(sdk.GenericServerError("a"), sdk.GenericServerError("b"))
    told: list[str] = []
    assert ask(server, EUROPE, Stop(), QUICK, told.append) == "answer"
    assert server.asked == 3
    assert "Trying again" in told[0] and told[-1] == ""


def test_it_gives_up_after_so_many_tries() -> None:
    server = Server(*[sdk.GenericServerError("x")] * 9)
    with pytest.raises(ServerProblem):
        ask(server, EUROPE, Stop(), QUICK)
    assert server.asked == 3


def test_what_is_not_transient_is_not_tried_again() -> None:
    server = Server(sdk.AuthenticationError("401"))
    with pytest.raises(KeyRefused):
        ask(server, EUROPE, Stop(), QUICK)
    assert server.asked == 1


def test_a_wait_that_the_server_asks_for_is_kept_and_told() -> None:
    server = Server(sdk.RateLimitExceededError(retry_after=1))
    told: list[str] = []
    started = time.monotonic()
    assert ask(server, EUROPE, Stop(), QUICK, told.append) == "answer"
    assert time.monotonic() - started >= 1
    assert told[0] == "Encord asks us to wait 1 s."


def test_pauses_grow_up_to_a_limit() -> None:
    patience = Patience(first_pause=1, longest_pause=4)
    found = diagnose(sdk.GenericServerError("x"), EUROPE)
    pauses = [patience.pause(failed, found) for failed in (1, 2, 3, 9)]
    assert 0.5 <= pauses[0] <= 1 <= pauses[1] <= 2 <= pauses[2] <= 4
    assert 2 <= pauses[3] <= 4


def test_a_stop_leaves_a_hanging_request_behind() -> None:
    stop, release = Stop(), threading.Event()
    threading.Timer(0.1, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        ask(lambda: release.wait(30), EUROPE, stop, QUICK)
    assert time.monotonic() - started < 10
    release.set()


def test_a_stop_breaks_off_a_pause() -> None:
    stop = Stop()
    threading.Timer(0.1, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        ask(Server(*[sdk.GenericServerError("x")] * 3), EUROPE, stop, Patience(first_pause=30))
    assert time.monotonic() - started < 10


class Clock:
    """A clock that is put forward by hand."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Silence:
    """Says nothing for ``seconds`` of the clock, then what ``requests`` says of that."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.asked = clock, seconds, 0

    def __call__(self) -> str:
        self.asked += 1
        self.clock.now += self.seconds
        raise requests.ReadTimeout("read timed out")


class Cut:
    """An answer of three pieces that breaks off after the second, ``cuts`` times."""

    def __init__(self, cuts: int) -> None:
        self.cuts = cuts

    def __call__(self) -> Iterator[str]:
        yield "a"
        yield "b"
        if self.cuts:
            self.cuts -= 1
            raise sdk.RequestException("cut off")
        yield "c"


def test_pieces_come_as_they_are_and_again_from_the_start_when_cut_off() -> None:
    told: list[str] = []
    pieces = list(ask_in_pieces(Cut(1), EUROPE, Stop(), QUICK, told.append))
    assert pieces == [(0, "a"), (0, "b"), (1, "a"), (1, "b"), (1, "c")]
    assert "cut off" in told[0] and told[1:] == [""]


def test_an_answer_that_is_always_cut_off_is_given_up() -> None:
    pieces = ask_in_pieces(Cut(9), EUROPE, Stop(), QUICK)
    with pytest.raises(ConnectionProblem, match="cut off"):
        list(pieces)


def test_a_stop_leaves_an_answer_behind_that_hangs_half_way() -> None:
    stop, release = Stop(), threading.Event()

    def answer() -> Iterator[str]:
        yield "a"
        release.wait(30)

    pieces = ask_in_pieces(answer, EUROPE, stop, QUICK)
    assert next(pieces) == (0, "a")
    threading.Timer(0.1, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        next(pieces)
    assert time.monotonic() - started < 10
    release.set()


def test_silence_is_given_up_after_its_time_however_many_tries_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(patience, "time", clock)
    once, twice = Silence(clock, 61), Silence(clock, 40)
    for server in (once, twice):
        with pytest.raises(ServerSilent, match="did not answer in time"):
            ask(server, EUROPE, Stop(), Patience(tries=9, first_pause=0.01))
    assert (once.asked, twice.asked) == (1, 2)


def test_other_failures_do_not_count_as_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_S", 0.001)
    server = Server(*[sdk.GenericServerError("x")] * 4)
    assert ask(server, EUROPE, Stop(), Patience(tries=9, first_pause=0.01)) == "answer"


def test_a_signal_breaks_off_only_what_may_be_broken_off() -> None:
    stop = Stop()
    with pytest.raises(Cancelled), stop.breaking_off():
        stop.interrupt()
    stop.interrupt()  # outside it is a wish, like any other
    assert stop.is_set
    with pytest.raises(Cancelled), stop.breaking_off():
        pytest.fail("began although someone wished to stop")


def test_a_signal_that_is_swallowed_comes_again() -> None:
    stop = Stop()
    swallowed: list[Cancelled] = []

    def work() -> None:
        with stop.breaking_off():
            try:
                signal.raise_signal(signal.SIGINT)
            except Cancelled as ended:
                swallowed.append(ended)
            while time.monotonic() - started < 30:
                sum(range(1000))  # busy, as the SDK is

    before = signal.signal(signal.SIGINT, lambda *_: stop.interrupt())
    started = time.monotonic()
    try:
        with pytest.raises(Cancelled):
            work()
    finally:
        signal.signal(signal.SIGINT, before)
    assert swallowed


def test_a_stop_that_was_heard_does_not_come_again() -> None:
    """Not even when the signal came while the region was being entered, so that nobody has left it."""
    stop = Stop()
    before = signal.signal(signal.SIGINT, lambda *_: stop.interrupt())
    try:
        region = stop.breaking_off()
        region.__enter__()
        with pytest.raises(Cancelled):
            signal.raise_signal(signal.SIGINT)
        stop.heard()
        time.sleep(3 * patience.INSIST_S)  # time in which it would come
    finally:
        signal.signal(signal.SIGINT, before)
