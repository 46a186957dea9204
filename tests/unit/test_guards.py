"""The guards of tests/conftest.py really guard: no way out of this machine, no real home, no key store."""

import os
import socket
import threading
from pathlib import Path

import keyring
import keyring.errors
import pytest
import requests


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "encord.example", b"encord.example"])
def test_no_name_is_looked_up_and_no_address_reached(host: str | bytes) -> None:
    with pytest.raises(AssertionError, match="only loopback"):
        socket.create_connection((host, 443), timeout=1)  # type: ignore[arg-type]


def test_an_address_that_needs_no_look_up_is_refused_too() -> None:
    with socket.socket() as connection, pytest.raises(AssertionError, match="only loopback"):
        connection.connect_ex(("192.0.2.1", 443))


def test_requests_cannot_get_around_it() -> None:
    with pytest.raises(AssertionError, match="only loopback"):
        requests.get("https://encord.example/", timeout=1)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = threading.Thread(target=lambda: server.accept()[0].close())
        answer.start()
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as connection:
            assert connection.recv(1) == b""
        answer.join()


def test_home_is_empty_and_this_tests_own(isolated_home: Path) -> None:
    assert Path.home() == isolated_home
    assert not [path for path in isolated_home.rglob("*") if path.is_file()]


def test_there_is_no_key_store() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.set_password("service", "name", "secret")


def test_nothing_of_the_developers_environment_reaches_a_test() -> None:
    names = [name.upper() for name in os.environ]
    assert not [name for name in names if name.startswith("ENCORD_") or name.endswith("_PROXY")]
