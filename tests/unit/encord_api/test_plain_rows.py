"""Plain pictures are read without the SDK's objects, and are to the letter what the SDK makes of the same answers."""

from __future__ import annotations

import copy
import json
import logging
from pathlib import Path
from typing import Any

import encord
import pytest
from encord.client import EncordClientProject
from encord.objects import LabelRowV2, OntologyStructure
from encord.orm.label_row import LabelRow, LabelRowMetadata
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gui.demo.server import DemoServer
from gui.encord_api import fetching_choice
from gui.encord_api.client import sign_in
from gui.encord_api.detached import ontology_of
from gui.encord_api.empty_row import PlainRow, SdkRow, read_by_sdk
from gui.encord_api.fetching_choice import choose_request, why_not_plain
from gui.encord_api.keys import read_key
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.encord_api.plain_export import is_plain, plain_export
from gui.encord_api.row_requests import ask_by_bundle, ask_for_answers

Json = dict[str, Any]
NOBODY: Any = None
"""There is no server to ask."""
ONTOLOGY = ontology_of(OntologyStructure())
GONE = object()
"""Instead of a value: its key is missing."""

texts = st.text(max_size=6)
moments = st.sampled_from(
    ("2026-07-06 07:00:00", "Thu, 09 Jul 2026 13:53:59 GMT", "2025-05-01T23:53:59.123456+10:00", "2024-02-29", None)
)
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "label_hash": texts,
    "branch_name": texts,
    "created_at": moments,
    "last_edited_at": moments,
    "dataset_hash": texts,
    "dataset_title": texts,
    "data_title": texts,
    "data_hash": texts,
    "data_type": st.just("image"),
    "object_answers": st.just({}),
    "classification_answers": st.just({}),
    "object_actions": st.just({}),
    "label_status": st.sampled_from(("LABELLED", "LABEL_IN_PROGRESS", "of tomorrow")),
    "annotation_task_status": st.sampled_from(("ASSIGNED", None)),
    "is_valid": st.booleans(),
    "spaces": st.just({}),
}
UNITS: dict[str, st.SearchStrategy[Any]] = {
    "data_hash": texts,
    "data_title": texts,
    "data_link": st.none() | texts,
    "data_type": texts,
    "data_sequence": st.sampled_from((0, "0")),
    "labels": st.sampled_from(({}, {"objects": [], "classifications": []})),
    "width": st.integers(1, 9) | st.floats(0.5, 9),
    "height": st.integers(1, 9) | st.floats(0.5, 9),
}
ENTRIES: dict[str, st.SearchStrategy[Any]] = {
    "label_hash": texts,
    "created_at": moments,
    "last_edited_at": moments,
    "branch_name": texts,
    "data_hash": texts,
    "dataset_hash": texts,
    "dataset_title": texts,
    "data_title": texts,
    "data_type": st.just("IMAGE"),
    "data_link": st.none(),
    "label_status": st.just("LABELLED"),
    "annotation_task_status": st.sampled_from(("QUEUED", "COMPLETED", None)),
    "is_shadow_data": st.booleans(),
    "number_of_frames": st.just(1),
    "duration": st.sampled_from((None, 0, 0.04)),
    "frames_per_second": st.sampled_from((None, 0, 25.0)),
    "images_data": st.sampled_from((None, [])),
    "spaces": st.just({}),
}
odd = st.sampled_from(
    (
        GONE,
        None,
        "",
        "0",
        "1",
        "video",
        "group",
        "VIDEO",
        0,
        1,
        2,
        -1,
        0.5,
        True,
        [],
        {},
        [[]],
        {"a": {}},
        {"objects": 7},
    )
)
"""What may stand in the place of anything."""


@st.composite
def pairs(draw: st.DrawFn, changes: int = 0) -> tuple[Json, Json]:
    """An entry of a listing and the answer for it, with so many changes anywhere."""
    unit = draw(st.fixed_dictionaries(UNITS))
    answer = draw(st.fixed_dictionaries(ANSWERS)) | {"data_units": {draw(texts): unit}}
    entry = draw(st.fixed_dictionaries(ENTRIES))
    optional = {"duration": odd, "frames_per_second": odd, "metadata": odd, "scene": odd, "images_data": odd}
    for _ in range(changes):
        place = draw(st.sampled_from((unit, answer, entry)))
        key = draw(st.sampled_from((*place, *optional)))
        value = draw(odd)
        if value is GONE:
            place.pop(key, None)
        else:
            place[key] = copy.deepcopy(value)
    return entry, answer


