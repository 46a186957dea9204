"""Ultralytics' text files: every task, what stands after the coordinates, repeated lines, videos, hostile numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from gui.domain.geometry import Box, ClassScore, Corners, Geometry, Keypoint, Keypoints, Polygons
from gui.domain.reasons import Reason
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.ultralytics import txt as ultralytics_txt
from gui.sources.intake.opening import open_intake
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions

NAMES = {"data.yaml": "names: [car, dog]\n"}
TURNED = "0.5 0.2 0.8 0.5 0.5 0.8 0.2 0.5"
OUTLINES = (
    "0 0.1 0.1 0.5 0.1 0.3 0.4",
    "1 0.1 0.1 0.5 0.1 0.5 0.6 0.2 0.7",
    "0 0.1 0.1 0.5 0.1 0.5 0.6 0.4 0.9 0.2 0.7",
)


class Clips:
    """A project with a video ``clip`` of 20 frames and a picture ``clip_7``."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        return None

    def frames_of(self, name: str) -> int | None:
        return {"clip": 20, "clip_7": 1}.get(name)


def read(folder: Path, files: Mapping[str, str | bytes], settings: ReadSettings | None = None, **values: str) -> Spool:
    for name, content in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path = folder / "in" / next(iter(files)) if len(files) == 1 else folder / "in"
    settings = settings or ReadSettings(values=values)
    return read_predictions([path], folder / "spool", format="ultralytics-txt", settings=settings)


def taken(spool: Spool) -> dict[str, str]:
    return spool.sources[0].values


def shapes(spool: Spool) -> list[Geometry]:
    return [record.geometry for record in predictions(spool)]


def test_boxes_are_centred_fractions_with_the_confidence_last(tmp_path: Path) -> None:
    spool = read(tmp_path, {"labels/a.txt": "1 0.5 0.25 0.25 0.5 0.875\n", "labels/b.txt": ""} | NAMES)
    assert shapes(spool) == [Box(0.375, 0, 0.25, 0.5)]
    assert (spool.classes, spool.confidence.tolist()) == (["dog"], [0.875])
    assert [(picture.name, picture.fractions) for picture in spool.pictures] == [("a", True), ("b", True)]
    assert predictions(spool)[0].where == "labels/a.txt line 1"


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (("0 0.5 0.5 0.2 0.2",) * 3, ("detect", "none", "none")),
        (("0 0.5 0.5 0.2 0.2 0.9", "0 0.4 0.5 0.2 0.2 0.31"), ("detect", "last", "none")),
        (("0 0.5 0.5 0.2 0.2 4", "0 0.4 0.5 0.2 0.2 17"), ("detect", "none", "last")),
        (("0 0.5 0.5 0.2 0.2 0.9 4", "0 0.4 0.5 0.2 0.2 0.31 17"), ("detect", "last", "last")),
        ((f"0 {TURNED}", f"1 {TURNED}"), ("obb", "none", "none")),
        ((f"0 {TURNED} 0.7", f"1 {TURNED} 0.6"), ("obb", "last", "none")),
        ((f"0 {TURNED} 0.7 3", f"1 {TURNED} 0.6 9"), ("obb", "last", "last")),
        (("0 0.1 0.1 0.9 0.2 0.8 0.3 0.1 0.8",), ("segment", "none", "none")),
        (OUTLINES, ("segment", "none", "none")),
        (tuple(f"{line} 0.5" for line in OUTLINES), ("segment", "last", "none")),
        (tuple(f"{line} 0.5 {track}" for track, line in enumerate(OUTLINES, 2)), ("segment", "last", "last")),
        (("0 0.5 0.5 0.4 0.4" + " 0.45 0.55 0.9" * 17 + " 0.8",) * 2, ("pose", "last", "none")),
        (("0 0.5 0.5 0.4 0.4" + " 0.45 0.55" * 4, "0 0.5 0.5 0.4 0.4" + " 0.4 0.5" * 4), ("pose", "none", "none")),
        (("0.91 car", "0.05 traffic light"), ("classify", "none", "none")),
    ],
)
def test_what_the_lines_allow_alone_is_taken(
    lines: tuple[str, ...], values: tuple[str, str, str], tmp_path: Path
) -> None:
    spool = read(tmp_path, {"a.txt": "\n".join(lines)})
    assert tuple(taken(spool)[name] for name in ("task", "confidence_column", "track_id")) == values


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("0 0.5 0.5 0.2 0.2 1", "--set confidence_column=last or --set confidence_column=none"),
        ("0 0.5 0.5 0.5 0.5 0.5", "--set confidence_column=last or --set confidence_column=second"),
        ("0 0.1 0.1 0.3 0.1 0.3 0.2 0.1 0.2", "--set task=obb or --set task=segment"),
        ("2 0.52 0.37 0.54 0.37 0.57 0.38 0.6 0.5 0.5 0.5", "--set task=segment or --set task=pose"),
    ],
)
def test_what_the_lines_leave_open_is_asked(line: str, choices: str, tmp_path: Path) -> None:
    with pytest.raises(UndecidedReading) as question:
        read(tmp_path, {"a.txt": line})
    assert choices in question.value.sentence.remedy


