"""Names that are nearly the same are found and offered; what could be two is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.domain.label_row import GroupImage, ListedRow
from gui.domain.prediction import Picture
from gui.matching.near_names import near_key, near_places
from gui.matching.row_index import Place


def row(title: str, data_type: str = "image", images: tuple[GroupImage, ...] = ()) -> ListedRow:
    frames = max(1, len(images))
    return ListedRow(f"l-{title}", f"d-{title}", "s", "S", title, data_type, "", "", frames, 9, 9, None, images)


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0012.JPG",
        "img_12.jpeg",
        "labels/IMG-0012 (1).JPG",
        "IMG%200012.png",
        "C:\\out\\img0012.txt",
        "IMG_0012_jpg.rf.0123456789abcdef0123456789abcdef.jpg",
        "img_0012_pred.png",
        "IMG_0012 copy.jpg",
    ],
)
def test_the_same_picture_by_another_hand(name: str) -> None:
    assert near_key(name) == "img12"


@pytest.mark.parametrize(
    ("one", "other"),
    [("1_2.jpg", "12.jpg"), ("cam1_007.jpg", "cam1007.jpg"), ("2007_000027", "27_27"), ("img_1", "img_10"), ("a", "b")],
)
def test_other_pictures_stay_others(one: str, other: str) -> None:
    assert near_key(one) != near_key(other)


@given(st.text(max_size=30))
def test_any_name_has_a_key(name: str) -> None:
    assert near_key(name) == near_key(name.upper().lower()) or not name.isascii()


def test_one_row_is_offered_and_two_are_not() -> None:
    rows = [row("IMG_0012.JPG"), row("twin-1.jpg"), row("twin_1.png"), row("IMG_0013.JPG"), row("clip 7.mp4", "video")]
    pictures = [Picture(name) for name in ("img12.png", "twin 1", "img13", "clip7.jpg", "other", "___")]
    chosen = np.array([True, True, True, False, True])
    assert near_places(pictures, range(len(pictures)), rows, chosen) == {0: Place(0, 0)}


def test_images_of_a_group_are_offered_by_their_frame() -> None:
    group = row("group", "img_group", (GroupImage("h0", "left_01.jpg"), GroupImage("h1", "right_01.jpg")))
    assert near_places([Picture("Right-1.png")], [0], [group], np.array([True])) == {0: Place(0, 1)}
