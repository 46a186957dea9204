"""A proxy's address as it is typed: what is completed, what is refused, and how a password gets in."""

from __future__ import annotations

import pytest

from gui.errors import ProxyProblem
from gui.proxy import proxy_address


@pytest.mark.parametrize(
    ("address", "name", "password", "made"),
    [
        ("http://proxy.example:3128", "", "", "http://proxy.example:3128"),
        (" proxy.example:3128/ ", "", "ignored", "http://proxy.example:3128"),
        ("[::1]:3128", "mara", "", "http://mara@[::1]:3128"),
        ("10.0.0.1:80", "DOM\\mara", "p@s:s/wörd", "http://DOM%5Cmara:p%40s%3As%2Fw%C3%B6rd@10.0.0.1:80"),
    ],
)
def test_an_address_is_completed(address: str, name: str, password: str, made: str) -> None:
    assert proxy_address(address, name, password) == made


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("", "not the address"),
        ("proxy example:80", "not the address"),
        ("http://proxy.example:80/path", "not the address"),
        ("proxy.example:eighty", "not the address"),
        ("https://proxy.example:80", "must start with http://"),
        ("socks5://proxy.example:80", "must start with http://"),
        ("proxy.example", "port is missing"),
        ("mara:opensesame@proxy.example:80", "fields of their own"),
    ],
)
def test_what_is_no_address_is_refused_without_quoting_it(address: str, what: str) -> None:
    with pytest.raises(ProxyProblem) as refused:
        proxy_address(address)
    assert what in refused.value.sentence.what
    assert "opensesame" not in repr(refused.value.sentence)
