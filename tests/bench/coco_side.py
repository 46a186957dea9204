"""Reads, matches and maps a file of COCO results, or only decodes it, and prints the seconds.

python -m tests.bench.coco_side RESULTS DATASET ROWS app|bare
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import orjson

from gui.demo.big import HEIGHT, WIDTH, archive_title
from gui.domain.choices import Choices
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Ontology, OntologyObject
from gui.export.plan import make_plan
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions

NAMES = ("apple", "orange", "pear")


def main(argv: list[str]) -> int:
    """One of the two."""
    results, dataset, rows, way = argv
    started = time.monotonic()
    count = bare(Path(results)) if way == "bare" else app(Path(results), Path(dataset), int(rows))
    print(json.dumps({"count": count, "seconds": time.monotonic() - started}))
    return 0


def bare(results: Path) -> int:
    """What the quickest of all readers does, without looking at anything."""
    return len(orjson.loads(results.read_bytes()))


def app(results: Path, dataset: Path, rows: int) -> int:
    """From the file to the plan: how many predictions will be written."""
    ontology = Ontology(
        tuple(OntologyObject(f"{n:08x}", name, "bounding_box", "#aa0000") for n, name in enumerate(NAMES))
    )
    with tempfile.TemporaryDirectory() as folder:
        spool = read_predictions([results], Path(folder), format=None, settings=ReadSettings(dataset_json=dataset))
        plan = make_plan([listed(number) for number in range(rows)], ontology, spool, Choices())
        count = plan.to_write
        spool.close()
    return count


def listed(number: int) -> ListedRow:
    """A row of the big project."""
    own = f"{number:08x}-da7a-4000-8000-000000000000"
    return ListedRow(own, own, "d", "Archive", archive_title(number), "image", "LABELLED", "", 1, WIDTH, HEIGHT, None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
