"""Which prediction branch a run is published on."""

from __future__ import annotations

import msgspec


class BranchChoice(msgspec.Struct, frozen=True):
    """A branch by name, and whether one that exists is to lose the predictions that are on it."""

    name: str
    replace: bool = False
    active: str = ""
    """What Encord Active is asked afterwards: nothing, ``sync``, or to import the project in this mode
    (``encord.orm.active.ActiveProjectMode``)."""
