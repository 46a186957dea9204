"""COCO panoptic: ids as colours, with the segments that the JSON names and those it does not."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pycocotools import mask as coco

from gui.domain.geometry import Mask
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions

IDS = np.array([[0, 5, 5], [70_000, 70_000, 900]])


def png() -> bytes:
    colours = np.stack([IDS % 256, IDS // 256 % 256, IDS // 65536], axis=2).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(colours).save(file, "PNG")
    return file.getvalue()


def annotation(*segments: Any, name: str = "a.png") -> dict[str, Any]:
    return {"image_id": 1, "file_name": name, "segments_info": list(segments)}


def read(folder: Path, *annotations: Any) -> Spool:
    (folder / "in" / "masks").mkdir(parents=True)
    content = {
        "annotations": list(annotations),
        "images": [{"id": 1, "file_name": "a.jpg"}],
        "categories": [{"id": 7, "name": "sea"}],
    }
    (folder / "in" / "panoptic.json").write_text(json.dumps(content))
    (folder / "in" / "masks" / "a.png").write_bytes(png())
    return read_predictions([folder / "in"], folder / "spool", format=None, settings=ReadSettings())


def test_each_segment_is_a_mask_of_its_colour(tmp_path: Path) -> None:
    spool = read(
        tmp_path,
        annotation(
            {"id": 5, "category_id": 7, "score": 0.25},
            {"id": 70_000, "category_id": 8},
            {"id": 900, "category_id": 7, "score": 1},
        ),
    )
    assert spool.format == "panoptic"
    assert spool.pictures == [Picture("a.jpg", 3, 2)]
    assert [spool.classes[number] for number in spool.class_number] == ["sea", "8", "sea"]
    assert spool.confidence.tolist() == [0.25, 1, 1]
    for record, identity in zip(predictions(spool), (5, 70_000, 900), strict=True):
        assert isinstance(record.geometry, Mask)
        assert np.array_equal(coco.decode({"size": [2, 3], "counts": record.geometry.counts}), identity == IDS)
        assert record.where == f"panoptic.json annotation 0 segment {identity}"


def test_what_json_and_picture_do_not_share_is_named(tmp_path: Path) -> None:
    spool = read(
        tmp_path,
        annotation({"id": 5, "category_id": 7}, {"id": 6, "category_id": 7}, {"id": "x"}, {"id": 900}, 3),
        annotation({"id": 5, "category_id": 7}, name="gone.png"),
        {"image_id": 1},
    )
    assert len(spool.picture) == 1
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.EMPTY: 1,
        Reason.BAD_ENTRY: 5,  # an id of letters, no class, no segment, an annotation without segments, a colour
        Reason.BAD_FILE: 1,
    }
    assert any("segments_info does not" in example for example in spool.dropped[Reason.BAD_ENTRY].examples)
    assert "there is no such PNG" in spool.dropped[Reason.BAD_FILE].examples[0]
