"""A release is made only when tag, version and changelog agree."""

from __future__ import annotations

import pytest

from release_notes import NotReady, notes

CHANGELOG = """# Changelog

## Unreleased

## 1.1.0 – 2026-11-30

### Added
- Something.

## 1.1.0rc1

## 1.0.0 – 2026-10-01
- The first.
"""


def test_the_part_of_the_version_is_given_out() -> None:
    assert notes(CHANGELOG, "1.1.0", "v1.1.0") == "### Added\n- Something.\n"
    assert notes(CHANGELOG, "1.0.0") == "- The first.\n"


@pytest.mark.parametrize(
    ("version", "tag", "why"),
    [
        ("1.1.0", "v1.1.1", "tag is v1.1.1"),
        ("1.1.0", "1.1.0", "tag is 1.1.0"),
        ("1.2.0", "v1.2.0", "has no part"),
        ("1.1.0rc1", "", "says nothing"),
    ],
)
def test_what_does_not_agree_is_said(version: str, tag: str, why: str) -> None:
    with pytest.raises(NotReady, match=why):
        notes(CHANGELOG, version, tag)
