"""The proxy of this process: as the system says, none, or by hand; and what happens to its password."""

from __future__ import annotations

import base64
import logging
import os
import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from gui import logs
from gui.domain.regions import EUROPE
from gui.encord_api.client import prepare_network
from gui.errors import ProxyProblem
from gui.foreign.children import child_environment

PASSWORD = "p@ss:wörd"
BY_HAND = "http://mara:p%40ss%3Aw%C3%B6rd@127.0.0.1:{port}"


@pytest.fixture(autouse=True)
def system_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HTTPS_PROXY", "http://system.example:1")
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    yield
    prepare_network(EUROPE, "")


class Refusing:
    """A proxy on this machine that keeps what it is asked and refuses it."""

    def __init__(self) -> None:
        self.asked = ""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(10)
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.server.accept()
        with connection:
            connection.settimeout(10)
            while "\r\n\r\n" not in self.asked and (data := connection.recv(4096)):
                self.asked += data.decode("latin-1")
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")


def proxies(url: str = EUROPE) -> dict[str, str]:
    return dict(requests.utils.get_environ_proxies(url))


def test_a_proxy_by_hand_is_asked_with_name_and_password_and_no_log_has_them() -> None:
    proxy = Refusing()
    with proxy.server:
        prepare_network(EUROPE, BY_HAND.format(port=proxy.port))
        with pytest.raises(requests.exceptions.ProxyError) as refused:
            requests.get(EUROPE, timeout=10)
        proxy.thread.join(10)
    lines = proxy.asked.split("\r\n")
    assert lines[0].startswith("CONNECT api.encord.com:443")
    (credentials,) = [line.split("Basic ")[1] for line in lines if line.lower().startswith("proxy-authorization")]
    # requests sends what was percent-encoded as the octets of UTF-8, or of Latin-1 where that suffices.
    assert base64.b64decode(credentials) in (b"mara:" + PASSWORD.encode(form) for form in ("utf-8", "latin-1"))
    record = logging.LogRecord("x", logging.ERROR, "", 0, f"{refused.value} {PASSWORD} {os.environ}", None, None)
    line = logs.RedactingFormatter().format(record)
    assert PASSWORD not in line
    assert "p%40ss" not in line


def test_a_password_typed_here_reaches_no_child() -> None:
    prepare_network(EUROPE, BY_HAND.format(port=9))
    assert not [name for name, value in child_environment({}).items() if "p%40ss" in value]


def test_the_systems_own_proxy_reaches_a_child() -> None:
    assert child_environment({})["HTTPS_PROXY"] == "http://system.example:1"


def test_none_is_direct_and_the_system_comes_back() -> None:
    prepare_network(EUROPE, "none")
    assert proxies() == {}
    prepare_network(EUROPE, BY_HAND.format(port=9))
    assert proxies()["https"].endswith("@127.0.0.1:9")
    prepare_network(EUROPE, "")
    assert proxies()["https"] == "http://system.example:1"
    assert proxies("https://intranet.example") == {}


def test_asking_another_server_leaves_the_proxy_as_it_is() -> None:
    prepare_network(EUROPE, "none")
    prepare_network("https://api.us.encord.com", None)
    assert proxies() == {}


def test_this_machine_is_reached_directly_whatever_is_set() -> None:
    prepare_network("http://127.0.0.1:8000", BY_HAND.format(port=9))
    assert proxies("http://127.0.0.1:8000") == {}
    assert proxies("https://intranet.example") == {}
    assert proxies() != {}


def test_another_kind_of_proxy_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ProxyProblem):
        prepare_network(EUROPE, "socks5://127.0.0.1:9")
    assert proxies()["https"] == "http://system.example:1"
