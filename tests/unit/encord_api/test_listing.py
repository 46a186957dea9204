"""The listing read as a stream is what the SDK lists, and fails as the SDK does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import encord
import pytest
import requests
from encord import exceptions as sdk
from encord.http.querier import Querier
from encord.orm.label_row import LabelRowMetadata

from gui.demo.awkward import EMPTY, ODD_ROWS
from gui.demo.faults import Fault
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.domain.label_row import ListedRow
from gui.encord_api import listing_choice
from gui.encord_api.client import OpenedProject, sign_in
from gui.encord_api.failures import diagnose
from gui.encord_api.keys import read_key
from gui.encord_api.listed import RowMaker
from gui.encord_api.listing import Listing
from gui.encord_api.listing_choice import choose_source, entries_of_sdk, why_not_stream
from gui.encord_api.patience import Stop
from gui.encord_api.streamed_listing import read_entries, streamed_entries
from gui.errors import Cancelled


def opened(server: DemoServer, project_hash: str = "") -> OpenedProject:
    account = sign_in(read_key(server.private_key_pem, None), server.url)
    return account.open(project_hash or server.project_hash, Stop())


@pytest.fixture(scope="module")
def large() -> Iterator[DemoServer]:
    with DemoServer(Scenario(rows=3000, awkward=True)) as server:
        yield server


@pytest.fixture
def project(large: DemoServer) -> Iterator[OpenedProject]:
    yield opened(large)
    large.faults.clear()


def test_the_stream_lists_what_the_sdk_lists(demo: DemoServer, large: DemoServer, tmp_path: Path) -> None:
    kinds = set()
    odd = (large.project_titled(title).hash for title in (EMPTY, ODD_ROWS))
    projects = [opened(demo), opened(large), *(opened(large, each) for each in odd)]
    for project in projects:
        client = project.sdk._client
        listing = Listing(project, tmp_path / "listing.jsonl")
        listing.load(Stop())
        by_sdk = list(entries_of_sdk(client))
        make = RowMaker()
        assert listing.rows == [make.row(entry) for entry in by_sdk]
        kept = [LabelRowMetadata.from_dict(entry) for entry in listing.metadata(range(len(by_sdk)))]
        assert kept == client.list_label_rows(include_uninitialised_labels=True, include_images_data=True)
        kinds |= {row.data_type for row in listing.rows}
    assert kinds >= {"image", "img_group", "video"}


def test_the_images_of_a_group_are_known(demo: DemoServer, tmp_path: Path) -> None:
    listing = Listing(opened(demo), tmp_path / "listing.jsonl")
    listing.load(Stop())
    group = next(row for row in listing.rows if row.data_type == "img_group")
    units = next(row.media.units for row in demo.project.rows.values() if row.media.hash == group.data_hash)
    assert [(image.data_hash, image.title) for image in group.images] == [(unit.hash, unit.title) for unit in units]
    assert all(image.width and image.height for image in group.images)


def test_rows_are_told_while_they_come(project: OpenedProject, tmp_path: Path) -> None:
    told = []
    listing = Listing(project, tmp_path / "listing.jsonl")
    listing.load(Stop(), lambda rows, afresh: told.append((len(rows), afresh)))
    assert told == [(200, False), (1000, False), (1000, False), (800, False)]
    assert (len(listing.rows), listing.rows[-1].title) == (3000, "archive_0002999.jpg")


@pytest.mark.parametrize("kind", ["reset", "truncated"])
def test_an_answer_that_is_cut_off_is_asked_for_again(
    kind: Any, large: DemoServer, project: OpenedProject, tmp_path: Path
) -> None:
    large.faults.set(Fault(kind, on="list", count=1))
    told: list[ListedRow] = []
    times = []

    def keep(rows: Any, afresh: bool) -> None:
        if afresh:
            times.append(len(told))
            told.clear()
        told.extend(rows)

    listing = Listing(project, tmp_path / "listing.jsonl")
    listing.load(Stop(), keep)
    assert len(times) == 1
    assert kind == "reset" or times[0] > 0  # a reset takes along what was not read yet
    assert told == listing.rows and len(told) == 3000
    assert listing.metadata([2999])[0]["data_title"] == "archive_0002999.jpg"


FAULTS = (
    "reset",
    "lost_answer",
    "truncated",
    "sign_in_page",
    "error_page",
    "server_error",
    "rate_limit",
    "too_large",
    "key_revoked",
    "proxy_password",
)


@pytest.mark.parametrize("kind", FAULTS)
def test_it_fails_in_the_words_of_the_sdks_own_call(kind: Any, large: DemoServer, project: OpenedProject) -> None:
    large.faults.set(Fault(kind, on="list", retry_after=3))
    found = []
    for source in (streamed_entries, entries_of_sdk):
        with pytest.raises((sdk.EncordException, requests.RequestException)) as raised:
            list(source(project.sdk._client))
        diagnosis = diagnose(raised.value, large.url)
        found.append((diagnosis.failure.sentence.what, diagnosis.transient, diagnosis.retry_after))
    assert found[0] == found[1]


def test_a_project_that_is_gone_fails_in_the_words_of_the_sdks_own_call(project: OpenedProject) -> None:
    client = project.sdk._client
    client._querier.resource_id = "00000000-0000-4000-8000-000000000000"
    for source in (streamed_entries, entries_of_sdk):
        with pytest.raises(sdk.ResourceNotFoundError):
            list(source(client))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"response": [{"a": 1}, {"a": 2.5}], "status": 200}', [{"a": 1}, {"a": 2.5}]),
        (b'{"status": 200, "response": []}', []),
        (b'{"status": 200, "response": [{"b": [{"response": 1}]}], "payload": null}', [{"b": [{"response": 1}]}]),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_answer_is_read_wherever_it_is_cut_into_pieces(body: bytes, expected: list[Any], size: int) -> None:
    assert list(read_entries(body[at : at + size] for at in range(0, len(body), size))) == expected


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"status": 401, "response": ["SSH_KEY_NOT_FOUND_ERROR"]}', sdk.SshKeyNotFound),
        (b'{"response": ["AUTHORISATION_ERROR"], "status": 403}', sdk.AuthorisationError),
        (b'{"response": [{"a": 1}], "status": 500}', sdk.GenericServerError),
        (b'{"status": 200, "response": null}', sdk.ResourceNotFoundError),
        (b'{"message": "Internal server error"}', sdk.GenericServerError),
        (b'{"status": 200, "response": [{"a": 1}', sdk.RequestException),
        (b"", sdk.RequestException),
        (b"<html><title>Guest</title></html>", sdk.RequestException),
    ],
)
def test_an_answer_that_is_no_listing_raises_what_the_sdk_raises(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(read_entries([body]))


def test_a_cancel_is_heard_while_the_answer_drips(large: DemoServer, project: OpenedProject, tmp_path: Path) -> None:
    large.faults.set(Fault("dripping", on="list", latency_ms=50))
    stop = Stop()
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        Listing(project, tmp_path / "listing.jsonl").load(stop)
    assert time.monotonic() - started < 3


def test_the_installed_sdk_is_proven() -> None:
    listing_choice._why_not_stream.cache_clear()
    started = time.process_time()
    assert choose_source() is streamed_entries
    assert time.process_time() - started < 0.5


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What the check finds here is forgotten afterwards."""
    listing_choice._why_not_stream.cache_clear()
    yield monkeypatch
    listing_choice._why_not_stream.cache_clear()


