"""A row that comes back from foreign code must be the row that went there."""

import copy
from typing import Any

import pytest

from gui.foreign.identity import difference

SENT: dict[str, Any] = {
    "label_hash": "l",
    "data_hash": "d",
    "dataset_hash": "s",
    "branch_name": "main",
    "data_title": "t",
    "object_answers": {},
    "classification_answers": {},
    "object_actions": {},
    "data_units": {"d": {"data_hash": "d", "width": 5, "height": 4, "labels": {}}},
    "spaces": {"a": {"space_type": "image", "labels": {}}},
}


def received() -> dict[str, Any]:
    labels = copy.deepcopy(SENT)
    labels["object_answers"] = {"o": {}}
    labels["data_units"]["d"]["labels"] = {"0": {"objects": [{}]}, "2": {"objects": [{}]}}
    labels["classification_answers"] = {"c": {"range": [[0, 2]]}, "e": {}}
    labels["spaces"]["a"]["labels"] = {"0": {}}
    return labels


def test_labels_alone_make_no_difference() -> None:
    assert difference(SENT, received(), 3) is None
    single = received()
    single["data_units"]["d"]["labels"] = {"objects": [{}], "classifications": []}
    assert difference(SENT, single, 3) is None


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("label_hash",), "other", "its label hash was changed"),
        (("dataset_hash",), "other", "its dataset hash was changed"),
        (("branch_name",), "predictions", "its branch name was changed"),
        (("invented",), 1, "its invented was changed"),
        (("data_units",), {}, "its data units are not the same any more"),
        (("data_units", "other"), {}, "its data units are not the same any more"),
        (("data_units", "d", "width"), 6, "the width of its data unit was changed"),
        (("data_units", "d", "data_hash"), "x", "the data hash of its data unit was changed"),
        (("data_units", "d", "new"), "x", "the new of its data unit was changed"),
        (("spaces",), {}, "its spaces are not the same any more"),
        (("spaces", "a", "space_type"), "video", "the space type of its space was changed"),
        (("data_units", "d", "labels", "3"), {}, "it has labels on frame 3, but its frames are 0 to 2"),
        (("data_units", "d", "labels", "-1"), {}, "it has labels on frame -1, but its frames are 0 to 2"),
        (("classification_answers", "c", "range"), [[1, 9]], "it has labels on frame 9, but its frames are 0 to 2"),
    ],
)
def test_every_other_change_is_named(path: tuple[str, ...], value: object, what: str) -> None:
    labels = received()
    place = labels
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert difference(SENT, labels, 3) == what


def test_a_missing_field_is_a_change() -> None:
    labels = received()
    del labels["data_title"]
    assert difference(SENT, labels, 3) == "its data title was changed"


def test_a_row_without_frames_has_none_to_check() -> None:
    labels = received()
    labels["data_units"]["d"]["labels"] = {"900": {}}
    assert difference(SENT, labels, 0) is None
