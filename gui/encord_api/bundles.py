"""Requests for many rows, several bundles at a time: their size, what is tried again, and which row is at fault."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from gui.encord_api.bundle_size import BundleSize
from gui.encord_api.client import OpenedProject
from gui.encord_api.patience import WORKING, Patience, Stop, ask, keep_asking
from gui.errors import BranchProblem, ExpectedFailure, KeyRefused, ProjectProblem, ServerSilent, TooMuchAtOnce

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

AT_ONCE = 3
"""Bundles in work: asked for, or answered and not yet handed on. Memory is this times a bundle."""
FIRST_TRIES = Patience(tries=3, first_pause=0.5)
"""For a bundle of several rows: after that the project is asked, and the bundle halved if that answers."""
SUSPICIOUS = Patience(tries=2, first_pause=0.2)
"""For the parts of a bundle that failed as a whole while the project itself answers."""
GONE = "Encord did not send this row: it was deleted meanwhile."


class Request(Protocol[T_co]):
    """One request for some rows, that may be sent again without harm."""

    @property
    def numbers(self) -> Sequence[int]:
        """The rows it is for."""

    def send(self) -> Sequence[T_co | None]:
        """What came of each row, in the order of ``numbers``; None for a row that Encord no longer has."""


MakeRequest = Callable[[Sequence[int], bool], Request[T]]
"""A request for the rows with these numbers; True: another one, whose answer did not come, was sent for them."""


@dataclass(frozen=True)
class Answered(Generic[T]):
    """One row that was asked for: what came, or why nothing did."""

    number: int
    value: T | None
    failure: str = ""
    gone: bool = False


@dataclass
class _Parcel(Generic[T]):
    """One request in its thread, and what became of it."""

    request: Request[T]
    patience: Patience
    is_last_try: bool = False
    """Whether its one row is at fault when this fails, too."""
    waiting: str = ""
    """Why it waits just now."""
    seconds: float = 0.0
    values: Sequence[T | None] = ()
    failure: ExpectedFailure | None = None
    bug: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def numbers(self) -> Sequence[int]:
        return self.request.numbers

    def wait(self, why: str) -> None:
        self.waiting = why


class Bundles(Generic[T]):
    """Sends requests for rows of one project; ``weigh`` says what a row weighs in a request (`BundleSize`)."""

    def __init__(
        self,
        project: OpenedProject,
        make: MakeRequest[T],
        weigh: Callable[[int], int],
        stop: Stop,
        on_wait: Callable[[str], None],
        patience: Patience = WORKING,
    ) -> None:
        self._project = project
        self._make = make
        self._weigh = weigh
        self._stop = stop
        self._on_wait = on_wait
        self._patience = patience
        self._size = BundleSize()
        self._good: int | None = None
        """A row that was answered: what to ask for when nobody knows whether the server or a row is at fault."""
        self._silences = 0
        self._told = ""

    def send(self, numbers: Sequence[int]) -> Iterator[Answered[T]]:
        """What comes of the rows with these numbers, in order.

        Raises the failures that concern every row (key, access, connection); a failure of some rows is in
        their ``Answered``. Raises ``Cancelled`` within a tenth of a second of the wish to stop.
        """
        over = Stop()
        parcels: deque[_Parcel[T]] = deque()
        sent = 0
        try:
            while parcels or sent < len(numbers):
                while sent < len(numbers) and len(parcels) < AT_ONCE and not any(p.waiting for p in parcels):
                    part = self._size.take(self._weigh, numbers, sent)
                    parcels.append(self._start(_Parcel(self._make(part, False), FIRST_TRIES), over))
                    sent += len(part)
                yield from self._received(parcels, over)
        finally:
            over.set()

    def _start(self, parcel: _Parcel[T], over: Stop) -> _Parcel[T]:
        threading.Thread(target=self._bring, args=(parcel, over), name="rows", daemon=True).start()
        return parcel

    def _bring(self, parcel: _Parcel[T], over: Stop) -> None:
        """Ask until there is an answer or no hope; runs in a thread of its own, left behind when it is over."""
        started = time.monotonic()
        try:
            parcel.values = keep_asking(parcel.request.send, self._project.domain, over, parcel.patience, parcel.wait)
            self._good = next(
                (n for n, value in zip(parcel.numbers, parcel.values, strict=True) if value is not None), self._good
            )
        except ExpectedFailure as failure:
            parcel.failure = failure
        except BaseException as bug:  # noqa: BLE001 - raised by whoever waits for the rows
            parcel.bug = bug
        finally:
            parcel.seconds = time.monotonic() - started
            parcel.done.set()

    def _received(self, parcels: deque[_Parcel[T]], over: Stop) -> Iterator[Answered[T]]:
        """The rows of the first parcel; when it failed, its parts take its place instead."""
        parcel = parcels[0]
        self._await(parcel)
        parcels.popleft()
        if parcel.bug is not None:
            raise parcel.bug
        if parcel.failure is None:
            self._silences = 0
            self._size.answered(parcel.seconds)
            for number, value in zip(parcel.numbers, parcel.values, strict=True):
                yield Answered(number, value) if value is not None else Answered(number, None, GONE, gone=True)
            return
        self._raise_if_it_concerns_every_row(parcel, parcel.failure)
        if parcel.is_last_try:
            yield _failed(parcel.numbers[0], parcel.failure)
            return
        for part in reversed(self._parts(parcel, parcel.failure)):
            parcels.appendleft(self._start(part, over))

    def _await(self, parcel: _Parcel[T]) -> None:
        while not parcel.done.wait(0.05):
            self._stop.check()
            self._tell(parcel.waiting)
        self._stop.check()
        self._tell("")

    def _tell(self, why: str) -> None:
        if why != self._told:
            self._told = why
            self._on_wait(why)

    def _raise_if_it_concerns_every_row(self, parcel: _Parcel[T], failure: ExpectedFailure) -> None:
        is_alone = len(parcel.numbers) == 1
        if isinstance(failure, KeyRefused | BranchProblem):
            raise failure
        if isinstance(failure, ServerSilent):
            self._silences += 1
            if self._silences > 1 or self._good is None or is_alone:
                raise failure
        elif not isinstance(failure, TooMuchAtOnce) or is_alone:
            self._ask_whether_the_project_answers()
        if is_alone and self._good is not None and not parcel.is_last_try:
            self._ask(self._make([self._good], True).send)
        if is_alone and self._good is None and parcel.is_last_try:
            raise failure

    def _parts(self, parcel: _Parcel[T], failure: ExpectedFailure) -> list[_Parcel[T]]:
        """What to ask for instead: both halves of a bundle, or the one row again, and this time it counts."""
        if len(parcel.numbers) == 1:
            patience = self._patience if self._good is None else SUSPICIOUS
            return [_Parcel(self._make(parcel.numbers, True), patience, is_last_try=True)]
        middle = len(parcel.numbers) // 2
        halves = [self._make(parcel.numbers[:middle], True), self._make(parcel.numbers[middle:], True)]
        if isinstance(failure, TooMuchAtOnce | ServerSilent):
            self._size.was_too_large(sum(map(self._weigh, parcel.numbers)))
            return [_Parcel(half, FIRST_TRIES) for half in halves]
        return [_Parcel(half, SUSPICIOUS) for half in halves]

    def _ask_whether_the_project_answers(self) -> None:
        self._ask(self._project.sdk._client.get_project_v2)

    def _ask(self, request: Callable[[], object]) -> None:
        """Ask with all patience. Raises when not some row but the server, the key or the project is at fault."""
        ask(request, self._project.domain, self._stop, self._patience, self._tell)
        self._tell("")


def _failed(number: int, failure: ExpectedFailure) -> Answered[T]:
    if isinstance(failure, ProjectProblem):
        return Answered(number, None, GONE, gone=True)
    return Answered(number, None, f"{failure.sentence.what} ({failure.sentence.detail})")
