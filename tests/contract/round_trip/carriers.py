"""Which format can carry which kind of predictions, who writes it, and how its files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.contract.round_trip import json_files, mask_files, text_files, xml_files
from tests.contract.round_trip.scene import Drawn, Written

Writer = Callable[[Sequence[Drawn]], Written]
CARRIERS: dict[str, dict[str, Writer]] = {
    "box": {
        "coco": json_files.coco,
        "csv": text_files.csv,
        "cvat": xml_files.cvat,
        "huggingface": json_files.huggingface,
        "kitti": text_files.kitti,
        "label-studio": json_files.label_studio,
        "labelme": json_files.labelme,
        "txt": text_files.txt,
        "ultralytics-json": json_files.ultralytics_json,
        "ultralytics-txt": text_files.ultralytics_txt,
        "voc": xml_files.voc,
    },
    "polygon": {
        "coco": json_files.coco,
        "cvat": xml_files.cvat,
        "label-studio": json_files.label_studio,
        "labelme": json_files.labelme,
        "ultralytics-txt": text_files.ultralytics_txt,
        "voc": xml_files.voc,
    },
    "mask": {
        "coco": json_files.coco,
        "cvat": xml_files.cvat,
        "huggingface": json_files.huggingface,
        "label-studio": json_files.label_studio,
        "labelme": json_files.labelme,
        "masks by number": mask_files.index_masks,
        "masks in black and white": mask_files.binary_masks,
        "panoptic": mask_files.panoptic,
        "ultralytics-json": json_files.ultralytics_json,
    },
    "rotated box": {
        "cvat": xml_files.cvat,
        "label-studio": json_files.label_studio,
        "labelme": json_files.labelme,
        "txt": text_files.txt,
        "ultralytics-json": json_files.ultralytics_json,
        "ultralytics-txt": text_files.ultralytics_txt,
        "voc": xml_files.voc,
    },
    "keypoints": {
        "coco": json_files.coco,
        "cvat": xml_files.cvat,
        "ultralytics-json": json_files.ultralytics_json,
        "ultralytics-txt": text_files.ultralytics_txt,
    },
    "point": {
        "coco": json_files.coco,
        "cvat": xml_files.cvat,
        "label-studio": json_files.label_studio,
        "labelme": json_files.labelme,
    },
    "track": {
        "csv": text_files.csv,
        "cvat": xml_files.cvat,
        "label-studio": json_files.label_studio,
        "mot": text_files.mot,
        "ultralytics-txt": text_files.ultralytics_txt,
    },
    "class score": {
        "cvat": xml_files.cvat,
        "huggingface": json_files.huggingface,
        "label-studio": json_files.label_studio,
        "ultralytics-txt": text_files.ultralytics_txt,
    },
}
"""Who writes which kind; Encord's own format is written by the export itself."""


@contextmanager
def reading(folder: Path, written: Written) -> Iterator[Spool]:
    """The files read as what their content says they are."""
    folder.mkdir(exist_ok=True)
    for name, content in written.files.items():
        (folder / "chosen" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "chosen" / name).write_bytes(content)
    spool = read_predictions(
        [folder / "chosen"], folder / "spool", format=None, settings=ReadSettings(values=written.values)
    )
    yield spool
    spool.close()