def test_a_way_is_refused_with_its_evidence(tmp_path: Path) -> None:
    spool = read(tmp_path, {f"{n}.txt": f"0 0.5 0.5 0.2 0.2 {n + 2}" for n in range(4)})
    (reading,) = spool.sources[0].readings
    assert reading.evidence == "all 4 lines can be a class, a box and a track number"
    assert [record.track for record in predictions(spool)] == ["2", "3", "4", "5"]


def test_outlines_corners_and_classes_of_whole_pictures(tmp_path: Path) -> None:
    assert shapes(read(tmp_path, {"a.txt": OUTLINES[0]}, task="segment")) == [
        Polygons([[[0.1, 0.1, 0.5, 0.1, 0.3, 0.4]]])
    ]
    assert shapes(read(tmp_path, {"a.txt": f"0 {TURNED}"})) == [Corners([float(word) for word in TURNED.split()])]
    spool = read(tmp_path, {"a.txt": "0.91 car\n0.05 traffic light\n"})
    assert shapes(spool) == [ClassScore(), ClassScore()]
    assert (spool.classes, spool.confidence.tolist()) == (["car", "traffic light"], [0.91, 0.05])


def test_poses_take_their_keypoints_from_data_yaml(tmp_path: Path) -> None:
    pose = "0 0.5 0.5 0.4 0.4 0.4 0.5 0.9 0 0 0.1"  # one keypoint is not sure enough and stands at 0, 0
    spool = read(tmp_path, {"a.txt": pose, "data.yaml": "names: [man]\nkpt_shape: [2, 3]\n"})
    assert taken(spool)["kpt_shape"] == "2,3"
    (found,) = shapes(spool)
    assert isinstance(found, Keypoints)
    assert found.points == [Keypoint("1", 0.4, 0.5, 2), Keypoint("2", 0, 0, 0)]
    assert found.box == Box(0.3, 0.3, 0.4, 0.4)


def test_lines_that_save_txt_appended_again_are_read_once(tmp_path: Path) -> None:
    lines = "0 0.5 0.5 0.2 0.2 0.9\n0 0.4 0.5 0.2 0.2 0.8\n"
    spool = read(tmp_path, {"a.txt": lines * 2, "b.txt": "0 0.5 0.5 0.2 0.2 0.9\n"} | NAMES)
    assert len(spool.picture) == 3
    assert spool.dropped[Reason.REPEATED].examples == ["a.txt line 3 (a)", "a.txt line 4 (a)"]
    assert any(text.startswith("2 lines repeat others of the same file") for _, text in spool.notes)


def test_files_of_a_video_are_its_frames_where_the_project_has_one(tmp_path: Path) -> None:
    files = {f"clip_{n}.txt": "0 0.5 0.5 0.2 0.2\n" for n in (1, 7, 20)}
    known = read(tmp_path, files, ReadSettings(project=Clips()))
    assert [picture.name for picture in known.pictures] == ["clip/0", "clip/19", "clip_7"]
    assert ("in", "2 files read as frames of the video clip") in known.notes
    assert [picture.name for picture in read(tmp_path, files).pictures] == ["clip_1", "clip_20", "clip_7"]
    said = read(tmp_path, files, media="video", first_frame="0")
    assert [picture.name for picture in said.pictures] == ["clip/1", "clip/20", "clip/7"]


def test_stems_that_folders_repeat_keep_their_folders(tmp_path: Path) -> None:
    spool = read(tmp_path, dict.fromkeys(("x/a.txt", "y/a.txt", "y/b.c.txt"), "0 0.5 0.5 0.2 0.2\n"))
    assert [picture.name for picture in spool.pictures] == ["x/a", "y/a", "b.c"]


@pytest.mark.parametrize("after", ["", " 0.5", " 0.25"])
def test_files_read_together_are_what_they_are_line_by_line(after: str, tmp_path: Path) -> None:
    line = f"%d 0.5 0.5 0.2 0.{{}}{after}\n"
    files = {f"{n}.txt": "".join(line.format(side) % n for side in range(1, 5))[: -(n % 2)] or "" for n in range(4)}
    files |= {"4.txt": "", "5.txt": "0 0.5 0.5 0.2 0.2\r\n".replace("\r", f"{after}\r")}
    values = {"task": "detect", "confidence_column": "last" if after else "none", "track_id": "none"}
    settings = ReadSettings(values=values)
    together = read(tmp_path, files, settings)
    kept = [(record.where, record.geometry) for record in predictions(together)]
    found = [together.picture.tolist(), together.confidence.tolist(), together.scored.tolist()]
    places = together.envelope.tolist()
    together.close()
    apart = read(tmp_path, files | {"6.txt": "broken"}, settings)
    assert [(record.where, record.geometry) for record in predictions(apart)] == kept
    assert [apart.picture.tolist(), apart.confidence.tolist(), apart.scored.tolist()] == found
    assert apart.envelope.tolist() == places
    assert [apart.classes[number] for number in apart.class_number] == [
        together.classes[number] for number in together.class_number
    ]
    apart.close()


