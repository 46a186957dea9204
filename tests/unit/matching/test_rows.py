"""Pictures find their row by hash, title, tail, stem and number, in that order, and twins are never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.domain.label_row import GroupImage, ListedRow
from gui.domain.plan_summary import Twins
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.matching.names import components, number_of, stem
from gui.matching.rows import PictureMatch, match_pictures


def row(
    title: str,
    *,
    kind: str = "image",
    frames: int = 1,
    dataset: str = "Ponds",
    data_hash: str = "",
    label_hash: str | None = None,
    images: Sequence[GroupImage] = (),
) -> ListedRow:
    """A listed row; its hashes are made from its title where the test does not care."""
    return ListedRow(
        label_hash=label_hash,
        data_hash=data_hash or f"data-{dataset}-{title}".lower().replace("/", "-"),
        dataset_hash=f"hash of {dataset}",
        dataset_title=dataset,
        title=title,
        data_type=kind,
        status="",
        stage="",
        frames=len(images) or frames,
        width=None,
        height=None,
        last_edited=None,
        images=tuple(images),
    )


def match(
    names: str | Sequence[str], rows: Sequence[ListedRow], candidates: Sequence[bool] | None = None
) -> PictureMatch:
    pictures = [Picture(name) for name in ([names] if isinstance(names, str) else names)]
    return match_pictures(pictures, rows, None if candidates is None else np.array(candidates, np.bool_))


def place(name: str, rows: Sequence[ListedRow], candidates: Sequence[bool] | None = None) -> tuple[int, int] | Reason:
    """Row and frame of the picture ``name``, or the reason why it has none."""
    found = match(name, rows, candidates)
    if found.row[0] < 0:
        return found.reason[0]
    assert found.reason == {}
    return int(found.row[0]), int(found.frame[0])


HASH = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
LABEL = "9b2d6a2e-93ab-4b54-9d2a-6b6f0ea0c0d1"


@pytest.mark.parametrize(
    "name",
    [
        HASH,
        f"{HASH}.jpg",
        f"images/{HASH}.jpg",
        f"C:\\export\\images\\{HASH.upper()}.PNG",
        f"{HASH}/whatever.png",
        LABEL,
        f"{LABEL}.json",
    ],
)
def test_a_hash_anywhere_in_the_path_decides(name: str) -> None:
    rows = [row("whatever.png"), row("b.jpg", data_hash=HASH, label_hash=LABEL)]
    assert place(name, rows) == (1, 0)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("pond 1.jpg", "pond 1.jpg"),
        ("train/pond.jpg", "train/pond.jpg"),
        ("train\\pond.jpg", "train/pond.jpg"),
        ("./train//pond.jpg", "/train/pond.jpg"),
        ("Train/POND.JPG", "train/pond.jpg"),
        (unicodedata.normalize("NFD", "Grüße.jpg"), unicodedata.normalize("NFC", "GRÜSSE.jpg")),
        ("/home/me/data/pond.jpg", "pond.jpg"),
        ("pond.jpg", "s3/bucket/pond.jpg"),
        ("val/pond.jpg", "train/pond.jpg"),
        ("pond", "pond.jpg"),
        ("pond.png", "pond.jpg"),
        ("pond.v2", "pond.v2.jpg"),
        ("pond.v2.png", "pond.v2.jpg"),
        ("pond.jpg", "pond"),
        ("frame.v2.jpg", "frame.v2"),
        ("scan.nii.gz", "scan.png"),
        ("40_20201024 (1)", "40_20201024 (1).JPG"),
        ("3", "000003.jpg"),
        ("000003", "3.jpg"),
        ("any/0003.png", "other/03.jpg"),
        ("0", "000.jpg"),
    ],
)
def test_names_that_mean_the_same(name: str, title: str) -> None:
    assert place(name, [row("other.jpg"), row(title), row("third 33.png")]) == (1, 0)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("pond2.jpg", "pond.jpg"),
        ("3", "image3.jpg"),
        ("30", "3.jpg"),
        ("1.25", "1.jpg"),
        ("²", "2.jpg"),
        ("", "pond.jpg"),
        ("/", "pond.jpg"),
        ("pond.jpg", ""),
        ("pond/other.jpg", "pond"),
        ("FRAME", "clip"),
    ],
)
def test_names_that_do_not_mean_the_same(name: str, title: str) -> None:
    assert place(name, [row(title), row("clip", kind="video", frames=9)]) == Reason.NO_ROW


@pytest.mark.parametrize("kind", ["audio", "pdf", "plain_text", "group"])
def test_a_row_without_pictures_has_no_frame_to_miss(kind: str) -> None:
    """It can carry no shape, and that is the reason to tell, however many frames it has."""
    rows = [row("x.jpg"), row("pages.pdf", kind=kind, frames=12)]
    assert place("pages.pdf", rows) == (1, 0)


def test_the_stricter_likeness_wins() -> None:
    titles = ["a/x.jpg", "x.jpg", "x.png", "7.jpg", "007.png", "b/a/x.jpg", HASH]
    rows = [row(title) for title in titles] + [row("h.jpg", data_hash=HASH)]
    assert place("x.jpg", rows) == (1, 0)  # the whole title, though two others end in it
    assert place("a/x.jpg", rows) == (0, 0)
    assert place("c/b/a/x.jpg", rows) == (5, 0)  # the longest common tail
    assert place("x.png", rows) == (2, 0)
    assert place("7", rows) == (3, 0)  # the stem as text before the number
    assert place("7.gif", rows) == (3, 0)
    assert place(HASH, rows) == (7, 0)  # the hash before the title that reads the same


def test_folders_decide_between_equal_stems() -> None:
    rows = [row("a/x.jpg"), row("b/x.jpg")]
    assert place("b/x.png", rows) == (1, 0)
    assert place("a/x", rows) == (0, 0)
    assert place("c/x.png", rows) == Reason.AMBIGUOUS_ROW


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("x.jpg", ["x.jpg", "x.jpg"]),
        ("x.jpg", ["X.JPG", "x.jpg"]),
        ("c/x.jpg", ["a/x.jpg", "b/x.jpg"]),
        ("c/x.jpg", ["x.jpg", "b/x.jpg"]),
        ("x", ["x.jpg", "x.png"]),
        ("x.gif", ["x.jpg", "x.png"]),
        ("3", ["03.jpg", "003.jpg"]),
    ],
)
def test_several_that_fit_alike_are_never_guessed(name: str, titles: list[str]) -> None:
    assert place(name, [row(title) for title in [*titles, "0003.jpg", "other.jpg"]]) == Reason.AMBIGUOUS_ROW


def test_the_same_file_in_two_datasets_is_ambiguous_by_its_hash() -> None:
    rows = [row("a.jpg", data_hash=HASH), row("b.jpg", data_hash=HASH, dataset="Lakes")]
    assert place(f"{HASH}.jpg", rows) == Reason.AMBIGUOUS_ROW
    assert place(f"{HASH}.jpg", rows, [False, True]) == (1, 0)


def test_twins_are_listed_with_their_datasets_once() -> None:
    rows = [
        row("Pond.jpg", dataset="Ponds"),
        row("Pond.jpg", dataset="Lakes"),
        row("y.jpg"),
        row("y.png"),
        row("y.tif"),
    ]
    found = match(["pond.jpg", "a/pond.jpg", "y", "b.jpg", "y.png"], rows)
    assert found.twins == [Twins("Pond.jpg", ["Lakes", "Ponds"]), Twins("y", ["Ponds"])]
    assert found.reason == {
        0: Reason.AMBIGUOUS_ROW,
        1: Reason.AMBIGUOUS_ROW,
        2: Reason.AMBIGUOUS_ROW,
        3: Reason.NO_ROW,
    }
    assert found.row.tolist() == [-1, -1, -1, -1, 3]


def test_a_choice_of_rows_settles_twins() -> None:
    rows = [row("x.jpg", dataset="Ponds"), row("x.jpg", dataset="Lakes"), row("x.jpg", dataset="Sea")]
    assert place("x.jpg", rows, [False, True, False]) == (1, 0)
    assert place("x.jpg", rows, [True, True, False]) == Reason.AMBIGUOUS_ROW
    assert place("x.jpg", rows, [False, False, False]) == Reason.NOT_TICKED
    assert match("x.jpg", rows, [False, True, True]).twins == [Twins("x.jpg", ["Lakes", "Sea"])]


def test_a_row_left_out_does_not_hand_its_picture_to_a_looser_likeness() -> None:
    assert place("x.jpg", [row("x.jpg"), row("x.png")], [False, True]) == Reason.NOT_TICKED
    assert place("3.jpg", [row("3.jpg"), row("003.jpg")], [False, True]) == Reason.NOT_TICKED
    assert place("a/x.jpg", [row("a/x.jpg"), row("b/x.jpg")], [False, True]) == Reason.NOT_TICKED
    assert place(f"x/{HASH}.jpg", [row("y", data_hash=HASH), row(f"{HASH}.jpg")], [False, True]) == Reason.NOT_TICKED
    # The very same file name under a longer title is no looser.
    assert place("x.jpg", [row("x.jpg"), row("b/x.jpg")], [False, True]) == (1, 0)


VIDEO = [
    row("still.jpg"),
    row("clips/Clip.mp4", kind="video", frames=120, data_hash=HASH),
    row("12.jpg"),
    row("0012.png"),
]


@pytest.mark.parametrize(
    ("name", "frame"),
    [
        (f"videos/{HASH}/12.jpg", 12),
        (f"videos\\{HASH}\\000012.jpg", 12),
        (f"videos/{HASH}/0.jpg", 0),
        (f"{HASH}/119", 119),
        ("clips/clip.mp4/12.jpg", 12),
        ("clips/clip/00012.png", 12),
        ("videos/clip.mp4/12.jpg", 12),
        ("clip/12", 12),
        ("run 7/clip/000000.jpg", 0),
    ],
)
def test_frames_of_a_video(name: str, frame: int) -> None:
    assert place(name, VIDEO) == (1, frame)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (f"videos/{HASH}/120.jpg", Reason.FRAME_MISSING),
        (f"videos/{HASH}/99999999999999999999.jpg", Reason.FRAME_MISSING),
        (f"videos/{HASH}/first.jpg", Reason.FRAME_MISSING),
        (f"videos/{HASH}/a/1.jpg", Reason.FRAME_MISSING),
        (f"{HASH}.mp4", Reason.FRAME_MISSING),
        ("clips/clip.mp4", Reason.FRAME_MISSING),
        ("clip.mp4/120.jpg", Reason.FRAME_MISSING),
        ("clip.jpg", Reason.NO_ROW),
        ("other/13.jpg", Reason.NO_ROW),
    ],
)
def test_frames_that_a_video_does_not_have(name: str, reason: Reason) -> None:
    assert place(name, VIDEO) == reason


def test_a_picture_called_by_a_number_is_not_taken_for_a_frame() -> None:
    assert place("12.jpg", VIDEO) == (2, 0)
    assert place("somewhere/12.jpg", VIDEO) == (2, 0)


def test_a_single_frame_needs_no_number() -> None:
    rows = [row("scan.dcm", kind="dicom", data_hash=HASH)]
    for name in ("scan.dcm", "scan", f"{HASH}.dcm", "scan/0.png", f"{HASH}/0"):
        assert place(name, rows) == (0, 0)
    assert place("scan/1.png", rows) == Reason.FRAME_MISSING


def test_a_picture_and_a_video_that_fit_alike_are_not_guessed() -> None:
    rows = [row("clip/12.jpg"), row("clip", kind="video", frames=20)]
    assert place("clip/12.jpg", rows) == Reason.AMBIGUOUS_ROW
    assert place("clip/13.jpg", rows) == (1, 13)


GROUPS = [
    row(
        "walk",
        kind="img_group",
        data_hash="group-1",
        images=[GroupImage("image-a", "a.jpg"), GroupImage("image-b", "b.jpg")],
    ),
    row(
        "run",
        kind="img_group",
        data_hash="group-2",
        images=[GroupImage("image-c", "a.jpg"), GroupImage("", "c 9.jpg"), GroupImage("image-e", "")],
    ),
    row("jump", kind="img_group", data_hash="group-3", images=[GroupImage("image-d", "d.jpg")]),
    row("fall", kind="img_group", data_hash="group-4", frames=3),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("b.jpg", (0, 1)),
        ("x/B.png", (0, 1)),
        ("c 9", (1, 1)),
        ("walk/a.jpg", (0, 0)),
        ("data/run/a.jpg", (1, 0)),
        ("run/a.png", (1, 0)),
        ("images/image-c.jpg", (1, 0)),
        ("group-1/image-b.jpg", (0, 1)),
        ("group-2/a.jpg", (1, 0)),
        ("group-2/a.png", (1, 0)),
        ("image-e.png", (1, 2)),
        ("jump", (2, 0)),
        ("jump.png", (2, 0)),
        ("group-3.png", (2, 0)),
        ("group-3/anything.png", (2, 0)),
        ("a.jpg", Reason.AMBIGUOUS_ROW),
        ("walk", Reason.FRAME_MISSING),
        ("group-1", Reason.FRAME_MISSING),
        ("group-1/z.jpg", Reason.FRAME_MISSING),
        ("fall", Reason.FRAME_MISSING),
        ("walk/0.jpg", Reason.NO_ROW),
    ],
)
def test_image_groups(name: str, expected: tuple[int, int] | Reason) -> None:
    assert place(name, GROUPS) == expected


def test_twins_inside_groups_are_called_by_the_image() -> None:
    assert match("A.JPG", GROUPS).twins == [Twins("a.jpg", ["Ponds"])]
    same = [row("walk", kind="img_group", images=[GroupImage("1", "a.jpg"), GroupImage("2", "a.jpg")])]
    assert place("a.jpg", same) == Reason.AMBIGUOUS_ROW


def test_nothing_matches_nothing() -> None:
    found = match([], [])
    assert (found.row.tolist(), found.frame.tolist(), found.reason, found.twins) == ([], [], {}, [])
    assert place("x.jpg", []) == Reason.NO_ROW


titles = st.lists(st.sampled_from(["a", "B", "c.jpg", "c.png", "03", "3.jpg", "clip.mp4"]), min_size=1, max_size=3).map(
    "/".join
)


@given(st.lists(st.tuples(titles, st.booleans()), min_size=1, max_size=8), st.lists(titles, min_size=1, max_size=8))
def test_every_picture_has_a_row_that_is_a_candidate_or_a_reason(
    listed: list[tuple[str, bool]], names: list[str]
) -> None:
    rows = [row(title, data_hash=f"hash {number}") for number, (title, _) in enumerate(listed)]
    candidates = [ticked for _, ticked in listed]
    found = match(names, rows, candidates)
    for number, name in enumerate(names):
        exact = [index for index, each in enumerate(rows) if components(each.title) == components(name)]
        inside = [index for index in exact if candidates[index]]
        if (found.row[number] >= 0) == (number in found.reason):
            raise AssertionError("a picture has either a row or a reason")
        if found.row[number] >= 0:
            assert candidates[found.row[number]]
        if len(inside) == 1:
            assert found.row[number] == inside[0]
        if len(inside) > 1:
            assert found.reason[number] == Reason.AMBIGUOUS_ROW


def test_thirty_thousand_rows_are_an_index_and_no_search() -> None:
    count = 30_000
    rows = [row(f"set {number % 7}/IMG_{number:06}.jpg") for number in range(count)]
    pictures = [Picture(f"IMG_{number:06}") for number in range(count)]
    found = match_pictures(pictures, rows, None)  # under 1 s; a search would run into the time limit
    assert (found.row == np.arange(count)).all()


def test_a_title_that_all_rows_share_costs_no_search() -> None:
    rows = [row("image.jpg", data_hash=f"hash {number}") for number in range(12_000)]
    candidates = np.zeros(len(rows), np.bool_)
    candidates[-1] = True
    pictures = [Picture(f"{number}/image.jpg") for number in range(12_000)]
    assert set(match_pictures(pictures, rows, None).reason.values()) == {Reason.AMBIGUOUS_ROW}
    assert (match_pictures(pictures, rows, candidates).row == len(rows) - 1).all()


def test_a_path_of_many_components_costs_no_search() -> None:
    name = "a/" * 200_000 + "x.jpg"
    assert place(name, [row(name), row("y.jpg")]) == (0, 0)
    assert place("b/" + name, [row(name), row("y.jpg")]) == (0, 0)


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("a.jpg", "a"),
        ("a.b.jpg", "a.b"),
        ("a", "a"),
        (".jpg", ".jpg"),
        ("v1.25", "v1.25"),
        ("a.nii.gz", "a"),
        ("a.jpeg2000", "a.jpeg2000"),
        ("a.", "a."),
        ("a.mp4", "a"),
        ("a. b", "a. b"),
    ],
)
def test_stems(component: str, expected: str) -> None:
    assert stem(component) == expected


@pytest.mark.parametrize(
    ("component", "expected"), [("007.jpg", "7"), ("000", "0"), ("7a", None), ("", None), ("٣", None)]
)
def test_numbers(component: str, expected: str | None) -> None:
    assert number_of(component) == expected


@pytest.mark.parametrize(
    "name",
    [
        "https://pictures.example/pond/frog%2001.jpg?X-Signature=a/b.jpg",
        "http://pictures.example/frog 01.jpg#top",
    ],
)
def test_a_web_address_is_the_picture_it_leads_to(name: str) -> None:
    assert place(name, [row("frog 01.jpg"), row("b.jpg")]) == (0, 0)


def test_a_question_mark_in_a_file_name_is_a_letter() -> None:
    assert place("pond?/frog#1%20.jpg", [row("frog#1%20.jpg")]) == (0, 0)
