"""The project's label rows as compact tuples, with what the SDK needs to rebuild one kept in a file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from encord.objects import LabelRowV2
from encord.orm.label_row import LabelRowMetadata

from gui.domain.label_row import GroupImage, ListedRow
from gui.encord_api.client import OpenedProject
from gui.encord_api.patience import WORKING, Stop, ask

BATCH = 2000
"""Rows told at once while listing."""


class Listing:
    """All label rows of a project, in the server's order; the row's number is its place here.

    The SDK's metadata of every row lies as a line of JSON in ``path``, so that SDK objects exist only for the
    rows in work.
    """

    def __init__(self, project: OpenedProject, path: Path) -> None:
        self.project = project
        self.rows: list[ListedRow] = []
        self._offsets: list[int] = [0]
        self._path = path

    def load(self, stop: Stop, on_rows: Callable[[Sequence[ListedRow]], None] | None = None) -> None:
        """Ask the server for the rows. Raises the failures of a request, ``Cancelled`` on a stop."""
        client = self.project.sdk._client

        def request() -> list[LabelRowMetadata]:
            return client.list_label_rows(include_uninitialised_labels=True, include_images_data=True)

        metadata = ask(request, self.project.domain, stop, WORKING)
        with self._path.open("wb") as file:
            for start in range(0, len(metadata), BATCH):
                stop.check()
                lines = [orjson.dumps(entry.to_dict()) + b"\n" for entry in metadata[start : start + BATCH]]
                file.write(b"".join(lines))
                for line in lines:
                    self._offsets.append(self._offsets[-1] + len(line))
                rows = [listed(entry) for entry in metadata[start : start + BATCH]]
                self.rows.extend(rows)
                if on_rows:
                    on_rows(rows)

    def metadata(self, numbers: Sequence[int]) -> list[dict[str, object]]:
        """The SDK's metadata of the rows with these numbers, as plain JSON data."""
        found = []
        with self._path.open("rb") as file:
            for number in numbers:
                file.seek(self._offsets[number])
                found.append(orjson.loads(file.read(self._offsets[number + 1] - self._offsets[number])))
        return found

    def label_rows(self, numbers: Sequence[int]) -> list[LabelRowV2]:
        """Fresh SDK objects of the rows with these numbers, not initialised."""
        project = self.project.sdk
        return [
            LabelRowV2(LabelRowMetadata.from_dict(entry), project._client, project._ontology)
            for entry in self.metadata(numbers)
        ]

    def close(self) -> None:
        """Remove the file."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()


def listed(entry: LabelRowMetadata) -> ListedRow:
    """The compact tuple of one row of the SDK's listing."""
    images = tuple(
        GroupImage(
            str(image.get("image_hash") or image.get("data_hash") or ""),
            str(image.get("title") or ""),
            _whole(image.get("width")),
            _whole(image.get("height")),
        )
        for image in sorted(entry.images_data or [], key=lambda image: int(image.get("index") or 0))
    )
    stage = entry.workflow_graph_node.title if entry.workflow_graph_node else ""
    return ListedRow(
        label_hash=entry.label_hash,
        data_hash=entry.data_hash,
        dataset_hash=entry.dataset_hash,
        dataset_title=entry.dataset_title,
        title=entry.data_title,
        data_type=entry.data_type.lower(),
        status=entry.label_status.value,
        stage=stage,
        frames=max(1, entry.number_of_frames or 1),
        width=_whole(entry.width),
        height=_whole(entry.height),
        last_edited=entry.last_edited_at.isoformat() if entry.last_edited_at else None,
        images=images if entry.data_type.lower() == "img_group" else (),
    )


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value > 0 else None
