"""The demo server as a process: one line when it is ready, gone when its input closes, and no files left."""

import os
import signal
import stat
import sys
import time
from pathlib import Path
from subprocess import Popen
from typing import Any

import orjson
import pytest
from encord import EncordUserClient

from gui.demo.child import DemoChild
from gui.foreign.children import end_child, start_child


def ready(child: "Popen[bytes]") -> dict[str, Any]:
    assert child.stdout is not None
    address: dict[str, Any] = orjson.loads(child.stdout.readline())
    return address


def test_it_says_where_it_is_and_ends_with_its_input() -> None:
    child = start_child("demo-server")
    begun = time.monotonic()
    address = ready(child)
    took = time.monotonic() - begun
    key = Path(address["key"])
    folder = key.parent
    assert took < 60
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for name in ("predictions", "results", "shapes", "dataset", "script"):
        assert Path(address[name]).stat().st_size > 0
    client = EncordUserClient.create_with_ssh_private_key(key.read_text(), domain=address["url"])
    assert len(client.get_project(address["project"]).list_label_rows_v2()) == 62

    assert end_child(child, grace=5) == 0
    assert not folder.exists()


def test_the_program_starts_it_and_ends_it() -> None:
    child = DemoChild.start()
    assert child.is_running
    assert "PRIVATE KEY" in child.key_text()
    assert Path(child.predictions).exists()
    client = EncordUserClient.create_with_ssh_private_key(child.key_text(), domain=child.url)
    assert str(client.get_project(child.project_hash).project_hash) == child.project_hash
    child.close()
    assert child.process.poll() == 0
    assert not Path(child.predictions).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_it_ends_tidily_when_told_to() -> None:
    child = start_child("demo-server")
    folder = Path(ready(child)["key"]).parent
    child.send_signal(signal.SIGTERM)
    assert child.wait(5) == 0
    assert not folder.exists()
    end_child(child)


def test_a_big_project_starts_in_seconds_and_has_predictions_for_every_row() -> None:
    child = start_child("demo-server", "--rows", "2000")
    address = ready(child)
    try:
        client = EncordUserClient.create_with_ssh_private_key(Path(address["key"]).read_text(), domain=address["url"])
        rows = client.get_project(address["project"]).list_label_rows_v2()
        whole = orjson.loads(Path(address["predictions"]).read_bytes())
        assert [row.data_title for row in rows] == [image["file_name"] for image in whole["images"]]
        assert len(whole["annotations"]) == 20_000
        assert [a["id"] for a in whole["annotations"]] == list(range(20_000))
        assert {a["image_id"] for a in whole["annotations"]} == {image["id"] for image in whole["images"]}
        rows[1999].initialise_labels()
        assert rows[1999].get_object_instances() == []
    finally:
        assert end_child(child, grace=5) == 0
