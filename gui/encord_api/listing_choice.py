"""Chooses how the listing is read: as a stream where that is proven equal to the SDK, else by the SDK's own call."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import encord
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from encord.client import EncordClientProject
from encord.configs import SshConfig, UserConfig
from encord.http.querier import Querier
from encord.orm.label_row import LabelRowMetadata

log = logging.getLogger(__name__)

PROVEN_VERSIONS = frozenset(("0.1.211",))
"""The SDKs that tests/unit/encord_api/test_listing.py has compared with the stream."""

Entry = dict[str, Any]
Source = Callable[[EncordClientProject, str | None], Iterator[Entry]]
"""Brings the entries of a branch; None = of the main one."""


def choose_source() -> Source:
    """What brings the entries of a listing; the log says which, and why."""
    reason = why_not_stream()
    if reason:
        log.warning("The SDK reads the listing, which takes longer and more memory: %s", reason)
        return entries_of_sdk
    from gui.encord_api.streamed_listing import streamed_entries

    log.info("The listing is read as a stream: it is proven with encord %s.", encord.__version__)
    return streamed_entries


def entries_of_sdk(client: EncordClientProject, branch: str | None = None) -> Iterator[Entry]:
    """The entries by the SDK's own call, which holds all of them before the first is here."""
    listed = client.list_label_rows(include_uninitialised_labels=True, include_images_data=True, branch_name=branch)
    return (entry.to_dict() for entry in listed)


def why_not_stream() -> str:
    """Why the stream may not be used with the installed SDK, in one sentence; empty when it may."""
    return _why_not_stream(encord.__version__)


@functools.cache
def _why_not_stream(version: str) -> str:
    if version not in PROVEN_VERSIONS:
        return f"the stream is not proven with encord {version}."
    try:
        is_same = _trial()
    except Exception as error:  # noqa: BLE001 - whatever an SDK that has changed raises, it is the one to read then
        return f"the check of the stream failed: {type(error).__name__}: {error}"
    return "" if is_same else f"the stream differs from encord {version}."


def _trial() -> bool:
    """Whether the stream asks what the SDK asks, and reads its answer as the SDK reads it; nothing is sent."""
    # Imported here: in an SDK that has changed, the very names may be gone.
    from gui.encord_api.streamed_listing import StreamingQuerier, list_with, read_entries

    asked: list[Any] = []

    class BySdk(Querier):
        def _execute(self, request: Any, retryable: bool = False, enable_logging: bool = True) -> Any:
            asked.append((request.http_method, request.data, request.timeout, sorted(request.headers)))
            return json.loads(_ANSWER)["response"], None

    class ByStream(StreamingQuerier):
        def stream(self, request: Any) -> Iterator[Entry]:
            asked.append((request.http_method, request.data, request.timeout, sorted(request.headers)))
            return read_entries([_ANSWER[:700], _ANSWER[700:]])

    config = UserConfig(SshConfig(Ed25519PrivateKey.generate(), domain="https://example.invalid"))
    by_sdk, by_stream = (
        list(list_with(EncordClientProject(querier(config, "project", _HASH), config, None)))  # type: ignore[arg-type]
        for querier in (BySdk, ByStream)
    )
    return asked[0] == asked[1] and by_sdk == [LabelRowMetadata.from_dict(entry) for entry in by_stream]


_HASH = "5f1b7a52-7c5e-4a51-9d5e-0f8f6b1f2a33"


def _entry(**other: Any) -> Entry:
    return {
        "label_hash": None,
        "created_at": None,
        "last_edited_at": "2026-07-06 07:00:00",
        "branch_name": "main",
        "data_hash": _HASH,
        "dataset_hash": _HASH,
        "dataset_title": "Äpfel",
        "data_title": 'a "title"',
        "data_type": "IMAGE",
        "data_link": None,
        "label_status": "NOT_LABELLED",
        "annotation_task_status": "QUEUED",
        "workflow_graph_node": {"uuid": _HASH, "title": "Annotate"},
        "is_shadow_data": False,
        "number_of_frames": 1,
        "duration": None,
        "frames_per_second": None,
        "height": 853,
        "width": 1280,
        "priority": 0.5,
        "backing_item_uuid": _HASH,
        "spaces": {},
        **other,
    }


_ANSWER = json.dumps(
    {
        "status": 200,
        "response": [
            _entry(),
            _entry(label_hash=_HASH, data_type="VIDEO", number_of_frames=12, duration=0.48, frames_per_second=25.0),
            _entry(data_type="IMG_GROUP", images_data=[{"index": 0, "title": "one", "image_hash": _HASH, "width": 7}]),
        ],
    }
).encode()
