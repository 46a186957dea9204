"""The title, the sentence under it and the line of the key, for each state of the Connect page."""

from __future__ import annotations

from gui.errors import Sentence
from gui.protocol.events import SignedIn
from gui.qt.session.jobs import Job
from gui.qt.session.remembered import ENTRIES, Remembered
from gui.qt.session.session import Session


def heading(session: Session, failure: Sentence | None, *, has_key: bool) -> tuple[str, str]:
    """Title and muted sentence."""
    if session.project is not None:
        if session.is_demo:
            return "The demo project is open", "Everything works as with your own, and nothing leaves this computer."
        return f"{session.project.title} is open", "Choose another project below, or go on to its rows."
    if session.is_running(Job.SIGN_IN):
        return "Connect to your project", "Asking whether the key is known."
    if session.account is not None:
        return "Connect to your project", "The key is accepted. Choose the project your model was run on."
    if session.wants_passphrase:
        return "Connect to your project", "This key is protected by a passphrase."
    if failure is not None:
        fine = failure.code not in ("key", "passphrase")
        return (
            "Connect to your project",
            "The key file is fine. One thing is left to settle."
            if fine and has_key
            else ("One thing is left to settle."),
        )
    if has_key:
        return "Connect to your project", "Your key is at hand. Your labels are only read, never changed."
    return (
        "Turn predictions into a file Encord Active can evaluate",
        "Five steps, about five minutes. Your labels are only read, never changed.",
    )


def accepted(account: SignedIn, remembered: Remembered, not_remembered: str) -> str:
    """The line of a key that the server knows; ``not_remembered`` says why the key store did not take it."""
    parts = [f"Ed25519 key. Fingerprint ends in {account.fingerprint}", not_remembered]
    is_kept = any(remembered.is_kept(entry) for entry in ENTRIES)
    if is_kept and remembered.store_name and not not_remembered:
        parts.append(f"Remembered in {remembered.store_name}")
    return ". ".join(part for part in parts if part)
