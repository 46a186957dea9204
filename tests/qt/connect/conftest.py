"""What the Connect page's tests share: a key store in memory, and a key file."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest

from gui import key_store
from tests.in_memory_keyring import InMemory
from tests.qt.connect.driving import KEY


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> InMemory:
    made = InMemory()
    monkeypatch.setitem(key_store._NAMES, InMemory.__module__, "Test store")
    keyring.set_keyring(made)
    return made


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "mara-private-key.txt"
    path.write_text(KEY)
    return path
