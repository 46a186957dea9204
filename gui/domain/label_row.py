"""A label row of the project's listing, as a compact tuple."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=Hashable)

PICTURE_TYPES = frozenset({"image", "img_group", "video", "dicom", "nifti"})
"""Data types whose rows can carry shapes; audio, text, PDF, HTML, data groups and scenes cannot."""


class GroupImage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One image of an image group: its frame is its place in the row; pixels may be unknown."""

    data_hash: str
    title: str
    width: int | None = None
    height: int | None = None


class ListedRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One label row; ``label_hash`` is None when it was never labelled; sizes in pixels, None when unknown.

    ``gc=False``: the garbage collector would walk through 100,000 of them again and again, and finds no cycle ever.
    """

    label_hash: str | None
    data_hash: str
    dataset_hash: str
    dataset_title: str
    title: str
    data_type: str
    status: str
    stage: str
    frames: int
    width: int | None
    height: int | None
    last_edited: str | None
    images: tuple[GroupImage, ...] = ()

    @property
    def is_labelled(self) -> bool:
        """Whether the row exists as a label row on the server, so that reading it creates nothing."""
        return self.label_hash is not None

    def size_at(self, frame: int) -> tuple[int, int] | None:
        """Width and height in pixels of the picture at ``frame``, or None when the listing does not know it."""
        if self.images and 0 <= frame < len(self.images):
            image = self.images[frame]
            return (image.width, image.height) if image.width and image.height else None
        return (self.width, self.height) if self.width and self.height else None


class Repeated:
    """Keeps equal values once: 100,000 rows name few datasets, stages and sizes."""

    def __init__(self) -> None:
        """Nothing is known."""
        self._known: dict[Hashable, Any] = {}

    def once(self, value: T) -> T:
        """The value that is equal to this one and came first."""
        known: T = self._known.setdefault(value, value)
        return known

    def row(self, row: ListedRow) -> ListedRow:
        """The same row, sharing with earlier ones what it has in common with them."""
        once = self.once
        return ListedRow(
            row.label_hash,
            row.data_hash,
            once(row.dataset_hash),
            once(row.dataset_title),
            row.title,
            once(row.data_type),
            once(row.status),
            once(row.stage),
            once(row.frames),
            once(row.width),
            once(row.height),
            row.last_edited,
            row.images,
        )
