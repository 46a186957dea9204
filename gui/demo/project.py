"""The data model the server serves from: projects, datasets, media, and label rows on branches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from gui.demo.scene import Scene

Json = dict[str, Any]
MAIN = "main"
"""The branch that holds the project's labels; every project has it."""

BEGUN = "2026-07-06 07:00:00"
"""When the demo's media were uploaded, in the form Encord writes times (UTC)."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of a project."""

    hash: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One picture, or one video: what Encord calls a data unit. Sizes in pixels; None where it has none."""

    hash: str
    title: str
    file_type: str
    width: int | None
    height: int | None
    scene: Scene | None = None
    resource: str = ""
    """A file among the resources to serve instead of a painted scene."""


@dataclass(frozen=True, slots=True)
class Media:
    """What a label row is about: a picture, a group of pictures, a video, or something without pixels."""

    hash: str
    title: str
    dataset: Dataset
    type: str
    """As Encord has it: image, img_group, video, audio, plain_text, pdf, group, …"""
    item_uuid: str
    units: tuple[Unit, ...]
    frames: int = 1
    fps: float | None = None
    seconds: float | None = None
    extra: Json = field(default_factory=dict)
    """Fields that only this kind of media has in a listing (sound: sample rate, channels)."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is drawn on a row, in Encord's JSON: labels by unit hash, and the answers."""

    units: dict[str, Json] = field(default_factory=dict)
    object_answers: Json = field(default_factory=dict)
    classification_answers: Json = field(default_factory=dict)
    object_actions: Json = field(default_factory=dict)


@dataclass(slots=True)
class LabelRow:
    """The labels of one media item on one branch; without a ``label_hash`` it was never labelled."""

    media: Media
    branch: str
    label_hash: str | None
    stage: str
    created_at: str | None = None
    last_edited_at: str | None = None
    labels: Labels | Callable[[], Labels] = field(default_factory=Labels)
    listed: dict[tuple[bool, bool], bytes] | None = None
    """How a listing shows the row, by what was asked for; kept, since 100,000 rows are listed again and again."""

    def read(self) -> Labels:
        """The row's labels; drawn up when first asked for."""
        if not isinstance(self.labels, Labels):
            self.labels = self.labels()
        return self.labels


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the project's workflow."""

    uuid: str
    title: str
    type: Literal["ANNOTATION", "REVIEW", "DONE"]


@dataclass
class Project:
    """A project: its ontology, its datasets, and its label rows on ``main`` and on other branches."""

    hash: str
    title: str
    description: str
    ontology_hash: str
    ontology: Json
    stages: tuple[Stage, ...]
    datasets: tuple[Dataset, ...] = ()
    rows: dict[str, LabelRow] = field(default_factory=dict)
    """The label rows on ``main`` by data hash, in the order they are listed in."""
    member: bool = True
    """Whether the demo's key has access."""
    branches: dict[str, dict[str, LabelRow]] = field(default_factory=dict)
    """The label rows of every other branch by data hash."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _labelled: dict[str, LabelRow] | None = None
    _items: dict[str, tuple[Media, Unit | None]] | None = None
    _units: dict[str, Unit] | None = None

    def by_label_hash(self, label_hash: str) -> LabelRow | None:
        """The row of that label hash, on any branch."""
        with self.lock:
            if self._labelled is None:
                every = [self.rows, *self.branches.values()]
                self._labelled = {r.label_hash: r for rows in every for r in rows.values() if r.label_hash}
            return self._labelled.get(label_hash)

    def on_branch(self, branch: str) -> Iterable[LabelRow]:
        """Every media item's row on that branch; one that was never touched there has no label hash."""
        if branch == MAIN:
            return list(self.rows.values())
        there = self.branches.get(branch, {})
        return [there.get(row.media.hash) or self._untouched(row, branch) for row in list(self.rows.values())]

    def create(self, data_hash: str, branch: str, label_hash: str, now: str) -> LabelRow:
        """Make the row of that media on that branch.

        Raises KeyError for a data hash that is not in the project, FileExistsError when the row is there.
        """
        with self.lock:
            home = self.rows if branch == MAIN else self.branches.setdefault(branch, {})
            row = self.rows[data_hash] if branch == MAIN else home.get(data_hash)
            if row is None:
                row = home[data_hash] = self._untouched(self.rows[data_hash], branch)
            if row.label_hash is not None:
                raise FileExistsError(data_hash)
            row.label_hash, row.created_at, row.last_edited_at, row.listed = label_hash, now, now, None
            if self._labelled is not None:
                self._labelled[label_hash] = row
            return row

    def unit(self, unit_hash: str) -> Unit | None:
        """The data unit of that hash."""
        with self.lock:
            if self._units is None:
                self._units = {unit.hash: unit for row in self.rows.values() for unit in row.media.units}
            return self._units.get(unit_hash)

    def save(self, row: LabelRow, labels: Labels, now: str) -> None:
        """Replace everything that is drawn on a row."""
        with self.lock:
            row.labels, row.last_edited_at, row.listed = labels, now, None

    def move(self, row: LabelRow, stage: str) -> None:
        """Put a row into the stage of that title."""
        with self.lock:
            row.stage, row.listed = stage, None

    def branch_names(self) -> Sequence[str]:
        """``main`` first, then the branches that hold a row, in the order they were made."""
        return [MAIN, *(name for name, rows in self.branches.items() if rows)]

    def by_item(self, item_uuid: str) -> tuple[Media, Unit | None] | None:
        """What lies under a storage item: its media and unit; no unit for a group itself."""
        with self.lock:
            if self._items is None:
                self._items = {}
                for row in self.rows.values():
                    media = row.media
                    group = media.type == "img_group"
                    self._items[media.item_uuid] = (media, None if group else media.units[0])
                    if group:
                        self._items.update({unit.hash: (media, unit) for unit in media.units})
            return self._items.get(item_uuid)

    @staticmethod
    def _untouched(row: LabelRow, branch: str) -> LabelRow:
        return LabelRow(media=row.media, branch=branch, label_hash=None, stage=row.stage)
