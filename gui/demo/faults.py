"""Misbehaviour the server can be told to show, for tests of what the app does then."""

from __future__ import annotations

import threading
from typing import Literal

import msgspec

Request = Literal["project", "list", "labels", "create", "save", "media", "other"]
"""What a request is for: reading the project, listing rows, reading labels, creating rows, saving, a picture."""

FaultKind = Literal[
    "latency",  # wait latency_ms before answering
    "silent",  # accept and never answer
    "reset",  # cut the connection in the middle of the body
    "truncated",  # a body that ends too early, with a length that says it is whole
    "dripping",  # a body that comes one byte at a time, latency_ms apart
    "lost_answer",  # do what was asked, then cut the connection without a word
    "sign_in_page",  # 200 with the HTML of a network's sign-in page
    "error_page",  # 502 with the HTML of a proxy
    "server_error",  # 500 with JSON
    "rate_limit",  # 429 with Retry-After
    "too_large",  # 413 with JSON
    "proxy_password",  # 407
    "key_revoked",  # the key is unknown from now on
    "poisoned_row",  # 500 for every request for labels that holds label_hash
    "missing_row",  # label_hash is left out of every answer: deleted since it was listed
    "label_limit",  # more than `limit` rows in one request are refused
    "expired_links",  # links to media are refused with 403
]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One misbehaviour: what, for which requests, after how many good ones, and how often.

    ``on`` is a kind of request, or "any". ``after`` requests of that kind are answered well first; then
    ``count`` of them fail (None: all that follow).
    """

    kind: FaultKind
    on: Request | Literal["any"] = "any"
    after: int = 0
    count: int | None = None
    latency_ms: float = 0.0
    retry_after: float = 1.0
    label_hash: str = ""
    limit: int = 1000


class Faults:
    """The faults in force, and how many requests each has seen. Safe to use from several threads."""

    def __init__(self) -> None:
        """No faults."""
        self._lock = threading.Lock()
        self._active: list[tuple[Fault, list[int]]] = []

    def set(self, *faults: Fault) -> None:
        """Replace the faults in force; none of them has seen a request yet."""
        with self._lock:
            self._active = [(fault, [0]) for fault in faults]

    def clear(self) -> None:
        """Behave well again."""
        self.set()

    def seen(self) -> int:
        """How many requests one of the faults in force was meant for, those before it struck included."""
        with self._lock:
            return max((seen[0] for _, seen in self._active), default=0)

    def strike(self, request: Request) -> list[Fault]:
        """The faults that hit this request; counts it for each fault that is meant for its kind."""
        struck = []
        with self._lock:
            for fault, seen in self._active:
                if fault.on not in ("any", request):
                    continue
                seen[0] += 1
                past = seen[0] - fault.after
                if past > 0 and (fault.count is None or past <= fault.count):
                    struck.append(fault)
        return struck
