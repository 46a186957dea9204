"""Spools that a test of a reader leaves open are closed at its end, as their files would stay open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gui.sources.spool import Spool


@pytest.fixture(autouse=True)
def closed_spools(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes every spool that the test has made."""
    made: list[Spool] = []
    begin = Spool.__init__

    def remember(self: Spool, *args: Any, **named: Any) -> None:
        begin(self, *args, **named)
        made.append(self)

    monkeypatch.setattr(Spool, "__init__", remember)
    yield
    for spool in made:
        spool.close()
