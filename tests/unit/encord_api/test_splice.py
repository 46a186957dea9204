"""The splice writes what the SDK writes: the same rows through both, compared as JSON, key order included."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from encord.common.bitmask_operations import serialise_bitmask
from encord.objects import ChecklistAttribute, LabelRowV2, OntologyStructure, RadioAttribute, Shape, TextAttribute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gui.convert.outcome import CannotConvert
from gui.convert.rle import encode
from gui.domain.shapes import (
    Answer,
    Bitmask,
    BoundingBox,
    Point,
    Polygon,
    Polyline,
    RotatableBoundingBox,
    WrittenShape,
)
from gui.encord_api.detached import group_row, image_row, video_row
from gui.encord_api.empty_row import SdkRow
from gui.encord_api.encoder_choice import comparable
from gui.encord_api.encoding import Encoder, Item
from gui.encord_api.row_major import encord_code
from gui.encord_api.splice import SpliceEncoder, new_object_hashes

SPLICED = (Shape.BOUNDING_BOX, Shape.ROTATABLE_BOUNDING_BOX, Shape.POLYGON, Shape.BITMASK)
OTHERS = (Shape.POINT, Shape.POLYLINE)

numbers = st.floats() | st.integers(-3, 3) | st.sampled_from((0.1 + 0.2, -0.0, 5e-324, 1e300))
rings = st.lists(st.tuples(numbers, numbers), max_size=5)
parts = st.lists(st.lists(rings, max_size=3), max_size=3)


@dataclass
class Kind:
    """A kind of row, and how large the picture is at each of its frames."""

    structure: OntologyStructure
    make_row: Callable[[], LabelRowV2]
    sizes: list[tuple[int, int]]


def ontology(names: list[str]) -> OntologyStructure:
    """Each shape with each name; some classes have attributes, and there is a question of each type."""
    structure = OntologyStructure()
    for shape in (*SPLICED, *OTHERS):
        for number, name in enumerate(names):
            item = structure.add_object(name, shape, feature_node_hash=f"{shape.value}-{number}")
            if number % 2:
                item.add_attribute(RadioAttribute, "ripe", required=True).add_option("yes")
                item.add_attribute(TextAttribute, "note", dynamic=True)
    types: tuple[type[RadioAttribute | ChecklistAttribute], ...] = (RadioAttribute, ChecklistAttribute)
    for type_ in types:
        question = structure.add_classification(feature_node_hash=type_.__name__)
        attribute = question.add_attribute(type_, names[0])
        for option in ("sun", "rain"):
            attribute.add_option(option, feature_node_hash=f"{type_.__name__}-{option}")
    return structure


names = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3)
sides = st.tuples(st.integers(1, 9), st.integers(1, 9))


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    structure = ontology(draw(names))
    sizes = draw(st.lists(sides, min_size=1, max_size=4))
    width, height = sizes[0]
    kind = draw(st.sampled_from(("image", "group", "video")))
    if kind == "group":
        return Kind(structure, lambda: group_row(structure, sizes), sizes)
    if kind == "image":
        return Kind(structure, lambda: image_row(structure, width, height), [(width, height)])
    frames = draw(st.integers(1, 12))
    return Kind(structure, lambda: video_row(structure, width, height, frames), [(width, height)] * frames)


def masks(size: tuple[int, int]) -> st.SearchStrategy[Bitmask]:
    width, height = size
    pixels = arrays.arrays(np.bool_, (height, width))
    return pixels.map(lambda array: Bitmask(height, width, encode(array)))


def drawings(shape: Shape, size: tuple[int, int]) -> st.SearchStrategy[WrittenShape]:
    """Anything of this shape that is written without an error."""
    strategies: dict[Shape, st.SearchStrategy[WrittenShape]] = {
        Shape.BOUNDING_BOX: st.builds(BoundingBox, numbers, numbers, numbers, numbers),
        Shape.ROTATABLE_BOUNDING_BOX: st.builds(RotatableBoundingBox, numbers, numbers, numbers, numbers, numbers),
        Shape.POLYGON: st.builds(Polygon, parts.filter(lambda found: bool(found and found[0]))),
        Shape.BITMASK: masks(size),
        Shape.POINT: st.builds(Point, numbers, numbers),
        Shape.POLYLINE: st.builds(Polyline, rings),
    }
    return strategies[shape]


@st.composite
def drawn_items(draw: st.DrawFn, kind: Kind, shapes: tuple[Shape, ...] = SPLICED) -> list[Item]:
    """Items of these shapes on the row's frames, in any order, some of them one object over several frames."""
    items: list[Item] = []
    tracked: set[tuple[str, str | None, int]] = set()
    classes = [item for item in kind.structure.objects if item.shape in shapes]
    for _ in range(draw(st.integers(0, 8))):
        class_ = draw(st.sampled_from(classes))
        frame = draw(st.integers(0, len(kind.sizes) - 1))
        track = draw(st.sampled_from((None, None, "a", "b")))
        place = (class_.feature_node_hash, track, frame)
        if place in tracked:
            track = None
        tracked.add(place)
        shape = draw(drawings(class_.shape, kind.sizes[frame]))
        items.append(Item(class_.feature_node_hash, frame, draw(numbers), shape, track))
    return items


