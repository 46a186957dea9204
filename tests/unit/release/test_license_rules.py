"""A licence that asks for the whole app is refused, whatever it hides behind."""

from __future__ import annotations

import pytest

from license_rules import refusal


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "LGPL-3.0-only",
        "MPL-2.0 AND (Apache-2.0 OR MIT)",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "FTL OR GPL-2.0-only",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        "GPL-2.0-or-later WITH Bootloader-exception",
        "LicenseRef-public-domain",
    ],
)
def test_a_part_may_have_this(expression: str) -> None:
    assert refusal(expression) == ""


@pytest.mark.parametrize(
    "expression",
    [
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "MIT AND GPL-2.0-only",
        "(MIT OR Apache-2.0) AND GPL-2.0-only",
        "GPL-2.0-only OR AGPL-3.0-only",
        "GPL-2.0-only WITH Font-exception-2.0",
    ],
)
def test_the_whole_app_would_be_theirs(expression: str) -> None:
    assert "whole app" in refusal(expression)


@pytest.mark.parametrize("expression", ["", "Apache Software License", "MIT AND", "Do what you like"])
def test_what_is_no_licence_is_refused(expression: str) -> None:
    assert refusal(expression) != ""
    assert "whole app" not in refusal(expression)
