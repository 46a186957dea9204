"""Fifty exports, each killed at a random moment: all end in the file of an undisturbed one. Run by ``make soak``."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.e2e.killing import OLD, killer, many_rows

KILLS = 50


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_fifty_of_fifty_end_in_the_same_file(tmp_path: Path, isolated_home: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    rng = random.Random(seed)
    with many_rows() as server:
        many = killer(server, tmp_path, isolated_home)
        for number in range(KILLS):
            many.kill_at_random(rng)
            many.assert_as_undisturbed(many.go_on())
            many.command.output.write_text(OLD)
            print(f"{number + 1} of {KILLS}")
        assert many.rows_kept > 0
