"""When one of Encord's regions refuses a key, asks the other one, and says which of the two knows it."""

from __future__ import annotations

from gui.domain.regions import name_of, other_region
from gui.encord_api.client import sign_in
from gui.encord_api.keys import PrivateKey
from gui.encord_api.patience import Stop
from gui.errors import ExpectedFailure, KeyRefused

KNOWN_ELSEWHERE = "HTTP 401; the other region accepts the key"
"""The detail of the failure by which the window tells that switching the region will do."""


def who_knows(key: PrivateKey, domain: str, refused: KeyRefused, stop: Stop) -> KeyRefused:
    """``refused`` with what the other region says; as it was for a custom address. Raises ``Cancelled``."""
    other = other_region(domain)
    if other is None:
        return refused
    try:
        sign_in(key, other).projects(stop)
    except KeyRefused:
        return KeyRefused(
            f"Neither {name_of(domain)} nor {name_of(other)} knows this key.",
            "It may have been removed from the account, or was never added to it.",
            "Add the key in Encord under Settings, Public keys, or choose another key.",
            refused.sentence.detail,
        )
    except ExpectedFailure:  # the other region cannot be asked just now: what the first one said stands
        return refused
    return KeyRefused(
        f"{name_of(domain)} does not know this key.",
        f"{name_of(other)} does. Your project is most likely there.",
        f"Choose {name_of(other)} (--domain {other}).",
        KNOWN_ELSEWHERE,
    )
