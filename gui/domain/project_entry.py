"""A project as the account's list shows it, before it is opened."""

from __future__ import annotations

import msgspec


class ProjectEntry(msgspec.Struct, frozen=True):
    """One project of the account."""

    project_hash: str
    title: str
    description: str = ""
