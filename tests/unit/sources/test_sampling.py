"""A sample is bounded, and the same part of the source under every reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gui.domain.geometry import Box
from gui.domain.prediction import Prediction
from gui.errors import Cancelled, SourceProblem
from gui.sources import sampling
from gui.sources.read_settings import ReadSettings
from gui.sources.sampling import Sampler
from gui.sources.spool_writer import SpoolWriter

Read = Callable[[SpoolWriter, ReadSettings], object]


def reader(entries: int, *, fails_at: int = -1) -> Read:
    def read(sink: SpoolWriter, settings: ReadSettings) -> None:
        picture, name = sink.picture("a.jpg"), sink.class_number(settings.values["name"])
        for number in range(entries):
            if number == fails_at:
                raise SourceProblem("It breaks off.", "", "")
            settings.check()
            sink.add(picture, name, None, Prediction(Box(0, 0, 1, 1), f"line {number}"))

    return read


def sampled(sampler: Sampler, folder: Path, name: str = "apple") -> tuple[int, list[str]]:
    spool = sampler({"name": name}, folder)
    spool.close()
    return len(spool.picture), spool.classes


def test_the_settings_of_each_reading_are_used(tmp_path: Path) -> None:
    sampler = Sampler(reader(3), ReadSettings())
    assert sampled(sampler, tmp_path) == (3, ["apple"])
    assert sampled(sampler, tmp_path, "pear") == (3, ["pear"])
    assert not list(tmp_path.glob("*.spool"))


def test_no_more_than_enough_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "MOST_ENTRIES", 4)
    sampler = Sampler(reader(10**9), ReadSettings())
    assert [sampled(sampler, tmp_path)[0] for _ in range(2)] == [4, 4]


def test_a_slow_source_gives_every_reading_the_same_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "MOST_SECONDS", 0.05)
    sampler = Sampler(reader(10**9), ReadSettings())
    first, _ = sampled(sampler, tmp_path)
    assert first > 0
    monkeypatch.setattr(sampling, "MOST_SECONDS", 1e-9)
    assert sampled(sampler, tmp_path)[0] == first


def test_a_reading_that_is_refused_half_way_has_what_came_before(tmp_path: Path) -> None:
    sampler = Sampler(reader(9, fails_at=5), ReadSettings())
    assert sampled(sampler, tmp_path)[0] == 5
    assert not list(tmp_path.glob("*.spool"))


def test_a_stop_of_the_user_is_a_stop(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        Sampler(reader(9), ReadSettings(cancelled=lambda: True))({"name": "apple"}, tmp_path)
    assert not list(tmp_path.glob("*.spool"))
