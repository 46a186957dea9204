"""Encord's documented script as an engineer runs it, on a sample of the rows: prints how long it took.

python -m tests.bench.script_side KEY DOMAIN PROJECT PREDICTIONS SAMPLE OUT [BRANCH]

With a BRANCH the rows are saved there one by one, as Encord's page on prediction branches has it; no file is written.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from encord import EncordUserClient
from encord.objects import LabelRowV2, Object
from encord.objects.coordinates import BoundingBoxCoordinates

Boxes = dict[str, list[dict[str, Any]]]


def main(argv: list[str]) -> int:
    """Time from the first request for labels to the file; reading the predictions is not counted."""
    key, domain, project_hash, predictions, sample, out = argv[:6]
    branch = argv[6] if len(argv) > 6 else None
    client = EncordUserClient.create_with_ssh_private_key(ssh_private_key_path=key, domain=domain)
    project = client.get_project(project_hash)
    names, boxes = read(Path(predictions))
    label_rows = project.list_label_rows_v2(branch_name=branch)
    started = time.monotonic()
    serialized_output = []
    for label_row in islice(label_rows, int(sample)):
        label_row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
        add_information_to_lr(label_row, names, boxes)
        if branch:
            label_row.save()
        serialized_output.append(None if branch else label_row.to_encord_dict())
    if not branch:
        with Path(out).open("w") as file:
            json.dump(serialized_output, file)
    seconds = time.monotonic() - started
    print(json.dumps({"rows": len(serialized_output), "seconds": seconds}))
    return 0


def read(predictions: Path) -> tuple[dict[int, str], Boxes]:
    """The class names by id, and the boxes by title."""
    data = orjson.loads(predictions.read_bytes())
    names = {category["id"]: category["name"].capitalize() for category in data["categories"]}
    titles = {image["id"]: image["file_name"] for image in data["images"]}
    boxes: Boxes = defaultdict(list)
    for entry in data["annotations"]:
        boxes[titles[entry["image_id"]]].append(entry)
    return names, boxes


def add_information_to_lr(label_row: LabelRowV2, names: dict[int, str], boxes: Boxes) -> None:
    """What Encord's page leaves to the reader."""
    width, height = label_row.width, label_row.height
    assert width and height
    for entry in boxes[label_row.data_title]:
        x, y, w, h = entry["bbox"]
        wanted = label_row.ontology_structure.get_child_by_title(names[entry["category_id"]], type_=Object)
        instance = wanted.create_instance()
        instance.set_for_frames(
            BoundingBoxCoordinates(height=h / height, width=w / width, top_left_x=x / width, top_left_y=y / height),
            frames=0,
            confidence=entry["score"],
            manual_annotation=False,
        )
        label_row.add_object_instance(instance)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