def received(answer: Json) -> Json:
    """An answer as it comes out of the SDK's client."""
    row: Json = LabelRow(answer)  # type: ignore[no-untyped-call]
    return row


def by_sdk(entry: Json, answer: Json) -> str:
    """What the SDK makes of an answer."""
    return json.dumps(read_by_sdk(entry, answer, NOBODY, ONTOLOGY).to_encord_dict())


thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(pairs())
def test_what_a_server_sends_of_a_picture_is_plain_and_equal_to_the_sdk(pair: tuple[Json, Json]) -> None:
    entry, answer = pair[0], received(pair[1])
    assert is_plain(entry, answer)
    assert json.dumps(plain_export(entry, answer)) == by_sdk(entry, answer)


@settings(thorough, max_examples=250)
@given(st.integers(1, 3).flatmap(pairs))
def test_whatever_a_server_sends_what_is_plain_is_equal_to_the_sdk(pair: tuple[Json, Json]) -> None:
    entry, sent = pair
    try:
        LabelRowV2(LabelRowMetadata.from_dict(entry), NOBODY, ONTOLOGY)
        answer = received(sent)
    except Exception:  # noqa: BLE001 - the SDK has raised it before there is an answer to read
        return
    if is_plain(entry, answer):
        assert json.dumps(plain_export(entry, answer)) == by_sdk(entry, answer)


@thorough
@given(pairs())
def test_a_plain_row_says_what_the_sdk_says_of_it(pair: tuple[Json, Json]) -> None:
    entry, answer = pair[0], received(pair[1])
    plain, sdk = PlainRow(entry, answer, NOBODY, ONTOLOGY), SdkRow(read_by_sdk(entry, answer, NOBODY, ONTOLOGY))
    for one, other in ((plain, sdk), (SdkRow(plain.sdk), sdk)):
        assert (one.label_hash, one.last_edited, one.frames) == (other.label_hash, other.last_edited, other.frames)
        assert one.size_at(0) == other.size_at(0) and one.export() == other.export()
    plain.export()["data_units"].clear()
    assert plain.export() == sdk.export()  # what is done to an export stays there


def test_rows_of_a_server_are_the_same_both_ways(demo: DemoServer, tmp_path: Path) -> None:
    project = sign_in(read_key(demo.private_key_pem, None), demo.url).open(demo.project_hash, Stop())
    listing = Listing(project, tmp_path / "listing.jsonl")
    listing.load(Stop())
    entries = listing.metadata([number for number, row in enumerate(listing.rows) if row.label_hash])
    entries.append({**entries[0], "label_hash": "of a row that is gone"})
    client, ontology = project.sdk._client, project.sdk._ontology
    one, other = (ask(entries, client, ontology) for ask in (ask_by_bundle, ask_for_answers))
    assert [row and (row.export(), row.last_edited) for row in one] == [
        row and (row.export(), row.last_edited) for row in other
    ]
    assert one[-1] is None
    kinds = {entry["data_type"]: type(row) for entry, row in zip(entries[:-1], other, strict=False)}
    assert kinds == {"IMAGE": PlainRow, "IMG_GROUP": SdkRow, "VIDEO": SdkRow}


@pytest.fixture(autouse=True)
def forgets() -> Any:
    """The check is made once a process."""
    fetching_choice._why_not_plain.cache_clear()
    yield
    fetching_choice._why_not_plain.cache_clear()


def test_the_installed_sdk_is_proven() -> None:
    assert why_not_plain() == "" and choose_request() is ask_for_answers


def test_another_version_of_the_sdk_reads_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(encord, "__version__", "0.1.999")
    with caplog.at_level(logging.WARNING):
        assert choose_request() is ask_by_bundle
    assert "not proven with encord 0.1.999" in caplog.text


def test_an_sdk_that_says_more_of_a_row_reads_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    original = LabelRowV2.to_encord_dict
    monkeypatch.setattr(LabelRowV2, "to_encord_dict", lambda row: {**original(row), "more": 1})
    assert "differs from encord" in why_not_plain()


def test_an_sdk_that_asks_otherwise_asks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    original = EncordClientProject.get_label_rows

    def asks_for_reviews_in_bundles(client: Any, include_reviews: bool | None = None, **options: Any) -> Any:
        return original(client, **options, include_reviews=include_reviews is not None)

    monkeypatch.setattr(EncordClientProject, "get_label_rows", asks_for_reviews_in_bundles)
    assert "differs from encord" in why_not_plain()
