"""What the SDK's ``to_encord_dict`` says of a picture without labels, made of the server's answer alone.

Repeats ``LabelRowV2.from_labels_dict`` and ``to_encord_dict`` of encord 0.1.211 for a row of one image on which nothing
is drawn; ``gui.encord_api.fetching_choice`` says when that is sound. Everything else is left to the SDK.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from encord.common.time_parser import format_datetime_to_long_string, parse_datetime
from encord.orm.label_row import LabelStatus

Json = dict[str, Any]

_IMAGE = "image"
_TEXTS = ("branch_name", "data_hash", "dataset_hash", "dataset_title", "data_title", "label_status")
_NOTHING = ("object_answers", "classification_answers", "object_actions")
"""Must be there, and empty."""
_STATUSES = frozenset(("QUEUED", "ASSIGNED", "IN_REVIEW", "RETURNED", "COMPLETED", None))


def is_plain(entry: Json, answer: Json) -> bool:
    """Whether `plain_export` knows the row to the letter.

    ``entry`` is its entry of the listing, ``answer`` what came of a request for its labels.
    """
    units = answer.get("data_units")
    return (
        answer.get("data_type") == _IMAGE
        and type(units) is dict
        and len(units) == 1
        and _is_plain_unit(next(iter(units.values())))
        and all(type(answer.get(key)) is str for key in _TEXTS)
        and all(answer.get(key) == {} for key in _NOTHING)
        and answer.get("spaces", {}) == {}
        and "label_hash" in answer
        and all(key in answer and _can_be_read(answer[key]) for key in ("created_at", "last_edited_at"))
        and _is_plain_entry(entry)
    )


def _is_plain_unit(unit: object) -> bool:
    if type(unit) is not dict:
        return False
    labels = unit.get("labels", {})
    return (
        unit.get("data_sequence") in (0, "0")
        and type(labels) is dict
        and labels.get("objects", []) == []
        and unit.get("metadata") is None
        and all(type(unit.get(side)) in (int, float) and unit[side] > 0 for side in ("width", "height"))
        and all(type(unit.get(key)) is str for key in ("data_hash", "data_title", "data_type"))
        and "data_link" in unit
    )


def _can_be_read(sent: str | None) -> bool:
    """Whether this is a time, or none: the SDK raises at anything else."""
    try:
        _in_words(sent)
    except (ValueError, OverflowError, TypeError):
        return False
    return True


def _is_plain_entry(entry: Json) -> bool:
    return (
        entry.get("data_type") == "IMAGE"
        and entry.get("number_of_frames") == 1
        and entry.get("spaces") == {}
        and entry.get("annotation_task_status") in _STATUSES
    )


def plain_export(entry: Json, answer: Json) -> Json:
    """The export of a row that `is_plain`, in the SDK's order of keys; nothing in it is shared with the answer."""
    (unit,) = answer["data_units"].values()
    return {
        "label_hash": answer["label_hash"],
        "branch_name": answer["branch_name"],
        "created_at": _in_words(answer["created_at"]),
        "last_edited_at": _in_words(answer["last_edited_at"]),
        "data_hash": answer["data_hash"],
        "dataset_hash": answer["dataset_hash"],
        "dataset_title": answer["dataset_title"],
        "data_title": answer["data_title"],
        "data_type": _IMAGE,
        "annotation_task_status": answer.get("annotation_task_status"),
        "is_shadow_data": entry.get("is_shadow_data", False),
        "object_answers": {},
        "classification_answers": {},
        "object_actions": {},
        "label_status": LabelStatus(answer["label_status"]).value,
        "data_units": {unit["data_hash"]: _unit_export(entry, unit)},
        "spaces": {},
    }


def _unit_export(entry: Json, unit: Json) -> Json:
    export = {
        "data_hash": unit["data_hash"],
        "data_title": unit["data_title"],
        "data_link": unit["data_link"],
        "data_type": unit["data_type"],
        "data_sequence": 0,
        "width": unit["width"],
        "height": unit["height"],
        "labels": {"objects": [], "classifications": []},
    }
    for name, of_entry in (("data_duration", "duration"), ("data_fps", "frames_per_second")):
        if entry.get(of_entry) is not None:  # a picture hardly ever has them
            export[name] = entry[of_entry]
    return export


def moment(sent: str | None) -> datetime | None:
    """A time of the answer as the SDK reads it."""
    return parse_datetime(sent) if sent is not None else None


@lru_cache(maxsize=8192)
def _in_words(sent: str | None) -> str | None:
    """A time of the answer in the SDK's words; rows are often made and edited together."""
    at = moment(sent)
    return format_datetime_to_long_string(at) if at is not None else None
