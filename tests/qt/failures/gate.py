"""A gate before the demo server: open, it hands everything on; closed, nobody listens at its address."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from urllib.parse import urlsplit


class Gate:
    """One address on loopback for the whole test, whether or not the server can be reached through it.

    The address is bound from beginning to end by a socket that never listens: while the gate is closed, connections are
    refused, and no other program gets the port.
    """

    def __init__(self, url: str) -> None:
        self._target = ("127.0.0.1", urlsplit(url).port or 80)
        self._reservation = socket.socket()
        if sys.platform == "linux":  # elsewhere a second socket may not listen at an address that is bound
            self._reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reservation.bind(("127.0.0.1", 0))
        self._port = self._reservation.getsockname()[1]
        if sys.platform != "linux":
            self._reservation.close()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._is_open = False
        self.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Let everybody through."""
        if self._is_open:
            return
        self._listener = socket.create_server(("127.0.0.1", self._port), backlog=64)
        self._is_open = True
        self._begin(self._accept, self._listener)

    def close(self) -> None:
        """Nobody listens any more, and what was open is cut."""
        self._is_open = False
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in list(self._connections):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close, and wait for every thread."""
        self.close()
        self._reservation.close()
        for thread in self._threads:
            thread.join(10)

    def _begin(self, work: object, *of: socket.socket) -> None:
        thread = threading.Thread(target=work, args=of, daemon=True)  # type: ignore[arg-type]
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target, timeout=30)
                far.settimeout(None)
                self._connections |= {near, far}
                self._begin(self._hand_on, near, far)
                self._begin(self._hand_on, far, near)

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            self._connections.discard(each)
