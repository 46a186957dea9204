"""The HTTP side: a threading server on loopback that sends answers, and shows faults of the connection."""

from __future__ import annotations

import socket
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gui.demo.answer import JSON, Answer
from gui.demo.auth import new_key, private_pem, public_hex
from gui.demo.faults import Fault, FaultKind, Faults
from gui.demo.pictures import PictureStore
from gui.demo.project import Project
from gui.demo.record import Write
from gui.demo.respond import HttpRequest, respond
from gui.demo.scenario import Scenario, build_projects
from gui.demo.site import Site

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER on, zero seconds: closing resets the connection instead of ending it politely."""


class DemoServer:
    """A demo server in a thread of this process. Use it as a context manager, or ``start`` and ``stop`` it."""

    def __init__(
        self,
        scenario: Scenario | None = None,
        *,
        pictures: Path | None = None,
        key: Ed25519PrivateKey | None = None,
    ) -> None:
        """Get ready; nothing listens yet.

        ``pictures``: a folder for painted pictures that outlives the server (else one of its own).
        ``key``: the account's key (else a new one).
        """
        self._folder = tempfile.TemporaryDirectory(prefix="demo-") if pictures is None else None
        self._key = key or new_key()
        self.projects: list[Project] = build_projects(scenario or Scenario())
        store = PictureStore(Path(self._folder.name) if self._folder else pictures or Path())
        self.site = Site({p.hash: p for p in self.projects}, {public_hex(self._key)}, store)
        self._http: _HttpServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``: what goes where the API's domain goes."""
        return self.site.url

    @property
    def project(self) -> Project:
        """The project that is meant when none is named."""
        return self.projects[0]

    @property
    def project_hash(self) -> str:
        """Its hash."""
        return self.project.hash

    def project_titled(self, title: str) -> Project:
        """The project of that title. Raises StopIteration when there is none."""
        return next(project for project in self.projects if project.title == title)

    @property
    def private_key_pem(self) -> str:
        """The account's key as a user has it in a file."""
        return private_pem(self._key)

    @property
    def writes(self) -> list[Write]:
        """Everything clients wrote, in order."""
        return self.site.record.all()

    @property
    def faults(self) -> Faults:
        """Misbehaviour: ``server.faults.set(Fault(...))``."""
        return self.site.faults

    @property
    def crashes(self) -> list[BaseException]:
        """What went wrong in the server itself without being asked to."""
        return self._http.crashes if self._http else []

    def start(self) -> DemoServer:
        """Listen on a free port of 127.0.0.1."""
        self._http = _HttpServer(self.site)
        self.site.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="demo-server")
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening, cut every connection, remove the server's own folder. May be called twice."""
        if self._http is not None and self._thread is not None:
            self.site.stopping.set()
            self._http.shutdown()
            self._http.cut_all()
            self._http.server_close()
            self._thread.join()
            self._thread = None
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> DemoServer:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


class _HttpServer(ThreadingHTTPServer):
    """Listens on loopback alone; knows its connections, so that it can cut those that wait on purpose."""

    request_queue_size = 128
    daemon_threads = False  # joined when the server closes: no thread outlives its test

    def __init__(self, site: Site) -> None:
        self.site = site
        self.crashes: list[BaseException] = []
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, which can take seconds."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, and serve it in a thread."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection, and close it."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def cut_all(self) -> None:
        """End every open connection; whoever reads from one wakes up."""
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # gone already

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no crash; everything else is, and is kept for whoever asks."""
        problem = sys.exception()
        if problem is not None and not isinstance(problem, ConnectionError):
            self.crashes.append(problem)
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, sends answers."""

    server: _HttpServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout: ClassVar[float | None] = 120

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: addresses of requests are of no use, and standard error is not ours."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer, faults = respond(self.server.site, HttpRequest(self.command, self.path, dict(self.headers), body))
        by_kind: dict[FaultKind, Fault] = {fault.kind: fault for fault in faults}
        stopping = self.server.site.stopping
        if "silent" in by_kind:
            stopping.wait()
            self.close_connection = True
            return
        if "latency" in by_kind:
            stopping.wait(by_kind["latency"].latency_ms / 1000)
        if by_kind.keys() & {"lost_answer", "reset", "truncated", "dripping"}:
            self._send_badly(answer, by_kind)
        else:
            self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 the names http.server looks for

    def _send(self, answer: Answer) -> None:
        zipped = answer.content_type == JSON and "gzip" in self.headers.get("Accept-Encoding", "")
        if isinstance(answer.body, bytes):
            zipped = zipped and len(answer.body) > 1024
            body = b"".join(_gzip([answer.body])) if zipped else answer.body
            self._send_head(answer, zipped, length=len(body))
            self.wfile.write(body)
            return
        self._send_head(answer, zipped, length=None)
        for piece in _gzip(answer.body) if zipped else answer.body:
            if piece:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def _send_head(self, answer: Answer, zipped: bool, length: int | None) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send_badly(self, answer: Answer, faults: dict[FaultKind, Fault]) -> None:
        body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
        half = body[: len(body) // 2]
        if "truncated" in faults:
            self._send_head(answer, zipped=False, length=len(half))
            self.wfile.write(half)
        elif "dripping" in faults:
            self._send_head(answer, zipped=False, length=len(body))
            self._drip(body, faults["dripping"].latency_ms / 1000)
        else:
            if "reset" in faults:
                self._send_head(answer, zipped=False, length=len(body))
                self.wfile.write(half)
            self._cut()

    def _drip(self, body: bytes, pause: float) -> None:
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.site.stopping.wait(pause):
                break

    def _cut(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        socket.close(self.connection.detach())


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress quickly; each piece can be read as soon as it has come."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
