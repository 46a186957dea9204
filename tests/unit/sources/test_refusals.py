"""A file that cannot be taken gets one sentence each: what, why, and what to do."""

from __future__ import annotations

import json
import os
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.errors import Cancelled, SourceProblem, UsageProblem
from gui.sources.formats.coco.names import DatasetNames, read_names
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.refusals import unreadable
from gui.sources.registry import SOURCES
from tests.unit.sources.reading import reading, result, written


def refused(path: Path, **changes: Any) -> tuple[str, str]:
    """What and why of the refusal of ``path``; nothing may be left behind."""
    folder = path.parent / "spool"
    with pytest.raises(SourceProblem) as failure:
        read_predictions([path], folder, format=changes.get("format"), settings=ReadSettings())
    sentence = failure.value.sentence
    assert sentence.what.endswith(".")
    assert sentence.why.endswith(".")
    assert sentence.remedy.endswith(".")
    assert not folder.exists() or list(folder.iterdir()) == []
    return sentence.what, sentence.why


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04....", "predictions.json is broken"),
        (b"\x1f\x8b\x08", "looks like a compressed file (gzip)"),
        (pickle.dumps([result()]), "is a Python pickle"),
        (pickle.dumps([result()], protocol=0), "is a Python pickle"),
        (b"\x89PNG\r\n\x1a\n", "looks like a picture (PNG)"),
        (b"<?xml version='1.0'?>", "looks like XML or a web page"),
        (b"\x00\x01\x02\x03\x04", "is not JSON"),
        (b"person,1,2\n", "is not JSON"),
        (b"image: a.jpg\n", "is not JSON"),
        (b"5", "looks like a single JSON value"),
        (b"[1, 2]", "a list of numbers"),
        (b'["a"]', "a list of texts"),
        (b"[[1]]", "a list of lists"),
        (b"[null]", "a list of values"),
        (b"[{}]", "a list of objects with nothing in them"),
        (b"{}", "an empty object"),
        ([{"id": 1, "file_name": "a.jpg"}], "a list of pictures without predictions"),
        ([{"id": 1, "name": "car"}], "a list of classes, without predictions"),
        ([{"image_id": 1, "caption": "a cat"}], "captions, without any shape"),
        ([{"image_id": 1, "category_id": 1}], "a list of classes on pictures, without any shape"),
        ({"images": [{"id": 1}], "categories": []}, "a dataset JSON without annotations"),
        ({"images": [{"id": 1}], "annotations": {}}, "a dataset JSON without annotations"),
        ([{"file_name": "a.jpg"}] * 30, "a list of pictures without predictions"),
        ({"type": "FeatureCollection", "features": []}, "a map (GeoJSON)"),
        (
            json.dumps(result()).encode() + b"\n" + json.dumps(result()).encode(),
            "one prediction a line (JSON Lines), as in a .jsonl",
        ),
        ({"alpha": 1, "b" * 50: 2}, f"an object with alpha, {'b' * 29}…"),
        ({str(number): number for number in range(30)}, "an object with 0, 1, 2, 3, 4 and more"),
        (b'{"alpha": [1, 2', "an object with alpha"),
        (b'{"alpha', "is cut off before its first element ends"),
        (b'[{"image_id": 1, "cat', "is cut off before its first element ends"),
        (b"[{]", "is broken before its first element ends"),
        (b"[}", "is broken before its first element ends"),
    ],
)
def test_what_it_looks_like_is_said(tmp_path: Path, content: Any, what: str) -> None:
    assert what in refused(written(tmp_path / "predictions.json", content))[0]


def test_a_script_without_the_word_for_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "fill.PY"
    path.write_text("def add_information_to_lr(row): ...")
    with pytest.raises(SourceProblem) as caught:
        read_predictions([path], tmp_path / "spool", format=None, settings=ReadSettings())
    sentence = caught.value.sentence
    assert "looks like a Python script" in sentence.what and "--script" in sentence.remedy


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (mark,)

    refused(written(tmp_path / "predictions.pkl", pickle.dumps(Trap())))
    refused(written(tmp_path / "predictions.json", pickle.dumps(Trap(), 0)), format="coco")
    assert not mark.exists()


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.json") == (
        "There is no file missing.json.",
        f"Nothing is at {tmp_path / 'missing.json'}.",
    )
    assert "File name too long" in refused(tmp_path / ("x" * 5000))[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == ("pipe is not a file.", "It is a pipe or a device.")


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A file that this process may not read, even where it runs as root."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        path = written(Path(name) / "locked.json", [result()])
        path.chmod(0)
        if os.geteuid() != 0:
            yield path
            return
        os.seteuid(65534)
        try:
            yield path
        finally:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such permissions")
def test_a_file_without_permission_is_said(locked: Path) -> None:
    assert refused(locked) == ("locked.json cannot be read.", "The system says: Permission denied.")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such permissions")
def test_a_dataset_json_without_permission_is_said(locked: Path) -> None:
    names = DatasetNames()
    with pytest.raises(SourceProblem, match=r"locked\.json cannot be read"):
        read_names(locked, names, ReadSettings())


def test_a_failing_disk_is_said(tmp_path: Path) -> None:
    # A folder opened as a file is the nearest thing to a read error that a test can have.
    with pytest.raises(OSError, match="Is a directory") as problem:
        tmp_path.open("rb")
    assert unreadable(tmp_path, problem.value).sentence.why == "The system says: Is a directory."


def test_a_missing_dataset_json_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "predictions.json", [result()])
    settings = ReadSettings(dataset_json=tmp_path / "missing.json")
    with pytest.raises(SourceProblem, match=r"There is no file missing\.json"):
        read_predictions([path], tmp_path / "spool", format=None, settings=settings)


def test_an_unknown_format_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "predictions.json", [result()])
    with pytest.raises(UsageProblem) as caught:
        read_predictions([path], tmp_path / "spool", format="cocoa", settings=ReadSettings())
    assert caught.value.sentence.what == "There is no format called cocoa."
    assert caught.value.sentence.why == f"Known formats: {', '.join(source.FORMAT for source in SOURCES)}."


def test_a_forced_format_reads_what_it_would_not_recognise(tmp_path: Path) -> None:
    with reading(tmp_path, [1, 2, {"file_name": "a.jpg"}], format="coco") as spool:
        assert (spool.read, len(spool.picture)) == (3, 0)
    assert "is not JSON" in refused(written(tmp_path / "other.json", b"#"), format="coco")[0]


def test_a_cancel_leaves_nothing_behind(tmp_path: Path) -> None:
    path = written(tmp_path / "predictions.json", [result()])
    with pytest.raises(Cancelled):
        read_predictions([path], tmp_path / "spool", format=None, settings=ReadSettings(cancelled=lambda: True))
    assert list((tmp_path / "spool").rglob("*")) == []
