"""COCO whose numbers are not as COCO has them: corners, fractions, percent. What COCO has is not asked about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gui.domain.geometry import Box, Keypoints, Polygons
from gui.domain.reading_ways import SourceWays
from gui.domain.reasons import Reason
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.coco import ways
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, result, written

CORNERS = [[100.0 * n, 100.0, 100.0 * n + 50, 150.0] for n in range(1, 9)]


class Pictures:
    """A project whose pictures are 1000 × 800."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        return (1000, 800) if name.endswith(".jpg") else None

    def frames_of(self, name: str) -> int | None:
        return 1


def results(boxes: Sequence[Sequence[float]], **more: Any) -> list[dict[str, Any]]:
    return [result(image_id="a.jpg", bbox=list(box), **more) for box in boxes]


def read(folder: Path, content: Any, *, has_project: bool = False, dataset: Any = None, **values: str) -> Spool:
    dataset_json = written(folder / "dataset.json", dataset) if dataset else None
    settings = ReadSettings(dataset_json=dataset_json, values=values)
    if has_project:
        settings = ReadSettings(dataset_json=dataset_json, values=values, project=Pictures())
    return read_predictions([written(folder / "p.json", content)], folder / "s", format=None, settings=settings)


def source(spool: Spool) -> SourceWays:
    return spool.sources[0]


def geometries(spool: Spool) -> list[object]:
    return [record.geometry for record in predictions(spool)]


def test_what_is_as_coco_has_it_leaves_nothing_open(tmp_path: Path) -> None:
    spool = read(tmp_path, results([[300, 200, 50, 60], *CORNERS[:3]]), has_project=True)
    assert source(spool).readings == []
    assert source(read(tmp_path, results([[10, 10, 900, 700]] * 5))).readings == []


def test_corners_are_told_by_the_sizes_of_the_pictures(tmp_path: Path) -> None:
    spool = read(tmp_path, results(CORNERS), has_project=True)
    assert source(spool).values == {"box": "xyxy"}
    assert [reading.evidence for reading in source(spool).readings] == [
        "as corners, 8 of 8 boxes lie inside their pictures",
        "as sizes, 4 of 8 boxes lie inside their pictures",
    ]
    assert geometries(spool)[:2] == [Box(100, 100, 50, 50), Box(200, 100, 50, 50)]


def test_sizes_may_come_from_the_dataset(tmp_path: Path) -> None:
    dataset = {"images": [{"id": 7, "file_name": "x", "width": 1000, "height": 800}], "categories": []}
    entries = [entry | {"image_id": 7} for entry in results(CORNERS)]
    assert source(read(tmp_path, entries, dataset=dataset)).values == {"box": "xyxy"}


def test_where_both_fit_coco_is_believed(tmp_path: Path) -> None:
    fitting = results([[100, 100, 200, 300]] * 3)
    spool = read(tmp_path, fitting, has_project=True)
    assert source(spool).readings == []
    assert geometries(read(tmp_path, fitting, box="xyxy"))[0] == Box(100, 100, 100, 200)
    assert geometries(read(tmp_path, fitting, box="cxcywh"))[0] == Box(0, -50, 200, 300)


def test_many_boxes_like_corners_on_pictures_of_unknown_size_are_remarked(tmp_path: Path) -> None:
    spool = read(tmp_path, results(CORNERS * 3))
    assert source(spool).values == {"box": "xywh"}
    assert "the last two numbers exceed the first two, as corners do" in source(spool).readings[0].evidence


def test_fractions_are_told_by_their_size(tmp_path: Path) -> None:
    content = results([[0.1, 0.2, 0.3, 0.4], [0.5, 0.25, 0.2, 0.1]])
    spool = read(tmp_path, content)
    assert source(spool).values == {"units": "fraction"}
    assert [picture.fractions for picture in spool.pictures] == [True]
    assert geometries(spool)[0] == Box(0.1, 0.2, 0.3, 0.4)
    assert geometries(read(tmp_path, content, units="pixels"))[0] == Box(0.1, 0.2, 0.3, 0.4)
    corners = read(tmp_path, results([[0.5, 0.5, 0.9, 0.9], [0.2, 0.6, 0.9, 0.9]] * 3))
    assert source(corners).values == {"units": "fraction", "box": "xyxy"}


def test_outlines_and_keypoints_are_fractions_too(tmp_path: Path) -> None:
    box = [0.1, 0.1, 0.05, 0.05]
    entries = results([box], segmentation=[[0.1, 0.1, 0.15, 0.1, 0.1, 0.15]]) + results([box], keypoints=[0.1, 0.1, 2])
    spool = read(tmp_path, entries)
    assert spool.pictures[0].fractions
    outline, pose = geometries(spool)
    assert isinstance(outline, Polygons) and isinstance(pose, Keypoints)
    assert pose.box == Box(*box)


def test_scores_beyond_1_are_weighed_and_none_is_clipped(tmp_path: Path) -> None:
    def scored(*scores: float) -> list[dict[str, Any]]:
        return [result(bbox=[50, 60, 20, 20], score=score) for score in scores]

    assert read(tmp_path, scored(93, 55.5, 0)).confidence.tolist() == [0.93, 0.555, 0]
    with pytest.raises(UndecidedReading):
        read(tmp_path, scored(1.79, 117.88, 0.5))
    bare = read(tmp_path, scored(1.79, 117.88), confidence="none")
    assert (bare.confidence.tolist(), bare.scored.tolist()) == ([1, 1], [False, False])
    mostly = read(tmp_path, scored(*[0.5] * 99, 1.79))
    assert source(mostly).readings == []
    assert mostly.dropped[Reason.BAD_CONFIDENCE].count == 1


def test_of_a_dataset_the_annotations_are_weighed(tmp_path: Path) -> None:
    images = [{"id": number, "file_name": f"{number}.jpg"} for number in range(20_000)]
    annotations = [result(image_id=1, bbox=[0.1, 0.1, 0.3, 0.3], score=80)]
    content = {"info": {}, "images": images, "annotations": annotations, "categories": [{"id": 2, "name": "car"}]}
    assert source(read(tmp_path, content)).values == {"units": "fraction", "confidence": "percent"}


def test_ultralytics_results_are_weighed_with_their_numbering(tmp_path: Path) -> None:
    content = [result(image_id="a", category_id=1, bbox=[0.1, 0.1, 0.3, 0.3])]
    spool = read(tmp_path, content, classes="cat,dog", first_class="1")
    assert spool.format == "ultralytics-json"
    assert source(spool).values["units"] == "fraction"
    assert spool.classes == ["cat"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1e308", "1e400"])
def test_numbers_that_nobody_means_decide_nothing(number: str, tmp_path: Path) -> None:
    text = '[{"image_id":"a.jpg","category_id":1,"bbox":[1,2,NUMBER,4],"score":NUMBER},' + ",".join(
        ['{"image_id":"a.jpg","category_id":1,"bbox":[9,9,3,4],"score":0.5}'] * 9
    )
    spool = read(tmp_path, f"{text}]".replace("NUMBER", number).encode())
    assert (len(spool.picture), spool.read) == (9, 10)


def test_only_the_beginning_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_MOST_ENTRIES", 3)
    spool = read(tmp_path, results([[0.1, 0.1, 0.2, 0.2]] * 3 + [[100, 100, 50, 50]] * 9))
    assert source(spool).values == {"units": "fraction"}
