"""What pages call things: kinds of media, statuses, stages, shapes, targets, dates; and the icons that go with them."""

from __future__ import annotations

from datetime import date, datetime

from gui.domain.counting import NO_BREAK
from gui.domain.ontology import Choice, Classification, OntologyObject, Target

_MEDIA: dict[str, tuple[str, str]] = {
    "image": ("Image", "image"),
    "img_group": ("Image group", "images"),
    "video": ("Video", "video"),
    "dicom": ("DICOM", "volume"),
    "dicom_study": ("DICOM study", "volume"),
    "nifti": ("NIfTI", "volume"),
    "audio": ("Audio", "sound"),
    "time_series": ("Time series", "sound"),
    "plain_text": ("Text", "text"),
    "html": ("Web page", "text"),
    "pdf": ("PDF", "file"),
    "group": ("Data group", "folder"),
    "scene": ("Scene", "volume"),
}
"""Data type of the SDK → name for people, icon."""

_STATUSES = {
    "NOT_LABELLED": "Not labelled",
    "LABEL_IN_PROGRESS": "In progress",
    "LABELLED": "Labelled",
    "REVIEW_IN_PROGRESS": "In review",
    "REVIEWED": "Reviewed",
    "REVIEWED_TWICE": "Reviewed twice",
}

_SHAPES: dict[str, tuple[str, str]] = {
    "bounding_box": ("Box", "box"),
    "rotatable_bounding_box": ("Rotatable box", "rotated-box"),
    "polygon": ("Polygon", "polygon"),
    "polyline": ("Polyline", "polyline"),
    "point": ("Point", "point"),
    "bitmask": ("Bitmask", "mask"),
    "skeleton": ("Skeleton", "skeleton"),
    "radio": ("One of a list", "classification"),
    "checklist": ("Some of a list", "classification"),
    "text": ("Text", "text"),
}
"""Shape of an ontology object, or kind of a classification → name for people, icon."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def media_name(data_type: str) -> str:
    """``img_group`` as ``Image group``; a type nobody knew yet is told as Encord has it."""
    return _MEDIA.get(data_type, (_plain(data_type), ""))[0]


def media_icon(data_type: str) -> str:
    """The icon of a data type."""
    return _MEDIA.get(data_type, ("", "file"))[1]


def status_name(status: str) -> str:
    """``LABEL_IN_PROGRESS`` as ``In progress``."""
    return _STATUSES.get(status, _plain(status))


def stage_icon(stage: str) -> str:
    """An empty, half or full circle: annotating, in between (review and whatever else), complete."""
    name = stage.casefold()
    if any(word in name for word in ("complete", "done", "archive")):
        return "stage-full"
    if not name or any(word in name for word in ("annotat", "label")):
        return "stage-empty"
    return "stage-half"


def shape_name(target: Target) -> str:
    """The shape of an object, or how a question is answered."""
    return _SHAPES.get(_shape(target), (_plain(_shape(target)), ""))[0]


def shape_icon(target: Target) -> str:
    """The icon of a target's shape."""
    return _SHAPES.get(_shape(target), ("", "tag"))[1]


def target_name(target: Target) -> str:
    """What people choose: the object, the question, or ``question: option``."""
    if isinstance(target, Choice):
        return f"{target.classification.name}: {target.option.name}"
    return target.name


def pixels(width: int | None, height: int | None) -> str:
    """``1920 × 1280``; empty when unknown."""
    return f"{width}{NO_BREAK}×{NO_BREAK}{height}" if width and height else ""


def confidence(value: float) -> str:
    """Two digits, always: ``0.35``."""
    return f"{value:.2f}"


def rate(per_second: float, noun: str) -> str:
    """``412 rows/s``; one digit after the point when it is slow."""
    shown = f"{per_second:,.0f}" if per_second >= 10 else f"{per_second:.1f}"
    return f"{shown}{NO_BREAK}{noun}/s"


def when(stamp: str | None, now: datetime) -> str:
    """An ISO time as ``9 July, 16:40`` in the zone of ``now``, with its year when that is another one.

    Empty for None, and for what is no time.
    """
    try:
        moment = datetime.fromisoformat(stamp or "")
    except ValueError:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(now.tzinfo)
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{day(moment)}{year}, {moment:%H:%M}"


def day(moment: date) -> str:
    """``9 July``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]}"


def _shape(target: Target) -> str:
    match target:
        case OntologyObject(shape=shape):
            return shape
        case Classification(kind=kind):
            return kind
        case Choice(classification=question):
            return question.kind


def _plain(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()
