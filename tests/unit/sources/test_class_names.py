"""Names of classes, from the files that training tools leave: by number, never by guess."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.errors import SourceProblem
from gui.sources.class_names.names_files import found_names, given_names, read_class_names
from gui.sources.class_names.onnx_metadata import metadata
from gui.sources.intake.opening import open_intake
from gui.sources.read_settings import ReadSettings

DATA_YAML = """# Ultralytics
path: ../datasets/coco8 # dataset root
train: images/train
names:
  0: person
  1: no
  2: "traffic light"
  7: 1e3
download: |
  from ultralytics.utils import ASSETS_URL
  names: nothing
"""


DARKLABEL = """coco: [person, bicycle]
mine: ["apple", "pear"]
format1:
  data_fmt: [classid, ncx, ncy, nw, nh]
  classes_set: "mine"
format2: {delimiter: ","}
"""


def field(number: int, data: bytes) -> bytes:
    """A protobuf field of bytes."""
    assert number < 16
    length, head = len(data), b""
    while length >= 0x80:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return bytes([number << 3 | 2]) + head + bytes([length]) + data


def onnx(**props: str) -> bytes:
    """A model with a version, a graph of 300,000 bytes, and metadata."""
    entries = b"".join(field(14, field(1, key.encode()) + field(2, value.encode())) for key, value in props.items())
    return b"\x08\x08" + field(2, b"pytorch") + field(7, bytes(300_000)) + entries + field(8, b"\x10\x11")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("names.txt", "person\r\nbicycle\r\n\r\n", {0: "person", 1: "bicycle"}),
        ("names.txt", "\ufeffperson\n\ncar", {0: "person", 2: "car"}),
        ("data.yaml", DATA_YAML, {0: "person", 1: "no", 2: "traffic light", 7: "1e3"}),
        ("data.yaml", "nc: 2\nnames: ['a', yes]", {0: "a", 1: "yes"}),
        ("data.yaml", "names:\n- a\n- b", {0: "a", 1: "b"}),
        ("data.yaml", "names: !!python/object/apply:os.system ['exit 1']", {0: "exit 1"}),
        ("data.yaml", "train: ../train/images\nnc: 2\nnames: {1: b, 0: a}\nroboflow: {project: x}", {0: "a", 1: "b"}),
        ("data.yaml", "names: \"['a', 'b']\"", {0: "a", 1: "b"}),
        ("data.yaml", "names:\n- 0: a\n- 1: b", {0: "a", 1: "b"}),
        ("data.yaml", "names:\n  0: {name: a, color: red}\n  2: {name: b}", {0: "a", 2: "b"}),
        ("data.yaml", "names: {car: 1, bus: 0}", {0: "bus", 1: "car"}),
        ("data.yaml", "classes: [a, '', b]", {0: "a", 2: "b"}),
        ("data.yaml", "num_classes: 2\nclass_names: [a, b]", {0: "a", 1: "b"}),
        ("data.yaml", "dataset:\n  path: x\n  Labels: [a, b]", {0: "a", 1: "b"}),
        ("data.yaml", "categories:\n- {id: 2, name: b}\n- {id: 1, name: a}", {0: "a", 1: "b"}),
        ("data.yaml", "categories:\n- name: b\n- name: a", {0: "b", 1: "a"}),
        ("data.yaml", "- a\n- b", {0: "a", 1: "b"}),
        ("data.yaml", "0: a\n1: b", {0: "a", 1: "b"}),
        ("darklabel.yml", DARKLABEL, {0: "apple", 1: "pear"}),
        ("config.json", json.dumps({"model_type": "detr", "id2label": {"1": "b", "0": "a"}}), {0: "a", 1: "b"}),
        ("class_indices.json", json.dumps({"dog": 1, "cat": 0}), {0: "cat", 1: "dog"}),
        ("names.json", json.dumps(["a", 7]), {0: "a", 1: "7"}),
        ("id_to_name.json", json.dumps({"0": "background", "1": "plane"}), {0: "background", 1: "plane"}),
        ("a.json", json.dumps({"categories": [{"id": 9, "name": "z"}, {"id": 3, "name": "c"}]}), {0: "c", 1: "z"}),
    ],
)
def test_every_kind_of_file_is_read(name: str, content: str, expected: dict[int, str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content.encode())
    assert read_class_names(tmp_path / name) == expected


def test_gbk_is_told_from_utf8(tmp_path: Path) -> None:
    (tmp_path / "classes.txt").write_bytes("汽车\n行人\n".encode("gbk"))
    assert read_class_names(tmp_path / "classes.txt") == {0: "汽车", 1: "行人"}


def test_an_onnx_file_names_its_classes(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(onnx(task="detect", names="{0: 'EXPOSED', 1: \"it's\"}"))
    assert read_class_names(tmp_path / "model.onnx") == {0: "EXPOSED", 1: "it's"}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("names.txt", b"\n\n", "One class stands on each line"),
        ("data.yaml", b"names: [a", "It is not YAML"),
        ("data.yaml", b"nc: 3", "It has no list of classes, as names, classes or categories."),
        ("data.yaml", b"lr0: 1\nepochs: 100", "It has no list of classes"),
        ("data.yaml", b"names: {car: 0, bus: 0}", "It has no list of classes"),
        ("data.yaml", b"names: data/names.txt", "It has no list of classes"),
        ("data.yaml", b"names: [[a], [b]]", "It has no list of classes"),
        ("data.yaml", b"names: {0: a, x: b}", "It has no list of classes"),
        ("darklabel.yml", DARKLABEL.replace('"mine"', '"coco"').encode() + b"f: {classes_set: mine}", "It has several"),
        ("data.yaml", b"[" * 5000, "It is not YAML"),
        ("a.json", b"[]", "It is a list, as predictions are."),
        ("model.onnx", onnx(task="detect"), "Its metadata has no names."),
        ("model.onnx", onnx(names="__import__('os').system('true')"), "It has no list of classes"),
        ("model.onnx", onnx(names="{0: 'a'}")[:-400], "It is not an ONNX file, or it is cut off."),
        ("model.onnx", b"\xff" * 30, "It is not an ONNX file, or it is cut off."),
    ],
)
def test_what_names_nothing_is_said(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceProblem) as failure:
        read_class_names(tmp_path / name)
    assert why in failure.value.sentence.why


@given(content=st.binary(max_size=80))
def test_any_bytes_are_metadata_or_refused(content: bytes) -> None:
    try:
        found = metadata(io.BytesIO(content))
    except SourceProblem:
        return
    assert all(isinstance(value, str) for value in found.values())


def test_names_are_typed_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "my classes.txt").write_text("a\nb")
    assert given_names(str(tmp_path / "my classes.txt")) == {0: "a", 1: "b"}
    assert given_names("car, truck,") == {0: "car", 1: "truck"}
    assert given_names("car") == {0: "car"}
    with pytest.raises(SourceProblem, match=r"There is no file nowhere\.txt"):
        given_names("nowhere.txt")


def test_names_are_found_beside_the_predictions_the_outermost_first(tmp_path: Path) -> None:
    for name in ("labels/a.txt", "labels/classes.txt", "data.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("names: [outer]" if name == "data.yaml" else "inner\n")
    with open_intake(tmp_path) as files:
        found = found_names(files)
        assert found is not None
        assert (found[0].name, found[1]) == ("data.yaml", {0: "outer"})


def test_a_yaml_of_another_name_counts_when_it_names_classes(tmp_path: Path) -> None:
    for name, text in (("args.yaml", "model: yolo.pt"), ("fruit.yaml", "names: {0: apple}"), ("a.txt", "0 1 1 1 1")):
        (tmp_path / name).write_text(text)
    with open_intake(tmp_path) as files:
        found = found_names(files)
        assert found is not None
        assert (found[0].name, found[1]) == ("fruit.yaml", {0: "apple"})


def test_a_number_without_a_name_stays_a_number() -> None:
    settings = ReadSettings(class_names={0: "person"}, values={"first_class": "1"})
    assert [settings.class_name(number) for number in (0, 1, 2)] == ["0", "person", "2"]
