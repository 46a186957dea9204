"""CVAT: images and tracks, every shape, streamed in bounded memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as mask_codec

from gui.domain.geometry import Box, ClassScore, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

BOX = 'xtl="10" ytl="20" xbr="40" ybr="60"'
META = """<meta><task><id>7</id><mode>interpolation</mode><source>clip.mp4</source>
<original_size><width>100</width><height>80</height></original_size></task></meta>"""


def images(*shapes: str) -> str:
    return f'<annotations><image id="3" name="a.jpg" width="6" height="4">{"".join(shapes)}</image></annotations>'


def read(folder: Path, content: str | bytes, **values: str) -> Spool:
    path = written(folder / "annotations.xml", content.encode() if isinstance(content, str) else content)
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings(values=values))


def test_boxes_upright_and_turned_with_their_confidence(tmp_path: Path) -> None:
    scored = f'<box label="car" {BOX}><attribute name="Confidence">0.25</attribute></box>'
    worded = f'<box label="car" {BOX} rotation="30"><attribute name="confidence">high</attribute></box>'
    spool = read(tmp_path, images(scored, worded))
    assert [one.geometry for one in predictions(spool)] == [Box(10, 20, 30, 40), RotatedBox(25, 40, 30, 40, 30)]
    assert [one.where for one in predictions(spool)] == ["image 3 box 1", "image 3 box 2"]
    assert (spool.scored.tolist(), spool.confidence.tolist()) == ([True, False], [0.25, 1.0])
    assert spool.pictures == [Picture("a.jpg", 6, 4)]


def test_polygons_points_skeletons_and_tags(tmp_path: Path) -> None:
    skeleton = '<points label="nose" points="1,2"/><points label="eye" points="3,4" outside="1" occluded="1"/>'
    spool = read(
        tmp_path,
        images(
            '<polygon label="car" points="0,0;4,0;4,3"/>',
            '<points label="tip" points="1,2"/>',
            '<points label="tips" points="1,2;3,4"/>',
            f'<skeleton label="face">{skeleton}</skeleton>',
            '<tag label="day"/>',
        ),
    )
    assert [one.geometry for one in predictions(spool)] == [
        Polygons([[[0, 0, 4, 0, 4, 3]]]),
        Keypoints([Keypoint("tip", 1, 2, 2)]),
        Keypoints([Keypoint("1", 1, 2, 2), Keypoint("2", 3, 4, 2)]),
        Keypoints([Keypoint("nose", 1, 2, 2), Keypoint("eye", 3, 4, 0)]),
        ClassScore(),
    ]


def test_a_mask_is_runs_within_its_rectangle(tmp_path: Path) -> None:
    mask = '<mask label="car" rle="1, 3, 2" left="2" top="1" width="3" height="2"/>'
    (record,) = predictions(read(tmp_path, images(mask)))
    assert isinstance(record.geometry, Mask)
    pixels = mask_codec.decode({"size": [4, 6], "counts": record.geometry.counts})
    expected = np.zeros((4, 6), np.uint8)
    expected[1, 3:5] = expected[2, 2] = 1
    assert pixels.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (f"<box {BOX}/>", Reason.BAD_ENTRY),
        ('<box label="a" xtl="1"/>', Reason.BAD_GEOMETRY),
        ('<box label="a" xtl="1" ytl="1" xbr="1" ybr="2"/>', Reason.BAD_SIZE),
        (f'<box label="a" {BOX} rotation="1e308"/>', None),
        (f'<box label="a" {BOX}><attribute name="score">nan</attribute></box>', Reason.BAD_CONFIDENCE),
        ('<polygon label="a" points="1,2;3"/>', Reason.BAD_GEOMETRY),
        ('<polyline label="a" points="1,2;3,4"/>', Reason.NO_GEOMETRY),
        ('<points label="a" points="1,1e300"/>', Reason.BAD_GEOMETRY),
        ('<mask label="a" rle="1,2" left="0" top="0" width="2" height="2"/>', Reason.BAD_GEOMETRY),
        ('<mask label="a" rle="1,3" left="5" top="0" width="2" height="2"/>', Reason.BAD_GEOMETRY),
        ('<mask label="a" rle="0,1000000000000" left="0" top="0" width="1000000" height="1000000"/>',
         Reason.BAD_GEOMETRY),
        ('<skeleton label="a"/>', Reason.NO_GEOMETRY),
    ],
)  # fmt: skip
def test_what_is_broken_is_left_out_by_reason(shape: str, reason: Reason | None, tmp_path: Path) -> None:
    spool = read(tmp_path, images(shape))
    assert list(spool.dropped) == ([reason] if reason else [])
    assert spool.read == 1


def test_a_track_is_one_object_on_the_frames_that_are_there(tmp_path: Path) -> None:
    shapes = "".join(
        f'<box frame="{frame}" keyframe="0" outside="{int(frame == 2)}" {BOX}/>' for frame in (0, 1, 2, 5, 8)
    )
    spool = read(tmp_path, f'<annotations>{META}<track id="4" label="car">{shapes}</track></annotations>')
    assert [spool.pictures[number].name for number in spool.picture] == [f"clip.mp4/{n}.jpg" for n in (0, 1, 5, 8)]
    assert {(picture.width, picture.height) for picture in spool.pictures} == {(100, 80)}
    assert [one.where for one in predictions(spool)] == [f"track 4 frame {n}" for n in (0, 1, 5, 8)]
    assert {one.track for one in predictions(spool)} == {"track 4"}
    assert [note for note in spool.notes if "made up" in note[1]] == [
        ("track 4", "it has no shapes from frame 6 to 7; none were made up")
    ]


def test_a_whole_project_names_the_video_of_each_track(tmp_path: Path) -> None:
    tasks = "".join(f"<task><id>{n}</id><source>v{n}.mp4</source></task>" for n in (1, 2))
    track = f'<track id="{{0}}" label="car" task_id="{{0}}"><box frame="0" outside="0" {BOX}/></track>'
    content = (
        f"<meta><project><tasks>{tasks}</tasks></project></meta>{track.format(2)}{track.format(1)}{track.format(9)}"
    )
    spool = read(tmp_path, f"<annotations>{content}</annotations>")
    assert [picture.name for picture in spool.pictures] == ["v2.mp4/0.jpg", "v1.mp4/0.jpg", "annotations/0.jpg"]


def test_many_pictures_without_shapes_are_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.sources.readers.xml_stream.LARGEST", 1)
    monkeypatch.setattr("gui.sources.readers.xml_stream._CHUNK", 100)
    content = (
        "<annotations>" + '<image id="1" name="a.jpg" width="6" height="4"/>' * 50 + "<image>\n</image></annotations>"
    )
    assert read(tmp_path, content).read == 0


def test_the_encoding_that_is_declared_is_followed(tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="{{}}"?>{images(f"""<box label="苹果" {BOX}/>""")}'
    for encoding in ("utf-8", "gbk", "utf-16"):
        assert read(tmp_path, text.format(encoding).encode(encoding)).classes == ["苹果"]


@pytest.mark.parametrize(
    "content",
    [
        images(f'<box label="a" {BOX}/>')[:-20],
        '<!DOCTYPE a [<!ENTITY a "b">]><annotations><version>1</version>&a;</annotations>',
        '<?xml version="1.0" encoding="zip"?><annotations><version>1</version></annotations>',
        f"<annotations><version>1</version>{'<a>' * 5000}",
        "<annotations><version>1</version>\x00",
    ],
)
def test_a_file_that_is_broken_or_a_bomb_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, content)
    assert failure.value.sentence.what == "annotations.xml cannot be read whole."


def test_memory_is_bounded_by_one_element(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = f'<box label="car" {BOX}/>' * 20_000
    content = images(box)  # about 1.5 MB in one image, which a tree would hold in some 10 MB
    tracemalloc.start()
    try:
        spool = read(tmp_path, content)
        assert (len(spool.picture), tracemalloc.get_traced_memory()[1] < len(content) + (6 << 20)) == (20_000, True)
    finally:
        tracemalloc.stop()
    monkeypatch.setattr("gui.sources.readers.xml_stream.LARGEST", 1 << 20)
    with pytest.raises(SourceProblem, match="cannot be read whole"):
        read(tmp_path, images(f'<box label="{"a" * (3 << 20)}" {BOX}/>'))
