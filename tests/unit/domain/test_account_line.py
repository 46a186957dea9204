"""The two lines below the rail."""

from __future__ import annotations

import pytest

from gui.domain.account_line import account_line
from gui.domain.steps import Situation


@pytest.mark.parametrize(
    ("now", "failure", "said"),
    [
        (Situation(), "", "No data sent yet"),
        (Situation(signing_in=True, has_asked_encord=True), "", "Signing in…"),
        (Situation(has_asked_encord=True), "key_refused", "The key was refused"),
        (Situation(has_asked_encord=True), "connection", "Encord was not reached"),
        (Situation(has_asked_encord=True), "server", "Signing in failed"),
        (Situation(), "key", "The key cannot be used"),
        (Situation(has_asked_encord=True), "", "Signed out"),
    ],
)
def test_without_an_account_it_says_what_became_of_the_last_try(now: Situation, failure: str, said: str) -> None:
    assert account_line(now, is_demo=False, fingerprint="", failure=failure) == ("Not signed in", said)


def test_who_is_signed_in_is_told_by_the_key() -> None:
    now = Situation(signed_in=True, has_asked_encord=True)
    assert account_line(now, is_demo=False, fingerprint="7F:2C:91", failure="") == ("Signed in", "Key ends in 7F:2C:91")
    assert account_line(now, is_demo=True, fingerprint="7F:2C:91", failure="") == ("Demo", "All on this computer")
