"""The finished file is compared with the plan before it replaces anything; no part of it ever stays behind."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.errors import Cancelled, OutputProblem, ProofProblem
from gui.export import rows_file
from gui.export.assemble import assemble, check_target, part_of, saying_why
from gui.export.filled_labels import RowAccount, filled_labels
from gui.export.row_contents import contents
from gui.export.rows_file import RowsFile
from gui.export.verify import verify


def labels(number: int, *predictions: tuple[str, float]) -> dict[str, Any]:
    objects = [
        {"featureHash": feature, "confidence": confidence, "objectHash": f"o{number}{at}"}
        for at, (feature, confidence) in enumerate(predictions)
    ]
    return {
        "label_hash": f"label-{number}",
        "data_hash": f"data-{number}",
        "object_answers": {item["objectHash"]: {"featureHash": item["featureHash"]} for item in objects},
        "classification_answers": {},
        "data_units": {f"data-{number}": {"labels": {"objects": objects, "classifications": []}}},
    }


ROWS = {0: [("apple", 0.5), ("apple", 0.25)], 1: [], 2: [("pear", 1.0)]}


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[RowsFile]:
    folder = tmp_path / "run"
    folder.mkdir()
    file = RowsFile(folder / "a.rows", len(ROWS))
    for number, predictions in ROWS.items():
        file.add(number, filled_labels(labels(number, *predictions), predictions, RowAccount(len(predictions))))
    yield file
    file.remove()
    assert not list(folder.iterdir())


def write(rows: RowsFile, target: Path) -> int:
    return assemble(
        target, rows.lines(), lambda part: verify(part, rows.entries(), len(rows), lambda: None), lambda: None
    )


def test_the_file_is_what_json_dump_would_hold_with_one_row_a_line(rows: RowsFile, tmp_path: Path) -> None:
    target = tmp_path / "predictions.json"
    target.write_text("old")
    size = write(rows, target)
    assert json.loads(target.read_text()) == [labels(number, *found) for number, found in ROWS.items()]
    lines = target.read_text().splitlines()
    assert [lines[0], lines[-1]] == ["[", "]"] and len(lines) == len(ROWS) + 2
    assert size == target.stat().st_size
    assert list(tmp_path.glob(".predictions*")) == []


def test_finished_rows_are_written_through_before_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_file, "GROUP_BYTES", 1)
    file = RowsFile(tmp_path / "a.rows", 1)
    try:
        file.add(0, filled_labels(labels(0), [], RowAccount(0)))
        assert file.path.read_bytes().endswith(b"}\n")
    finally:
        file.remove()


def test_an_empty_list_is_valid_too(tmp_path: Path) -> None:
    assemble(tmp_path / "a.json", [], lambda part: verify(part, [], 0, lambda: None), lambda: None)
    assert json.loads((tmp_path / "a.json").read_text()) == []


SPOILED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "another confidence": lambda lines: [*lines[:-1], lines[-1].replace(b'"confidence":1.0', b'"confidence":0.9')],
    "another byte": lambda lines: [lines[0].replace(b"o00", b"o09"), *lines[1:]],
    "another row": lambda lines: [lines[0].replace(b"label-0", b"label-9"), *lines[1:]],
    "a row missing": lambda lines: lines[:-1],
    "a row twice": lambda lines: [*lines, lines[-1]],
    "not json": lambda lines: [lines[0][:-3], *lines[1:]],
    "no object": lambda lines: [b"[1]", *lines[1:]],
    "rows swapped": lambda lines: [lines[2], lines[1], lines[0]],
    "a comma inside": lambda lines: [lines[0] + b",", *lines[1:]],
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILED)
def test_whatever_differs_is_found_and_the_old_file_stays(rows: RowsFile, tmp_path: Path, case: str) -> None:
    target = tmp_path / "predictions.json"
    target.write_text("old")
    spoiled = SPOILED[case](list(rows.lines()))
    with pytest.raises(ProofProblem) as caught:
        assemble(target, spoiled, lambda part: verify(part, rows.entries(), len(rows), lambda: None), lambda: None)
    assert caught.value.sentence.detail
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["predictions.json"]


@pytest.mark.parametrize("text", [b"", b"[", b"[]", b"[\n", b'[\n{"a":1}', b"[\n]\nmore", b'[\n{"a":1},\n]\n'])
def test_a_file_that_is_no_list_of_rows_is_found(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x").write_bytes(text)
    with pytest.raises(ProofProblem):
        verify(tmp_path / "x", [], 0, lambda: None)


def test_a_stop_leaves_the_old_file(rows: RowsFile, tmp_path: Path) -> None:
    target = tmp_path / "predictions.json"
    target.write_text("old")

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        assemble(target, rows.lines(), lambda part: None, stop)
    assert target.read_text() == "old"
    assert not part_of(target).exists()


def test_classification_answers_and_ranges_count() -> None:
    row = labels(1, ("apple", 0.5))
    row["classification_answers"] = {"c": {"featureHash": "belt", "confidence": 0.7}}
    row["object_answers"]["audio"] = {"objectHash": "audio", "featureHash": "speech", "range": [[0, 5]]}
    on_frame = {"objects": [{"featureHash": "pear", "confidence": 1, "objectHash": "p"}]}
    row["data_units"]["v"] = {"labels": {"3": on_frame}}
    row["spaces"] = {"s": {"labels": {"objects": [{"featureHash": "fig", "confidence": 0.2, "objectHash": "f"}]}}}
    found = [("apple", 0.5), ("belt", 0.7), ("fig", 0.2), ("pear", 1), ("speech", 1.0)]
    assert sorted(contents(row)) == found


def test_a_target_that_cannot_be_written_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(OutputProblem, match="is a folder"):
        check_target(tmp_path)
    with pytest.raises(OutputProblem, match="does not exist"):
        check_target(tmp_path / "no" / "predictions.json")
    with pytest.raises(OutputProblem, match="not allowed"):
        check_target(tmp_path / ("x" * 300))
    check_target(tmp_path / "predictions.json")
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room"), (errno.EFBIG, "no room"), (errno.EACCES, "cannot be replaced"),
        (errno.EIO, "could not be written"), (errno.ENOTDIR, "does not exist"),
        (errno.EINVAL, "not allowed"),
    ],
)  # fmt: skip
def test_what_the_system_says_becomes_a_sentence(tmp_path: Path, number: int, words: str) -> None:
    with pytest.raises(OutputProblem, match=words) as caught, saying_why(tmp_path / "x.json"):
        raise OSError(number, os.strerror(number))
    assert "as it was" in caught.value.sentence.why


def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.export.assemble.os.access", lambda *_: False)  # root may write anywhere
    with pytest.raises(OutputProblem, match="cannot be written to"), saying_why(tmp_path / "x.json"):
        raise PermissionError(errno.EACCES, "denied")
