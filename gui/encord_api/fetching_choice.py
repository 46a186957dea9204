"""Chooses how rows are asked for: as plain data where that is proven equal to the SDK, else by the SDK's bundle."""

from __future__ import annotations

import functools
import json
import logging
from typing import Any

import encord
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from encord.client import EncordClientProject
from encord.configs import SshConfig, UserConfig
from encord.http.querier import Querier
from encord.objects import OntologyStructure

from gui.encord_api.detached import ontology_of
from gui.encord_api.empty_row import EmptyRow, SdkRow
from gui.encord_api.row_requests import AskForRows, ask_by_bundle

log = logging.getLogger(__name__)

PROVEN_VERSIONS = frozenset(("0.1.211",))
"""The SDKs that tests/unit/encord_api/test_plain_rows.py has compared with the plain rows."""

Json = dict[str, Any]


def choose_request() -> AskForRows:
    """What asks for rows; the log says which, and why."""
    reason = why_not_plain()
    if reason:
        log.warning("The SDK reads every row, which takes longer: %s", reason)
        return ask_by_bundle
    from gui.encord_api.row_requests import ask_for_answers

    log.info("Plain pictures are read without the SDK: that is proven with encord %s.", encord.__version__)
    return ask_for_answers


def why_not_plain() -> str:
    """Why rows may not be read as plain data with the installed SDK, in one sentence; empty when they may."""
    return _why_not_plain(encord.__version__)


@functools.cache
def _why_not_plain(version: str) -> str:
    if version not in PROVEN_VERSIONS:
        return f"reading without it is not proven with encord {version}."
    try:
        is_same = _trial()
    except Exception as error:  # noqa: BLE001 - whatever an SDK that has changed raises, it is the one to read then
        return f"the check of reading without it failed: {type(error).__name__}: {error}"
    return "" if is_same else f"reading without it differs from encord {version}."


def _trial() -> bool:
    """Whether both ways ask the same, and say the same of the rows that come; nothing is sent."""
    # Imported here: in an SDK that has changed, the very names may be gone.
    from gui.encord_api.empty_row import PlainRow
    from gui.encord_api.row_requests import ask_for_answers

    asked: list[Any] = []

    class Answering(Querier):
        def _execute(self, request: Any, retryable: bool = False, enable_logging: bool = True) -> Any:
            asked.append((request.http_method.value, request.data, request.timeout, sorted(request.headers)))
            hashes = json.loads(request.data)["values"]["uid"]
            return [_answer(hash_) for hash_ in hashes if hash_ != _GONE], None

    config = UserConfig(SshConfig(Ed25519PrivateKey.generate(), domain="https://example.invalid"))
    client = EncordClientProject(Answering(config, "project", _LABELLED), config, None)  # type: ignore[arg-type]
    ontology = ontology_of(OntologyStructure())
    by_sdk, plain = (ask(_ENTRIES, client, ontology) for ask in (ask_by_bundle, ask_for_answers))
    half = len(asked) // 2
    return (
        sorted(asked[:half]) == sorted(asked[half:])
        and [type(row) for row in plain] == [PlainRow, SdkRow, type(None)]
        and [_said(row) for row in by_sdk] == [_said(row) for row in plain]
        and [_said(row) for row in by_sdk] == [_said(SdkRow(row.sdk) if row else None) for row in plain]
    )


def _said(row: EmptyRow | None) -> str:
    """Everything that is asked of a row, in comparable words."""
    if row is None:
        return ""
    return json.dumps([row.export(), row.label_hash, row.last_edited, row.frames, row.size_at(0), row.size_at(1)])


_LABELLED = "5f1b7a52-7c5e-4a51-9d5e-0f8f6b1f2a33"
_NEW = "5f1b7a52-7c5e-4a51-9d5e-0f8f6b1f2a34"
_GONE = "5f1b7a52-7c5e-4a51-9d5e-0f8f6b1f2a35"


def _entry(label_hash: str | None) -> Json:
    """An entry of a listing, as the server sends it for one image."""
    return {
        "label_hash": label_hash,
        "created_at": None,
        "last_edited_at": None,
        "branch_name": "main",
        "data_hash": _NEW,
        "dataset_hash": _NEW,
        "dataset_title": "Äpfel",
        "data_title": 'a "title"',
        "data_type": "IMAGE",
        "data_link": None,
        "label_status": "NOT_LABELLED",
        "annotation_task_status": "QUEUED",
        "is_shadow_data": True,
        "number_of_frames": 1,
        "height": 853,
        "width": 1280,
        "spaces": {},
    }


_ENTRIES = (_entry(_LABELLED), _entry(None), _entry(_GONE))


def _answer(hash_: str) -> Json:
    """The answer to a request for the labels of the row with this label hash, or data hash."""
    unit = {
        "data_hash": _NEW,
        "data_title": "unit",
        "data_link": "place",
        "data_type": "image/png",
        "data_sequence": 0,
        "labels": {"objects": [], "classifications": []},
        "width": 7,
        "height": 5,
    }
    return {
        "label_hash": hash_,
        "branch_name": "main",
        "created_at": "2026-07-06 07:00:00",
        "last_edited_at": "Thu, 09 Jul 2026 13:53:59 GMT",
        "dataset_hash": _LABELLED,
        "dataset_title": "Äpfel",
        "data_title": 'a "title"',
        "data_hash": _NEW,
        "data_type": "image",
        "data_units": {_NEW: unit},
        "object_answers": {},
        "classification_answers": {},
        "object_actions": {},
        "label_status": "LABEL_IN_PROGRESS",
        "annotation_task_status": "ASSIGNED",
        "is_valid": True,
        "spaces": {},
    }
