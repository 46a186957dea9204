"""What every prediction format keeps: it recognises its own, reads all or nothing, and loses nothing unnamed."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from gui.domain.geometry import KINDS
from gui.errors import Cancelled, SourceProblem, UsageProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.intake.opening import open_intake
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.registry import SOURCES, source_named
from gui.sources.source import PredictionSource
from gui.sources.spool import Spool
from gui.sources.spool_writer import SpoolWriter

BOX = {"image_id": 1, "category_id": 1, "score": 0.5, "bbox": [1, 2, 3, 4]}
OWN_BOX = BOX | {"image_id": "a"}
TURNED = {"image_id": 1, "category_id": 0, "score": 0.5, "rbox": [9, 9, 4, 2, 0.5], "poly": [8, 8, 9, 8, 9, 9, 8, 9]}
COCO_NAMES = {"images": [{"id": 1, "file_name": "a.jpg", "width": 9, "height": 9}], "categories": []}
VOC = b"""<annotation><filename>a.jpg</filename><size><width>90</width><height>60</height></size>
<object><name>car</name><score>0.5</score>
<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>
<object><name>car</name><bndbox><xmin>9</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object></annotation>"""
CSV = b"""filename,class,score,xmin,ymin,xmax,ymax
a.jpg,car,0.5,1,2,3,4
a.jpg,car,,10,20,30,40
a.jpg,car,0.25,10,20,10,40
"""
KITTI = b"""big car 0 0 -1.5 10 20 30.5 40 -1 -1 -1 -1000 -1000 -1000 -10 0.5
DontCare -1 -1 -10 1 2 30 40 -1 -1 -1 -1000 -1000 -1000 -10
"""
MOT = b"1,3,1.5,2,30,40,0.5,-1,-1,-1\r\n2,3,1,2,30,40,-1,-1,-1,-1\r\n2,4,1,2,0,40,1,-1,-1,-1\r\n"
CVAT = b"""<?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version>
<image id="0" name="a.jpg" width="9" height="6"><box label="car" xtl="1" ytl="2" xbr="3" ybr="4" rotation="9"/>
<mask label="car" rle="1, 2, 1" left="1" top="1" width="2" height="2"/><box label="car"/></image></annotations>"""
CVAT_TRACKS = b"""<annotations><meta><task><id>1</id><source>v.mp4</source></task></meta><track id="0" label="car">
<box frame="0" outside="0" xtl="1" ytl="2" xbr="3" ybr="4"/><box frame="1" outside="1"/></track></annotations>"""
LABELME = {
    "imagePath": "a.jpg",
    "imageWidth": 90,
    "imageHeight": 60,
    "shapes": [
        {"label": "car", "points": [[1, 2], [30, 40]], "shape_type": "rectangle", "score": 0.5},
        {"label": "car", "points": [[1, 2], [30, 40]], "shape_type": "line"},
    ],
}
PIPELINE = {
    "a.jpg": [
        {"score": 0.5, "label": "car", "box": {"xmin": 1, "ymin": 2, "xmax": 30, "ymax": 40}},
        {"score": 7, "label": "car", "box": {"xmin": 1, "ymin": 2, "xmax": 30, "ymax": 40}},
    ]
}
REGION: dict[str, Any] = {
    "id": "r",
    "original_width": 90,
    "original_height": 60,
    "value": {"x": 1, "y": 2, "width": 30, "height": 40, "rotation": 5, "rectanglelabels": ["car"]},
}
TASK = {"id": 1, "data": {"image": "a.jpg"}, "predictions": [{"score": 0.5, "result": [REGION, {"id": "s"}]}]}

ENCORD_OBJECT = {"name": "Car", "shape": "bounding_box", "objectHash": "o", "confidence": 0.5}
ENCORD_LABELS = {"objects": [ENCORD_OBJECT | {"boundingBox": {"x": 0, "y": 0.1, "w": 0.2, "h": 0.3}}, ENCORD_OBJECT]}
ENCORD_UNIT = {"data_hash": "u", "width": 90, "height": 60, "data_sequence": 0, "labels": ENCORD_LABELS}
ENCORD_ROW = {
    "label_hash": "l",
    "data_hash": "u",
    "data_title": "a.jpg",
    "data_units": {"u": ENCORD_UNIT},
    "classification_answers": {
        "c": {"classifications": [{"answers": [{"name": "Day"}]}], "range": [[0, 0]], "confidence": 0.5}
    },
}

PNG = io.BytesIO()
Image.fromarray(np.array([[0, 1, 1], [0, 2, 2]], np.uint8)).save(PNG, "PNG")
PANOPTIC = COCO_NAMES | {
    "annotations": [
        {"image_id": 1, "file_name": "a.png", "segments_info": [{"id": 1, "category_id": 1}, {"id": 9}]},
        {"image_id": 1, "file_name": "b.png", "segments_info": [{"id": 1, "category_id": 1}]},
    ]
}

Files = dict[str, bytes]


class Sample(NamedTuple):
    """Small whole files of a format, a single one or those of a folder, and the settings they need."""

    files: Files
    values: Mapping[str, str] = MappingProxyType({})


SAMPLES: dict[str, list[Sample]] = {
    "coco": [
        Sample({"file": json.dumps([BOX] * 40).encode()}),
        Sample(
            {"file": json.dumps([BOX, BOX | {"score": 7}, BOX | {"bbox": [1, 2, 0, 4]}, 5], indent=2).encode("utf-16")}
        ),
        Sample(
            {
                "file": json.dumps(
                    COCO_NAMES | {"annotations": [BOX, BOX | {"segmentation": [[0, 0, 4, 0, 4, 4]]}]}
                ).encode()
            }
        ),
        Sample(
            {"results.json": json.dumps([BOX]).encode(), "data/instances.json": json.dumps(COCO_NAMES).encode()},
        ),
    ],
    "csv": [
        Sample({"file": CSV}),
        Sample({"a.csv": CSV, "b.tsv": CSV.replace(b",", b"\t")}),
    ],
    "cvat": [
        Sample({"file": CVAT}),
        Sample({"a.xml": CVAT, "b.xml": CVAT_TRACKS}),
    ],
    "encord": [
        Sample({"file": json.dumps([ENCORD_ROW, 5]).encode()}),
        Sample({"file": json.dumps(ENCORD_ROW).encode()}),
    ],
    "huggingface": [
        Sample({"file": json.dumps(PIPELINE).encode()}),
        Sample({"out/a.json": json.dumps(PIPELINE["a.jpg"]).encode(), "out/b.json": json.dumps(PIPELINE).encode()}),
    ],
    "kitti": [
        Sample({"file": KITTI}),
        Sample({"labels/000001.txt": KITTI, "labels/000002.txt": KITTI.replace(b"big car", b"bus")}),
    ],
    "label-studio": [
        Sample({"file": json.dumps([TASK, 5]).encode()}),
        Sample({"file": json.dumps([{"image": "a.jpg", "label": [REGION["value"] | REGION]}]).encode()}),
    ],
    "mot": [
        Sample({"file": MOT}),
        Sample({"TUD/gt/gt.txt": b"1,1,1,2,30,40,1,1,0.5\n1,2,1,2,30,40,0,7,1\n", "TUD/seqinfo.ini": b"[Sequence]"}),
    ],
    "labelme": [
        Sample({"file": json.dumps(LABELME).encode()}),
        Sample({"a.json": json.dumps(LABELME).encode(), "b.json": json.dumps(LABELME, indent=2).encode("utf-16")}),
    ],
    "masks": [
        Sample({"file": PNG.getvalue()}),
        Sample({"car/a.png": PNG.getvalue(), "car/b.png": PNG.getvalue()}, {"kind": "binary", "class_from": "folder"}),
    ],
    "panoptic": [Sample({"panoptic.json": json.dumps(PANOPTIC).encode(), "out/a.png": PNG.getvalue()})],
    "txt": [
        Sample({"file": b"car 0.9 1 20 50 6\ntraffic light 0.5 1 60 50 40\n" * 4 + b"car x 5 5 5 5\n"}),
        Sample(
            {"a.txt": b"imagesource:x\n1 1 9 2 8 7 0 6 plane 0\n2 1 9 2 8 7 0 6 plane 2\n"},
            {"shape": "corners", "confidence_column": "none", "units": "pixels"},
        ),
        Sample({"Task1_car.txt": b"a 0.9 1 2 9 2 9 8 1 8\n" * 9, "Task1_bus.txt": b"a 7 1 2 9 2 9 8 1 8\n"}),
    ],
    "ultralytics-txt": [
        Sample({"file": b"0 0.5 0.5 0.2 0.2 0.9\n1 0.5 0.5 0.2 0.2 0.8\n1 0.5 0.5 0.2 0.2 0.8\n2 0.1 0.1 0.1\n" * 9}),
        Sample(
            {
                "labels/a.txt": b"0 0.1 0.1 0.3 0.2 0.25 0.3 0.05 0.2\r\n",
                "labels/b.txt": b"",
                "data.yaml": b"names: [car]",
            },
            {"task": "obb"},
        ),
        Sample({"a.txt": b"0.75 car\n0.25 traffic light\n", "b.txt": b"1.00 car\n"}),
    ],
    "ultralytics-json": [
        Sample({"file": json.dumps([OWN_BOX] * 3 + [OWN_BOX | {"score": 7}]).encode()}),
        Sample({"predictions.json": json.dumps([TURNED, 5]).encode(), "data.yaml": b"names: [car]"}),
    ],
    "voc": [Sample({"file": VOC}), Sample({"labels/a.xml": VOC, "labels/b.xml": VOC.replace(b"a.jpg", b"b.jpg")})],
}
"""For every format some small whole samples, losses among them."""

SHOWS_A_CUT = frozenset(
    {"coco", "cvat", "encord", "huggingface", "label-studio", "labelme", "panoptic", "ultralytics-json", "voc"}
)
"""Formats whose files have an end that can be missed; a text of lines cut short may be whole."""

FOREIGN = (b"", b"{}", b"[]x", b"\x00" * 50, b"hello\n", b"<a/>", b"PK\x03\x04", b'{"type": "FeatureCollection"}')

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.FORMAT)
every_sample = pytest.mark.parametrize(
    ("format", "sample"), [(name, sample) for name, samples in SAMPLES.items() for sample in samples]
)
EXAMPLES = int(os.environ.get("FUZZING_EXAMPLES", "15"))
"""Made-up files for each test of each format: few and the same in every run, as many as one likes in a long one."""
fuzzing = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZING_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)


def laid_out(folder: Path, files: Files, *, zipped: bool = False) -> Path:
    """``files`` as a file, a folder or an archive below ``folder``."""
    if zipped:
        with zipfile.ZipFile(folder / "sample.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return folder / "sample.zip"
    root = folder if list(files) == ["file"] else folder / "sample"
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root / "file" if root == folder else root


def attempt(
    sample: Sample, format: str | None, check: Callable[[Spool], None], *, zipped: bool = False
) -> SourceProblem | UsageProblem | None:
    """Read ``sample``; ``check`` what came of it, or return the refusal. Any other exception is a failure."""
    with tempfile.TemporaryDirectory() as name:
        path = laid_out(Path(name), sample.files, zipped=zipped)
        spools = Path(name) / "spool"
        try:
            spool = read_predictions([path], spools, format=format, settings=ReadSettings(values=sample.values))
        except (SourceProblem, UsageProblem) as problem:
            assert not spools.exists() or not list(spools.iterdir())
            return problem
        check(spool)
        spool.close()
        assert not list(spools.iterdir())
        return None


def attempt_bytes(
    content: bytes, format: str | None, check: Callable[[Spool], None]
) -> SourceProblem | UsageProblem | None:
    """Read a single file."""
    return attempt(Sample({"file": content}), format, check)


def check_spool(spool: Spool) -> None:
    """The columns fit together and to the records, and everything read is added or dropped."""
    count = len(spool.picture)
    for column in (spool.class_number, spool.confidence, spool.scored, spool.kind, spool.envelope):
        assert len(column) == count
    assert spool.read == count + sum(loss.count for loss in spool.dropped.values())
    assert ((spool.confidence >= 0) & (spool.confidence <= 1)).all()
    assert (spool.confidence[~spool.scored] == 1).all()
    assert set(spool.picture.tolist()) <= set(range(len(spool.pictures)))
    assert set(spool.class_number.tolist()) <= set(range(len(spool.classes)))
    assert all(picture.name for picture in spool.pictures)
    assert all(spool.classes)
    records = list(spool.records(range(count)))
    msgspec.msgpack.encode([spool.pictures, spool.classes, spool.notes, spool.summary, spool.dropped])
    assert [KINDS[kind] for kind in spool.kind] == [type(record.geometry) for record in records]
    assert all(record.where for record in records)
    assert not (spool.envelope[:, :2] > spool.envelope[:, 2:]).any()  # NaN is not greater
    assert "\n" not in spool.summary


def check_sentence(problem: SourceProblem | UsageProblem | None) -> None:
    assert problem is not None
    for part in (problem.sentence.what, problem.sentence.why, problem.sentence.remedy):
        assert part.endswith(".")
        assert "\n" not in part
        part.encode()


def test_every_format_has_samples_and_a_name_of_its_own() -> None:
    names = [source.FORMAT for source in SOURCES]
    assert sorted(set(names)) == sorted(names) == sorted(SAMPLES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(source.TITLE for source in SOURCES)


@every_source
def test_settings_are_closed_and_explained(source: PredictionSource) -> None:
    names = [setting.name for setting in source.SETTINGS]
    assert len(set(names)) == len(names)
    for setting in source.SETTINGS:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", setting.name)
        assert setting.meaning
        assert not setting.meaning.endswith(".")
        assert bool(setting.choices) == (setting.kind == "choice")
        if setting.default:
            assert not setting.refusal(setting.default)


@every_sample
@pytest.mark.parametrize("zipped", [False, True])
def test_a_sample_is_recognised_and_read(format: str, sample: Sample, zipped: bool) -> None:
    def check(spool: Spool) -> None:
        check_spool(spool)
        assert spool.format == format
        assert len(spool.picture) > 0

    assert attempt(sample, None, check, zipped=zipped) is None


@every_sample
def test_the_reason_is_one_line(format: str, sample: Sample, tmp_path: Path) -> None:
    with open_intake(laid_out(tmp_path, sample.files)) as files:
        recognition = source_named(format).recognise(files)
        assert recognition
        assert recognition.reason
        assert "\n" not in recognition.reason


@every_sample
def test_readings_set_what_is_among_the_settings(format: str, sample: Sample, tmp_path: Path) -> None:
    source = source_named(format)
    known = {setting.name: setting for setting in source.SETTINGS}
    with open_intake(laid_out(tmp_path, sample.files)) as files:
        for reading in source.readings(files, ReadSettings()):
            assert 0 <= reading.score <= 1
            assert reading.evidence
            assert "\n" not in reading.evidence
            for name, value in reading.values.items():
                assert not known[name].refusal(value)
        assert len(source.readings(files, ReadSettings(values=sample.values))) <= 1 or not sample.values


@every_source
@pytest.mark.parametrize("content", FOREIGN)
def test_what_is_foreign_is_not_recognised_and_refused(
    source: PredictionSource, content: bytes, tmp_path: Path
) -> None:
    if content not in (b"", b"[]x", b"PK\x03\x04"):  # refused before, or the beginning of anything
        with open_intake(laid_out(tmp_path, {"file": content})) as files:
            assert source.recognise(files) is None
    check_sentence(attempt_bytes(content, None, check_spool))


@every_sample
def test_a_file_cut_short_is_refused_or_read_as_far_as_it_goes(format: str, sample: Sample) -> None:
    if len(sample.files) > 1:
        return
    (content,) = sample.files.values()
    for length in (1, len(content) // 3, len(content) // 2, len(content) - 2):
        problem = attempt(sample._replace(files={"file": content[:length]}), format, check_spool)
        if problem or format in SHOWS_A_CUT:
            check_sentence(problem)


@every_sample
def test_a_cancel_ends_the_reading(format: str, sample: Sample, tmp_path: Path) -> None:
    sink = SpoolWriter(tmp_path / "spool")
    with open_intake(laid_out(tmp_path, sample.files)) as files, pytest.raises(Cancelled):
        source_named(format).read(files, sink, ReadSettings(cancelled=lambda: True, values=sample.values))
    sink.discard()


@every_source
@fuzzing
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(source: PredictionSource, content: bytes) -> None:
    for format in (None, source.FORMAT):
        if problem := attempt_bytes(content, format, check_spool):
            check_sentence(problem)


@every_sample
@fuzzing
@given(data=st.data())
def test_a_damaged_sample_is_read_or_refused(format: str, sample: Sample, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(sample.files)))
    content = sample.files[name]
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 30))
    damaged = content[:start] + data.draw(st.binary(max_size=30)) + content[start + length :]
    if problem := attempt(sample._replace(files=sample.files | {name: damaged}), format, check_spool):
        check_sentence(problem)


text = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates among them
numbers = st.floats() | st.integers() | st.sampled_from([0, 1, 2, 0.5, 10**400, -1])
anything = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda values: st.lists(values, max_size=6) | st.dictionaries(text, values, max_size=3),
    max_leaves=10,
)
some_numbers = st.lists(numbers, max_size=9)
coco_entry = st.fixed_dictionaries(
    {"image_id": numbers | text | anything, "category_id": numbers | text},
    optional={
        "bbox": some_numbers | st.just([1, 2, 3, 4]) | anything,
        "score": st.floats(0, 1) | numbers | anything,
        "segmentation": st.lists(some_numbers, max_size=3)
        | st.fixed_dictionaries(
            {"size": st.just([2, 3]) | some_numbers, "counts": st.text("0123456789oPp", max_size=6) | some_numbers}
        )
        | anything,
        "keypoints": some_numbers | anything,
        "file_name": text | anything,
        "category_name": text | anything,
    },
)
coco_file = st.lists(coco_entry | anything, max_size=6) | st.fixed_dictionaries(
    {"annotations": st.lists(coco_entry | anything, max_size=6)},
    optional={
        "images": st.lists(st.fixed_dictionaries({"id": numbers, "file_name": anything, "width": anything}) | anything),
        "categories": st.lists(st.fixed_dictionaries({"id": numbers, "name": anything, "keypoints": anything})),
    },
)


@fuzzing
@given(content=coco_file)
@example(content={"annotations": [BOX, {"\ud800": None}], "images": [{"id": 0.0}, {"\ud800": None}]})
def test_any_json_like_coco_is_read_entry_by_entry(content: Any) -> None:
    entries = content if isinstance(content, list) else content["annotations"]

    def check(spool: Spool) -> None:
        check_spool(spool)
        assert spool.read == len(entries)

    problem = attempt_bytes(json.dumps(content).encode(), "coco", check)
    assert problem is None or isinstance(problem, UndecidedReading)  # scores of any size


@every_source
@fuzzing
@given(content=anything)
def test_any_json_is_read_or_refused(source: PredictionSource, content: Any) -> None:
    for format in (None, source.FORMAT):
        if problem := attempt_bytes(json.dumps(content).encode(), format, check_spool):
            check_sentence(problem)
