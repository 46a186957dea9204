"""The way to Encord's server, shut for a script: every attempt is refused, remembered, and fails its row.

Part of the host process: only the standard library. The host has no key, so that a script cannot save anything
with what it is given. A script may bring a key of its own: against that an audit hook (``sys.addaudithook``),
which nothing can take away again, refuses connections that the SDK opens and connections to Encord's servers.
It keeps scripts from saving by mistake; it is no prison for one that means harm (docs/decisions/0010).
"""

import sys
from collections.abc import Callable, Collection
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

ENCORD_SERVERS = ("https://api.encord.com", "https://api.us.encord.com")
"""Where the SDK's requests go unless a private domain is set (``encord.configs``)."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", ""})

Place = tuple[str, int | None]


class ServerWantedError(Exception):
    """The script wants something from Encord's server that it cannot have here."""


class Guard:
    """Refuses what a script wants from the server; ``attempts`` says what, with the script's line."""

    def __init__(self, script: str, servers: Collection[str]) -> None:
        """``script``: the file name its code is compiled with; ``servers``: addresses (URLs) that are shut."""
        self.attempts: list[tuple[str, int | None]] = []
        self._script = script
        self._servers = {_place(address) for address in servers}
        self._links: set[tuple[Place, str]] = set()
        self.heard: dict[str, Callable[..., None]] = {
            "socket.getaddrinfo": lambda host, port, *_: self._check_connection(host, port),
            "socket.gethostbyname": lambda host: self._check_connection(host, None),
            "socket.connect": lambda _, address: self._check_address(address),
            "http.client.send": self._check_request,
        }

    def begin_row(self) -> None:
        """Forget the attempts and the links of the row before."""
        self.attempts.clear()
        self._links.clear()

    def watch(self) -> None:
        """Begin; there is no way to end it."""
        sys.addaudithook(self.hear)

    def refuse(self, what: str) -> NoReturn:
        """Remember that the script wants ``what`` and raise ServerWantedError."""
        self.attempts.append((what, line_of(sys._getframe(), self._script)))
        raise ServerWantedError(f"{what} is not possible here: there is no connection to Encord's server.")

    def allow(self, link: str) -> None:
        """Let a signed link through that was given to the script, should it lead to one of the shut servers."""
        self._links.add((_place(link), _target(link)))

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at one event of Python's audit (the names and arguments are listed in its documentation)."""
        check = self.heard.get(event)
        if check is not None:
            check(*arguments)

    def _check_address(self, address: Any) -> None:
        if isinstance(address, tuple):  # else a socket in the file system
            self._check_connection(address[0], address[1])

    def _check_connection(self, host: Any, port: Any) -> None:
        call = _sdk_call(sys._getframe())
        if call is not None:
            self.refuse(call)
        place = _normal(host, port)
        if not self._is_shut(place):
            return
        if not any(_meet(place, known) for known, _ in self._links) or not _through_http(sys._getframe()):
            self.refuse(f"a connection to {place[0]}")

    def _check_request(self, connection: Any, data: Any) -> None:
        """Look at the request line of an HTTP request: to a shut server only links that were given may go."""
        line = bytes(data[:8192]).split(b"\r\n", 1)[0].decode("latin-1") if isinstance(data, bytes) else ""
        method, _, rest = line.partition(" ")
        target, _, version = rest.rpartition(" ")
        if not version.startswith("HTTP/"):
            return  # the body of a request whose first line was looked at
        place = _normal(connection.host, connection.port)
        if method == "CONNECT":
            place, target = _place(f"//{target}"), ""
        elif "://" in target:  # as a proxy is asked
            place, target = _place(target), _target(target)
        if self._is_shut(place) and not self._was_given(place, method, target):
            self.refuse(f"a request to {place[0]}")

    def _was_given(self, place: Place, method: str, target: str) -> bool:
        if method == "CONNECT":
            return any(_meet(place, known) for known, _ in self._links)
        return method in ("GET", "HEAD") and any(_meet(place, known) and target == link for known, link in self._links)

    def _is_shut(self, place: Place) -> bool:
        return any(_meet(place, server) for server in self._servers)


def line_of(frame: FrameType | None, script: str) -> int | None:
    """The innermost line of ``script`` that ``frame`` was called from."""
    while frame is not None:
        if frame.f_code.co_filename == script:
            return frame.f_lineno
        frame = frame.f_back
    return None


def _place(address: str) -> Place:
    parts = urlsplit(address if "//" in address else f"//{address}")
    default = {"https": 443, "http": 80}.get(parts.scheme)
    return _normal(parts.hostname or "", parts.port or default)


def _target(address: str) -> str:
    """Path and query, as a request line names them."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _normal(host: Any, port: Any) -> Place:
    name = host.decode("latin-1") if isinstance(host, bytes) else str(host or "")
    name = name.lower().strip("[]").rstrip(".")
    number = int(port) if isinstance(port, int) or (isinstance(port, str) and port.isdigit()) else None
    return ("localhost" if name in _THIS_MACHINE else name), number


def _meet(place: Place, server: Place) -> bool:
    """Whether both mean the same server: on this machine ports tell them apart, elsewhere the name decides."""
    if place[0] != server[0]:
        return False
    return place[0] != "localhost" or None in (place[1], server[1]) or place[1] == server[1]


def _sdk_call(frame: FrameType | None) -> str | None:
    """The SDK's function that the script called and that leads here, None when the SDK is not involved."""
    found = None
    while frame is not None:
        if str(frame.f_globals.get("__name__")).split(".")[0] == "encord":
            found = getattr(frame.f_code, "co_qualname", frame.f_code.co_name)
        frame = frame.f_back
    return found


def _through_http(frame: FrameType | None) -> bool:
    """Whether ``http.client``, whose requests are looked at, opens this connection."""
    while frame is not None:
        if isinstance(frame.f_locals.get("self"), _http_connection()):
            return True
        frame = frame.f_back
    return False


def _http_connection() -> type:
    from http.client import HTTPConnection

    return HTTPConnection
