"""What every prediction format keeps: it recognises its own, reads all or nothing, and loses nothing unnamed."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gui.domain.geometry import KINDS
from gui.errors import Cancelled, SourceProblem
from gui.sources.registry import SOURCES, read_predictions
from gui.sources.source import PredictionSource, ReadSettings
from gui.sources.spool import Spool, SpoolWriter

BOX = {"image_id": 1, "category_id": 1, "score": 0.5, "bbox": [1, 2, 3, 4]}
COCO_NAMES = {"images": [{"id": 1, "file_name": "a.jpg", "width": 9, "height": 9}], "categories": []}

SAMPLES: dict[str, list[bytes]] = {
    "coco": [
        json.dumps([BOX] * 40).encode(),
        json.dumps([BOX, BOX | {"score": 7}, BOX | {"bbox": [1, 2, 0, 4]}, 5], indent=2).encode("utf-16"),
        json.dumps(COCO_NAMES | {"annotations": [BOX, BOX | {"segmentation": [[0, 0, 4, 0, 4, 4]]}]}).encode(),
    ],
}
"""For every format some small whole files, losses among them."""

FOREIGN = (b"", b"{}", b"[]x", b"\x00" * 50, b"hello\n", b"<a/>", b"PK\x03\x04", b'{"type": "FeatureCollection"}')

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.FORMAT)
every_sample = pytest.mark.parametrize(
    ("format", "sample"), [(name, sample) for name, samples in SAMPLES.items() for sample in samples]
)
fuzzing = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def attempt(content: bytes, format: str | None, check: Callable[[Spool], None]) -> SourceProblem | None:
    """Read ``content``; ``check`` what came of it, or return the refusal. Any other exception is a failure."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "file"
        path.write_bytes(content)
        try:
            spool = read_predictions(path, Path(name) / "spool", format=format, settings=ReadSettings())
        except SourceProblem as problem:
            assert not (Path(name) / "spool").exists() or not list((Path(name) / "spool").iterdir())
            return problem
        check(spool)
        spool.close()
        assert not list((Path(name) / "spool").iterdir())
        return None


def check_spool(spool: Spool) -> None:
    """The columns fit together and to the records, and everything read is added or dropped."""
    count = len(spool.picture)
    for column in (spool.class_number, spool.confidence, spool.scored, spool.kind, spool.envelope):
        assert len(column) == count
    assert spool.read == count + sum(loss.count for loss in spool.dropped.values())
    assert ((spool.confidence >= 0) & (spool.confidence <= 1)).all()
    assert (spool.confidence[~spool.scored] == 1).all()
    assert set(spool.picture.tolist()) <= set(range(len(spool.pictures)))
    assert set(spool.class_number.tolist()) <= set(range(len(spool.classes)))
    assert all(picture.name for picture in spool.pictures)
    assert all(spool.classes)
    records = list(spool.records(range(count)))
    msgspec.msgpack.encode([spool.pictures, spool.classes, spool.notes, spool.summary, spool.dropped])
    assert [KINDS[kind] for kind in spool.kind] == [type(record.geometry) for record in records]
    assert all(record.where for record in records)
    assert not (spool.envelope[:, :2] > spool.envelope[:, 2:]).any()  # NaN is not greater
    assert "\n" not in spool.summary


def check_sentence(problem: SourceProblem | None) -> None:
    assert problem is not None
    for part in (problem.sentence.what, problem.sentence.why, problem.sentence.remedy):
        assert part.endswith(".")
        assert "\n" not in part
        part.encode()


