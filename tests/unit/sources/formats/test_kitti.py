"""KITTI: fifteen columns, the score as the sixteenth, one file a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.geometry import Box
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

REST = "-1 -1 -1 -1000 -1000 -1000 -10"
LINE = f"Car 0.5 0 -1.57 10.5 20 40.5 60 {REST}"


def read(folder: Path, *lines: str, format: str | None = None, **values: str) -> Spool:
    path = written(folder / "000012.txt", "\r\n".join(lines).encode())
    return read_predictions([path], folder / "spool", format=format, settings=ReadSettings(values=values))


def test_lines_with_and_without_a_score(tmp_path: Path) -> None:
    spool = read(tmp_path, LINE, "", f"{LINE.replace('Car', 'traffic light')} 0.25")
    assert [record.geometry for record in predictions(spool)] == [Box(10.5, 20, 30, 40)] * 2
    assert [record.where for record in predictions(spool)] == ["line 1", "line 3"]
    assert (spool.classes, spool.pictures[0].name) == (["Car", "traffic light"], "000012")
    assert (spool.scored.tolist(), spool.confidence.tolist()) == ([False, True], [1.0, 0.25])


def test_losses_have_their_reasons(tmp_path: Path) -> None:
    bad = (f"DontCare -1 -1 -10 1 2 3 4 {REST}", "Car 1 2 3", LINE.replace("60", "20"), LINE.replace("60", "1e308"))
    spool = read(tmp_path, *[LINE] * 20, *bad, f"{LINE} nan")
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        Reason.BAD_ENTRY: 2,
        Reason.BAD_SIZE: 1,
        Reason.BAD_GEOMETRY: 1,
        Reason.BAD_CONFIDENCE: 1,
    }
    assert "DontCare" in spool.dropped[Reason.BAD_ENTRY].examples[0]


def test_scores_beyond_1_are_asked_about(tmp_path: Path) -> None:
    lines = [f"{LINE} {score}" for score in (0.5, 117.88, -0.4)]
    with pytest.raises(UndecidedReading) as failure:
        read(tmp_path, *lines)
    assert "such as 117.88" in failure.value.sentence.why
    assert not read(tmp_path, *lines, confidence="none").scored.any()
    assert read(tmp_path, *lines, confidence="unit").dropped[Reason.BAD_CONFIDENCE].count == 2
    assert read(tmp_path, f"{LINE} 50").confidence.tolist() == [0.5]


@pytest.mark.parametrize("line", ["0 0.5 0.5 0.1 0.1 0.9", "Car 0.9 1 2 3 4", f"0 9 9 9 9 1 2 3 4 {REST}", "\x00"])
def test_other_lines_are_not_kitti(line: str, tmp_path: Path) -> None:
    with pytest.raises(SourceProblem):
        read(tmp_path, line, format="kitti")
