"""A label row of the project's listing, as a compact tuple."""

from __future__ import annotations

import msgspec

PICTURE_TYPES = frozenset({"image", "img_group", "video", "dicom", "nifti"})
"""Data types whose rows can carry shapes; audio, text, PDF, HTML, data groups and scenes cannot."""


class GroupImage(msgspec.Struct, frozen=True, array_like=True):
    """One image of an image group: its frame is its place in the row; pixels may be unknown."""

    data_hash: str
    title: str
    width: int | None = None
    height: int | None = None


class ListedRow(msgspec.Struct, frozen=True, array_like=True):
    """One label row; ``label_hash`` is None when it was never labelled; sizes in pixels, None when unknown."""

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
