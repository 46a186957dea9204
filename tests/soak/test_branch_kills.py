"""Fifty publishings, each killed at random moments: every row is saved once. Run by ``make soak``."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.e2e.publishing_kills import branch_killer, server_of_many

ROUNDS = 50


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_in_fifty_of_fifty_every_row_is_saved_once(tmp_path: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    rng = random.Random(seed)
    with server_of_many() as server:
        killer = branch_killer(server, tmp_path)
        for number in range(ROUNDS):
            killer.kill_and_resume(rng, f"round-{number}")
            print(f"{number + 1} of {ROUNDS}")
        assert killer.kept > 0
