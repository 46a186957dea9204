"""COCO files as a whole: where names and sizes come from, and how broken files end."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest

from gui.domain.geometry import Keypoints
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from tests.unit.sources.reading import predictions, reading, result

DATASET: dict[str, Any] = {
    "images": [
        {"id": 1, "file_name": "a/one.jpg", "width": 640, "height": 480},
        {"id": "2", "file_name": "two.jpg", "width": "320", "height": " 240 "},
        {"id": 3.0, "coco_url": "http://images.cocodataset.org/val2017/0%20003.jpg"},
        {"id": 4, "width": 0, "height": True},
    ],
    "categories": [{"id": 2, "name": "car"}, {"id": 3, "name": "dog", "keypoints": ["nose", "tail"]}, {"id": 4}],
}


def names(spool: Any) -> list[str]:
    return [spool.pictures[number].name for number in spool.picture]


def classes(spool: Any) -> list[str]:
    return [spool.classes[number] for number in spool.class_number]


def test_ids_stand_for_names_that_are_not_given(tmp_path: Path) -> None:
    with reading(
        tmp_path, [result(image_id=3), result(image_id=3.0), result(image_id="3"), result(image_id="x y")]
    ) as spool:
        assert names(spool) == ["3", "3", "3", "x y"]
        assert classes(spool) == ["2"] * 4
        assert len(spool.pictures) == 2
        assert spool.summary == "COCO results without file names: 4 boxes, 2 pictures, 1 class"


def test_entries_may_name_their_picture_and_class(tmp_path: Path) -> None:
    content = [
        result(file_name="x.jpg", category_name="bus"),
        result(image_id=None, file_name="y.jpg", category_id=None, category_name=" tram "),
    ]
    with reading(tmp_path, content) as spool:
        assert names(spool) == ["x.jpg", "y.jpg"]
        assert classes(spool) == ["bus", "tram"]
        assert spool.summary == "COCO results: 2 boxes, 2 pictures, 2 classes"


def test_the_dataset_json_names_and_measures(tmp_path: Path) -> None:
    content = [
        result(image_id="1"),
        result(image_id=2.0, category_id="3.5"),
        result(image_id=3, category_id=4),
        result(image_id=4),
    ]
    with reading(tmp_path, content, dataset=DATASET) as spool:
        assert spool.pictures == [
            Picture("a/one.jpg", 640, 480),
            Picture("two.jpg", 320, 240),
            Picture("/val2017/0 003.jpg"),
            Picture("4"),
        ]
        assert classes(spool) == ["car", "3.5", "4", "car"]
        assert spool.notes == []


def test_the_entry_s_own_words_win_over_the_dataset_json(tmp_path: Path) -> None:
    content = [result(file_name="ONE.jpg", category_name="lorry"), result(file_name="other.jpg")]
    with reading(tmp_path, content, dataset=DATASET) as spool:
        assert spool.pictures == [Picture("a/one.jpg", 640, 480), Picture("other.jpg")]
        assert classes(spool) == ["lorry", "car"]
        ((where, text),) = spool.notes
        assert where == "other.jpg"
        assert "image id 1 “a/one.jpg”" in text


def test_an_id_that_the_dataset_json_lacks_is_noted(tmp_path: Path) -> None:
    with reading(tmp_path, [result(image_id=99), result(image_id=99)], dataset=DATASET) as spool:
        assert names(spool) == ["99", "99"]
        assert spool.notes == [("image id 99", "the dataset JSON has no picture with this id")]


def test_an_id_that_stands_twice_is_noted(tmp_path: Path) -> None:
    dataset = {
        "images": [
            {"id": 1, "file_name": "a.jpg"},
            {"id": "1", "file_name": "b.jpg"},
            {"id": 1, "file_name": "a.jpg"},
            5,
            {},
        ],
        "categories": [{"id": 2, "name": "car"}, {"id": 2.0, "name": "bus"}, {"id": None}],
    }
    with reading(tmp_path, [result()], dataset=dataset) as spool:
        assert (names(spool), classes(spool)) == (["a.jpg"], ["car"])
        assert [where for where, _ in spool.notes] == ["image id 1", "category id 2"]


def test_a_name_that_two_ids_share_is_noted_and_each_keeps_its_size(tmp_path: Path) -> None:
    sizes = {1: (64, 48), 2: (640, 480), 3: (64, 48)}
    images = [{"id": n, "file_name": "a.jpg", "width": w, "height": h} for n, (w, h) in sizes.items()]
    with reading(tmp_path, [result(image_id=n) for n in sizes], dataset={"images": images}) as spool:
        assert [spool.pictures[number] for number in spool.picture] == [
            Picture("a.jpg", *size) for size in sizes.values()
        ]
        assert len(spool.pictures) == 2
        ((where, text),) = spool.notes
        assert where == "a.jpg" and "several image ids" in text


@pytest.mark.parametrize("order", [["images", "annotations", "categories"], ["annotations", "categories", "images"]])
def test_a_dataset_json_is_read_in_any_order(tmp_path: Path, order: list[str]) -> None:
    whole = DATASET | {
        "annotations": [result(id=7, iscrowd=0), result(category_id=3, keypoints=[1, 2, 2, 3, 4, 1, 5, 6, 2])]
    }
    content = {"info": {"year": 2024}, "licenses": [1, {"a": [{}]}]} | {name: whole[name] for name in order}
    with reading(tmp_path, content) as spool:
        assert spool.pictures == [Picture("a/one.jpg", 640, 480)]
        assert classes(spool) == ["car", "dog"]
        pose = predictions(spool)[1].geometry
        assert isinstance(pose, Keypoints)
        assert [point.name for point in pose.points] == ["nose", "tail", "3"]
        assert spool.summary == "COCO dataset JSON: 1 box, 1 pose, 1 picture, 2 classes"
        assert spool.scored.all()


def test_a_blank_id_names_nothing(tmp_path: Path) -> None:
    dataset = {"images": [{"id": " ", "file_name": "a.jpg"}], "categories": [{"id": "", "name": "car"}]}
    with reading(tmp_path, [result(image_id=None), result(category_id=" "), result()], dataset=dataset) as spool:
        assert (names(spool), classes(spool)) == (["1"], ["2"])
        assert spool.dropped[Reason.BAD_ENTRY].count == 2
        assert spool.notes == []


def test_halves_of_characters_in_names_do_not_stop_the_reading(tmp_path: Path) -> None:
    dataset = {
        "images": [{"id": 1, "file_name": "\ud800"}],
        "categories": [{"id": 2, "name": "\udfff", "keypoints": ["\ud801"]}],
    }
    with reading(tmp_path, [result(keypoints=[1, 2, 2])], dataset=dataset) as spool:
        pose = predictions(spool)[0].geometry
        assert isinstance(pose, Keypoints)
        assert (names(spool), classes(spool), pose.points[0].name) == (["\ufffd"], ["\ufffd"], "\ufffd")


def test_a_dataset_json_without_scores_says_so(tmp_path: Path) -> None:
    with reading(tmp_path, DATASET | {"annotations": [result(score=None), result(score=None)]}) as spool:
        assert not spool.scored.any()
        assert spool.confidence.tolist() == [1.0, 1.0]
        assert spool.notes == []


def test_a_dataset_json_may_take_names_from_another(tmp_path: Path) -> None:
    content = {"images": [{"id": 1, "file_name": "mine.jpg"}], "annotations": [result(), result(image_id=2)]}
    with reading(tmp_path, content, dataset=DATASET) as spool:
        assert names(spool) == ["mine.jpg", "two.jpg"]
        assert classes(spool) == ["car", "car"]
        assert [where for where, _ in spool.notes] == ["image id 1"]


def test_a_missing_score_among_scores_is_one_and_noted(tmp_path: Path) -> None:
    with reading(tmp_path, [result(), result(score=None), result()]) as spool:
        assert spool.confidence.tolist() == [0.5, 1.0, 0.5]
        assert spool.scored.tolist() == [True, False, True]
        assert [where for where, _ in spool.notes] == ["element 1"]


@pytest.mark.parametrize("confidence", [0, 1, 0.0, 1.0])
def test_the_ends_of_the_scale_are_confidences(tmp_path: Path, confidence: float) -> None:
    with reading(tmp_path, [result(score=confidence)]) as spool:
        assert spool.confidence.tolist() == [confidence]
        assert spool.scored.all()


@pytest.mark.parametrize(
    ("mark", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"", "utf-16-be")]
)
def test_other_encodings_and_line_ends_are_read(tmp_path: Path, mark: bytes, encoding: str) -> None:
    text = json.dumps([result(file_name="Grüße.jpg"), result(score=float("nan"))], indent=1, ensure_ascii=False)
    with reading(tmp_path, mark + text.replace("\n", "\r\n").encode(encoding)) as spool:
        assert names(spool) == ["Grüße.jpg"]
        assert spool.dropped[Reason.BAD_CONFIDENCE].count == 1


def test_an_empty_list_holds_no_predictions(tmp_path: Path) -> None:
    for content, what in ((b"[]", "COCO results"), (b'{"annotations": []}', "COCO dataset JSON")):
        with reading(tmp_path, content) as spool:
            assert spool.read == 0
            assert spool.summary == f"{what}: no predictions, 0 pictures, 0 classes"


@pytest.mark.parametrize("as_dataset", [False, True])
def test_a_file_cut_off_is_refused_with_what_was_readable(tmp_path: Path, as_dataset: bool) -> None:
    whole = json.dumps([result() for _ in range(12_345)]).encode()
    if as_dataset:
        whole = b'{"categories": [], "annotations": ' + whole
    cut = whole[: -len(json.dumps(result())) // 2]
    with pytest.raises(SourceProblem) as failure, reading(tmp_path, cut):
        pass
    sentence = failure.value.sentence
    assert sentence.what == "predictions.json is cut off after element 12,343."
    assert sentence.why.startswith("12,344 predictions were readable before the file ends too early.")
    assert list((tmp_path / "spool").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "what", "why"),
    [
        (
            b'[{"image_id": 1, "category_id": 1, "bbox": [1, 2',
            "cut off before its first element ends",
            "0 predictions were",
        ),
        (json.dumps([result()]).encode()[:-1], "cut off after element 0", "1 prediction was"),
        (json.dumps([result()]).encode() + b"x", "broken after element 0", "goes on after its end"),
        (json.dumps([result()] * 2).replace("}, {", "} {").encode(), "broken after element 0", "“{” in place of “,”"),
        (b'{"images": [], "annotations": [{"id": 1,}]}', "broken before its first element ends", "not JSON"),
        (
            b'{"annotations": [%s], "images": [{]}' % json.dumps(result()).encode(),
            "broken after element 0",
            "one entry is not JSON",
        ),
        (b'{"annotations": []', "cut off", "0 predictions were"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes, what: str, why: str) -> None:
    with pytest.raises(SourceProblem) as failure, reading(tmp_path, content):
        pass
    assert what in failure.value.sentence.what
    assert why in failure.value.sentence.why
    assert failure.value.sentence.remedy


@pytest.mark.parametrize(
    ("dataset", "what", "why"),
    [
        ([result()], "dataset.json is not a dataset JSON.", "It is a list, as predictions are."),
        ({"type": "FeatureCollection"}, "dataset.json is not a dataset JSON.", "neither images nor categories"),
        (b'{"images": [{"id": 1}', "The dataset JSON dataset.json is broken.", "ends too early"),
        (b"PK\x03\x04", "The dataset JSON dataset.json is broken.", "“P” in place of “{”"),
        (b"", "dataset.json is empty.", "no content"),
    ],
)
def test_a_wrong_dataset_json_is_refused(tmp_path: Path, dataset: Any, what: str, why: str) -> None:
    with pytest.raises(SourceProblem) as failure, reading(tmp_path, [result()], dataset=dataset):
        pass
    assert failure.value.sentence.what == what
    assert why in failure.value.sentence.why


def test_sections_of_another_shape_are_passed_over(tmp_path: Path) -> None:
    content = {"images": {"1": "a.jpg"}, "categories": None, "annotations": [result()]}
    with reading(tmp_path, content) as spool:
        assert (names(spool), classes(spool)) == (["1"], ["2"])
        assert spool.summary == "COCO dataset JSON without file names: 1 box, 1 picture, 1 class"


def test_one_odd_entry_does_not_hide_a_results_list(tmp_path: Path) -> None:
    with reading(tmp_path, [{"note": "by me"}, result()]) as spool:
        assert (spool.format, len(spool.picture)) == ("coco", 1)
        assert spool.dropped[Reason.BAD_ENTRY].count == 1
