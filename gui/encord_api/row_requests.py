"""The two ways to ask for rows without their labels: by the SDK's bundle, and as plain data where that is proven."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from encord.client import EncordClientProject
from encord.http.bundle import Bundle
from encord.objects import LabelRowV2
from encord.ontology import Ontology
from encord.orm.label_row import LabelRowMetadata

from gui.encord_api.empty_row import EmptyRow, PlainRow, SdkRow, read_by_sdk
from gui.encord_api.plain_export import is_plain

Json = dict[str, Any]

AskForRows = Callable[[Sequence[Json], EncordClientProject, Ontology], list[EmptyRow | None]]
"""The rows of these entries of a listing, in their order; None for one that Encord did not send.

A row without a label hash is created on the server. Raises what the SDK raises.
"""


def ask_by_bundle(entries: Sequence[Json], client: EncordClientProject, ontology: Ontology) -> list[EmptyRow | None]:
    """As the documented script initialises rows, many at once (FACTS 8: each attempt needs a Bundle of its own)."""
    rows = [LabelRowV2(LabelRowMetadata.from_dict(entry), client, ontology) for entry in entries]
    bundle = Bundle()
    for row in rows:
        row.initialise_labels(
            include_object_feature_hashes=set(), include_classification_feature_hashes=set(), bundle=bundle
        )
    bundle.execute()
    return [SdkRow(row) if row.is_labelling_initialised else None for row in rows]


def ask_for_answers(entries: Sequence[Json], client: EncordClientProject, ontology: Ontology) -> list[EmptyRow | None]:
    """The same without an object of the SDK for each row, which costs more than all else: plain pictures need none.

    Rows that are to be created are left to the SDK.
    """
    new = [entry for entry in entries if not entry.get("label_hash")]
    created = iter(ask_by_bundle(new, client, ontology) if new else ())
    labelled = [entry["label_hash"] for entry in entries if entry.get("label_hash")]
    answers = {answer["label_hash"]: answer for answer in _answers(labelled, client)}
    return [
        _row(entry, answers.get(entry["label_hash"]), client, ontology) if entry.get("label_hash") else next(created)
        for entry in entries
    ]


def _answers(label_hashes: list[str], client: EncordClientProject) -> Sequence[Json]:
    """What `LabelRowV2.initialise_labels` asks for in a bundle."""
    if not label_hashes:
        return ()
    return client.get_label_rows(
        uids=label_hashes,
        get_signed_url=False,
        include_object_feature_hashes=set(),
        include_classification_feature_hashes=set(),
    )


def _row(entry: Json, answer: Json | None, client: EncordClientProject, ontology: Ontology) -> EmptyRow | None:
    if answer is None:
        return None
    if is_plain(entry, answer):
        return PlainRow(entry, answer, client, ontology)
    return SdkRow(read_by_sdk(entry, answer, client, ontology))
