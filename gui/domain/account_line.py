"""The two lines below the rail: who is signed in, or what became of the last try."""

from __future__ import annotations

from gui.domain.steps import Situation

_FAILED = {
    "key": "The key cannot be used",
    "key_store": "The key cannot be fetched",
    "key_refused": "The key was refused",
    "connection": "Encord was not reached",
    "proxy": "The proxy was not passed",
    "certificate": "The server is not trusted",
}
"""Code of a failure → the line; others are said in general."""


def account_line(now: Situation, *, is_demo: bool, fingerprint: str, failure: str) -> tuple[str, str]:
    """``failure`` is the code of what stands on the Connect page, ``fingerprint`` the end of the accepted key's."""
    if is_demo:
        return "Demo", "All on this computer"
    if now.signed_in:
        return "Signed in", f"Key ends in {fingerprint}"
    if now.signing_in:
        return "Not signed in", "Signing in…"
    if failure:
        return "Not signed in", _FAILED.get(failure, "Signing in failed")
    return "Not signed in", "Signed out" if now.has_asked_encord else "No data sent yet"
