"""Encord's own script, unchanged but for the server's address, runs against the demo."""

import json
from pathlib import Path

from encord import EncordUserClient

from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer


def test_the_reference_script_writes_its_file(demo: DemoServer, demo_files: DemoFiles, tmp_path: Path) -> None:
    script: dict[str, object] = {}
    exec(demo_files.script.read_text(encoding="utf-8"), script)
    add_information_to_lr = script["add_information_to_lr"]
    assert callable(add_information_to_lr)
    serialized_output = []

    client = EncordUserClient.create_with_ssh_private_key(demo_files.key.read_text(), domain=demo.url)
    project = client.get_project(demo.project_hash)
    for lr in project.list_label_rows_v2():
        lr.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
        add_information_to_lr(lr)
        serialized_output.append(lr.to_encord_dict())
    with (tmp_path / "predictions.json").open("w") as f:
        json.dump(serialized_output, f)

    written = json.loads((tmp_path / "predictions.json").read_text())
    assert len(written) == 62
    assert all(len(row["object_answers"]) >= 2 for row in written)
    names = {answer["featureHash"] for row in written for answer in row["classification_answers"].values()}
    assert len(names) == 1
    assert [write.kind for write in demo.writes] == ["create"] * 5  # what it does to rows nobody labelled
