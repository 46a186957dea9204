"""Encord's regions: their addresses, their names, and which addresses may be typed by hand."""

from __future__ import annotations

from urllib.parse import urlsplit

from gui.errors import ConnectionProblem

EUROPE = "https://api.encord.com"
UNITED_STATES = "https://api.us.encord.com"
DEMO = "demo"
"""Stands for the demo's address in what is kept: its server has another one at every start."""

_APPS = {EUROPE: "https://app.encord.com", UNITED_STATES: "https://app.us.encord.com"}
_NAMES = {EUROPE: "Encord in Europe", UNITED_STATES: "Encord in the United States"}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def checked_domain(text: str) -> str:
    """``text`` as an address without a path; https only, plain http for this machine alone.

    Raises ``ConnectionProblem`` for anything else.
    """
    address = text.strip().rstrip("/")
    if "://" not in text:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:  # brackets without an address, or a port that is no number
        parts, host = urlsplit(""), None
    has_more = parts.username or parts.query or parts.fragment or parts.path.strip("/")
    if not host or has_more or any(map(str.isspace, host)) or parts.netloc.endswith(":"):
        raise ConnectionProblem(
            f"“{text.strip()}” is not the address of a server.",
            "An address looks like https://api.encord.com.",
            "Type the address again, or choose Europe or United States.",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise ConnectionProblem(
            "The address must start with https.",
            "Anything else could be read on its way.",
            "Type the address with https://.",
        )
    return f"{parts.scheme}://{parts.netloc}"


def name_of(domain: str) -> str:
    """What people call the server at ``domain``."""
    return _NAMES.get(domain) or (urlsplit(domain).hostname or domain)


def other_region(domain: str) -> str | None:
    """The other one of Encord's two regions, None for a custom address."""
    return {EUROPE: UNITED_STATES, UNITED_STATES: EUROPE}.get(domain)


def is_loopback(domain: str) -> bool:
    """Whether ``domain`` is on this machine, where no proxy may stand between."""
    return (urlsplit(domain).hostname or "") in _LOOPBACK


def kept_domain(domain: str) -> str:
    """``domain`` as it is kept on the disk, to be known again."""
    return DEMO if is_loopback(domain) else domain


def project_url(domain: str, project_hash: str) -> str | None:
    """The project's page in the browser; None for a custom address, whose pages are not known."""
    app = _APPS.get(domain)
    return f"{app}/projects/view/{project_hash}/summary" if app else None
