"""What hostile files do in every format: they are refused with a sentence or lose named rows; nothing raises or hangs.

What is the same for all formats has its tests beside the code: ZIP bombs, paths and links out of a folder or archive
(``tests/unit/sources/intake``), lines and values without end (``tests/unit/sources/readers``).
"""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from gui.domain.reasons import Reason
from gui.errors import SourceProblem, UsageProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.registry import SOURCES
from gui.sources.spool import Spool
from tests.contract.round_trip import json_files, xml_files
from tests.contract.round_trip.carriers import CARRIERS, reading
from tests.contract.round_trip.project import export
from tests.contract.round_trip.scene import SCENES, Written

FORMATS = [source.FORMAT for source in SOURCES]
LONG = 66 << 20
"""Bytes of a line that is too long for every reader but has to be looked at whole by none."""
MOST_MEMORY = 256 << 20
DEEP = 100_000

WHOLE_FILES = {
    "zeros": b"\0" * 5000,
    "lists without end": b"[" * DEEP,
    "objects without end": b'{"annotations":' * DEEP,
    "elements without end": b"<annotation>" * DEEP,
    "a billion laughs": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><annotation>&c;</annotation>',
    "an entity that is a file": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><annotation>&b;</annotation>',
    "no letters": bytes(range(128, 256)) * 20,
    "half a surrogate": b'[{"image_id": "\\ud800", "category_id": 1, "bbox": [1, 2, 3, 4], "label": "\\ud800"}]',
}


@pytest.mark.parametrize("format", FORMATS)
def test_a_hostile_file_is_refused_or_loses_named_rows(format: str, tmp_path: Path) -> None:
    for what, content in WHOLE_FILES.items():
        path = tmp_path / "file"
        path.write_bytes(content)
        problem = attempt(path, tmp_path, format)
        assert problem is None or problem.sentence.what.endswith("."), what


BEGINS = {"cvat": b"<annotations><meta>", "voc": b"<annotation><object>"} | dict.fromkeys(
    ("csv", "kitti", "mot", "txt", "ultralytics-txt"), b"1 0.5 0.5 "
)
"""How a file of the format may begin; all others are JSON, but for pictures."""


@pytest.mark.parametrize("format", FORMATS)
def test_a_line_without_end_takes_bounded_memory(format: str, tmp_path: Path) -> None:
    begin = BEGINS.get(format, b'[{"image_id": "')
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(begin)
        file.truncate(LONG)
    tracemalloc.start()
    try:
        attempt(path, tmp_path, format)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


def attempt(path: Path, folder: Path, format: str) -> SourceProblem | UsageProblem | None:
    """Read ``path`` as ``format``, and count what it lost; returns the refusal. Any other exception is a failure."""
    try:
        spool = read_predictions([path], folder / "spool", format=format, settings=ReadSettings())
    except (SourceProblem, UsageProblem) as problem:
        return problem
    check(spool)
    spool.close()
    return None


def check(spool: Spool) -> None:
    """Nothing is lost without a name, and every text can be written down."""
    assert spool.read == len(spool.picture) + sum(loss.count for loss in spool.dropped.values())
    json.dumps([spool.classes, [picture.name for picture in spool.pictures]], ensure_ascii=False).encode()


NUMBER = re.compile(rb"(?<![\w.#-])-?\d+(\.\d+)?(?![\w.])")
FIRST_NUMBERS = 14
AT_ONCE = 3
"""Predictions that one number of a file may belong to: those of its picture."""


@pytest.mark.parametrize("format", CARRIERS["box"])
@pytest.mark.parametrize("huge", [b"1e308", b"-1e308", b"NaN"])
def test_a_number_that_nobody_means_costs_no_more_than_its_row(format: str, huge: bytes, tmp_path: Path) -> None:
    """One number after another is replaced, in the largest of the files; what is read is exported."""
    written = CARRIERS["box"][format](SCENES["box"])
    name, content = max(written.files.items(), key=lambda file: (len(file[1]), file[0]))
    encoding = "utf-16" if content.startswith(b"\xff\xfe") else "utf-8"
    text = content.decode(encoding).encode()
    refused = 0
    for place, found in enumerate(list(NUMBER.finditer(text))[:FIRST_NUMBERS]):
        hostile = (text[: found.start()] + huge + text[found.end() :]).decode().encode(encoding)
        files = {**written.files, name: hostile}
        try:
            with reading(tmp_path / str(place), written._replace(files=files)) as spool:
                check(spool)
                assert len(spool.picture) >= len(SCENES["box"]) - AT_ONCE, hostile
                export(spool)
        except (SourceProblem, UsageProblem):
            refused += 1  # the number makes another format of it, or leaves open what it is
    assert refused < FIRST_NUMBERS / 2


def _shorter(text: str, find: str, replace: str) -> str:
    damaged = re.sub(find, replace, text)
    assert damaged != text
    return damaged


WRONG_RUNS: dict[str, tuple[Callable[..., Written], str, str]] = {
    "coco": (json_files.coco, r'"counts": "..', r'"counts": "'),
    "cvat": (xml_files.cvat, r'rle="\d+', 'rle="7'),
    "label-studio": (json_files.label_studio, r'"rle": \[\d+, \d+, \d+, \d+', '"rle": [0, 0, 0, 9'),
    "ultralytics-json": (json_files.ultralytics_json, r'"counts": "..', r'"counts": "'),
}


@pytest.mark.parametrize("format", WRONG_RUNS)
def test_run_lengths_of_the_wrong_length_are_left_out_by_name(format: str, tmp_path: Path) -> None:
    write, find, replace = WRONG_RUNS[format]
    written = write(SCENES["mask"])
    files = {
        name: content if name == "data.yaml" else _shorter(content.decode(), find, replace).encode()
        for name, content in written.files.items()
    }
    with reading(tmp_path, written._replace(files=files)) as spool:
        assert {reason: loss.count for reason, loss in spool.dropped.items()} == {Reason.BAD_GEOMETRY: 2}
        assert [lost.reason for lost in spool.lost] == [Reason.BAD_GEOMETRY.value] * 2
