"""Classifications: a class mapped to an option, a checklist's options joined, a text, and answers per frame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gui.demo.server import DemoServer
from tests.e2e.command import Command, Ended
from tests.e2e.test_headless import BOX, balanced, coco, objects


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def question(demo: DemoServer, name: str) -> Any:
    found = [item for item in demo.project.ontology["classifications"] if item["attributes"][0]["name"] == name]
    return found[0]


def option(demo: DemoServer, name: str, place: int) -> str:
    return str(question(demo, name)["attributes"][0]["options"][place]["featureNodeHash"])


def run(command: Command, demo: DemoServer, mapping: dict[str, str], *entries: dict[str, Any], **more: str) -> Ended:
    path = command.folder / "mapping.json"
    path.write_text(json.dumps(mapping))
    options = ["--mapping", str(path), "--convert", *more.values()]
    return command.run(*options, predictions=coco(command.folder, demo, *entries))


def answers(ended: Ended) -> list[dict[str, Any]]:
    return [answer for row in ended.rows for answer in row["classification_answers"].values()]


def test_a_class_becomes_the_answer_of_its_option(command: Command, demo: DemoServer) -> None:
    wet = option(demo, "Belt", 1)
    entries = [{**BOX, "score": score} for score in (0.4, 0.8, 0.6)]
    ended = run(command, demo, {"apple": wet}, *entries)
    assert balanced(ended) == {"read": 3, "exported": 1, "dropped": {"second_answer_to_a_question": 2}}
    (answer,) = answers(ended)
    assert answer["featureHash"] == question(demo, "Belt")["featureNodeHash"]
    assert answer["confidence"] == 0.8 and answer["manualAnnotation"] is False
    assert [given["featureHash"] for given in answer["classifications"][0]["answers"]] == [wet]
    assert demo.writes == []


def test_the_options_of_a_checklist_are_one_answer(command: Command, demo: DemoServer) -> None:
    first, second = option(demo, "Remarks", 0), option(demo, "Remarks", 1)
    entries = [{**BOX, "score": 0.4}, {**BOX, "score": 0.7, "category_id": 2}]
    ended = run(command, demo, {"apple": first, "stem": second}, *entries)
    assert balanced(ended)["exported"] == 2
    (answer,) = answers(ended)
    assert {given["featureHash"] for given in answer["classifications"][0]["answers"]} == {first, second}
    assert answer["confidence"] == 0.7


def test_a_text_takes_the_name_of_the_class(command: Command, demo: DemoServer) -> None:
    ended = run(command, demo, {"stem": question(demo, "Note")["featureNodeHash"]}, {**BOX, "category_id": 2})
    assert balanced(ended)["exported"] == 1
    (answer,) = answers(ended)
    assert answer["classifications"][0]["answers"] == "stem"


def test_without_consent_no_box_becomes_an_answer(command: Command, demo: DemoServer) -> None:
    path = command.folder / "mapping.json"
    path.write_text(json.dumps({"apple": option(demo, "Belt", 0)}))
    ended = command.run("--mapping", path, predictions=coco(command.folder, demo, BOX))
    assert balanced(ended)["dropped"] == {"shape_change_not_allowed": 1}


def test_answers_are_written_per_frame_only_on_request(command: Command, demo: DemoServer) -> None:
    def per_frame(ended: Ended) -> list[Any]:
        units = [unit for row in ended.rows for unit in row["data_units"].values()]
        return [answer for unit in units for answer in unit["labels"].get("classifications", [])]

    mapping = {"apple": option(demo, "Belt", 0)}
    assert per_frame(run(command, demo, mapping, BOX)) == []
    for score in (0.9, 0.0):  # the SDK's own expansion makes a 0 a 1
        ended = run(command, demo, mapping, {**BOX, "score": score}, more="--frame-classifications")
        (found,) = per_frame(ended)
        assert (found["confidence"], found["manualAnnotation"]) == (score, False) and objects(ended) == []
