"""MOT Challenge: tracks are objects over frames, frames and pixels count from 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.geometry import Box
from gui.domain.reasons import Reason
from gui.sources.deciding import UndecidedReading
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written


def read(folder: Path, *lines: str, name: str = "clip.txt", **values: str) -> Spool:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    path = written(folder / name, "".join(f"{line}\r\n" for line in lines).encode())
    chosen = folder / name.partition("/")[0]
    assert chosen.exists()
    return read_predictions(
        [chosen if chosen.is_dir() else path], folder / "s", format=None, settings=ReadSettings(values=values)
    )


def names(spool: Spool) -> list[str]:
    return [spool.pictures[number].name for number in spool.picture]


def test_a_track_is_one_object_over_its_frames(tmp_path: Path) -> None:
    spool = read(tmp_path, "1,3,11,21,30,40,0.5,-1,-1,-1", "2,3,-4.5,21,30,40,-1,-1,-1,-1", "2,-1,1,1,9,9,1,-1,-1,-1")
    assert names(spool) == ["clip/0.jpg", "clip/1.jpg", "clip/1.jpg"]
    assert [record.geometry for record in predictions(spool)] == [
        Box(10, 20, 30, 40),
        Box(-5.5, 20, 30, 40),
        Box(0, 0, 9, 9),
    ]
    assert [record.track for record in predictions(spool)] == ["track 3", "track 3", None]
    assert (spool.scored.tolist(), spool.classes) == ([True, False, True], ["object"])


def test_the_class_and_the_video_can_be_said(tmp_path: Path) -> None:
    line = "1,3,11,21,30,40,0.5,-1,-1,-1"
    spool = read(tmp_path, line, video="a.mp4", first_pixel="0", **{"class": "person"})
    assert (spool.classes, names(spool)) == (["person"], ["a.mp4/0.jpg"])
    assert predictions(spool)[0].geometry == Box(11, 21, 30, 40)


def test_classes_in_the_eighth_column(tmp_path: Path) -> None:
    spool = read(tmp_path, *(f"{n + 1},3,11,21,30,40,0.5,{n % 2},-1" for n in range(9)), classes="bus,car")
    assert (spool.classes, spool.sources[0].values["content"]) == (["bus", "car"], "class")


def test_truth_is_told_from_results_and_named_by_its_folder(tmp_path: Path) -> None:
    lines = ("1,1,11,21,30,40,1,1,0.5", "1,2,11,21,30,40,0,7,1")
    spool = read(tmp_path, *lines, name="MOT17/MOT17-02/gt/gt.txt")
    assert (names(spool), spool.classes, spool.scored.tolist()) == (["MOT17-02/0.jpg"], ["1"], [False])
    assert spool.dropped[Reason.BAD_ENTRY].count == 1
    assert "does not count" in spool.dropped[Reason.BAD_ENTRY].examples[0]


def test_scores_beyond_1_are_asked_about(tmp_path: Path) -> None:
    lines = [f"1,-1,11,21,30,40,{score},-1,-1,-1" for score in (117.88, 20, -0.5)]
    with pytest.raises(UndecidedReading):
        read(tmp_path, *lines)
    assert not read(tmp_path, *lines, confidence="none").scored.any()


def test_a_frame_0_is_seen(tmp_path: Path) -> None:
    line = "{},1,11,21,30,40,1,-1,-1,-1"
    assert names(read(tmp_path, line.format(0), line.format(1))) == ["clip/0.jpg", "clip/1.jpg"]
    spool = read(tmp_path, line.format(0), line.format(1), first_frame="1")
    assert (names(spool), spool.dropped[Reason.BAD_ENTRY].count) == (["clip/0.jpg"], 1)


def test_losses_have_their_lines(tmp_path: Path) -> None:
    good = "1,1,11,21,30,40,1,-1,-1,-1"
    bad = (
        "1,2",
        "1.5,1,1,1,9,9,1",
        "1,1,1,1,0,9,1",
        "1,1,nan,1,9,9,1",
        "1,1,1,1,9,1e308,1",
        "1,1,1,1,9,9,nan",
        "x" * 2_000_000,
    )
    spool = read(tmp_path, *[good] * 2000, *bad)
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.BAD_ENTRY: 3,
        Reason.BAD_SIZE: 1,
        Reason.BAD_GEOMETRY: 2,
        Reason.BAD_CONFIDENCE: 1,
    }
    assert "line 2001" in spool.dropped[Reason.BAD_ENTRY].examples[0]
