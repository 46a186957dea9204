"""Scenes and pictures: the same from the same seed, subjects apart from each other, labels that fit the paint."""

from pathlib import Path

import numpy as np

from gui.demo.pictures import PictureStore, encode_jpeg, paint
from gui.demo.scene import make_scene
from gui.demo.subjects import Subject, Tag


def test_a_seed_makes_one_picture() -> None:
    assert encode_jpeg(paint(make_scene(5, 320, 213))) == encode_jpeg(paint(make_scene(5, 320, 213)))
    assert make_scene(5, 320, 213) != make_scene(6, 320, 213)


def test_subjects_do_not_lie_on_each_other() -> None:
    for seed in range(20):
        bodies = [s for s in make_scene(seed, 1280, 853).subjects if s.kind != "bruise"]
        assert len(bodies) >= 5
        for i, one in enumerate(bodies):
            for other in bodies[i + 1 :]:
                assert np.hypot(one.x - other.x, one.y - other.y) > one.reach + other.reach


def test_box_mask_and_outline_agree() -> None:
    for kind in ("apple", "orange", "pear", "leaf", "bruise"):
        subject = Subject(kind, 120.0, 100.0, 40.0, 0.7, 3)
        ys, xs = np.nonzero(subject.mask(240, 200))
        x, y, w, h = subject.box
        assert abs(xs.min() - x) < 2
        assert abs(ys.min() - y) < 2
        assert abs(xs.max() + 1 - x - w) < 2
        assert abs(ys.max() + 1 - y - h) < 2


def test_a_mask_is_cut_at_the_pictures_edge() -> None:
    assert not Subject("apple", -200.0, 50.0, 30.0, 0.0, 1).mask(100, 100).any()
    assert Subject("apple", 0.0, 50.0, 30.0, 0.0, 1).mask(100, 100)[50, 0]


def test_a_tag_turns_clockwise_about_its_centre() -> None:
    corners = Tag(100, 100, 40, 20, 90.0, 1).corners
    np.testing.assert_allclose(corners, [[110, 80], [110, 120], [90, 120], [90, 80]], atol=1e-9)


def test_apples_are_painted_where_their_mask_is() -> None:
    scene = make_scene(3, 640, 426)
    image = paint(scene).astype(int)
    for subject in scene.subjects:
        if subject.kind == "apple":
            inside = image[subject.mask(640, 426)].mean(axis=0)
            assert inside[2] > inside[1] + 30  # red rather than green


def test_a_store_paints_a_picture_once(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    store = PictureStore(folder)
    scene = make_scene(5, 320, 213)
    first = store.jpeg("five", scene)
    assert [path.name for path in folder.iterdir()] == ["five.jpg"]
    stamp = (folder / "five.jpg").stat().st_mtime_ns
    assert store.jpeg("five", scene) == first
    assert (folder / "five.jpg").stat().st_mtime_ns == stamp
