"""Fetching rows from the demo server: several bundles at a time, in order, and what is done when some fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from gui.demo.faults import Fault
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.encord_api import bundle_size, bundles
from gui.encord_api.bundle_size import FIRST
from gui.encord_api.bundles import AT_ONCE
from gui.encord_api.client import sign_in
from gui.encord_api.fetching import Fetched, Fetcher
from gui.encord_api.keys import read_key
from gui.encord_api.label_request import LabelRequest
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Patience, Stop
from gui.errors import Cancelled, KeyRefused, ProjectProblem, ServerProblem

ROWS = 1500
QUICK = Patience(tries=3, first_pause=0.05)


@dataclass
class Archive:
    """A project of many rows, and what was asked of it."""

    server: DemoServer
    listing: Listing
    told: list[str] = field(default_factory=list)

    def fetcher(self, stop: Stop | None = None, patience: Patience = QUICK) -> Fetcher:
        return Fetcher(self.listing, stop or Stop(), self.told.append, patience)

    def hash(self, number: int) -> str:
        label_hash = self.listing.rows[number].label_hash
        assert label_hash is not None
        return label_hash


def listing_of(server: DemoServer, folder: Path) -> Listing:
    project = sign_in(read_key(server.private_key_pem, None), server.url).open(server.project_hash, Stop())
    listing = Listing(project, folder / "listing.jsonl")
    listing.load(Stop())
    return listing


@pytest.fixture(scope="module")
def server_of_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with DemoServer(Scenario(rows=ROWS)) as server:
        yield Archive(server, listing_of(server, tmp_path_factory.mktemp("archive")))


@pytest.fixture
def archive(server_of_many: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(bundles, "FIRST_TRIES", QUICK)
    monkeypatch.setattr(bundle_size, "QUICK_S", 60.0)  # a busy machine may take its time
    monkeypatch.setattr(bundle_size, "SLOW_S", 120.0)
    server_of_many.told.clear()
    yield server_of_many
    server_of_many.server.faults.clear()


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of rows in each request, in the order in which they were sent."""
    sizes: list[int] = []
    send = LabelRequest.send

    def counted(self: LabelRequest) -> Any:
        sizes.append(len(self.numbers))
        return send(self)

    monkeypatch.setattr(LabelRequest, "send", counted)
    return sizes


def titles(fetched: list[Fetched]) -> list[str]:
    return [each.row.sdk.data_title for each in fetched if each.row]


def test_rows_come_in_order_however_their_answers_come(archive: Archive, requests: list[int]) -> None:
    archive.server.faults.set(Fault(kind="latency", on="labels", count=1, latency_ms=700))
    numbers = [*range(700, ROWS), *range(100)]
    fetched = list(archive.fetcher().fetch(numbers))
    assert [each.number for each in fetched] == numbers
    assert titles(fetched) == [archive.listing.rows[number].title for number in numbers]
    assert requests[0] == 100 and max(requests) >= 200 and sum(requests) == len(numbers)


def test_no_more_than_a_few_bundles_are_asked_for_ahead(archive: Archive, requests: list[int]) -> None:
    rows = archive.fetcher().fetch(range(ROWS))
    next(rows)
    time.sleep(0.3)
    assert len(requests) <= AT_ONCE
    cast(Generator[Fetched, None, None], rows).close()


def test_a_server_that_gives_few_rows_at_once_gets_small_requests(archive: Archive, requests: list[int]) -> None:
    archive.server.faults.set(Fault(kind="label_limit", limit=30))
    fetched = list(archive.fetcher().fetch(range(300)))
    assert all(each.row for each in fetched) and len(fetched) == 300
    assert max(requests[-6:]) <= 50
    assert archive.told == []


def test_rows_at_fault_are_found_and_the_others_go_through(archive: Archive) -> None:
    bad, gone = (0, 150, 399), 222
    archive.server.faults.set(
        *[Fault(kind="poisoned_row", label_hash=archive.hash(number)) for number in bad],
        Fault(kind="missing_row", label_hash=archive.hash(gone)),
    )
    fetched = list(archive.fetcher().fetch(range(400)))
    assert [each.number for each in fetched] == list(range(400))
    without = {each.number: each.gone for each in fetched if each.row is None}
    assert without == {0: False, 150: False, 399: False, 222: True}
    assert "problem on its side" in fetched[0].failure and "deleted meanwhile" in fetched[gone].failure


def test_a_burst_that_outlasts_the_patience_with_bundles_fails_no_row(archive: Archive) -> None:
    archive.server.faults.set(Fault(kind="server_error", on="labels", count=18))
    fetched = list(archive.fetcher(patience=Patience(tries=9, first_pause=0.02)).fetch(range(8)))
    assert [each.number for each in fetched if each.row] == list(range(8))


def test_when_no_row_is_answered_any_more_no_row_is_blamed(archive: Archive) -> None:
    fetcher = archive.fetcher()
    assert titles(list(fetcher.fetch(range(4))))
    archive.server.faults.set(Fault(kind="server_error", on="labels"))
    with pytest.raises(ServerProblem):
        list(fetcher.fetch(range(4, 8)))
    with pytest.raises(ServerProblem):
        list(archive.fetcher().fetch([0]))


def test_while_a_bundle_waits_nothing_new_is_asked_for(archive: Archive, requests: list[int]) -> None:
    archive.server.faults.set(Fault(kind="rate_limit", on="labels", count=AT_ONCE, retry_after=1))
    fetched = list(archive.fetcher().fetch(range(600)))
    assert len(titles(fetched)) == 600
    assert sum(requests) == 600 + AT_ONCE * FIRST  # only what was refused was asked for again
    assert archive.told[0] == "Encord asks us to wait 1 s." and archive.told[-1] == ""


@pytest.mark.parametrize(("kind", "failure"), [("key_revoked", KeyRefused), ("no_access", ProjectProblem)])
def test_what_concerns_every_row_ends_it(archive: Archive, kind: str, failure: type[Exception]) -> None:
    rows = archive.fetcher().fetch(range(900))
    first = [next(rows) for _ in range(10)]
    if kind == "no_access":
        archive.server.project.member = False
    else:
        archive.server.faults.set(Fault(kind="key_revoked"))
    try:
        with pytest.raises(failure):
            list(rows)
    finally:
        archive.server.project.member = True
    assert all(each.row for each in first)


def test_a_stop_leaves_all_that_is_in_flight_behind(archive: Archive) -> None:
    archive.server.faults.set(Fault(kind="latency", on="labels", latency_ms=2500))
    stop = Stop()
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        list(archive.fetcher(stop).fetch(range(ROWS)))
    assert time.monotonic() - started < 2  # the answers would take longer


def test_a_bug_in_a_request_is_raised(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise SystemExit("a bug")

    monkeypatch.setattr(LabelRequest, "send", broken)
    with pytest.raises(SystemExit):
        list(archive.fetcher().fetch(range(3)))


def test_rows_are_created_once_even_when_the_answer_is_lost(
    demo: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "FIRST_TRIES", QUICK)
    archive = Archive(demo, listing_of(demo, tmp_path))
    new = [number for number, row in enumerate(archive.listing.rows) if not row.is_labelled]
    demo.faults.set(Fault(kind="lost_answer", on="create", count=1))
    fetched = list(archive.fetcher().fetch(new))
    assert new and [each.number for each in fetched] == new
    created = [write.label_hash for write in demo.writes]
    assert [each.row.label_hash for each in fetched if each.row] == created
    assert len(set(created)) == len(new)
