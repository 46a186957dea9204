"""Scripts: the same file as Encord's own script, nothing saved whatever they try, and rows that fail alone."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.reference import reference_export
from tests.e2e.test_reference import assert_same


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("user_script", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.add_information_to_lr


def test_a_script_writes_what_it_would_write_by_itself(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    ended = command.run("--script", predictions=demo_files.script)
    assert ended.code == 0, ended.err
    expected = reference_export(command.key, demo.url, demo.project_hash, load(demo_files.script))
    assert_same(ended.rows, expected)
    counts = ended.report["predictions"]
    assert counts["read"] == counts["exported"] > 100 and counts["dropped"] == {}
    assert demo.writes == []


ENCORD_PAGE = '''
import json
import os
from pathlib import Path
from encord import EncordUserClient, Project
from encord.objects import LabelRowV2, Object
from encord.objects.coordinates import BoundingBoxCoordinates

def get_ssh_private_key(path):
    return Path(path).read_text()

client = EncordUserClient.create_with_ssh_private_key(get_ssh_private_key(os.environ["ENCORD_CLIENT_SSH_PATH"]))
project = client.get_project(os.environ["ENCORD_PROJECT_HASH"])
ontology = project.ontology_structure
apple = ontology.get_child_by_title("Apple", type_=Object)

def add_information_to_lr(label_row):
    """Use your model to create labels."""
    instance = apple.create_instance()
    instance.set_for_frames(
        BoundingBoxCoordinates(height=0.5, width=0.5, top_left_x=0.25, top_left_y=0.25),
        confidence=0.5,
        manual_annotation=False,
    )
    label_row.add_object_instance(instance)

serialized_output = []
for lr in project.list_label_rows_v2():
    lr.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
    add_information_to_lr(lr)
    serialized_output.append(lr.to_encord_dict())

with open("predictions.json", "w") as f:
    json.dump(serialized_output, f)
'''


def test_encords_page_taken_whole_works(command: Command, demo: DemoServer) -> None:
    path = command.folder / "page.py"
    path.write_text(ENCORD_PAGE)
    ended = command.run("--script", predictions=path)
    assert ended.code == 0, ended.err
    assert ended.report["predictions"]["exported"] == len(ended.rows) == ended.report["rows"]["exported"]
    assert demo.writes == []


def on_one_row(body: str) -> str:
    """A script that does ``body`` on the first row it sees with a certain title, and nothing on the others."""
    lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        "import math, os, sys\nimport numpy as np\nfrom encord import EncordUserClient\n"
        "from encord.objects import Object\nfrom encord.objects.coordinates import BoundingBoxCoordinates\n"
        "def box(row, x=0.1, confidence=0.5):\n"
        "    item = row.ontology_structure.get_child_by_title('Apple', type_=Object).create_instance()\n"
        "    item.set_for_frames(BoundingBoxCoordinates(height=0.1, width=0.1, top_left_x=x, top_left_y=0.1),\n"
        "                        confidence=confidence, manual_annotation=False)\n"
        "    row.add_object_instance(item)\n"
        f"def add_information_to_lr(row):\n    if row.data_title == TITLE:\n{lines}\n"
    )


def run_on_one_row(command: Command, demo: DemoServer, body: str) -> Any:
    titles = [row.media.title for row in demo.project.rows.values() if row.label_hash]
    title = next(title for title in titles if titles.count(title) == 1)
    path = command.folder / "script.py"
    path.write_text(f"TITLE = {title!r}\n" + on_one_row(body))
    ended = command.run("--script", predictions=path)
    assert demo.writes == []
    return title, ended


FAILING = {
    "raises": ("raise ValueError('no model here')", "no model here"),
    "leaves": ("sys.exit(3)", ""),
    "is gone": ("os._exit(1)", ""),
    "nan": ("box(row, x=math.nan)", ""),
    "infinite confidence": ("box(row, confidence=math.inf)", ""),
    "saves": ("row.save()", ""),
    "saves in a bundle": ("from encord.http.bundle import Bundle\nb = Bundle()\nrow.save(bundle=b)\nb.execute()", ""),
    "attaches itself": ("row._is_detached = False\nrow.save()", ""),
    "completes": ("row.workflow_complete()", ""),
    "reopens": ("row.workflow_reopen()", ""),
    "sets priority": ("row.set_priority(0.5)", ""),
    "initialises": ("row.initialise_labels(overwrite=True)", ""),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_row_on_which_the_script_fails_fails_alone(command: Command, demo: DemoServer, case: str) -> None:
    body, words = FAILING[case]
    title, ended = run_on_one_row(command, demo, body)
    assert ended.code == 3, ended.err
    assert ended.report["rows"]["failed"] == 1
    (problem,) = ended.report["problems"]
    assert problem["where"] == title and words in problem["reason"]
    assert "Traceback" not in json.dumps(ended.report)


def test_numpy_numbers_are_numbers_and_odd_values_stand_but_are_named(command: Command, demo: DemoServer) -> None:
    title, ended = run_on_one_row(command, demo, "box(row, x=np.float32(0.5), confidence=np.float64(1.5))")
    assert ended.code == 0, ended.err
    assert ended.report["predictions"]["exported"] == 1
    (row,) = [row for row in ended.rows if row["object_answers"]]
    (item,) = next(iter(row["data_units"].values()))["labels"]["objects"]
    assert item["boundingBox"]["x"] == 0.5 and item["confidence"] == 1.5
    assert [problem["where"] for problem in ended.report["problems"]] == [title]


UNUSABLE = {
    "no function": ("x = 1\n", "add_information_to_lr"),
    "syntax": ("def add_information_to_lr(row:\n", "line 1"),
    "missing module": ("import torch_but_missing\ndef add_information_to_lr(row): pass\n", "torch_but_missing"),
    "empty": ("\n", "empty"),
    "fails at start": ("raise RuntimeError('no weights')\n", "no weights"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_script_that_cannot_be_used_is_one_sentence(command: Command, demo: DemoServer, case: str) -> None:
    text, words = UNUSABLE[case]
    path = command.folder / "script.py"
    path.write_text(text)
    ended = command.run("--script", predictions=path)
    assert ended.code == 1 and words in ended.err and len(ended.said) <= 3
    assert not command.output.exists()


def test_print_goes_to_a_log(command: Command, demo: DemoServer, isolated_home: Path) -> None:
    _, ended = run_on_one_row(command, demo, "print('hello from the model')")
    assert ended.code == 0 and "hello" not in ended.err + ended.out
    logs = list((isolated_home / "exporter" / "logs").glob("export.log"))
    assert logs and "hello from the model" in logs[0].read_text()
