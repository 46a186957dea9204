"""Makes the compact tuple of a label row from what the server sent of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from encord.common.time_parser import parse_datetime

from gui.domain.label_row import GroupImage, ListedRow, Repeated


class RowMaker:
    """Makes the rows of one listing; what repeats from row to row is kept once."""

    def __init__(self) -> None:
        self._repeated = Repeated()

    def row(self, entry: dict[str, Any]) -> ListedRow:
        """The tuple of one entry of a listing. Raises KeyError, TypeError or ValueError for what is none."""
        node, once = entry.get("workflow_graph_node"), self._repeated.once
        data_type = entry["data_type"].lower()
        return ListedRow(
            label_hash=entry.get("label_hash"),
            data_hash=entry["data_hash"],
            dataset_hash=once(entry["dataset_hash"]),
            dataset_title=once(entry["dataset_title"]),
            title=entry["data_title"],
            data_type=once(data_type),
            status=once(entry["label_status"]),
            stage=once(node["title"]) if node else "",
            frames=once(max(1, entry["number_of_frames"] or 1)),
            width=once(_whole(entry.get("width"))),
            height=once(_whole(entry.get("height"))),
            last_edited=_moment(entry.get("last_edited_at")),
            images=_images(entry.get("images_data")) if data_type == "img_group" else (),
        )


def _images(sent: list[dict[str, Any]] | None) -> tuple[GroupImage, ...]:
    return tuple(
        GroupImage(
            str(image.get("image_hash") or image.get("data_hash") or ""),
            str(image.get("title") or ""),
            _whole(image.get("width")),
            _whole(image.get("height")),
        )
        for image in sorted(sent or [], key=lambda image: int(image.get("index") or 0))
    )


def _moment(sent: str | None) -> str | None:
    """A time as the SDK reads it: UTC where no zone is named."""
    if sent is None:
        return None
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        moment = parse_datetime(sent)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value > 0 else None