@st.composite
def answers(draw: st.DrawFn, kind: Kind) -> list[Item]:
    """At most one answer to each question on each frame (FACTS 20)."""
    places = [(name, frame) for name in ("RadioAttribute", "ChecklistAttribute") for frame in range(len(kind.sizes))]
    chosen = draw(st.lists(st.sampled_from(places), max_size=3, unique=True))
    return [Item(name, frame, draw(numbers), Answer([f"{name}-rain"])) for name, frame in chosen]


def written(encoder: Encoder, kind: Kind, items: list[Item]) -> str:
    """The row's export in comparable JSON, or what was raised."""
    try:
        return comparable(encoder.encode(SdkRow(kind.make_row()), items))
    except Exception as error:  # noqa: BLE001 - whatever the SDK raises, the splice must raise too
        return repr(error)


thorough = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(st.data())
def test_shapes_are_written_as_the_sdk_writes_them(data: st.DataObject) -> None:
    kind = data.draw(kinds())
    items = data.draw(drawn_items(kind))
    splice = SpliceEncoder(kind.structure)
    assert splice.geometries(SdkRow(kind.make_row()), items) is not None  # it does not leave them to the SDK
    expected = comparable(Encoder(kind.structure).encode(SdkRow(kind.make_row()), items))
    assert comparable(splice.encode(SdkRow(kind.make_row()), items)) == expected


@thorough
@given(st.data(), st.booleans())
def test_shapes_beside_answers_and_others_are_written_as_the_sdk_writes_them(
    data: st.DataObject, frame_classifications: bool
) -> None:
    kind = data.draw(kinds())
    shapes = data.draw(st.sampled_from((SPLICED, (*SPLICED, *OTHERS))))
    items = data.draw(st.permutations(data.draw(drawn_items(kind, shapes)) + data.draw(answers(kind))))
    expected = comparable(Encoder(kind.structure, frame_classifications).encode(SdkRow(kind.make_row()), items))
    assert (
        comparable(SpliceEncoder(kind.structure, frame_classifications).encode(SdkRow(kind.make_row()), items))
        == expected
    )


@thorough
@given(st.data())
def test_what_the_sdk_refuses_is_refused_with_the_same_words(data: st.DataObject) -> None:
    kind = data.draw(kinds())
    items = data.draw(drawn_items(kind))
    faults = [
        Item("bounding_box-0", -1, 0.5, BoundingBox(0, 0, 1, 1)),
        Item("bounding_box-0", len(kind.sizes), 0.5, BoundingBox(0, 0, 1, 1)),
        Item("bounding_box-0", 0, 0.5, Polygon([[[(0, 0)]]])),
        Item("polygon-0", 0, 0.5, Polygon([])),
        Item("polygon-0", 0, 0.5, Polygon([[]])),
        Item("bitmask-0", 0, 0.5, data.draw(masks((10, 10)))),
        Item("nowhere", 0, 0.5, BoundingBox(0, 0, 1, 1)),
    ]
    items.insert(data.draw(st.integers(0, len(items))), data.draw(st.sampled_from(faults)))
    expected = written(Encoder(kind.structure), kind, items)
    assert written(SpliceEncoder(kind.structure), kind, items) == expected


def video() -> Kind:
    structure = ontology(["Äpple", "Äpple", "İ  B"])
    return Kind(structure, lambda: video_row(structure, 6, 4, frames=12), [(6, 4)] * 12)


def test_an_object_twice_on_a_frame_is_refused_as_by_the_sdk() -> None:
    kind = video()
    box = Item("bounding_box-0", 3, 0.5, BoundingBox(0, 0, 1, 1), "one")
    refused = written(Encoder(kind.structure), kind, [box, box])
    assert "Cannot overwrite" in refused
    assert written(SpliceEncoder(kind.structure), kind, [box, box]) == refused


def test_an_object_over_frames_keeps_its_place_among_later_ones() -> None:
    kind = video()
    box = BoundingBox(0, 0, 1, 1)
    items = [
        Item("bounding_box-0", 10, 1, box, "one"),
        Item("bounding_box-1", 2, 0.5, box),
        Item("bounding_box-0", 2, 0.25, box, "one"),
        Item("bounding_box-1", 10, 0.5, box, "one"),
    ]
    labels = SpliceEncoder(kind.structure).encode(SdkRow(kind.make_row()), items)
    frames = next(iter(labels["data_units"].values()))["labels"]
    assert list(frames) == ["2", "10"]
    assert [found["confidence"] for found in frames["2"]["objects"]] == [0.25, 0.5]
    assert [found["confidence"] for found in frames["10"]["objects"]] == [1, 0.5]
    assert len(labels["object_answers"]) == 3
    assert comparable(labels) == written(Encoder(kind.structure), kind, items)


