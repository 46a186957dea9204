"""Checks that a tag, the version and the changelog agree, and gives out the changelog's part for the release.

    python packaging/release_notes.py v1.2.0 > notes.md

Without a tag it checks the version alone. Exit code 1 and one sentence when something does not fit.
"""

from __future__ import annotations

import re
import sys

from built_app import ROOT, version


class NotReady(Exception):
    """Version, tag and changelog do not agree; the message says which."""


def notes(changelog: str, version: str, tag: str = "") -> str:
    """The part of ``changelog`` under ``## version``. Raises `NotReady`."""
    if tag and tag != f"v{version}":
        raise NotReady(f"The tag is {tag}, but gui/__init__.py says {version}.")
    heading = re.search(rf"^## {re.escape(version)}(?: – \d{{4}}-\d{{2}}-\d{{2}})?$", changelog, re.MULTILINE)
    if heading is None:
        raise NotReady(f"CHANGELOG.md has no part “## {version} – YYYY-MM-DD”.")
    rest = changelog[heading.end() :]
    following = re.search(r"^## ", rest, re.MULTILINE)
    part = rest[: following.start() if following else None].strip()
    if not part:
        raise NotReady(f"CHANGELOG.md says nothing about {version}.")
    return part + "\n"


def main() -> int:
    """Print the notes; returns the exit code."""
    tag = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version(), tag))
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
