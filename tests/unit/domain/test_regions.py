"""Addresses of servers: https only, plain http for this machine alone."""

import pytest

from gui.domain.regions import (
    EUROPE,
    UNITED_STATES,
    checked_domain,
    is_loopback,
    name_of,
    other_region,
    project_url,
)
from gui.errors import ConnectionProblem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://api.encord.com/", EUROPE),
        (" api.us.encord.com ", UNITED_STATES),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("https://encord.example:8443", "https://encord.example:8443"),
    ],
)
def test_addresses_are_understood(typed: str, meant: str) -> None:
    assert checked_domain(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "http://api.encord.com", "ftp://api.encord.com", "https://user:secret@api.encord.com",
        "https://api.encord.com/path", "https://api.encord.com?x=1", "https://host:port", "http://127.0.0.1.example",
        "https://", "https:", "https://a b", "//",
    ],
)  # fmt: skip
def test_everything_else_is_refused(typed: str) -> None:
    with pytest.raises(ConnectionProblem):
        checked_domain(typed)


def test_names_and_pages() -> None:
    assert name_of(EUROPE) == "Encord in Europe"
    assert name_of("https://encord.example") == "encord.example"
    assert other_region(EUROPE) == UNITED_STATES
    assert other_region("https://encord.example") is None
    assert project_url(UNITED_STATES, "abc") == "https://app.us.encord.com/projects/view/abc/summary"
    assert project_url("http://127.0.0.1:1", "abc") is None
    assert is_loopback("http://[::1]:80") and not is_loopback(EUROPE)
