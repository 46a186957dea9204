"""What a scene holds, what is hit in it, where the picture lies and where labels go."""

import numpy as np
import pytest
from pycocotools import mask as coco

from gui.domain.geometry import Box, ClassScore, Mask
from gui.protocol.events import DrawnPrediction
from gui.qt.preview.labels import Rect, place_labels
from gui.qt.preview.scene import Look, make_scene, outlines_of, spoken
from gui.qt.preview.viewport import MOST, Viewport

PREDICTIONS = [
    DrawnPrediction(Box(40, 40, 10, 10), "Apple", "#ff0000", 0.9, True),
    DrawnPrediction(Box(0, 0, 100, 100), "Belt", "#00ff00", 0.5, False),
    DrawnPrediction(Box(60, 60, 10, 10), "bruise_v2", None, 0.41, False),
    DrawnPrediction(ClassScore(), "Dim", None, 0.7, True),
    DrawnPrediction(Box(80, 80, 10, 10), "Apple", "#ff0000", 0.2, True),
]


def test_a_scene_draws_small_things_above_large_ones_and_says_how() -> None:
    scene = make_scene(
        (100, 100), PREDICTIONS, outlines_of(PREDICTIONS, (100, 100)), min_confidence=0.3, unmatched={"bruise_v2"}
    )
    assert [(thing.label, thing.look) for thing in scene.things] == [
        ("Belt 0.50", Look.LEFT_OUT),
        ("Apple 0.90", Look.KEPT),
        ("bruise_v2, no match", Look.NO_MATCH),
        ("Dim 0.70", Look.KEPT),
    ]


def test_the_smallest_thing_is_hit() -> None:
    scene = make_scene((100, 100), PREDICTIONS, outlines_of(PREDICTIONS, (100, 100)))
    hits = [scene.hit(*place) for place in ((45, 45), (5, 5), (101, 5))]
    assert [hit and hit.label for hit in hits] == ["Apple 0.90", "Belt 0.50", None]


def test_a_tally_names_what_will_be_written_first() -> None:
    scene = make_scene((100, 100), PREDICTIONS, outlines_of(PREDICTIONS, (100, 100)), unmatched={"bruise_v2"})
    assert [(name, look, count) for name, _, look, count in scene.tally()] == [
        ("Apple", Look.KEPT, 2),
        ("Dim", Look.KEPT, 1),
        ("Belt", Look.LEFT_OUT, 1),
        ("bruise_v2", Look.NO_MATCH, 1),
    ]


def test_pixels_of_a_smaller_file_are_scaled_to_the_picture_as_in_the_export() -> None:
    half = DrawnPrediction(Box(10, 20, 30, 40), "Apple", "#ff0000", 0.9, True, frame=(50, 50))
    (outline,) = outlines_of([half], (100, 100))
    assert outline is not None
    assert list(outline.bounds) == [20, 40, 80, 120]
    assert outline.contains(79, 119)


def test_a_mask_of_another_size_is_scaled_to_the_picture() -> None:
    pixels = np.zeros((50, 50), dtype=np.uint8)
    pixels[10:20, 30] = 1
    counts = coco.encode(np.asfortranarray(pixels))["counts"]
    (outline,) = outlines_of([DrawnPrediction(Mask(50, 50, counts), "Apple", None, 0.9, True)], (100, 200))
    assert outline is not None
    assert list(outline.bounds) == [60, 40, 62, 80]
    assert outline.contains(61, 79)
    assert not outline.contains(61, 81)


def test_what_is_drawn_is_told_in_words_the_surest_first() -> None:
    scene = make_scene((100, 100), PREDICTIONS, outlines_of(PREDICTIONS, (100, 100)), unmatched={"bruise_v2"})
    assert spoken(scene) == (
        "5 predictions: Apple 0.90; Dim 0.70; Belt 0.50 left out; bruise_v2, no match; Apple 0.20."
    )
    many = PREDICTIONS[:1] * 12
    assert spoken(make_scene((100, 100), many, outlines_of(many, (100, 100)))) == (
        f"12 predictions: {'Apple 0.90; ' * 8}4 more."
    )
    assert spoken(make_scene((100, 100), [], [])) == ""


def test_a_picture_is_fitted_in_the_middle() -> None:
    view = Viewport.fit((200, 100), (100, 100))
    assert (view.scale, view.x, view.y) == (0.5, 0, 25)
    assert view.to_canvas(200, 100) == (100, 75)
    assert view.to_picture(100, 75) == (200, 100)


def test_zooming_keeps_the_place_under_the_mouse() -> None:
    view = Viewport.fit((200, 100), (100, 100)).zoomed(4, (80, 50))
    assert view.to_picture(80, 50) == pytest.approx((160, 50))
    assert view.scale == 2
    assert not view.is_fitted


def test_zooming_out_ends_at_the_whole_picture_and_in_at_the_most() -> None:
    whole = Viewport.fit((200, 100), (100, 100))
    assert whole.zoomed(3).zoomed(0.01) == whole
    assert whole.zoomed(1e6).scale == MOST


def test_panning_never_loses_the_picture() -> None:
    view = Viewport.fit((200, 100), (100, 100)).zoomed(4)
    assert view.panned(1e5, 1e5).to_picture(0, 0) == (0, 0)
    assert view.panned(-1e5, -1e5).to_picture(100, 100) == (200, 100)
    assert Viewport.fit((200, 100), (100, 100)).panned(10, 10).x == 0


def test_a_fitted_picture_stays_fitted_and_a_zoomed_one_keeps_its_scale_when_the_canvas_changes() -> None:
    whole = Viewport.fit((200, 100), (100, 100))
    assert whole.resized((400, 400)).scale == 2
    assert whole.zoomed(4).resized((90, 110)).scale == 2
    assert whole.zoomed(2).resized((1000, 1000)).is_fitted


ROOM = Rect(0, 0, 200, 200)


def test_a_label_goes_above_its_thing_or_below_where_there_is_no_room() -> None:
    boxes = [Rect(50, 50, 40, 40), Rect(120, 5, 40, 40)]
    above, below = place_labels(boxes, [(30, 12)] * 2, ROOM)
    assert above == Rect(50, 37, 30, 12)
    assert below == Rect(120, 46, 30, 12)


def test_labels_never_collide_nor_hide_a_thing() -> None:
    boxes = [Rect(50 + 3 * number, 50 + 2 * number, 30, 30) for number in range(12)]
    boxes.append(Rect(60, 30, 12, 12))
    found = place_labels(boxes, [(40, 12)] * len(boxes), ROOM)
    placed = [each for each in found if each is not None]
    assert 0 < len(placed) < len(boxes)
    for number, label in enumerate(placed):
        assert all(label.overlap(other) == 0 for other in placed[number + 1 :])
        assert label.overlap(boxes[-1]) <= 72


def test_a_thing_that_fills_the_room_has_no_room_for_a_label() -> None:
    assert place_labels([ROOM], [(30, 12)], ROOM) == [None]
