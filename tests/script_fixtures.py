"""Rows, ontology and scripts for tests of the host: real rows of the demo project, taken once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.encord_api.client import sign_in
from gui.encord_api.fetching import Fetcher
from gui.encord_api.keys import read_key
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.foreign.consent import read_script
from gui.foreign.script import ScriptHost

Row = tuple[dict[str, Any], dict[str, Any]]
"""Metadata and labels of a row, as a filler gets them."""


@dataclass
class DemoRows:
    """What the engine knows of the demo project when it starts a script."""

    url: str
    project_hash: str
    key: str
    ontology: dict[str, Any]
    rows: dict[str, Row]
    server: DemoServer

    @property
    def image(self) -> Row:
        """A row with one image."""
        return self.rows["image"]

    def host(self, script: Path, **settings: Any) -> ScriptHost:
        """A host for ``script``, not started yet."""
        settings.setdefault("servers", (self.url,))
        return ScriptHost(read_script(script), self.ontology, project_hash=self.project_hash, **settings)


@pytest.fixture(scope="module")
def demo_rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoRows]:
    """One row of each type, and the server they came from, still running."""
    folder = tmp_path_factory.mktemp("demo-rows")
    (folder / "pictures").mkdir()
    with DemoServer(Scenario(), pictures=folder / "pictures") as server:
        project = sign_in(read_key(server.private_key_pem, None), server.url).open(server.project_hash, Stop())
        listing = Listing(project, folder / "listing.jsonl")
        listing.load(Stop())
        numbers = {row.data_type: number for number, row in enumerate(listing.rows) if row.label_hash}
        rows: dict[str, Row] = {}
        for fetched in Fetcher(listing, Stop(), lambda _: None).fetch(list(numbers.values())):
            assert fetched.row is not None
            metadata = listing.metadata([fetched.number])[0]
            rows[listing.rows[fetched.number].data_type] = metadata, fetched.row.export()
        assert rows.keys() == {"image", "img_group", "video"}
        ontology = project.sdk.ontology_structure.to_dict()
        yield DemoRows(server.url, server.project_hash, server.private_key_pem, ontology, rows, server)


WriteScript = Callable[..., Path]


@pytest.fixture
def write_script(tmp_path: Path) -> WriteScript:
    """Writes a script from its text (indented as the test is) into a folder of its own."""

    def write(text: str, name: str = "my_script.py") -> Path:
        folder = tmp_path / "scripts"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(dedent(text))
        return folder / name

    return write


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether ``condition`` became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
