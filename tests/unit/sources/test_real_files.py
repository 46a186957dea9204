"""Real files from public projects are read whole, with the counts that were taken without any reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.errors import SourceProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool

REAL = Path(__file__).parents[3].parent / "shared" / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real files is not beside the checkout")

BOX, POLYGON, MASK, CORNERS = 0, 2, 3, 6


def read(path: Path, folder: Path, dataset: Path | None = None) -> Spool:
    spool = read_predictions([path], folder, format=None, settings=ReadSettings(dataset_json=dataset))
    assert sum(1 for _ in spool.records(range(len(spool.picture)))) == len(spool.picture)
    spool.close()
    return spool


READ: list[tuple[str, dict[int, int], bool]] = [
    ("coco_results/instances_val2014_fakebbox100.json", {BOX: 734}, True),
    ("coco_results/instances_val2014_100.gt.json", {POLYGON: 830, MASK: 9}, False),
    ("coco_results/fce_polygon_dt.json", {POLYGON: 9}, True),
    ("coco_results/fce_polygon_gt.json", {POLYGON: 9}, False),
    ("coco_results/sahi_result.json", {BOX: 89}, True),
    ("coco_results/sahi_dataset.gt.json", {BOX: 249}, False),
    ("coco_results/padilla_coco_dets.json", {BOX: 452}, True),
    ("coco_results/toy.json", {BOX: 12}, True),
    ("coco_dataset/labelformat_instances_uncompressed_rle.json", {POLYGON: 3, MASK: 1}, False),
    ("ultralytics_json/detect_val_predictions_strids.json", {BOX: 2959}, True),
    ("cvat/annotations.xml", {BOX: 273}, False),
    ("csv/openimages_all_bounding_boxes.csv", {BOX: 273}, False),
    ("mot/TUD-Campus_test.txt", {BOX: 222}, False),
    ("mot/TUD-Campus_gt.txt", {BOX: 359}, True),
    ("labelformat/object_detection/KITTI/labels/a-weird Filename.asdf.txt", {BOX: 8}, False),
    ("labelformat/object_detection/KITTI/labels", {BOX: 16}, False),
    ("labelformat/object_detection/PascalVOC", {BOX: 16}, False),
    ("voc", {BOX: 7}, False),
    ("label_studio/data.json", {BOX: 6}, False),
    ("label_studio/data_polygons.json", {POLYGON: 1}, False),
    ("masks/voc_2007_000032.png", {MASK: 2}, False),
]
REFUSED: list[tuple[str, str]] = [
    ("masks/voc_class_id_to_name.json", "an object with"),
    ("dicomseg/seg_image_ct_binary.dcm", "a DICOM file"),
    ("labelformat/object_detection/Labelbox/export-result.ndjson", "an export of Labelbox"),
    (
        "labelformat/object_detection/lightly/detection-task-name/a-weird Filename.asdf.json",
        "the predictions of one picture from Lightly",
    ),
    (
        "labelformat/object_detection/lightly/detection-task-name/aNother-weird__ filename.with.many.characters.json",
        "the predictions of one picture from Lightly",
    ),
    ("labelformat/object_detection/lightly/detection-task-name/schema.json", "the schema.json of Lightly"),
]
ULTRALYTICS: list[tuple[str, dict[int, int], str]] = [
    ("labelformat/object_detection/YOLOv8", {BOX: 16}, "detect"),
    ("labelformat/instance_segmentation/YOLOv8", {POLYGON: 3}, "segment"),
]
OTHER_TEXT: list[tuple[str, dict[int, int], bool, tuple[str | None, ...]]] = [
    ("padilla/toyexample/dets_classid_rel_xcycwh", {BOX: 12}, True, ("box", "fraction", "second", "cxcywh")),
    ("padilla/toyexample/dets_classname_abs_xywh", {BOX: 12}, True, ("box", "pixels", "second", "xywh")),
    ("padilla/tests/test_case_1/dets", {BOX: 24}, True, ("box", "pixels", "second", "xywh")),
    ("cartucho/2007_000027.txt", {BOX: 15}, True, ("box", "pixels", "second", "xyxy")),
    ("dota", {CORNERS: 4}, False, ("corners", "pixels", "none", None)),
]
TEXT = [folder for folder, *_ in ULTRALYTICS] + [path for path, *_ in OTHER_TEXT]


@pytest.mark.parametrize(("name", "kinds", "scored"), READ)
def test_every_record_is_read(name: str, kinds: dict[int, int], scored: bool, tmp_path: Path) -> None:
    spool = read(REAL / name, tmp_path)
    assert {int(kind): int((spool.kind == kind).sum()) for kind in set(spool.kind.tolist())} == kinds
    assert spool.read == sum(kinds.values())
    assert spool.dropped == {}
    assert bool(spool.scored.all()) is scored
    assert bool(spool.scored.any()) is scored


def test_results_take_names_and_sizes_from_their_dataset(tmp_path: Path) -> None:
    folder = REAL / "coco_results"
    spool = read(folder / "instances_val2014_fakebbox100.json", tmp_path, folder / "instances_val2014_100.gt.json")
    assert spool.pictures[0].name == "COCO_val2014_000000000042.jpg"
    assert (spool.pictures[0].width, spool.pictures[0].height) == (640, 478)
    assert "dog" in spool.classes
    assert spool.notes == []


@pytest.mark.parametrize(("name", "looks_like"), REFUSED)
def test_other_formats_are_told_apart(name: str, looks_like: str, tmp_path: Path) -> None:
    with pytest.raises(SourceProblem) as failure:
        read(REAL / name, tmp_path)
    assert looks_like in failure.value.sentence.what


@pytest.mark.parametrize(("folder", "kinds", "task"), ULTRALYTICS)
def test_ultralytics_text_is_read(folder: str, kinds: dict[int, int], task: str, tmp_path: Path) -> None:
    spool = read(REAL / folder, tmp_path)
    assert {int(kind): int((spool.kind == kind).sum()) for kind in set(spool.kind.tolist())} == kinds
    assert (spool.format, spool.dropped) == ("ultralytics-txt", {})
    assert spool.sources[0].values["task"] == task


@pytest.mark.parametrize(("path", "kinds", "scored", "values"), OTHER_TEXT)
def test_other_text_is_read(
    path: str, kinds: dict[int, int], scored: bool, values: tuple[str | None, ...], tmp_path: Path
) -> None:
    spool = read(REAL / path, tmp_path)
    assert {int(kind): int((spool.kind == kind).sum()) for kind in set(spool.kind.tolist())} == kinds
    assert (spool.format, spool.dropped, bool(spool.scored.all())) == ("txt", {}, scored)
    taken = spool.sources[0].values
    assert tuple(taken.get(name) for name in ("shape", "units", "confidence_column", "box")) == values


def test_every_file_has_a_case() -> None:
    named = [name for name, *_ in READ] + [name for name, _ in REFUSED]
    cases = {REAL / name for name in (*named, *TEXT)}
    files = [path for path in REAL.rglob("*") if path.is_file() and path.name != "NOTES.md"]
    assert [str(path) for path in files if not cases & {path, *path.parents}] == []


@pytest.mark.parametrize("folder", [path for path in TEXT if not path.endswith(".txt")])
def test_a_single_file_of_a_folder_is_read_as_the_folder_or_asked_about(folder: str, tmp_path: Path) -> None:
    whole = read(REAL / folder, tmp_path).sources[0].values
    for path in (REAL / folder).rglob("*.txt"):
        lines = sum(bool(line.strip()) for line in path.read_text().splitlines())
        if not lines:
            with pytest.raises(SourceProblem, match="is empty"):
                read(path, tmp_path)
            continue
        try:
            spool = read(path, tmp_path)
        except UndecidedReading:
            continue
        assert (len(spool.picture), spool.sources[0].values) == (lines, whole), path
