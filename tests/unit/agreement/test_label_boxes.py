"""Every shape that labels have becomes the box around it, on the frame it is on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.agreement import label_boxes as module
from gui.agreement.label_boxes import label_boxes
from gui.demo.labels import bitmask
from gui.demo.scenario import Scenario, build_projects
from gui.demo.wire import label_row
from gui.domain.labelled_box import LabelledBox
from gui.errors import Cancelled


def never() -> None:
    """Nobody wants to stop."""


def row(*objects: dict[str, Any], width: int | None = 200, height: int | None = 100) -> dict[str, Any]:
    unit = {"data_sequence": "0", "width": width, "height": height, "labels": {"objects": list(objects)}}
    return {"data_units": {"u": unit}}


def boxes(*objects: dict[str, Any], **size: int | None) -> list[LabelledBox]:
    return label_boxes(row(*objects, **size), never).get(0, [])


BOX = {"name": "Apple", "shape": "bounding_box", "boundingBox": {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}}
POLYGON = {"name": "Leaf", "shape": "polygon", "polygons": [[[0.1, 0.2, 0.5, 0.2, 0.3, 0.8]]]}
UPRIGHT = {"x": 0.4, "y": 0.3, "w": 0.2, "h": 0.4, "theta": 90.0}  # 40 × 40 pixels: turning it changes nothing
ROTATED = {"name": "Tag", "shape": "rotatable_bounding_box", "rotatableBoundingBox": UPRIGHT}
SKELETON = {
    "name": "Axis",
    "shape": "skeleton",
    "skeleton": {"0": {"x": 0.2, "y": 0.1, "name": "a"}, "1": {"x": 0.4, "y": 0.5, "name": "b"}},
}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (BOX, (0.1, 0.2, 0.4, 0.6)),
        (POLYGON, (0.1, 0.2, 0.5, 0.8)),
        (ROTATED, (0.4, 0.3, 0.6, 0.7)),
        (SKELETON, (0.2, 0.1, 0.4, 0.5)),
    ],
)
def test_the_box_around_a_shape(entry: dict[str, Any], expected: tuple[float, ...]) -> None:
    (found,) = boxes(entry)
    assert found.class_name == entry["name"]
    assert found[1:] == pytest.approx(expected)


def test_the_box_around_a_mask() -> None:
    mask = np.zeros((100, 200), dtype=bool)
    mask[20:60, 30:150] = True
    (found,) = boxes({"name": "Bruise", "shape": "bitmask", "bitmask": bitmask(mask)})
    assert found == pytest.approx(("Bruise", 0.15, 0.2, 0.75, 0.6))


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "Calyx", "shape": "point", "point": {"0": {"x": 0.5, "y": 0.5}}},
        {"name": "Seam", "shape": "polyline", "polyline": {"0": {"x": 0.1, "y": 0.1}, "1": {"x": 0.9, "y": 0.9}}},
        {"name": "Mask", "shape": "bitmask", "bitmask": bitmask(np.zeros((100, 200), dtype=bool))},
        {"name": "Mask", "shape": "bitmask", "bitmask": {"width": 4, "height": 4, "rleString": "1"}},
        {"name": "Mask", "shape": "bitmask"},
        {"name": "Box", "shape": "bounding_box"},
        {"name": "New", "shape": "cuboid"},
    ],
)
def test_what_has_no_area_or_is_broken_is_left_out(entry: dict[str, Any]) -> None:
    assert boxes(entry) == []
    assert len(boxes(entry, BOX)) == 1


def test_a_picture_of_unknown_size_has_its_fractions() -> None:
    assert boxes(BOX, width=None, height=None)[0][1:] == pytest.approx((0.1, 0.2, 0.4, 0.6))


def test_frames_of_videos_and_groups_are_told_apart() -> None:
    video = {"data_units": {"u": {"width": 2, "height": 1, "labels": {"7": {"objects": [BOX]}, "x": {}}}}}
    assert list(label_boxes(video, never)) == [7]
    group = {"data_units": {n: {"data_sequence": n, "labels": {"objects": [BOX]}} for n in ("0", "2")}}
    assert list(label_boxes(group, never)) == [0, 2]


def test_the_demo_s_labels_have_a_box_for_every_shape_with_area() -> None:
    (project,) = build_projects(Scenario())
    counts: dict[str, int] = {}
    for each in list(project.rows.values())[:12]:
        sent = label_row(each, None)
        drawn = [entry for unit in sent["data_units"].values() for entry in unit["labels"]["objects"]]
        with_area = [entry for entry in drawn if entry["shape"] not in ("point", "polyline")]
        assert [box.class_name for box in label_boxes(sent, never)[0]] == [entry["name"] for entry in with_area]
        counts |= {entry["shape"]: 1 for entry in with_area}
    assert len(counts) == 5


def test_it_can_be_stopped_and_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        label_boxes(row(BOX), stopped)
    monkeypatch.setattr(module, "MOST_BOXES", 3)
    assert len(boxes(*[BOX] * 9)) == 3


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "0", "7", "polygon", "bitmask", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["objects", "labels", "shape", "boundingBox", "bitmask", "polygons", "width", "x", "0"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(anything, anything)
def test_whatever_the_server_sends_is_taken_or_left(unit: Any, entry: Any) -> None:
    for labels in ({"data_units": unit}, {"data_units": {"u": unit}}, row(entry)):
        for boxes in label_boxes(labels, never).values():
            assert all(box.left < box.right and box.top < box.bottom for box in boxes)