def test_another_version_of_the_sdk_lists_itself(
    unchecked: pytest.MonkeyPatch, project: OpenedProject, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    unchecked.setattr(encord, "__version__", "0.1.999")
    listing = Listing(project, tmp_path / "listing.jsonl")
    with caplog.at_level(logging.WARNING):
        listing.load(Stop())
    assert "the stream is not proven with encord 0.1.999" in caplog.text
    assert len(listing.rows) == 3000
    assert len(listing.label_rows([0, 2999])) == 2


def test_an_sdk_that_asks_otherwise_lists_itself(unchecked: pytest.MonkeyPatch) -> None:
    original = Querier.get_multiple

    def with_more(querier: Querier, kind: Any, uid: Any = None, payload: Any = None, **options: Any) -> Any:
        return original(querier, kind, uid, {**payload, "page": 1}, **options)

    unchecked.setattr(Querier, "get_multiple", with_more)
    assert why_not_stream() == f"the stream differs from encord {encord.__version__}."


def test_an_sdk_that_reads_otherwise_lists_itself(unchecked: pytest.MonkeyPatch) -> None:
    original = Querier._parse_response

    def with_pages(response_type: Any, item: dict[str, Any]) -> Any:
        return original(response_type, {**item, "data_title": item["data_title"].title()})

    unchecked.setattr(Querier, "_parse_response", staticmethod(with_pages))
    assert why_not_stream() == f"the stream differs from encord {encord.__version__}."


def test_an_sdk_without_the_parts_that_the_stream_needs_lists_itself(unchecked: pytest.MonkeyPatch) -> None:
    unchecked.delattr(Querier, "_route")
    assert "AttributeError" in why_not_stream()
