"""Demo servers for tests: one in this process for each test that asks, its key as a file, and its files."""

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.demo import orchard, scene
from gui.demo.files import DemoFiles, write_demo_files, write_key
from gui.demo.scenario import Scenario, build_projects
from gui.demo.server import DemoServer


@pytest.fixture(scope="session")
def painted_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of painted pictures for all servers of the session: painting one takes 0.3 s."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(autouse=True, scope="session")
def scenes_made_once() -> Iterator[None]:
    """Each scene of the demo project is made once for all servers of the session; a scene never changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orchard, "make_scene", functools.cache(scene.make_scene))
        yield


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


@pytest.fixture(scope="session")
def written_files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The demo's files, written once: the project they belong to is the same in every server of this scenario."""
    folder = tmp_path_factory.mktemp("demo-files")
    (project,) = build_projects(Scenario())
    return write_demo_files(folder, project, "", seed=Scenario().seed, big=False)


@pytest.fixture
def demo_files(demo: DemoServer, written_files: DemoFiles, tmp_path: Path) -> DemoFiles:
    """Prediction files of every kind, the example script and the key, in the test's own folder."""
    folder = tmp_path / "demo-files"
    shutil.copytree(written_files.key.parent, folder)
    write_key(folder / written_files.key.name, demo.private_key_pem)
    own = {name: folder / path.name for name, path in vars(written_files).items()}
    return DemoFiles(**own | {"script": written_files.script})
