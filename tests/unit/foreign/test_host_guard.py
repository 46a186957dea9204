"""The guard, asked directly: Python does not trace audit hooks. Real processes are in test_script_cannot_save.py."""

import http.client
from typing import Any

import pytest

from gui.foreign.host_guard import ENCORD_SERVERS, Guard, ServerWantedError, line_of


class Connection(http.client.HTTPConnection):
    """Connects and sends as far as a guard lets it, but never opens a socket."""

    def __init__(self, guard: Guard, host: str, port: int) -> None:
        super().__init__(host, port)
        self._guard = guard

    def connect(self) -> None:
        self._guard.hear("socket.getaddrinfo", (self.host, self.port, 0, 1, 0))
        self._guard.hear("socket.connect", (None, (self.host, self.port)))

    def send(self, data: Any) -> None:
        self._guard.hear("http.client.send", (self, data))

    def ask(self, line: str, *more: Any) -> None:
        self.send(f"{line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for data in more:
            self.send(data)


@pytest.fixture
def guard() -> Guard:
    return Guard(__file__, (*ENCORD_SERVERS, "https://api.private.example", "http://127.0.0.1:8123"))


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.getaddrinfo", ("api.encord.com", 443, 0, 1, 0)),
        ("socket.getaddrinfo", (b"API.encord.com.", "443", 0, 1, 0)),
        ("socket.getaddrinfo", ("api.us.encord.com", None, 0, 1, 0)),
        ("socket.getaddrinfo", ("api.private.example", 8443, 0, 1, 0)),
        ("socket.gethostbyname", ("api.encord.com",)),
        ("socket.connect", (None, ("127.0.0.1", 8123))),
        ("socket.connect", (None, ("::1", 8123, 0, 0))),
        ("socket.getaddrinfo", ("localhost", "8123", 0, 1, 0)),
        ("socket.getaddrinfo", ("localhost", "http-alt", 0, 1, 0)),
    ],
)
def test_the_servers_are_shut_under_all_their_names(guard: Guard, event: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ServerWantedError, match="no connection to Encord's server"):
        guard.hear(event, arguments)
    ((what, line),) = guard.attempts
    assert what.startswith("a connection to ")
    assert line is not None, "the line in this file, which stands for the script"


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.getaddrinfo", ("storage.example", 443, 0, 1, 0)),
        ("socket.getaddrinfo", ("notapi.encord.com.example", 443, 0, 1, 0)),
        ("socket.getaddrinfo", (None, 80, 0, 1, 0)),
        ("socket.connect", (None, ("127.0.0.1", 9000))),
        ("socket.connect", (None, "/tmp/socket")),
        ("open", ("file", "r", 0)),
        ("http.client.connect", (None, "api.encord.com", 443)),
    ],
)
def test_everything_else_is_open(guard: Guard, event: str, arguments: tuple[Any, ...]) -> None:
    guard.hear(event, arguments)
    assert guard.attempts == []


def test_the_sdk_reaches_no_server_at_all(guard: Guard) -> None:
    namespace: dict[str, Any] = {"__name__": "encord.http.querier", "guard": guard}
    exec("def execute():\n    guard.hear('socket.getaddrinfo', ('anything.example', 443, 0, 1, 0))", namespace)
    with pytest.raises(ServerWantedError):
        namespace["execute"]()
    assert guard.attempts[0][0] == "execute"


def test_a_link_opens_its_own_path_and_no_other(guard: Guard) -> None:
    guard.allow("http://127.0.0.1:8123/media/a.jpg?signature=1")
    connection = Connection(guard, "localhost", 8123)
    connection.connect()
    connection.ask("GET /media/a.jpg?signature=1")
    connection.ask("HEAD /media/a.jpg?signature=1")
    for line in ("GET /media/a.jpg?signature=2", "GET /media/a.jpg", "PUT /media/a.jpg?signature=1", "POST /public"):
        with pytest.raises(ServerWantedError):
            connection.ask(line)
    with pytest.raises(ServerWantedError):
        Connection(guard, "api.encord.com", 443).connect()
    assert len(guard.attempts) == 5


def test_a_link_opens_nothing_for_a_bare_socket(guard: Guard) -> None:
    guard.allow("http://127.0.0.1:8123/media/a.jpg")
    with pytest.raises(ServerWantedError):
        guard.hear("socket.connect", (None, ("127.0.0.1", 8123)))


def test_links_and_attempts_belong_to_one_row(guard: Guard) -> None:
    guard.allow("http://127.0.0.1:8123/media/a.jpg")
    with pytest.raises(ServerWantedError):
        guard.refuse("label_row.save")
    guard.begin_row()
    assert guard.attempts == []
    with pytest.raises(ServerWantedError):
        Connection(guard, "127.0.0.1", 8123).connect()


@pytest.mark.parametrize(
    "line",
    ["CONNECT api.encord.com:443", "GET http://api.encord.com/v2/projects", "PUT http://api.private.example:80/public"],
)
def test_a_proxy_is_no_way_around(guard: Guard, line: str) -> None:
    with pytest.raises(ServerWantedError, match="a request to api"):
        Connection(guard, "proxy.example", 3128).ask(line)


def test_a_link_may_go_through_a_proxy(guard: Guard) -> None:
    guard.allow("https://api.private.example/media/a.jpg")
    guard.allow("http://127.0.0.1:8123/media/a.jpg?x=1")
    proxy = Connection(guard, "proxy.example", 3128)
    proxy.ask("CONNECT api.private.example:443")
    proxy.ask("GET http://127.0.0.1:8123/media/a.jpg?x=1")
    proxy.ask("CONNECT storage.example:443")
    with pytest.raises(ServerWantedError):
        proxy.ask("GET http://127.0.0.1:8123/media/a.jpg")
    with pytest.raises(ServerWantedError):
        proxy.ask("CONNECT api.encord.com:443")


def test_bodies_are_no_requests(guard: Guard) -> None:
    guard.allow("http://127.0.0.1:8123/a")
    Connection(guard, "127.0.0.1", 8123).ask("GET /a", b'{"labels": []}', iter([b"x"]), b"\xff\xfe")
    assert guard.attempts == []


def test_no_line_is_named_outside_the_script() -> None:
    assert line_of(None, "script.py") is None
    guard = Guard("elsewhere.py", ())
    with pytest.raises(ServerWantedError):
        guard.refuse("anything")
    assert guard.attempts == [("anything", None)]
