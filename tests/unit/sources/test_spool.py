"""The spool gives back what was put in, counts every loss, and says so when the disk is full."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as mask_codec

from gui.convert.outcome import CannotConvert
from gui.domain.geometry import (
    KINDS,
    Box,
    ClassScore,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Polygons,
    RotatedBox,
)
from gui.domain.prediction import Picture, Prediction
from gui.domain.reasons import Reason
from gui.errors import OutputProblem
from gui.sources.spool_writer import MAX_EXAMPLES, MAX_NOTES, RECORDS_FILE, SpoolWriter


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[SpoolWriter]:
    """A writer that is given up at the end of the test."""
    writer = SpoolWriter(tmp_path / "spool")
    yield writer
    writer.discard()


def small_mask() -> Mask:
    pixels = np.zeros((6, 8), np.uint8, order="F")
    pixels[2:4, 3:7] = 1
    return Mask(6, 8, mask_codec.encode(pixels)["counts"])


GEOMETRIES: tuple[Geometry, ...] = (
    Box(1.5, 2, 3, 4),
    RotatedBox(10, 20, 6, 8, 90),
    Polygons([[[0, 0, 4, 0, 4, 4], [1, 1, 2, 1, 2, 2]], [[9, 9, 12, 9, 9, 11]]]),
    small_mask(),
    Keypoints([Keypoint("nose", 3, 4, 2), Keypoint("tail", 9, 1, 0)], Box(0, 0, 5, 5)),
    ClassScore(),
)


def test_gives_back_every_kind_of_geometry_in_any_order(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    writer = SpoolWriter(folder)
    kept = [Prediction(geometry, f"line {n}", "track 7") for n, geometry in enumerate(GEOMETRIES)]
    for number, prediction in enumerate(kept):
        picture = writer.picture(f"picture {number % 2}")
        writer.add(picture, writer.class_number("car"), number / 10, prediction)
    spool = writer.finish("test", "six of them")
    assert list(spool.records(range(6))) == kept
    assert list(spool.records(np.array([5, 0, 3]))) == [kept[5], kept[0], kept[3]]
    assert list(spool.records([])) == []
    assert [KINDS[kind] for kind in spool.kind] == [type(geometry) for geometry in GEOMETRIES]
    assert spool.picture.tolist() == [0, 1, 0, 1, 0, 1]
    assert spool.class_number.tolist() == [0] * 6
    np.testing.assert_allclose(spool.confidence, [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert spool.scored.all()
    assert (spool.format, spool.summary, spool.read) == ("test", "six of them", 6)
    spool.close()
    spool.close()
    assert list(folder.iterdir()) == []


def test_envelopes_are_the_rectangles_around(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    for geometry in GEOMETRIES:
        writer.add(0, 0, 0.5, Prediction(geometry, "here"))
    envelopes = writer.finish("test", "").envelope
    assert envelopes.dtype == np.float32
    np.testing.assert_allclose(envelopes[0], [1.5, 2, 4.5, 6])
    np.testing.assert_allclose(envelopes[1], [6, 17, 14, 23], atol=1e-5)
    np.testing.assert_allclose(envelopes[2], [0, 0, 12, 11])
    np.testing.assert_allclose(envelopes[3], [3, 2, 7, 4])
    np.testing.assert_allclose(envelopes[4], [3, 4, 3, 4])
    assert np.isnan(envelopes[5]).all()


def test_a_pose_without_visible_keypoints_has_the_envelope_of_its_box_or_none(tmp_path: Path) -> None:
    unseen = [Keypoint("nose", 3, 4, 0)]
    writer = SpoolWriter(tmp_path)
    writer.add(0, 0, 0.5, Prediction(Keypoints(unseen, Box(1, 1, 2, 2)), "a"))
    writer.add(0, 0, 0.5, Prediction(Keypoints(unseen), "b"))
    writer.add(0, 0, 0.5, Prediction(Polygons([]), "c"))
    writer.add(0, 0, 0.5, Prediction(Mask(2, 2, b"4"), "no pixel"))
    envelopes = writer.finish("test", "").envelope
    np.testing.assert_allclose(envelopes[0], [1, 1, 3, 3])
    assert np.isnan(envelopes[1:]).all()


def test_a_mask_that_does_not_fit_its_size_leaves_the_columns_alone(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    with pytest.raises(CannotConvert, match="cover 3 pixels, not 2 × 2"):
        writer.add(0, 0, 0.5, Prediction(Mask(2, 2, b"3"), "element 0"))
    assert writer.finish("test", "").read == 0


def test_an_empty_spool_has_empty_columns(tmp_path: Path) -> None:
    spool = SpoolWriter(tmp_path / "made" / "on the way").finish("test", "nothing")
    assert spool.read == 0
    assert spool.envelope.shape == (0, 4)
    assert list(spool.records([])) == []


def test_many_records_are_written_in_pieces_and_read_by_threads_at_once(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    points = [float(number) for number in range(600)]
    for number in range(600):
        writer.add(0, 0, None, Prediction(Polygons([[[number, *points[1:]]]]), f"element {number}"))
    assert (tmp_path / RECORDS_FILE).stat().st_size > 1 << 20
    spool = writer.finish("test", "")

    def first_numbers(indexes: range) -> list[float]:
        shapes = [record.geometry for record in spool.records(indexes)]
        return [shape.parts[0][0][0] for shape in shapes if isinstance(shape, Polygons)]

    ranges = [range(600), range(599, -1, -1), range(0, 600, 7)]
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(first_numbers, ranges)) == [list(map(float, each)) for each in ranges]
    spool.close()


def test_losses_are_counted_by_reason_with_a_few_examples(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    picture = writer.picture("a.jpg")
    for number in range(30):
        writer.drop(Reason.BAD_SIZE, f"element {number}", picture, "car", "0 wide")
    writer.drop(Reason.BAD_SIZE, "element 30", writer.picture("b.jpg"), "bus")
    writer.drop(Reason.BAD_ENTRY, "element 31")
    spool = writer.finish("test", "")
    loss = spool.dropped[Reason.BAD_SIZE]
    assert (loss.count, loss.pictures, loss.by_class) == (31, {0, 1}, {"car": 30, "bus": 1})
    assert len(loss.examples) == MAX_EXAMPLES
    assert loss.examples[0] == "element 0 (a.jpg): 0 wide"
    assert spool.dropped[Reason.BAD_ENTRY].examples == ["element 31"]
    assert spool.dropped[Reason.BAD_ENTRY].pictures == set()
    assert spool.read == 32


def test_unscored_predictions_are_noted_only_among_scored_ones(tmp_path: Path) -> None:
    for others, noted in (([None, None], []), ([None, 0.25], ["element 0"])):
        writer = SpoolWriter(tmp_path)
        for number, confidence in enumerate(others):
            writer.add(0, 0, confidence, Prediction(ClassScore(), f"element {number}"))
        spool = writer.finish("test", "")
        assert [where for where, _ in spool.notes] == noted
        assert spool.scored.tolist() == [confidence is not None for confidence in others]
        assert spool.confidence.tolist() == [1.0, 1.0 if others[1] is None else others[1]]


def test_notes_are_bounded_and_the_rest_is_counted(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    writer.note("element 0", "odd")
    for number in range(MAX_NOTES + 5):
        writer.add(0, 0, None, Prediction(ClassScore(), f"element {number}"))
    writer.add(0, 0, 0.5, Prediction(ClassScore(), "scored"))
    notes = writer.finish("test", "").notes
    assert len(notes) == MAX_NOTES + 1
    assert notes[0] == ("element 0", "odd")
    assert notes[-1] == ("more", "6 further notes are not listed")


def test_names_keep_their_number_and_learn_their_size(writer: SpoolWriter) -> None:
    assert [writer.picture("a"), writer.picture("b", 4, 3), writer.picture("a", 8, 6)] == [0, 1, 0]
    assert [writer.picture("b"), writer.class_number("x"), writer.class_number("x")] == [1, 0, 0]
    assert writer.pictures == [Picture("a", 8, 6), Picture("b", 4, 3)]
    assert writer.classes == ["x"]


def test_a_name_with_two_sizes_is_two_pictures(writer: SpoolWriter) -> None:
    sizes = [(4, 3), (40, 30), (4, 3), (40, 30)]
    assert [writer.picture("a", *size) for size in sizes] == [0, 1, 0, 1]
    assert writer.pictures == [Picture("a", 4, 3), Picture("a", 40, 30)]


def test_halves_of_characters_become_something_writable(writer: SpoolWriter) -> None:
    writer.picture("a\ud800b")
    writer.class_number("größe")
    writer.drop(Reason.BAD_ENTRY, "element 0", 0, "\udffe", "\udfff")
    writer.note("\ud800", "x")
    for text in (
        writer.pictures[0].name,
        *writer.contents.dropped[Reason.BAD_ENTRY].examples,
        *writer.contents.dropped[Reason.BAD_ENTRY].by_class,
        writer.contents.notes[0][0],
    ):
        text.encode()
    assert writer.pictures[0].name == "a\ufffdb"
    assert writer.classes == ["größe"]


def test_discarding_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    writer = SpoolWriter(folder)
    writer.add(0, 0, 0.5, Prediction(ClassScore(), "element 0"))
    writer.discard()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputProblem) as failure:
        SpoolWriter(tmp_path / "file" / "folder")
    assert "Not a directory" in failure.value.sentence.why


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / RECORDS_FILE).symlink_to("/dev/full")
    writer = SpoolWriter(folder)
    writer.add(0, 0, 0.5, Prediction(ClassScore(), "element 0"))
    with pytest.raises(OutputProblem) as failure:
        writer.finish("test", "")
    assert "No space left" in failure.value.sentence.why
    writer.discard()
    assert list(folder.iterdir()) == []
