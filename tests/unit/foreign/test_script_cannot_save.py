"""More than seven ways in which a script may try to save, and none of them reaches the server."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.demo.record import Write
from gui.foreign.row_filler import RowFailedError
from gui.foreign.script import ScriptHost
from tests.script_fixtures import DemoRows, demo_rows

__all__ = ["demo_rows"]

SCRIPT = '''\
"""A script with a key of its own, which it should not have."""
import gc, importlib, json, socket
from pathlib import Path

import requests
import encord
from encord import EncordUserClient
from encord.http.bundle import Bundle
from encord.objects import LabelRowV2

FOLDER = Path(__file__).parent
SETTINGS = json.loads((FOLDER / "settings.json").read_text())
client = EncordUserClient.create_with_ssh_private_key("a key")
project = client.get_project("a project")

def save_with(client_class):
    real = client_class.create_with_ssh_private_key(SETTINGS["key"], domain=SETTINGS["url"])
    row = real.get_project(SETTINGS["project"]).list_label_rows_v2(data_hashes=[SETTINGS["data_hash"]])[0]
    row.initialise_labels()
    row.save()

def real_class():
    return importlib.reload(encord.user_client).EncordUserClient

def save(label_row): label_row.save()
def save_in_a_bundle(label_row):
    with Bundle() as bundle: label_row.save(bundle=bundle)
def save_in_the_projects_bundle(label_row):
    with project.create_bundle() as bundle: label_row.save(bundle=bundle)
def save_as_if_attached(label_row):
    label_row._is_detached = False
    label_row.save()
def save_by_the_base_class(label_row): LabelRowV2.save(label_row)
def save_without_the_check(label_row):
    label_row._check_not_detached = lambda operation: None
    label_row._is_detached = False
    label_row.save()
def save_by_the_rows_client(label_row): label_row._project_client.save_label_rows([label_row.label_hash], [{}])
def save_by_the_project(label_row): project.save_label_row(label_row.label_hash, label_row.to_encord_dict())
def save_by_the_projects_client(label_row): project._client.save_label_rows([label_row.label_hash], [{}])
def attach_and_save(label_row):
    label_row.attach_to_project(project, label_row.data_hash)
    label_row.save()
def save_by_a_real_client(label_row): save_with(real_class())
def save_by_a_real_client_found_in_memory(label_row):
    real = real_class()  # kept, or it would be there only while no collector has run
    for found in gc.get_objects():
        if isinstance(found, type) and found.__name__ == "EncordUserClient" and hasattr(found, "get_projects"):
            save_with(found)
def save_by_requests(label_row):
    requests.put(SETTINGS["url"] + "/public", json={"label_hash": label_row.label_hash}, timeout=5)
def save_by_requests_with_real_signatures(label_row):
    from encord.configs import SshConfig, UserConfig
    from encord.http.querier import Querier
    config = UserConfig(SshConfig.from_ssh_private_key(SETTINGS["key"], domain=SETTINGS["url"]))
    Querier(config, resource_type="project", resource_id=SETTINGS["project"]).basic_setter(
        encord.orm.label_row.LabelRow, uid=label_row.label_hash, payload={}
    )
def save_by_a_socket(label_row):
    host, port = SETTINGS["url"].removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"PUT /public HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n")
        connection.recv(100)
def save_by_a_socket_without_a_name(label_row):
    host, port = SETTINGS["url"].removeprefix("http://").split(":")
    with socket.socket() as connection:
        connection.connect((host, int(port)))
def save_after_a_link(label_row):
    assert requests.get(label_row.data_link, timeout=5).status_code == 404
    requests.post(label_row.data_link, json={}, timeout=5)
def save_beside_a_link(label_row):
    requests.get(label_row.data_link.replace("picture", "public"), timeout=5)
def save_by_a_socket_after_a_link(label_row):
    label_row.data_link
    save_by_a_socket(label_row)
def complete(label_row): label_row.workflow_complete()
def reopen(label_row): label_row.workflow_reopen()
def prioritise(label_row): label_row.set_priority(0.5)
def initialise_again(label_row): label_row.initialise_labels(overwrite=True)
def change_the_ontology(label_row): label_row._ontology.save()

def add_information_to_lr(label_row):
    try:
        globals()[(FOLDER / "way").read_text()](label_row)
    except Exception as error:
        if not (FOLDER / "swallow").exists(): raise
        print(type(error).__name__)

if __name__ == "__main__":
    save_by_a_real_client(None)
'''

WAYS = {
    "save": "label_row.save",
    "save_in_a_bundle": "label_row.save",
    "save_in_the_projects_bundle": "label_row.save",
    "save_as_if_attached": "label_row.save",
    "save_by_the_base_class": "label_row.save",
    "save_without_the_check": "label_row._project_client.save_label_rows",
    "save_by_the_rows_client": "label_row._project_client.save_label_rows",
    "save_by_the_project": "project.save_label_row",
    "save_by_the_projects_client": "project.save_label_rows",
    "save_by_a_real_client": "EncordUserClient.get_project",
    "save_by_a_real_client_found_in_memory": "EncordUserClient.get_project",
    "save_by_requests_with_real_signatures": "Querier.basic_setter",
    "save_by_requests": "a connection to localhost",
    "save_by_a_socket": "a connection to localhost",
    "save_by_a_socket_without_a_name": "a connection to localhost",
    "save_after_a_link": "a request to localhost",
    "save_beside_a_link": "a request to localhost",
    "save_by_a_socket_after_a_link": "a connection to localhost",
    "complete": "label_row.workflow_complete",
    "reopen": "label_row.workflow_reopen",
    "prioritise": "label_row.set_priority",
    "initialise_again": "label_row.initialise_labels",
    "change_the_ontology": "ontology.put",
}
ONLY_BY_ADDRESS = {name for name, what in WAYS.items() if what.endswith("localhost")}
WITHOUT_A_SERVER = {"attach_and_save"}


@pytest.fixture(scope="module")
def folder(demo_rows: DemoRows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script, and what it would need to save: the real key, the address, the hashes."""
    folder = tmp_path_factory.mktemp("saving")
    (folder / "saving.py").write_text(SCRIPT)
    settings = {
        "url": demo_rows.url,
        "key": demo_rows.key,
        "project": demo_rows.project_hash,
        "data_hash": demo_rows.image[0]["data_hash"],
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module", params=["the address is known", "the address is unknown"])
def host(request: pytest.FixtureRequest, demo_rows: DemoRows, folder: Path) -> Iterator[ScriptHost]:
    """A host that shuts the server's address, or knows nothing of it and must notice the SDK itself."""
    servers = (demo_rows.url,) if request.param == "the address is known" else ()
    with demo_rows.host(
        folder / "saving.py", servers=servers, signed_url=lambda _: f"{demo_rows.url}/picture?signature=1"
    ) as host:
        host.shuts_address = bool(servers)  # type: ignore[attr-defined]
        yield host


def writes(demo_rows: DemoRows) -> list[Write]:
    return demo_rows.server.writes


@pytest.mark.parametrize("way", sorted([*WAYS, *WITHOUT_A_SERVER]))
def test_no_way_leads_to_the_server(host: Any, demo_rows: DemoRows, folder: Path, way: str) -> None:
    if way in ONLY_BY_ADDRESS and not host.shuts_address:
        pytest.skip("without the SDK and without the address only the missing key stands in the way")
    (folder / "way").write_text(way)
    before = len(writes(demo_rows))
    with pytest.raises(RowFailedError) as caught:
        host.fill(*demo_rows.image)
    sentence = str(caught.value)
    assert len(writes(demo_rows)) == before
    assert "\n" not in sentence
    assert "PRIVATE KEY" not in sentence
    assert sentence.startswith("saving.py, line ")
    if way in WAYS:
        assert sentence.endswith(f"the script asks Encord's server for {WAYS[way]}, which is not possible here.")


@pytest.mark.parametrize("way", ["save", "save_by_a_real_client", "save_by_the_project", "complete"])
def test_a_refusal_that_the_script_swallows_still_fails_the_row(
    host: ScriptHost, demo_rows: DemoRows, folder: Path, way: str
) -> None:
    (folder / "way").write_text(way)
    (folder / "swallow").touch()
    before = len(writes(demo_rows))
    try:
        with pytest.raises(RowFailedError, match="asks Encord's server for"):
            host.fill(*demo_rows.image)
    finally:
        (folder / "swallow").unlink()
    assert len(writes(demo_rows)) == before


def test_the_same_script_outside_the_host_does_save(demo_rows: DemoRows, folder: Path) -> None:
    """Else the tests above would prove nothing: key, address and server are real."""
    before = len(writes(demo_rows))
    outside = SCRIPT.replace('client = EncordUserClient.create_with_ssh_private_key("a key")\n', "").replace(
        'project = client.get_project("a project")\n', ""
    )
    (folder / "outside.py").write_text(outside)
    result = subprocess.run(
        [sys.executable, str(folder / "outside.py")], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert [write.kind for write in writes(demo_rows)[before:]] == ["save"]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("client.list_projects()", "client.list_projects"),
        ("client.get_dataset('x')", "client.get_dataset"),
        ("EncordUserClient.create_with_bearer_token('x').get_storage_items([])", "client.get_storage_items"),
        ("list(project.list_users())", "project.list_users"),
        ("project.list_datasets().__next__()", "project"),
        ("project.created_at", "project.created_at"),
        ("project.add_users(['a@b.c'], None)", "project.add_users"),
        ("project.set_status(None)", "project"),
        ("project.active_sync()", "project"),
        ("project.label_rows", "project.get_project"),
        ("try: client.list_projects()\nexcept Exception: pass", "client.list_projects"),
    ],
)
def test_whatever_else_wants_the_server_is_one_sentence(
    demo_rows: DemoRows, tmp_path: Path, code: str, what: str
) -> None:
    from gui.errors import ScriptProblem

    script = tmp_path / "asks.py"
    head = 'from encord import EncordUserClient\nclient = EncordUserClient()\nproject = client.get_project("x")\n'
    script.write_text(f"{head}{code}\ndef add_information_to_lr(label_row): pass\n")
    with pytest.raises(ScriptProblem) as caught:
        demo_rows.host(script).open()
    assert caught.value.sentence.why.startswith("asks.py, line 4: the script asks Encord's server for " + what)
