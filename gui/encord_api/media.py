"""Pictures of label rows over signed links, into a bounded cache; video frames are cut out with OpenCV."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import requests
from encord.constants.enums import DataType
from encord.http.bundle import Bundle

from gui.domain.regions import is_loopback
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Patience, Stop, ask
from gui.errors import ConnectionProblem, ExpectedFailure
from gui.replacing import replace

MOST_BYTES = 256 * 1024 * 1024
"""Bytes the cache holds; the oldest pictures go first."""
LARGEST = 1024 * 1024 * 1024
"""Bytes of one picture or video that are fetched at all."""
_PATIENCE = Patience(tries=2, first_pause=0.2)


class NoPicture(ExpectedFailure):
    """There is no picture to show; the sentence says why."""

    code = "picture"


class MediaFetcher:
    """Fetches the pictures of one listing into ``folder``."""

    def __init__(self, listing: Listing, folder: Path) -> None:
        self.listing = listing
        self._folder = folder

    def picture(self, number: int, frame: int, stop: Stop) -> Path:
        """A file with the picture of a row's frame. Raises ``NoPicture`` or a failure of the request."""
        row = self.listing.rows[number]
        data_hash = row.images[frame].data_hash if row.images and frame < len(row.images) else row.data_hash
        if row.data_type not in ("image", "img_group", "video"):
            raise NoPicture("There is no preview for this type of row.")
        medium = self._folder / hashlib.sha256(data_hash.encode()).hexdigest()[:24]
        if not medium.exists():
            link = self.link(number, data_hash, stop)
            if not link:
                raise NoPicture("Encord gave no link to this picture.")
            _check_link(link)
            self._make_room()
            ask(lambda: _download(link, medium), self.listing.project.domain, stop, _PATIENCE)
        if row.data_type != "video":
            return medium
        return _cut_out(medium, frame)

    def link(self, number: int, data_hash: str, stop: Stop) -> str | None:
        """A signed link to one picture, group's image or video of a row. Raises the failures of a request."""
        return ask(lambda: self._link(number, data_hash), self.listing.project.domain, stop, _PATIENCE)

    def _link(self, number: int, data_hash: str) -> str | None:
        """A signed link; a row never labelled is asked for by its storage item, so that nothing is created."""
        row = self.listing.label_rows([number])[0]
        if row.label_hash is None:
            if row.data_type == DataType.IMG_GROUP or row.backing_item_uuid is None:
                raise NoPicture("A row that was never labelled has no preview.")
            return row.get_storage_item(get_signed_urls=True).get_signed_url()
        bundle = Bundle()
        row.initialise_labels(
            include_object_feature_hashes=set(),
            include_classification_feature_hashes=set(),
            include_signed_url=True,
            bundle=bundle,
        )
        bundle.execute()
        unit = row.to_encord_dict()["data_units"].get(data_hash)
        return str(unit["data_link"]) if unit and unit.get("data_link") else None

    def _make_room(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime)
        total = sum(file.stat().st_size for file in files)
        for file in files:
            if total <= MOST_BYTES:
                return
            total -= file.stat().st_size
            file.unlink()


def _check_link(link: str) -> None:
    """Only https, or this machine: a link must not lead the application anywhere else."""
    if urlsplit(link).scheme != "https" and not is_loopback(link):
        raise NoPicture("The link to this picture is not safe.")


def _download(link: str, target: Path) -> None:
    part = target.with_suffix(".part")
    try:
        with requests.get(link, stream=True, timeout=(20, 60)) as answer:
            if answer.status_code in (401, 403, 404, 410):
                raise NoPicture("The link to this picture has expired.")
            answer.raise_for_status()
            size = 0
            with part.open("wb") as file:
                for chunk in answer.iter_content(1 << 16):
                    size += len(chunk)
                    if size > LARGEST:
                        raise NoPicture("This picture is too large for a preview.")
                    file.write(chunk)
        replace(part, target)
    except requests.HTTPError as error:
        what, why = "The picture could not be fetched.", "The link to it failed."
        raise ConnectionProblem(what, why, "Try again.", detail=str(error)[:80]) from None
    finally:
        part.unlink(missing_ok=True)


def _cut_out(video: Path, frame: int) -> Path:
    """One frame of a video as a JPEG, found by decoding in order: seeking is not exact (FACTS 4.9)."""
    target = video.with_name(f"{video.name}-{frame}.jpg")
    if target.exists():
        return target
    capture = cv2.VideoCapture(str(video))
    try:
        for _ in range(frame):
            if not capture.grab():
                raise NoPicture("The video has no such frame.")
        found, pixels = capture.read()
    finally:
        capture.release()
    if not found or not cv2.imwrite(str(target), pixels):
        raise NoPicture("This frame cannot be decoded.")
    return target
