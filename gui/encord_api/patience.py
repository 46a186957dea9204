"""Asking a server with patience: own retries, a pause that can be broken off, and requests left behind on cancel.

The SDK's own retries are switched off because nobody can speak or stop while they run (FACTS 5).
"""

from __future__ import annotations

import _thread
import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from gui.encord_api.failures import Diagnosis, diagnose
from gui.encord_api.silence import SILENCE_S
from gui.errors import Cancelled, ServerSilent

T = TypeVar("T")

INSIST_S = 0.1
"""Seconds after which a signal that was not heard comes again."""


@dataclass
class Stop:
    """A wish to stop that threads can wait on."""

    _event: threading.Event = field(default_factory=threading.Event)
    _may_break_off: bool = False

    def set(self) -> None:
        """Wish to stop."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether someone wishes to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds``; True as soon as someone wishes to stop."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise ``Cancelled`` when someone wishes to stop."""
        if self.is_set:
            raise Cancelled

    @contextlib.contextmanager
    def breaking_off(self) -> Iterator[None]:
        """Work of the main thread that cannot look at the wish by itself: `interrupt` ends it where it is."""
        try:
            self._may_break_off = True
            self.check()
            yield
        finally:
            self._may_break_off = False

    def heard(self) -> None:
        """What follows a stop is not broken off, even if the signal came while a region was being entered or left."""
        self._may_break_off = False

    def interrupt(self) -> None:
        """Wish to stop, from the handler of a signal. Raises ``Cancelled`` where that may happen anywhere.

        Foreign code may swallow it, as Python does in ``__del__``: then the signal comes again until it is heard.
        """
        self.set()
        if self._may_break_off:
            again = threading.Timer(INSIST_S, self._insist)
            again.daemon = True
            again.start()
            raise Cancelled

    def _insist(self) -> None:
        if self._may_break_off:
            _thread.interrupt_main()


@dataclass(frozen=True)
class Patience:
    """How often to try again, and how long the pauses grow (seconds, doubled each time, with jitter)."""

    tries: int = 4
    first_pause: float = 0.5
    longest_pause: float = 20.0
    longest_wait_asked: float = 120.0
    """The longest ``Retry-After`` that is obeyed."""

    def pause(self, failed: int, diagnosis: Diagnosis) -> float:
        """Seconds to wait after the ``failed``-th failure in a row."""
        if diagnosis.retry_after is not None:
            return min(max(diagnosis.retry_after, self.first_pause), self.longest_wait_asked)
        grown = min(self.first_pause * 2 ** (failed - 1), self.longest_pause)
        return float(grown * (0.5 + random.random() / 2))


OPENING = Patience(tries=3, first_pause=0.4)
"""For signing in and opening a project: a person is waiting."""
WORKING = Patience(tries=6, first_pause=0.5)
"""For the rows of a running export."""


def ask(
    request: Callable[[], T],
    domain: str,
    stop: Stop,
    patience: Patience = OPENING,
    on_wait: Callable[[str], None] | None = None,
) -> T:
    """The answer of ``request``, tried again while its failures are transient.

    Raises the ``ExpectedFailure`` that ``diagnose`` finds, or ``Cancelled`` within a tenth of a second of the
    wish to stop: the request itself cannot be interrupted, so it is left behind in its own thread.
    The rest as in `keep_asking`.
    """
    return keep_asking(lambda: _leave_behind_on_stop(request, stop), domain, stop, patience, on_wait)


def keep_asking(
    request: Callable[[], T],
    domain: str,
    stop: Stop,
    patience: Patience,
    on_wait: Callable[[str], None] | None = None,
) -> T:
    """The answer of ``request``, made in this thread: for a thread that is itself left behind on a stop.

    Silence is given up after `SILENCE_S` in all, however many tries are left.
    ``on_wait`` is told why nothing moves, and an empty text when it goes on.
    Raises the ``ExpectedFailure`` that ``diagnose`` finds, or ``Cancelled`` once no request is under way.
    """
    tries = _Tries(domain, stop, patience, on_wait)
    while True:
        started = time.monotonic()
        try:
            answer = request()
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - diagnosed, then raised
            tries.wait_after(error, time.monotonic() - started)
        else:
            tries.went_well()
            return answer


def ask_in_pieces(
    request: Callable[[], Iterator[T]],
    domain: str,
    stop: Stop,
    patience: Patience = OPENING,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[tuple[int, T]]:
    """The pieces of a long answer as they come, each with the number of the try, from 0.

    A number that has grown says that the answer starts afresh: what came before is void. Otherwise as ``ask``.
    """
    tries = _Tries(domain, stop, patience, on_wait)
    pieces = request()
    while True:
        started = time.monotonic()
        try:
            piece = _leave_behind_on_stop(lambda: next(pieces, None), stop)  # noqa: B023 - it is called at once
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - diagnosed, then raised
            tries.wait_after(error, time.monotonic() - started)
            pieces = request()
            continue
        if piece is None:
            return
        tries.went_well()
        yield tries.failed, piece


class _Tries:
    """The tries of one request: whether there is another one after a failure, and the pause before it."""

    def __init__(self, domain: str, stop: Stop, patience: Patience, on_wait: Callable[[str], None] | None) -> None:
        self._domain, self._stop, self._patience, self._on_wait = domain, stop, patience, on_wait
        self.failed = 0
        self._silence = 0.0
        self._is_waiting = False

    def wait_after(self, error: Exception, seconds: float) -> None:
        """A try has failed after ``seconds``: raise what it means, or ``Cancelled``, or return after the pause."""
        diagnosis = diagnose(error, self._domain)
        self.failed += 1
        limit = self._patience.tries + (6 if diagnosis.retry_after is not None else 0)
        self._silence += seconds if isinstance(diagnosis.failure, ServerSilent) else 0.0
        if not diagnosis.transient or self.failed >= limit or self._silence > 0.95 * SILENCE_S:
            raise diagnosis.failure from None
        pause = self._patience.pause(self.failed, diagnosis)
        self._is_waiting = True
        if self._on_wait:
            self._on_wait(_words(diagnosis, pause))
        if self._stop.wait(pause):
            raise Cancelled

    def went_well(self) -> None:
        """Something came."""
        if self._is_waiting and self._on_wait:
            self._on_wait("")
        self._is_waiting = False


def _words(diagnosis: Diagnosis, pause: float) -> str:
    if diagnosis.retry_after is not None:
        return f"Encord asks us to wait {max(1, round(pause))} s."
    return f"{diagnosis.failure.sentence.what} Trying again in {max(1, round(pause))} s."


def _leave_behind_on_stop(request: Callable[[], T], stop: Stop) -> T:
    answers: list[T] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            answers.append(request())
        except BaseException as error:  # noqa: BLE001 - raised by the waiting thread
            errors.append(error)
        finally:
            done.set()

    stop.check()
    threading.Thread(target=run, name="request", daemon=True).start()
    while not done.wait(0.05):
        stop.check()
    if errors:
        raise errors[0]
    return answers[0]
