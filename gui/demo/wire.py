"""Label rows as the API sends them: one entry of a listing, and the labels of one row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import orjson

from gui.demo.project import LabelRow, Labels, Media, Project, Unit

Json = dict[str, Any]
Link = Callable[[Unit], str]


def listing_entry(row: LabelRow, project: Project, *, images: bool, stages: bool) -> bytes:
    """One row of a listing (``LabelRowMetadata.from_dict`` of the SDK), as JSON."""
    if row.listed is None:
        row.listed = {}
    entry = row.listed.get((images, stages))
    if entry is None:
        # Copied: orjson writes into 8 kB and cuts the rest off, which leaves holes nobody can use (1.9 GB of them
        # at 100,000 rows).
        written = orjson.dumps(_listing_entry(row, project, images, stages))
        entry = row.listed[images, stages] = bytes(memoryview(written))
    return entry


def _listing_entry(row: LabelRow, project: Project, images: bool, stages: bool) -> Json:
    media = row.media
    single = media.units[0] if len(media.units) == 1 and media.type != "img_group" else None
    stage = next(s for s in project.stages if s.title == row.stage)
    entry: Json = {
        "label_hash": row.label_hash,
        "created_at": row.created_at,
        "last_edited_at": row.last_edited_at,
        "branch_name": row.branch,
        "data_hash": media.hash,
        "dataset_hash": media.dataset.hash,
        "dataset_title": media.dataset.title,
        "data_title": media.title,
        "data_type": media.type.upper(),
        "data_link": _stored_at(single) if single else None,
        "label_status": _label_status(row),
        "annotation_task_status": _task_status(row, stage.type),
        "workflow_graph_node": {"uuid": stage.uuid, "title": stage.title} if stages else None,
        "is_shadow_data": False,
        "number_of_frames": media.frames,
        "duration": media.seconds,
        "frames_per_second": media.fps,
        "height": single.height if single else None,
        "width": single.width if single else None,
        "priority": 0.5 if stage.type != "DONE" else None,
        "file_type": single.file_type if single else None,
        "is_valid": True,
        "backing_item_uuid": media.item_uuid,
        "spaces": {},
        **media.extra,
    }
    if images and media.type == "img_group":
        entry["images_data"] = [
            {
                "index": index,
                "title": unit.title,
                "file_type": unit.file_type,
                "height": unit.height,
                "width": unit.width,
                "image_hash": unit.hash,
            }
            for index, unit in enumerate(media.units)
        ]
    return entry


def label_row(
    row: LabelRow,
    link: Link | None,
    object_filter: Collection[str] | None = None,
    classification_filter: Collection[str] | None = None,
) -> Json:
    """One row's labels (``LabelRowV2.from_labels_dict`` of the SDK).

    A filter of None keeps everything, an empty one nothing (as the real server does). With ``link`` each unit
    carries a link that can be followed, without it only the place in the store.
    """
    media = row.media
    labels = _filtered(row.read(), media, object_filter, classification_filter)
    return {
        "label_hash": row.label_hash,
        "branch_name": row.branch,
        "created_at": row.created_at,
        "last_edited_at": row.last_edited_at,
        "dataset_hash": media.dataset.hash,
        "dataset_title": media.dataset.title,
        "data_title": media.title,
        "data_hash": media.hash,
        "data_type": media.type,
        "data_units": {
            unit.hash: _data_unit(media, unit, index, link, labels) for index, unit in enumerate(media.units)
        },
        "object_answers": labels.object_answers,
        "classification_answers": labels.classification_answers,
        "object_actions": labels.object_actions,
        "label_status": _label_status(row),
        "annotation_task_status": "ASSIGNED",
        "is_valid": True,
        "spaces": {},
    }


def _data_unit(media: Media, unit: Unit, index: int, link: Link | None, labels: Labels) -> Json:
    entry: Json = {
        "data_hash": unit.hash,
        "data_title": unit.title,
        "data_link": link(unit) if link else _stored_at(unit),
        "data_type": unit.file_type,
        "data_sequence": str(index) if media.type == "img_group" else index,
        "labels": labels.units.get(unit.hash, _nothing(media)),
    }
    if unit.width is not None:
        entry["width"], entry["height"] = unit.width, unit.height
    if media.seconds is not None:
        entry["data_duration"] = media.seconds
    if media.fps is not None:
        entry["data_fps"] = media.fps
    return entry | media.extra


def _filtered(
    labels: Labels,
    media: Media,
    object_filter: Collection[str] | None,
    classification_filter: Collection[str] | None,
) -> Labels:
    if object_filter is None and classification_filter is None:
        return labels
    kept: set[str] = set()
    units = {hash_: _filtered_unit(unit, media, object_filter, kept) for hash_, unit in labels.units.items()}
    classifications = labels.classification_answers
    if classification_filter is not None:
        classifications = {k: v for k, v in classifications.items() if v["featureHash"] in classification_filter}
    if object_filter is None:
        return Labels(units, labels.object_answers, classifications, labels.object_actions)
    return Labels(
        units,
        {k: v for k, v in labels.object_answers.items() if k in kept},
        classifications,
        {k: v for k, v in labels.object_actions.items() if k in kept},
    )


def _filtered_unit(unit: Json, media: Media, wanted: Collection[str] | None, kept: set[str]) -> Json:
    if wanted is None:
        return unit
    if not unit:
        return _nothing(media)
    if "objects" in unit:
        objects = [o for o in unit["objects"] if o["featureHash"] in wanted]
        kept.update(o["objectHash"] for o in objects)
        return {"objects": objects, "classifications": []}
    frames = {frame: _filtered_unit(entry, media, wanted, kept) for frame, entry in unit.items()}
    return {frame: entry for frame, entry in frames.items() if entry["objects"]}


def _nothing(media: Media) -> Json:
    return {"objects": [], "classifications": []} if media.type in ("image", "img_group") else {}


def _stored_at(unit: Unit) -> str:
    return f"demo-store/{unit.hash}"


def _label_status(row: LabelRow) -> str:
    return "NOT_LABELLED" if row.label_hash is None else "LABELLED" if row.stage == "Complete" else "LABEL_IN_PROGRESS"


def _task_status(row: LabelRow, stage_type: str) -> str:
    if stage_type == "DONE":
        return "COMPLETED"
    if stage_type == "REVIEW":
        return "IN_REVIEW"
    return "QUEUED" if row.label_hash is None else "ASSIGNED"
