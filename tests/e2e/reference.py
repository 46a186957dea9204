"""Encord's documented script, and what makes two exports comparable: random hashes and timestamps set aside."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from encord import EncordUserClient
from encord.objects import LabelRowV2

TIMES = ("createdAt", "lastEditedAt")


def reference_export(
    key: Path,
    domain: str,
    project_hash: str,
    add: Callable[[LabelRowV2], None],
    *,
    create_missing: bool = False,
    only: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """What the script of Encord's page writes, with ``add`` in the place of "use your model to create labels".

    Rows never labelled are passed over unless ``create_missing``: the script would create them. ``only``: the
    titles of the rows to export, all when None.
    """
    client = EncordUserClient.create_with_ssh_private_key(ssh_private_key_path=key, domain=domain)
    project = client.get_project(project_hash)
    serialized_output = []
    for label_row in project.list_label_rows_v2():
        if label_row.label_hash is None and not create_missing:
            continue
        if only is not None and label_row.data_title not in only:
            continue
        label_row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
        add(label_row)
        serialized_output.append(label_row.to_encord_dict())
    return serialized_output


def comparable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with hashes of objects and classifications numbered in order and timestamps left out."""
    return [_comparable_row(copy.deepcopy(row)) for row in rows]


def _comparable_row(row: dict[str, Any]) -> dict[str, Any]:
    names: dict[str, str] = {}

    def number(hash_: str) -> str:
        return names.setdefault(hash_, f"#{len(names)}")

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        walked = {}
        for key, value in node.items():
            if key in TIMES:
                continue
            if key in ("objectHash", "classificationHash"):
                value = number(value)
            walked[names.get(key, key)] = walk(value)
        return walked

    units = walk(row.pop("data_units"))  # first: the hashes in the order of the objects
    for key in ("object_answers", "classification_answers", "object_actions"):
        row[key] = {number(hash_): value for hash_, value in row[key].items()}
    return {"data_units": units, **{key: walk(value) for key, value in row.items()}}