def test_every_format_has_samples_and_a_name_of_its_own() -> None:
    names = [source.FORMAT for source in SOURCES]
    assert sorted(set(names)) == sorted(names) == sorted(SAMPLES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(source.TITLE for source in SOURCES)


@every_sample
def test_a_sample_is_recognised_and_read(format: str, sample: bytes) -> None:
    def check(spool: Spool) -> None:
        check_spool(spool)
        assert spool.format == format
        assert len(spool.picture) > 0

    assert attempt(sample, None, check) is None


@every_source
def test_the_reason_is_one_line(source: PredictionSource, tmp_path: Path) -> None:
    for sample in SAMPLES[source.FORMAT]:
        (tmp_path / "sample").write_bytes(sample)
        reason = source.recognise(tmp_path / "sample")
        assert reason
        assert "\n" not in reason


@every_source
@pytest.mark.parametrize("content", FOREIGN)
def test_what_is_foreign_is_not_recognised_and_refused(
    source: PredictionSource, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "foreign").write_bytes(content)
    if content != b"[]x":  # the beginning of that one could be anything's
        assert source.recognise(tmp_path / "foreign") is None
    check_sentence(attempt(content, None, check_spool))


@every_sample
def test_a_file_cut_short_is_refused(format: str, sample: bytes) -> None:
    for length in (1, len(sample) // 3, len(sample) // 2, len(sample) - 2):
        check_sentence(attempt(sample[:length], format, check_spool))


@every_source
def test_a_cancel_ends_the_reading(source: PredictionSource, tmp_path: Path) -> None:
    for sample in SAMPLES[source.FORMAT]:
        (tmp_path / "sample").write_bytes(sample)
        sink = SpoolWriter(tmp_path / "spool")
        with pytest.raises(Cancelled):
            source.read(tmp_path / "sample", sink, ReadSettings(cancelled=lambda: True))
        sink.discard()


@every_source
@fuzzing
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(source: PredictionSource, content: bytes) -> None:
    for format in (None, source.FORMAT):
        if problem := attempt(content, format, check_spool):
            check_sentence(problem)


@every_sample
@fuzzing
@given(data=st.data())
def test_a_damaged_sample_is_read_or_refused(format: str, sample: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    length = data.draw(st.integers(0, 30))
    damaged = sample[:start] + data.draw(st.binary(max_size=30)) + sample[start + length :]
    if problem := attempt(damaged, format, check_spool):
        check_sentence(problem)


text = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates among them
numbers = st.floats() | st.integers() | st.sampled_from([0, 1, 2, 0.5, 10**400, -1])
anything = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda values: st.lists(values, max_size=6) | st.dictionaries(text, values, max_size=3),
    max_leaves=10,
)
some_numbers = st.lists(numbers, max_size=9)
coco_entry = st.fixed_dictionaries(
    {"image_id": numbers | text | anything, "category_id": numbers | text},
    optional={
        "bbox": some_numbers | st.just([1, 2, 3, 4]) | anything,
        "score": st.floats(0, 1) | numbers | anything,
        "segmentation": st.lists(some_numbers, max_size=3)
        | st.fixed_dictionaries(
            {"size": st.just([2, 3]) | some_numbers, "counts": st.text("0123456789oPp", max_size=6) | some_numbers}
        )
        | anything,
        "keypoints": some_numbers | anything,
        "file_name": text | anything,
        "category_name": text | anything,
    },
)
coco_file = st.lists(coco_entry | anything, max_size=6) | st.fixed_dictionaries(
    {"annotations": st.lists(coco_entry | anything, max_size=6)},
    optional={
        "images": st.lists(st.fixed_dictionaries({"id": numbers, "file_name": anything, "width": anything}) | anything),
        "categories": st.lists(st.fixed_dictionaries({"id": numbers, "name": anything, "keypoints": anything})),
    },
)


@fuzzing
@given(content=coco_file)
def test_any_json_like_coco_is_read_entry_by_entry(content: Any) -> None:
    entries = content if isinstance(content, list) else content["annotations"]

    def check(spool: Spool) -> None:
        check_spool(spool)
        assert spool.read == len(entries)

    assert attempt(json.dumps(content).encode(), "coco", check) is None


@every_source
@fuzzing
@given(content=anything)
def test_any_json_is_read_or_refused(source: PredictionSource, content: Any) -> None:
    for format in (None, source.FORMAT):
        if problem := attempt(json.dumps(content).encode(), format, check_spool):
            check_sentence(problem)