def test_every_loss_has_its_line(tmp_path: Path) -> None:
    bad = (
        *("0 0.5 0.5 0.2 0.2 0.9", "0 0.5 0.5 0.2 0.2 7", "0 nan 0.5 0.2 0.2 0.9", "0 1e308 0.5 0.2 0.2 0.9"),
        *(
            "0 0.5 0.5 0 0.2 0.9",
            "0 0.5 0.5 0.2",
            "car 0.5 0.5 0.2 0.2 0.9",
            "-1 0.5 0.5 0.2 0.2 0.9",
            "0 1e999 0 1 1 1",
        ),
    )
    spool = read(tmp_path, {"a.txt": "\n".join(bad)}, task="detect", confidence_column="last", track_id="none")
    assert len(spool.picture) == 1
    assert {reason: loss.examples for reason, loss in spool.dropped.items()} == {
        Reason.BAD_CONFIDENCE: ["line 2 (a): the confidence is 7"],
        Reason.BAD_GEOMETRY: [
            "line 3 (a): the box begins at nan, 0.4",
            "line 4 (a): the box begins at 1e+308, 0.4",
            "line 9 (a): the box begins at inf, -0.5",
        ],
        Reason.BAD_SIZE: ["line 5 (a): the box is 0 wide and 0.2 high"],
        Reason.BAD_ENTRY: [
            "line 6 (a): 4 numbers cannot be a class, a box and a confidence",
            "line 7 (a): “car 0.5 0.5 0.2 0.2 0.9” is not a line of numbers",
            "line 8 (a): the class is -1",
        ],
    }


@pytest.mark.parametrize(
    "content", [b"0 0.5 0.5 0.2 0.2\r\n", "0  0.5\t.5 0.2 0.2 ".encode("utf-16"), b"\n0 .5 .5 .2 .2"]
)
def test_ends_of_lines_spaces_and_encodings(content: bytes, tmp_path: Path) -> None:
    assert shapes(read(tmp_path, {"a.txt": content})) == [Box(0.4, 0.4, 0.2, 0.2)]


def test_names_in_gbk(tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.txt": "0 0.5 0.5 0.2 0.2\n", "classes.txt": "汽车\n狗\n".encode("gbk")})
    assert spool.classes == ["汽车"]


@pytest.mark.parametrize(
    "content",
    [
        "1,1,399,182,121,229,1,-1,-1,-1\n",
        "1 1 399 182 121 229 1 -1 -1 -1\n",
        "dog -1 -1 -10 540.0 295.0 563.0 313.0 -1 -1 -1 -1000 -1000 -1000 -10\n",
        "0 person\n1 bicycle\n2 car\n",
        "cat 0.94 12 44 332 437\n",
        "7 0.94 0.475215 0.524656 0.884800 0.873787\n",
        "2015\n",
    ],
)
def test_files_of_others_are_left_to_them(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(content)
    with open_intake(tmp_path / "a.txt") as files:
        assert ultralytics_txt.recognise(files) is None


def test_what_tells_of_a_folder_is_no_label(tmp_path: Path) -> None:
    """As Roboflow packs them: two texts for people beside data.yaml, names with a hash."""
    label = "0 0.5 0.5 0.2 0.2\n1 0.3 0.3 0.1 0.1\n"
    about = {"README.dataset.txt": "# fruit\nsee https://…\n", "README.roboflow.txt": "\nfruit\n====\nexported\n"}
    files = {"train/labels/a_jpg.rf.0a.txt": label, "data.yaml": "names: [apple, pear]\nnc: 2", **about}
    spool = recognised(tmp_path, files)
    assert (spool.format, len(spool.picture), spool.classes) == ("ultralytics-txt", 2, ["apple", "pear"])
    assert any("2 files beside the predictions not read" in text for _, text in spool.notes)


def test_a_picture_of_few_colours_beside_labels_is_no_mask(tmp_path: Path) -> None:
    chart = io.BytesIO()
    Image.new("RGB", (30, 20)).save(chart, "PNG")
    labels = {"labels/a.txt": "0 0.5 0.5 0.2 0.2 0.9\n0 0.5 0.4 0.2 0.2 0.8\n"}
    assert recognised(tmp_path, {"PR_curve.png": chart.getvalue(), **labels}).format == "ultralytics-txt"


def recognised(folder: Path, files: Mapping[str, str | bytes]) -> Spool:
    """The folder of ``files``, read as what its content says that it is."""
    for name, content in files.items():
        path = folder / "run" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_predictions([folder / "run"], folder / "spool", format=None, settings=ReadSettings())
