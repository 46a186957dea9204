"""The same predictions, written in every format that can carry them, give the same export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from gui.domain.reasons import Reason
from gui.sources.registry import SOURCES
from tests.contract.round_trip.carriers import CARRIERS, reading
from tests.contract.round_trip.project import DATA_HASHES, Json, Shown, export, meant, shown_in
from tests.contract.round_trip.scene import SCENES, Drawn, Written

PIXELS = 0.001
"""How far a number may be off, in pixels, where a format rounds: six digits of a fraction of 640 pixels."""

WITHOUT_CONFIDENCE = {"masks by number", "masks in black and white"}
ASKED_FOR = {"point", "keypoints"}
"""Kinds of which some conversion must be allowed: a pose to single points, keypoints without names by their order."""


def test_every_format_takes_part() -> None:
    writing = {name.split()[0] for writers in CARRIERS.values() for name in writers}
    assert writing | {"encord"} == {source.FORMAT for source in SOURCES}
    assert CARRIERS.keys() == SCENES.keys()


@pytest.mark.parametrize(("kind", "format"), [(kind, name) for kind, names in CARRIERS.items() for name in names])
def test_the_export_holds_what_was_written(kind: str, format: str, tmp_path: Path) -> None:
    scene = SCENES[kind]
    with reading(tmp_path, CARRIERS[kind][format](scene)) as spool:
        assert spool.format == format.split()[0]
        assert (spool.read, spool.dropped) == (len(scene), {})
        plan, rows = export(spool, convert=kind in ASKED_FOR)
    compare(rows, expected(scene, scored=format not in WITHOUT_CONFIDENCE))
    lost = 2 if kind == "box" else 0  # a class that the ontology lacks, a picture that the project lacks
    assert plan.to_write == len(scene) - lost


@pytest.mark.parametrize("kind", SCENES)
def test_an_export_taken_up_again_gives_itself(kind: str, tmp_path: Path) -> None:
    first = next(iter(CARRIERS[kind].values()))
    with reading(tmp_path / "first", first(SCENES[kind])) as spool:
        _, rows = export(spool, convert=kind in ASKED_FOR)
    with reading(tmp_path / "again", Written({"predictions.json": json.dumps(rows).encode()})) as again:
        assert (again.format, again.dropped) == ("encord", {})
        _, rows_again = export(again, convert=kind in ASKED_FOR)
    compare(rows_again, [shown for row in rows for shown in shown_in(row)])


def test_the_losses_are_the_same_in_every_format(tmp_path: Path) -> None:
    for format, write in CARRIERS["box"].items():
        with reading(tmp_path / format, write(SCENES["box"])) as spool:
            plan, _ = export(spool)
        assert {target.name: target.reason for target in plan.targets} == {
            "Apple": None, "Pear": None, "Stone": Reason.NO_CLASS
        }, format  # fmt: skip
        assert list(plan.match.reason.values()) == [Reason.NO_ROW], format


def expected(scene: Sequence[Drawn], *, scored: bool) -> list[Shown]:
    """What has a row and a class, in the order of the rows and within them sorted."""
    frames: dict[int | None, list[int]] = {}
    for one in scene:
        frames.setdefault(one.track, []).append(one.frame or 0)
    known = [one for one in scene if one.picture in DATA_HASHES and one.name != "Stone"]
    shown = [meant(one, frames[one.track] if one.track is not None else [0], scored=scored) for one in known]
    order = list(DATA_HASHES)
    return sorted(shown, key=lambda one: (order.index(one.picture), one))


def compare(rows: Sequence[Json], wanted: Sequence[Shown]) -> None:
    found = [shown for row in rows for shown in shown_in(row)]
    assert [shown[:-1] for shown in found] == [shown[:-1] for shown in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one.numbers == pytest.approx(other.numbers, abs=PIXELS), one