@pytest.mark.parametrize("items", [[], [Item("RadioAttribute", 0, 1, Answer(["RadioAttribute-sun"]))]])
def test_a_row_without_shapes_is_the_empty_row(items: list[Item]) -> None:
    kind = video()
    assert written(SpliceEncoder(kind.structure), kind, items) == written(Encoder(kind.structure), kind, items)


def test_a_row_that_holds_labels_already_goes_through_the_sdk() -> None:
    kind = video()
    first = [Item("bounding_box-0", 5, 0.5, BoundingBox(0, 0, 1, 1))]

    def filled_row() -> LabelRowV2:
        row = kind.make_row()
        Encoder(kind.structure).fill(row, first)
        return row

    filled = Kind(kind.structure, filled_row, kind.sizes)
    more = [Item("bounding_box-1", 2, 0.5, BoundingBox(0, 0, 1, 1))]
    assert written(SpliceEncoder(kind.structure), filled, more) == written(Encoder(kind.structure), filled, more)


def test_a_row_of_another_ontology_goes_through_the_sdk() -> None:
    kind, other = video(), ontology(["Pear"])
    items = [Item("bounding_box-0", 5, 0.5, BoundingBox(0, 0, 1, 1))]
    assert written(SpliceEncoder(other), kind, items) == written(Encoder(other), kind, items)


@thorough
@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_masks_are_coded_as_the_sdk_codes_them(pixels: np.ndarray) -> None:
    height, width = pixels.shape
    assert encord_code(Bitmask(height, width, encode(pixels))) == serialise_bitmask(pixels.tobytes())


@pytest.mark.parametrize("shape", [(700, 900), (1, 5000), (5000, 1)])
@pytest.mark.parametrize("filled", [0.0, 0.0005, 0.5, 1.0])
def test_large_masks_are_coded_as_the_sdk_codes_them(shape: tuple[int, int], filled: float) -> None:
    pixels = np.random.default_rng(1).random(shape) < filled
    pixels[shape[0] // 3 : shape[0] // 2, shape[1] // 4 :] ^= True
    assert encord_code(Bitmask(*shape, encode(pixels))) == serialise_bitmask(pixels.tobytes())


@pytest.mark.parametrize("code", [b"", b"1", b"\x00", b"zzzz"])
def test_a_broken_code_is_not_spliced(code: bytes) -> None:
    with pytest.raises(CannotConvert):
        encord_code(Bitmask(4, 6, code))
    kind = video()
    items = [Item("bitmask-0", 0, 0.5, Bitmask(4, 6, code))]
    assert SpliceEncoder(kind.structure).geometries(SdkRow(kind.make_row()), items) is None


def test_hashes_of_objects_are_all_different() -> None:
    hashes = new_object_hashes(10_000)
    assert len(set(hashes)) == len(hashes) == 10_000
    assert {len(hash_) for hash_ in hashes} == {8}


def test_a_long_video_does_not_take_quadratic_time() -> None:
    structure = ontology(["Apple"])
    box = BoundingBox(0.1, 0.2, 0.3, 0.4)
    items = [Item("bounding_box-0", frame, 0.5, box) for _ in range(30) for frame in reversed(range(3000))]
    row = video_row(structure, 640, 480, frames=3000)
    started = time.process_time()
    labels = SpliceEncoder(structure).encode(SdkRow(row), items)
    assert time.process_time() - started < 2  # the SDK looks at every object for every frame (FACTS 12)
    frames = next(iter(labels["data_units"].values()))["labels"]
    assert list(frames) == [str(frame) for frame in range(3000)]
    assert {len(frame["objects"]) for frame in frames.values()} == {30}


def test_the_comparison_leaves_times_out_and_notices_order_and_hashes() -> None:
    kind = video()
    items = [Item("bounding_box-0", 2, 0.5, BoundingBox(0, 0, 1, 1)), Item("polygon-0", 2, 1, Polygon([[[(0, 1)]]]))]
    labels = SpliceEncoder(kind.structure).encode(SdkRow(kind.make_row()), items)
    assert labels["created_at"].endswith(" UTC")
    assert " UTC" not in comparable(labels)
    swapped = json.loads(json.dumps(labels))
    objects = next(iter(swapped["data_units"].values()))["labels"]["2"]["objects"]
    objects[0] = dict(reversed(objects[0].items()))
    assert comparable(swapped) != comparable(labels)
    objects[0] = dict(reversed(objects[0].items()))
    assert comparable(swapped) == comparable(labels)
    objects[0]["objectHash"], objects[1]["objectHash"] = objects[1]["objectHash"], objects[0]["objectHash"]
    assert comparable(swapped) != comparable(labels)
