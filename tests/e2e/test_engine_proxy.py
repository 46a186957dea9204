"""A proxy by hand in the real engine: it is asked, refuses, and its password is in no log and no answer."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator

import pytest

from gui import paths
from gui.demo.files import DemoFiles
from gui.foreign.children import end_child
from gui.protocol.commands import Secret, SignIn
from gui.protocol.events import Failed
from tests.e2e.test_engine import Engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    started = Engine()
    yield started
    end_child(started.process)


def refuse(server: socket.socket, asked: list[str], is_over: threading.Event) -> None:
    """Refuse every tunnel until it is over."""
    server.settimeout(0.1)
    while not is_over.is_set():
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        with connection:
            connection.settimeout(10)
            asked.append(connection.recv(4096).decode("latin-1"))
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")


def test_a_proxys_password_reaches_the_proxy_alone(engine: Engine, demo_files: DemoFiles) -> None:
    asked: list[str] = []
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=refuse, args=[server, asked, is_over], daemon=True)
        thread.start()
        proxy = f"http://mara:open%20sesame@127.0.0.1:{server.getsockname()[1]}"
        key = Secret(demo_files.key.read_text())
        engine.send(SignIn(job=1, key=key, domain="https://api.encord.com", proxy=Secret(proxy)))
        failed = engine.wait(Failed)
        is_over.set()
        thread.join(15)
    assert failed.sentence.code == "proxy"
    assert asked[0].startswith("CONNECT api.encord.com:443")
    assert base64.b64encode(b"mara:open sesame").decode() in asked[0]
    everything = repr(failed) + "".join(path.read_text() for path in paths.log_dir().iterdir())
    assert "sesame" not in everything
    assert base64.b64encode(b"mara:open sesame").decode() not in everything
    assert (paths.log_dir() / "engine.log").exists()
