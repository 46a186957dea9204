"""The mark of a row: the same for what is drawn alike, another for whatever somebody changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from gui.publish.row_mark import mark_of

Labels = dict[str, Any]


def a_row() -> Labels:
    box = {"h": 0.25, "w": 0.1, "x": 0.123456789, "y": 0.5}
    polygon = {"0": {"x": 0.1, "y": 0.1}, "1": {"x": 0.2, "y": 0.1}}
    objects = [
        {"objectHash": "a", "featureHash": "f", "confidence": 0.75, "boundingBox": box, "name": "Apple"},
        {
            "objectHash": "b", "featureHash": "g", "confidence": 1, "polygon": polygon,
            "polygons": [[[0.1, 0.1, 0.2, 0.1]]], "lastEditedAt": "then",
        },
    ]  # fmt: skip
    answers = [{"featureHash": "q", "answers": [{"featureHash": "yes", "name": "Yes"}, {"featureHash": "no"}]}]
    return {
        "label_hash": "l",
        "last_edited_at": "then",
        "data_units": {"u": {"labels": {"objects": objects, "classifications": []}, "data_link": "https://…"}},
        "object_answers": {each["objectHash"]: {"classifications": []} for each in objects},
        "classification_answers": {"c": {"classificationHash": "c", "classifications": answers}},
    }


def drawn(row: Labels) -> list[Labels]:
    found: list[Labels] = row["data_units"]["u"]["labels"]["objects"]
    return found


def told(row: Labels) -> list[Labels]:
    found: list[Labels] = row["classification_answers"]["c"]["classifications"]
    return found


SAME: dict[str, Callable[[Labels], object]] = {
    "another order": lambda row: drawn(row).reverse(),
    "other answers first": lambda row: told(row)[0]["answers"].reverse(),
    "numbers written otherwise": lambda row: drawn(row)[0]["boundingBox"].update(x=0.1234567, y=0.500000001),
    "a whole number": lambda row: drawn(row)[1].update(confidence=1.0),
    "another link to the picture": lambda row: row["data_units"]["u"].update(data_link=None),
    "times and names": lambda row: drawn(row)[1].update(lastEditedAt="now", lastEditedBy="ann", name="?"),
    "states of the row": lambda row: row.update(last_edited_at="now", label_status="LABELLED"),
    "a polygon without its older form": lambda row: drawn(row)[1].pop("polygon"),
    "parts that are nothing": lambda row: row.update(spaces=None, object_actions={}),
}
OTHER: dict[str, Callable[[Labels], object]] = {
    "a box moved by a pixel": lambda row: drawn(row)[0]["boundingBox"].update(x=0.1239),
    "a corner moved": lambda row: drawn(row)[1].update(polygons=[[[0.1, 0.1, 0.2, 0.11]]]),
    "another confidence": lambda row: drawn(row)[0].update(confidence=0.76),
    "another class": lambda row: drawn(row)[0].update(featureHash="g"),
    "an object gone": lambda row: drawn(row).pop(),
    "an object more": lambda row: drawn(row).append({"objectHash": "z"}),
    "an answer less": lambda row: told(row)[0]["answers"].pop(),
    "a word typed": lambda row: told(row)[0].update(answers="ripe"),
    "an answered object": lambda row: row["object_answers"]["a"].update(classifications=[{"featureHash": "x"}]),
    "another frame": lambda row: row["data_units"]["u"].update(labels={"7": row["data_units"]["u"]["labels"]}),
}


@pytest.mark.parametrize("case", SAME)
def test_what_encord_adds_makes_no_difference(case: str) -> None:
    row = a_row()
    SAME[case](row)
    assert json.dumps(row) != json.dumps(a_row()) and mark_of(row) == mark_of(a_row())


@pytest.mark.parametrize("case", OTHER)
def test_what_somebody_changes_does(case: str) -> None:
    row = a_row()
    OTHER[case](row)
    assert mark_of(row) != mark_of(copy.deepcopy(a_row()))
