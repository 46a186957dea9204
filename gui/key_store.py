"""Where a secret outlives this start: the system's keyring, never a plain file; without one, this session only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from gui import paths
from gui.errors import KeyStoreProblem

log = logging.getLogger(__name__)

T = TypeVar("T")

_NAMES = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
"""Modules of the backends that keep secrets encrypted by the system, and what people call them.

A list of what is allowed: other packages bring backends that write plain files or do not write at all.
"""


class KeyStore(Protocol):
    """Keeps secrets by the name of their entry; its methods may wait for the user to unlock it."""

    @property
    def name(self) -> str:
        """What people call it; empty when what it keeps is gone with the program."""

    def get(self, entry: str) -> str | None:
        """The secret, or None when there is none. Raises ``KeyStoreProblem``."""

    def set(self, entry: str, secret: str) -> None:
        """Keep the secret in place of an earlier one. Raises ``KeyStoreProblem``."""

    def remove(self, entry: str) -> bool:
        """Remove the entry; whether there was one. Raises ``KeyStoreProblem``."""


class SessionStore:
    """The memory of this process, for computers without a key store."""

    name = ""

    def __init__(self) -> None:
        """Empty."""
        self._secrets: dict[str, str] = {}

    def get(self, entry: str) -> str | None:
        """The secret, or None when there is none."""
        return self._secrets.get(entry)

    def set(self, entry: str, secret: str) -> None:
        """Keep the secret in place of an earlier one."""
        self._secrets[entry] = secret

    def remove(self, entry: str) -> bool:
        """Remove the entry; whether there was one."""
        return self._secrets.pop(entry, None) is not None


class KeyringStore:
    """One backend of the keyring library; every entry stands under this program's name."""

    def __init__(self, backend: KeyringBackend, name: str) -> None:
        """``name`` is what people call the backend."""
        self._backend = backend
        self.name = name

    def get(self, entry: str) -> str | None:
        """The secret, or None when there is none. Raises ``KeyStoreProblem``."""
        return self._ask(lambda: self._backend.get_password(paths.APP_NAME, entry))

    def set(self, entry: str, secret: str) -> None:
        """Keep the secret in place of an earlier one. Raises ``KeyStoreProblem``."""
        self._ask(lambda: self._backend.set_password(paths.APP_NAME, entry, secret))

    def remove(self, entry: str) -> bool:
        """Remove the entry; whether there was one. Raises ``KeyStoreProblem``."""
        if self.get(entry) is None:
            return False
        self._ask(lambda: self._backend.delete_password(paths.APP_NAME, entry))
        return True

    def _ask(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - backends let the errors of their own libraries through
            # Only the kind: the message might quote what was to be kept.
            raise KeyStoreProblem(
                f"{self.name} did not answer.",
                "It may be locked, or unlocking it was declined.",
                "Unlock it and try again, or choose the key file.",
                detail=type(error).__name__,
            ) from None


def find_key_store() -> KeyStore:
    """The system's key store, or one for this session; takes its time: D-Bus is asked, packages are looked up."""
    try:
        found = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - whatever stands in keyring's own settings file, or that it cannot be read
        log.warning("No key store, as keyring does not start: %s", error)
        return SessionStore()
    backends = found.backends if isinstance(found, ChainerBackend) else [found]
    for backend in backends:
        name = _NAMES.get(type(backend).__module__)
        if name is not None:
            return KeyringStore(backend, name)
    log.info("No key store: %s", [type(backend).__module__ for backend in backends])
    return SessionStore()
