"""What the machine does to an export: full disks, certificates nobody trusts, and keys that must stay secret."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_ssh_private_key,
)

from gui.demo.awkward import EMPTY, FOREIGN, ODD_ROWS, TWIN_CLASSES, UNKNOWN_SHAPE
from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.test_headless import assert_sentence


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit", [20_000, 100_000, 400_000])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    command: Command, demo: DemoServer, demo_files: DemoFiles, limit: int
) -> None:
    command.output.write_text("old")
    ended = command.run(predictions=demo_files.predictions, file_limit=limit)
    assert ended.code == 1 and "room" in ended.err and len(ended.said) <= 3, ended.err
    assert command.output.read_text() == "old"
    assert [path.name for path in command.folder.glob(".predictions*")] == []


def test_a_certificate_nobody_trusts_is_one_sentence(
    command: Command, demo_files: DemoFiles, strange_server: str
) -> None:
    ended = command.run(predictions=demo_files.predictions, domain=strange_server)
    assert_sentence(ended, "certificate")


@pytest.fixture
def awkward(tmp_path: Path) -> Iterator[tuple[DemoServer, Command]]:
    with DemoServer(Scenario(awkward=True)) as server:
        command = Command(server, tmp_path / "key.txt", tmp_path)
        command.key.write_text(server.private_key_pem)
        yield server, command


@pytest.mark.parametrize(
    ("title", "words"),
    [(EMPTY, "has no rows"), (UNKNOWN_SHAPE, "does not know"), (FOREIGN, "may not open")],
)
def test_awkward_projects_are_one_sentence(
    awkward: tuple[DemoServer, Command], demo_files: DemoFiles, title: str, words: str
) -> None:
    server, command = awkward
    project = server.project_titled(title)
    assert_sentence(command.run(predictions=demo_files.predictions, project=project.hash), words)


def coco_for(names: list[str], folder: Path, category: str) -> Path:
    path = folder / "coco.json"
    images = [{"id": n, "file_name": name, "width": 640, "height": 480} for n, name in enumerate(names)]
    boxes = [{"image_id": n, "category_id": 1, "bbox": [1, 1, 9, 9], "score": 0.5} for n in range(len(names))]
    data = {"images": images, "categories": [{"id": 1, "name": category}], "annotations": boxes}
    path.write_text(json.dumps(data))
    return path


def test_rows_that_cannot_carry_a_shape_drop_it_and_are_exported(awkward: tuple[DemoServer, Command]) -> None:
    server, command = awkward
    project = server.project_titled(ODD_ROWS)
    titles = [row.media.title for row in project.rows.values()]
    category = next(item["name"] for item in project.ontology["objects"] if item["shape"] == "bounding_box")
    ended = command.run(predictions=coco_for(titles, command.folder, category), project=project.hash)
    assert ended.code in (0, 3), ended.err
    counts = ended.report["predictions"]
    assert counts["read"] == len(titles) == counts["exported"] + sum(counts["dropped"].values())
    assert counts["dropped"]["row_cannot_carry_shapes"] >= 3
    assert counts["exported"] >= 1
    assert server.writes == []


def test_two_classes_of_one_name_need_a_mapping(awkward: tuple[DemoServer, Command]) -> None:
    server, command = awkward
    project = server.project_titled(TWIN_CLASSES)
    names = [item["name"] for item in project.ontology["objects"]]
    twin = next(item for item in project.ontology["objects"] if names.count(item["name"]) > 1)
    titles = [row.media.title for row in project.rows.values()][:1]
    predictions = coco_for(titles, command.folder, twin["name"])
    ended = command.run(predictions=predictions, project=project.hash)
    assert ended.report["predictions"]["dropped"] == {"several_classes_fit": 1}
    box = next(item for item in project.ontology["objects"] if item["shape"] == "bounding_box")
    mapping = command.folder / "mapping.json"
    mapping.write_text(json.dumps({twin["name"]: box["featureNodeHash"]}))
    ended = command.run("--mapping", mapping, predictions=predictions, project=project.hash)
    assert ended.report["predictions"]["exported"] == 1, ended.report


FAILING = {
    "refused": Fault(kind="key_revoked"),
    "error page": Fault(kind="error_page"),
    "half-way": Fault(kind="key_revoked", on="labels", after=0),
    "cut": Fault(kind="truncated", on="list"),
}


@pytest.mark.parametrize("case", FAILING)
def test_no_key_and_no_passphrase_is_written_anywhere(
    command: Command, demo: DemoServer, demo_files: DemoFiles, isolated_home: Path, case: str
) -> None:
    """Every command of these tests is searched for its key; here it is locked, and all that was written is searched."""
    passphrase = "correct-horse-battery-staple"
    pem = locked(demo.private_key_pem, passphrase)
    secrets = [passphrase, *(line for line in pem.splitlines() if "-----" not in line)]
    command.key.write_text(pem)
    demo.faults.set(FAILING[case])
    ended = command.run(
        *("--passphrase-env", "KEY_PASSPHRASE"),
        predictions=demo_files.predictions,
        env={"KEY_PASSPHRASE": passphrase},
        hurried=True,
    )
    assert ended.code == 1
    written = [path for path in command.folder.rglob("*") if path.is_file() and "key" not in path.name]
    assert isolated_home / "exporter" / "logs" / "export.log" in written
    texts = [ended.out, ended.err, *(path.read_bytes().decode("utf-8", "replace") for path in written)]
    for secret in secrets:
        assert not any(secret in text for text in texts)


def locked(pem: str, passphrase: str) -> str:
    """The same key, which now needs a passphrase."""
    key = load_ssh_private_key(pem.encode(), None)
    protection = BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protection).decode()


def test_children_get_no_secrets_in_their_environment(
    command: Command, demo: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = command.folder / "environment.py"
    found = command.folder / "environment.json"
    script.write_text(
        "import json, os\n"
        f"open({str(found)!r}, 'w').write(json.dumps(dict(os.environ)))\n"
        "def add_information_to_lr(row): pass\n"
    )
    ended = command.run(
        "--script",
        "--passphrase-env",
        "KEY_PASSPHRASE",
        predictions=script,
        env={"KEY_PASSPHRASE": "correct-horse", "ENCORD_SSH_KEY": demo.private_key_pem, "ENCORD_OTHER": "x"},
    )
    assert ended.code == 0, ended.err
    environment = json.loads(found.read_text())
    assert "correct-horse" not in environment.values()
    assert {name for name in environment if name.startswith("ENCORD_")} == {
        "ENCORD_CLIENT_SSH_PATH",
        "ENCORD_PROJECT_HASH",
    }
    assert demo.private_key_pem not in environment.values()
