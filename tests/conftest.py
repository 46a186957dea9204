"""What holds for every test: a home of its own, no way out of this machine, no window left behind."""

import gc
import importlib.util
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

import keyring
import keyring.backends.fail
import pytest
from hypothesis import settings

pytest_plugins = ["tests.demo_fixtures"] if importlib.util.find_spec("tests.demo_fixtures") else []

LOCAL_NAMES = {"localhost", "", None}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--headed", action="store_true", help="show the windows instead of running offscreen")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


if "FUZZING_EXAMPLES" not in os.environ:  # made-up values are the same in every run; `make soak` makes up new ones
    settings.register_profile("same", derandomize=True, deadline=None)  # a busy machine is no failure
    settings.load_profile("same")


@pytest.fixture(autouse=True)
def isolated_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test and its processes; no key store, no proxy, no Encord variables."""
    return isolate(tmp_path / "home", monkeypatch)


def isolate(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make ``home`` the user's, as far as this process and its children can tell."""
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "EXPORTER_HOME": home / "exporter",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    for name in list(os.environ):
        if name.upper().startswith("ENCORD_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    return home


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """A connection or a name look-up that would leave this machine fails the test that tries it."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_remote(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_remote(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            refuse(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


def refuse_remote(connection: socket.socket, address: Any) -> None:
    if connection.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
        refuse(address)


def is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES:
        return True
    try:
        return ip_address(str(name)).is_loopback
    except ValueError:
        return False


def refuse(target: object) -> NoReturn:
    raise AssertionError(f"a test tried to reach {target!r}; only loopback is allowed")


@pytest.fixture(autouse=True)
def no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A Qt test must take down every top-level widget it made: leaks slow and disturb the tests after it."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("qapp")
    before = app.topLevelWidgets()
    yield
    gc.collect()
    app.sendPostedEvents(None, 52)  # QEvent.DeferredDelete, which no event loop has delivered yet
    left = [each for each in app.topLevelWidgets() if each.parent() is None and each not in before]
    assert not left, f"top-level widgets left behind: {left}"
