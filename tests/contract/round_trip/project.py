"""A small project without a server: its rows, its ontology, and what an export writes into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from encord.objects import LabelRowV2, OntologyStructure

from gui.demo.ontology import editor
from gui.domain.choices import Choices
from gui.domain.geometry import Box, ClassScore, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.label_row import ListedRow
from gui.encord_api.client import read_ontology
from gui.encord_api.detached import image_row, video_row
from gui.encord_api.empty_row import SdkRow
from gui.encord_api.encoding import Encoder
from gui.encord_api.fetching import Fetched
from gui.encord_api.patience import Stop
from gui.export.plan import Plan, make_plan
from gui.export.planned_filling import PlannedFilling
from gui.sources.spool import Spool
from tests.contract.round_trip.pixels import corners, pixels_of, runs
from tests.contract.round_trip.scene import BASKET, CLIP, FRAMES, ORCHARD, SIZES, Drawn

Json = dict[str, Any]
STRUCTURE = OntologyStructure.from_dict(editor())
ONTOLOGY = read_ontology(STRUCTURE)
TITLES = (ORCHARD, BASKET, CLIP)
DATA_HASHES = {title: f"da7a000{number}-0000-4000-8000-000000000000" for number, title in enumerate(TITLES)}


def _listed(title: str) -> ListedRow:
    is_video = title == CLIP
    data_type, frames = ("video", FRAMES) if is_video else ("image", 1)
    own = DATA_HASHES[title]
    return ListedRow(f"label-{title}", own, "set", "Set", title, data_type, "LABELLED", "", frames, *SIZES[title], None)


ROWS = [_listed(title) for title in TITLES]


def export(spool: Spool, *, convert: bool = False) -> tuple[Plan, list[Json]]:
    """The plan, and every row with its predictions as the SDK serialises it."""
    plan = make_plan(ROWS, ONTOLOGY, spool, Choices(convert=convert))
    filling = PlannedFilling(plan, Encoder(STRUCTURE), Stop())
    labels = []
    for number, title in enumerate(TITLES):
        filled = filling.fill(Fetched(number, SdkRow(_row(title))))
        labels.append(_with_its_hashes(json.loads(filled.line), title))
    return plan, labels


def _row(title: str) -> LabelRowV2:
    return video_row(STRUCTURE, *SIZES[title], FRAMES) if title == CLIP else image_row(STRUCTURE, *SIZES[title])


def _with_its_hashes(labels: Json, title: str) -> Json:
    """A row made without a server has none."""
    (unit,) = labels["data_units"].values()
    own = DATA_HASHES[title]
    unit |= {"data_hash": own, "data_title": title}
    return labels | {"data_hash": own, "data_title": title, "data_units": {own: unit}}


class Shown(NamedTuple):
    """One thing in an export: what must be the same to the letter, and ``numbers`` in pixels, which may be rounded."""

    picture: str
    frame: int
    name: str
    confidence: float
    exact: str
    numbers: list[float]


def shown_in(labels: Json) -> list[Shown]:
    """Every object and answer of a row, sorted; tracks are told by the frames that share an object."""
    (unit,) = labels["data_units"].values()
    by_frame = {0: unit["labels"]} if labels["data_type"] == "image" else unit["labels"]
    seen: dict[str, list[int]] = {}
    for frame, held in by_frame.items():
        for entry in held["objects"]:
            seen.setdefault(entry["objectHash"], []).append(int(frame))
    found = [
        _shown(entry, labels["data_title"], int(frame), seen[entry["objectHash"]])
        for frame, held in by_frame.items()
        for entry in held["objects"]
    ]
    for answer in labels["classification_answers"].values():
        (option,) = answer["classifications"][0]["answers"]
        place = (labels["data_title"], answer["range"][0][0])
        found.append(Shown(*place, option["name"], answer["confidence"], "answer", []))
    return sorted(found)


def _shown(entry: Json, title: str, frame: int, frames: list[int]) -> Shown:
    width, height = SIZES[title]
    exact, numbers = str(sorted(frames)), list(_numbers(entry, width, height))
    if entry["shape"] == "bitmask":
        held = entry["bitmask"]
        turned = Mask(held["width"], held["height"], held["rleString"].encode())  # run lengths along the rows
        exact = str(runs(pixels_of(turned).T))
    if entry["shape"] == "skeleton":
        exact = str([(point["name"], point["visibility"]) for point in entry["skeleton"].values()])
    return Shown(title, frame, entry["name"], entry["confidence"], f"{entry['shape']} {exact}", numbers)


def _numbers(entry: Json, width: int, height: int) -> Iterator[float]:
    match entry["shape"]:
        case "bounding_box":
            held = entry["boundingBox"]
            yield from (held["x"] * width, held["y"] * height, held["w"] * width, held["h"] * height)
        case "rotatable_bounding_box":
            held = entry["rotatableBoundingBox"]
            w, h = held["w"] * width, held["h"] * height
            cx, cy = held["x"] * width + w / 2, held["y"] * height + h / 2
            yield from _in_order(RotatedBox(cx, cy, w, h, held["theta"]))
        case "polygon":
            ((ring,),) = entry["polygons"]
            yield from (n * (height if place % 2 else width) for place, n in enumerate(ring))
        case "point" | "skeleton" as shape:
            for point in entry[shape].values():
                yield from (point["x"] * width, point["y"] * height)


def _in_order(box: RotatedBox) -> list[float]:
    """Its corners from left to right: width and height may have changed places, and the angle with them."""
    return [n for corner in sorted(corners(box)) for n in corner]


def meant(drawn: Drawn, frames: list[int], *, scored: bool) -> Shown:
    """What the export must hold for ``drawn``, by plain arithmetic; ``frames`` are those of its track."""
    numbers: list[float] = []
    match drawn.place:
        case Box(x, y, w, h):
            exact, numbers = f"bounding_box {frames}", [x, y, w, h]
        case RotatedBox() as box:
            exact, numbers = f"rotatable_bounding_box {frames}", _in_order(box)
        case Polygons(((ring,),)):
            exact, numbers = f"polygon {frames}", ring
        case Mask() as mask:
            exact = f"bitmask {runs(pixels_of(mask))}"
        case Keypoints([point]):
            exact, numbers = f"point {frames}", [point.x, point.y]
        case Keypoints(points):
            words = {0: "invisible", 2: "visible"}
            exact = f"skeleton {[(point.name, words[point.visibility]) for point in points]}"
            numbers = [n for point in points for n in (point.x, point.y)]
        case ClassScore():
            exact = "answer"
        case other:
            raise AssertionError(other)
    confidence = drawn.confidence if scored else 1.0
    return Shown(drawn.picture, drawn.frame or 0, drawn.name, confidence, exact, numbers)
