"""What is left out as a table: a line a loss, names from outside harmless, a folder that cannot be written named."""

import csv
from pathlib import Path

import pytest

from gui.domain.choices import Choices
from gui.domain.loss_lines import loss_lines
from gui.domain.losses import Loss
from gui.errors import OutputProblem
from gui.export.losses_table import HEAD, save_losses

LOSSES = [
    Loss("class_not_in_ontology", 7, 3, ["=cmd|' /C calc'!A0.jpg", "b.jpg"], False, by_class={"stem": 5, "+twig": 2}),
    Loss("confidence_below_threshold", 2, 0, [], True),
]


def test_every_loss_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "left out.csv"
    save_losses(loss_lines(LOSSES, Choices(min_confidence=0.35)), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert tuple(table[0]) == HEAD
    assert [line[2:6] for line in table[1:]] == [
        ["stem", "5", "", "Worth a look"],
        ["'+twig", "2", "", "Worth a look"],
        ["", "2", "", "Your choice"],
    ]
    assert table[1][0] == "Class “stem” has no match" and table[3][0] == "Confidence below 0.35"
    assert table[1][6] == "'=cmd|' /C calc'!A0.jpg\nb.jpg"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputProblem):
        save_losses([], tmp_path / "nowhere" / "left out.csv")
