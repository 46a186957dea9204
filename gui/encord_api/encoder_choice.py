"""Chooses who writes the rows: the splice where it is proven equal to the SDK, and the SDK itself everywhere else."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

import encord
import numpy as np
from encord.objects import LabelRowV2, OntologyStructure, RadioAttribute, Shape

from gui.convert.rle import encode
from gui.domain.shapes import Answer, Bitmask, BoundingBox, Polygon, RotatableBoundingBox, WrittenShape
from gui.encord_api.detached import group_row, image_row, video_row
from gui.encord_api.empty_row import SdkRow
from gui.encord_api.encoding import Encoder, Item
from gui.encord_api.splice import SpliceEncoder

log = logging.getLogger(__name__)

PROVEN_VERSIONS = frozenset(("0.1.211",))
"""The SDKs that tests/unit/encord_api/test_splice.py has compared with the splice."""

TIME = re.compile(r'(?<=[aA]t": )"\w+, \d\d \w+ \d{4} \d\d:\d\d:\d\d UTC"')


def choose_encoder(structure: OntologyStructure, frame_classifications: bool = False) -> Encoder:
    """The fastest encoder that writes what the SDK writes; the log says which, and why."""
    reason = why_not_splice()
    if reason:
        log.warning("The SDK writes the rows, which takes longer: %s", reason)
        return Encoder(structure, frame_classifications)
    log.info("The splice writes the rows: it is proven with encord %s.", encord.__version__)
    return SpliceEncoder(structure, frame_classifications)


def why_not_splice() -> str:
    """Why the splice may not be used with the installed SDK, in one sentence; empty when it may."""
    if encord.__version__ not in PROVEN_VERSIONS:
        return f"the splice is not proven with encord {encord.__version__}."
    try:
        different = [kind for kind, differs in _trial().items() if differs]
    except Exception as error:  # noqa: BLE001 - whatever an SDK that has changed raises, it is the one to write then
        return f"the check of the splice failed: {type(error).__name__}: {error}"
    return f"the splice differs from encord {encord.__version__} on {', '.join(different)}." if different else ""


def comparable(labels: dict[str, Any]) -> str:
    """A row's export as JSON in which random hashes are numbered in their order and times are all the same."""
    text = TIME.sub("a time", json.dumps(labels))
    for number, hash_ in enumerate([*labels["object_answers"], *labels["classification_answers"]]):
        text = text.replace(json.dumps(hash_), f"#{number}")
    return text


def _trial() -> dict[str, bool]:
    """For each kind of row: whether the splice wrote another row than the SDK."""
    structure = _trial_ontology()
    encoder = Encoder(structure, frame_classifications=True)
    splice = SpliceEncoder(structure, frame_classifications=True)
    makers: dict[str, tuple[Callable[[], LabelRowV2], Sequence[int]]] = {
        "images": (lambda: image_row(structure, 7, 5), (0,)),
        "image groups": (lambda: group_row(structure, [(7, 5), (7, 5), (9, 4)]), (1, 0)),
        "videos": (lambda: video_row(structure, 7, 5, frames=12), (10, 2)),
    }
    results: dict[str, bool] = {}
    for kind, (make_row, frames) in makers.items():
        items = _trial_items(structure, frames)
        expected, spliced = (one.encode(SdkRow(make_row()), items) for one in (encoder, splice))
        results[kind] = comparable(expected) != comparable(spliced)
    return results


def _trial_ontology() -> OntologyStructure:
    structure = OntologyStructure()
    for shape in (Shape.BOUNDING_BOX, Shape.ROTATABLE_BOUNDING_BOX, Shape.POLYGON, Shape.BITMASK):
        structure.add_object(f"Ünripe {shape.value}", shape, feature_node_hash=shape.value).add_attribute(
            RadioAttribute, "ripe"
        ).add_option("yes")
    question = structure.add_classification()
    question.add_attribute(RadioAttribute, "weather").add_option("rain", feature_node_hash="rain")
    return structure


def _trial_items(structure: OntologyStructure, frames: Sequence[int]) -> list[Item]:
    """A shape of each class and an answer on each frame, and one object over all frames."""
    pixels = np.zeros((5, 7), dtype=bool)
    pixels[1:4, 2:] = pixels[2, 0] = True
    ring = [(0.1, 0.2), (0.5, 0.25), (1 / 3, 0.9)]
    shapes: dict[str, WrittenShape] = {
        Shape.BOUNDING_BOX.value: BoundingBox(0.1, 0.2, 0.3, 0.4),
        Shape.ROTATABLE_BOUNDING_BOX.value: RotatableBoundingBox(0.1, 0.2, 0.3, 0.4, 30.0),
        Shape.POLYGON.value: Polygon([[ring, ring[::-1]], [ring]]),
        Shape.BITMASK.value: Bitmask(5, 7, encode(pixels)),
        structure.classifications[0].feature_node_hash: Answer(["rain"]),
    }
    items = [
        Item(feature_hash, frame, confidence, shape)
        for confidence, frame in enumerate(frames)
        for feature_hash, shape in shapes.items()
    ]
    return [Item(Shape.BOUNDING_BOX.value, frame, 0.5, BoundingBox(0, 0, 1, 1), "one") for frame in frames] + items
