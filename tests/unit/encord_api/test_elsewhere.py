"""A key refused in one region: the other one is asked, and the sentence says which knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.encord_api import elsewhere
from gui.encord_api.patience import Stop
from gui.errors import KeyRefused
from gui.workspace import Workspace
from tests.unit.encord_api.test_keys import openssh

KEY = Ed25519PrivateKey.generate()
Servers = tuple[DemoServer, DemoServer]


@pytest.fixture
def servers(painted_pictures: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    """Two regions; the key is known in the second alone."""
    with DemoServer(pictures=painted_pictures) as here, DemoServer(pictures=painted_pictures, key=KEY) as there:
        monkeypatch.setattr(elsewhere, "other_region", {here.url: there.url, there.url: here.url}.get)
        yield here, there


def refusal(domain: str, key: str, ask: Callable[[Workspace], object]) -> KeyRefused:
    workspace = Workspace()
    try:
        workspace.sign_in(key, None, domain)
        with pytest.raises(KeyRefused) as caught:
            ask(workspace)
        return caught.value
    finally:
        workspace.close()


def test_the_region_that_knows_the_key_is_named(servers: Servers) -> None:
    here, there = servers
    for ask in (lambda w: w.projects(Stop()), lambda w: w.open_project(there.project_hash, Stop())):
        sentence = refusal(here.url, openssh(KEY), ask).sentence
        assert sentence.what.endswith("does not know this key.")
        assert sentence.why.endswith("does. Your project is most likely there.")
        assert sentence.detail == elsewhere.KNOWN_ELSEWHERE
        assert there.url in sentence.remedy


def test_a_key_that_no_region_knows(servers: Servers) -> None:
    sentence = refusal(servers[0].url, openssh(), lambda w: w.projects(Stop())).sentence
    assert sentence.what.startswith("Neither ")


def test_another_region_that_is_down_adds_nothing(servers: Servers) -> None:
    here, there = servers
    there.faults.set(Fault(kind="sign_in_page"))
    sentence = refusal(here.url, openssh(KEY), lambda w: w.projects(Stop())).sentence
    assert sentence.why.startswith("The key may belong to another region")


def test_a_custom_address_is_left_alone(painted_pictures: Path) -> None:
    with DemoServer(pictures=painted_pictures) as server:
        sentence = refusal(server.url, openssh(), lambda w: w.projects(Stop())).sentence
    assert sentence.what.endswith("does not know this key.") and "may belong" in sentence.why
