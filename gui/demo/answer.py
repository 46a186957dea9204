"""What the server answers: a status, a body, headers; and the JSON forms of both API versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

JSON = "application/json"
HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """An HTTP answer; a body that is an iterator is sent in pieces as it comes."""

    status: int
    body: bytes | Iterator[bytes] = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def v1_ok(response: Any) -> Answer:
    """The v1 envelope: HTTP 200 around the real status (``Querier._execute`` of the SDK)."""
    return Answer(200, orjson.dumps({"status": 200, "response": response}))


def v1_stream(entries: Iterator[bytes]) -> Answer:
    """The v1 envelope around a list whose entries come as JSON, one by one."""
    return Answer(200, _enveloped(entries))


def v1_error(status: int, name: str, payload: Any = None) -> Answer:
    """An error of v1: HTTP 200, the status and the error's name inside (``check_error_response`` of the SDK)."""
    return Answer(200, orjson.dumps({"status": status, "response": [name], "payload": payload}))


def v2_ok(value: Any) -> Answer:
    """An answer of v2: the value itself."""
    return Answer(200, orjson.dumps(value))


def v2_page(results: list[Any]) -> Answer:
    """A list of v2, on one page."""
    return v2_ok({"results": results, "nextPageToken": None})


def v2_error(status: int, message: str) -> Answer:
    """An error of v2: the status is HTTP's own (``handle_error_response`` of the SDK)."""
    return Answer(status, orjson.dumps({"message": message}))


def v2_malformed(where: str) -> Answer:
    """422 as FastAPI words it, for a value that is not a uuid."""
    detail = [{"type": "uuid_parsing", "loc": ["path", where], "msg": "Input should be a valid UUID"}]
    return Answer(422, orjson.dumps({"detail": detail}))


def server_error() -> Answer:
    """500 with JSON, as an API says that it failed inside."""
    return Answer(500, orjson.dumps({"message": "Internal server error"}))


def page(status: int, title: str, text: str) -> Answer:
    """A web page instead of an answer."""
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return Answer(status, html.encode(), HTML)


def _enveloped(entries: Iterator[bytes]) -> Iterator[bytes]:
    """About 64 kB a piece: enough to be quick, little enough for the first row to come soon."""
    piece = bytearray(b'{"status":200,"response":[')
    first = True
    for entry in entries:
        if not first:
            piece += b","
        first = False
        piece += entry
        if len(piece) > 1 << 16:
            yield bytes(piece)
            piece.clear()
    piece += b"]}"
    yield bytes(piece)
