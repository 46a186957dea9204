"""The address of a proxy as the user gives it by hand: checked, and put together with name and password."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, urlsplit

from gui.errors import ProxyProblem

ProxyMode = Literal["system", "none", "manual"]
"""As the system says, none at all, or by hand."""

_EXAMPLE = "It looks like http://proxy.example.com:8080."


def proxy_address(address: str, name: str = "", password: str = "") -> str:
    """``http://name:password@host:port``, name and password percent-encoded.

    Raises ``ProxyProblem`` when ``address`` is none; what it says holds no password, even one typed in there.
    """
    text = address.strip().rstrip("/")
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number
        host, port = None, None
    if not host or " " in text or parts.path or parts.query or parts.fragment:
        raise ProxyProblem("This is not the address of a proxy.", _EXAMPLE, "Type host and port.")
    if parts.scheme != "http":
        raise ProxyProblem("The proxy's address must start with http://.", _EXAMPLE, "Type it as http://name:port.")
    if "@" in parts.netloc:
        raise ProxyProblem("Name and password have fields of their own.", _EXAMPLE, "Take them out of the address.")
    if port is None:
        raise ProxyProblem("The proxy's port is missing.", _EXAMPLE, "Add it after a colon, such as :8080.")
    if not name:
        return f"http://{parts.netloc}"
    secret = f":{quote(password, safe='')}" if password else ""
    return f"http://{quote(name, safe='')}{secret}@{parts.netloc}"
