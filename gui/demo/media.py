"""Pictures and videos: the storage items that describe them, and the bytes behind a signed link."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from gui import paths
from gui.demo.answer import Answer, page
from gui.demo.orchard import identify
from gui.demo.project import Media, Unit
from gui.demo.site import OWNER, Site

Json = dict[str, Any]

PREFIX = "/media/"

_ITEM_TYPES = {"image": "image", "img_group": "imageGroup", "video": "video", "audio": "audio"}


def item_entry(site: Site, item_uuid: str, *, signed: bool) -> Json | None:
    """A storage item (``encord.orm.storage.StorageItem``), or None when there is none of that uuid."""
    for project in site.projects.values():
        found = project.by_item(item_uuid) if project.member else None
        if found is not None:
            return _entry(site, item_uuid, *found, signed=signed)
    return None


def child_entries(site: Site, item_uuid: str, *, signed: bool) -> list[Json]:
    """The storage items of a group's pictures, in the order of its frames."""
    for project in site.projects.values():
        found = project.by_item(item_uuid)
        if found is not None and found[1] is None:
            return [_entry(site, unit.hash, found[0], unit, signed=signed) for unit in found[0].units]
    return []


def _entry(site: Site, item_uuid: str, media: Media, unit: Unit | None, *, signed: bool) -> Json:
    in_group = unit is not None and media.type == "img_group"
    return {
        "uuid": item_uuid,
        "parent": identify("folder", media.dataset.title),
        "itemType": "image" if in_group else _ITEM_TYPES.get(media.type, "plainText"),
        "name": unit.title if unit else media.title,
        "description": "",
        "clientMetadata": "{}",
        "owner": OWNER,
        "createdAt": "2026-07-06T07:00:00Z",
        "lastEditedAt": "2026-07-06T07:00:00Z",
        "backedDataUnitsCount": 1,
        "storageLocation": "encord",
        "integrationHash": None,
        "url": f"demo-store/{unit.hash}" if unit else None,
        "signedUrl": site.link(unit) if unit and signed else None,
        "fileSize": None,
        "mimeType": unit.file_type if unit else None,
        "duration": media.seconds,
        "fps": media.fps,
        "height": unit.height if unit else None,
        "width": unit.width if unit else None,
        "dicomInstanceUid": None,
        "dicomStudyUid": None,
        "dicomSeriesUid": None,
        "frameCount": media.frames if media.type == "video" else None,
        "audioSampleRate": None,
        "audioBitDepth": None,
        "audioCodec": None,
        "audioNumChannels": None,
    }


def download(site: Site, target: str) -> Answer:
    """The bytes behind a signed link; 403 for a link that is too old or not ours, as a cloud store says it."""
    parts = urlsplit(target)
    unit_hash = parts.path.removeprefix(PREFIX)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not site.link_holds(unit_hash, query.get("expires", ""), query.get("signature", "")):
        return refused()
    unit = _find(site, unit_hash)
    if unit is not None and unit.scene is not None:
        return Answer(200, site.pictures.jpeg(f"{unit.scene.seed}-{unit.hash}", unit.scene), "image/jpeg")
    if unit is not None and unit.resource:
        return Answer(200, paths.resource_path(unit.resource).read_bytes(), unit.file_type)
    return page(404, "Not found", "There is no file here.")


def refused() -> Answer:
    """403 in the words of a cloud store."""
    body = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'
    return Answer(403, body, "application/xml")


def _find(site: Site, unit_hash: str) -> Unit | None:
    for project in site.projects.values():
        unit = project.unit(unit_hash)
        if unit is not None:
            return unit
    return None
