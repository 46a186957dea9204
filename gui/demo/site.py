"""Everything the server knows: who may ask, the projects, what was written, and the faults in force."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gui.demo.faults import Faults
from gui.demo.pictures import PictureStore
from gui.demo.project import Project, Unit
from gui.demo.record import Record

LINK_SECONDS = 3600
"""How long a link to a picture can be followed."""

OWNER = "mara@riverside-fruit.example"
"""Whose key it is."""


@dataclass
class Site:
    """One server's state. Request threads share it; what changes has locks of its own."""

    projects: dict[str, Project]
    """By project hash, in the order they are listed in."""
    keys: set[str]
    """Public keys (hexadecimal) of the account."""
    pictures: PictureStore
    url: str = ""
    """``http://127.0.0.1:PORT``, known once the server listens."""
    record: Record = field(default_factory=Record)
    faults: Faults = field(default_factory=Faults)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the server goes down; whoever waits on purpose stops waiting."""
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def link(self, unit: Unit) -> str:
        """A link to the unit's picture or video that needs no key, as a signed URL of a cloud store."""
        expires = int(time.time()) + LINK_SECONDS
        return f"{self.url}/media/{unit.hash}?expires={expires}&signature={self._signature(unit.hash, expires)}"

    def link_holds(self, unit_hash: str, expires: str, signature: str) -> bool:
        """Whether a link was made here and is not too old."""
        if not expires.isdecimal() or int(expires) < time.time():
            return False
        return hmac.compare_digest(signature, self._signature(unit_hash, int(expires)))

    def _signature(self, unit_hash: str, expires: int) -> str:
        return hmac.new(self._secret, f"{unit_hash}/{expires}".encode(), hashlib.sha256).hexdigest()


def now() -> str:
    """This moment as Encord writes it (UTC)."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def is_uuid(text: str) -> bool:
    """Whether the API would take this for a hash."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
