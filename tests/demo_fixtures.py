"""Demo servers for tests: one in this process for each test that asks, its key as a file, and its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.demo.files import DemoFiles, write_demo_files, write_key
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer


@pytest.fixture(scope="session")
def painted_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of painted pictures for all servers of the session: painting one takes 0.3 s."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def demo(painted_pictures: Path) -> Iterator[DemoServer]:
    """A server with the demo project that nobody has touched; the test fails if the server itself crashed."""
    with DemoServer(Scenario(), pictures=painted_pictures) as server:
        yield server
        crashes = server.crashes
    assert not crashes, f"the demo server crashed: {crashes}"


@pytest.fixture
def demo_key_file(demo: DemoServer, tmp_path: Path) -> Path:
    """The account's key as a user keeps it: a text file that only the owner may read."""
    return write_key(tmp_path / "demo-private-key.txt", demo.private_key_pem)


@pytest.fixture
def demo_files(demo: DemoServer, tmp_path: Path) -> DemoFiles:
    """Prediction files of every kind, the example script and the key, in the test's own folder."""
    folder = tmp_path / "demo-files"
    folder.mkdir()
    return write_demo_files(folder, demo.project, demo.private_key_pem, seed=7, big=False)
