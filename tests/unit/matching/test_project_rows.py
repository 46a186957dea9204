"""What the listing says about a picture by its name; matches are made anew only for other rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from gui.domain.label_row import GroupImage, ListedRow
from gui.domain.prediction import Picture
from gui.matching.matcher import Matcher
from gui.matching.project_rows import ProjectRows
from gui.matching.rows import PictureMatch, match_pictures

ROWS = [
    ListedRow("l0", "d0", "s", "S", "a/one.jpg", "image", "", "", 1, 640, 480, None),
    ListedRow("l1", "d1", "s", "S", "clip.mp4", "video", "", "", 30, 1920, 1080, None),
    ListedRow("l2", "d2", "s", "S", "twin.jpg", "image", "", "", 1, 10, 10, None),
    ListedRow("l3", "d3", "s", "S", "twin.jpg", "image", "", "", 1, 20, 20, None),
    ListedRow(
        "l4", "d4", "s", "S", "group", "img_group", "", "", 2, None, None, None,
        (GroupImage("h0", "left.jpg", 5, 6), GroupImage("h1", "right.jpg", 7, 8)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "frames"),
    [
        ("one.txt", (640, 480), 1),
        ("clip.mp4", (1920, 1080), 30),
        ("clip/12.jpg", (1920, 1080), 30),
        ("right.jpg", (7, 8), 2),
        ("twin.jpg", None, None),
        ("other.jpg", None, None),
    ],
)
def test_sizes_and_frames_by_name(name: str, size: tuple[int, int] | None, frames: int | None) -> None:
    rows = ProjectRows(ROWS)
    assert rows.size_of(name) == size
    assert rows.frames_of(name) == frames


def test_a_match_is_remembered_until_other_rows_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counting(
        pictures: Sequence[Picture], rows: Sequence[ListedRow], candidates: npt.NDArray[np.bool_] | None
    ) -> PictureMatch:
        calls.append(1)
        return match_pictures(pictures, rows, candidates)

    monkeypatch.setattr("gui.matching.matcher.match_pictures", counting)
    matcher = Matcher([Picture("one.jpg"), Picture("o-n-e.png")], ROWS)
    chosen = np.ones(len(ROWS), dtype=bool)
    first = matcher.match(chosen, near_names=False)
    assert matcher.match(chosen.copy(), near_names=False) is first
    assert len(calls) == 1
    assert first.pictures.row.tolist() == [0, -1]
    assert matcher.match(chosen, near_names=True).pictures.row.tolist() == [0, 0]
    assert first.pictures.row.tolist() == [0, -1]
    chosen[0] = False
    assert matcher.match(chosen, near_names=False).pictures.row.tolist() == [-1, -1]
    assert len(calls) == 3


def test_the_place_of_a_picture_has_a_frame() -> None:
    rows = ProjectRows(ROWS)
    assert rows.place_of("one.txt") == (0, 0)
    assert rows.place_of("clip/12.jpg") == (1, 12)
    assert rows.place_of("right.jpg") == (4, 1)
    assert [rows.place_of(name) for name in ("clip.mp4", "clip/30.jpg", "twin.jpg", "other.jpg")] == [None] * 4
