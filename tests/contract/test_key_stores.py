"""What every key store does alike, and which backend of the keyring library is taken for one."""

from __future__ import annotations

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked

from gui import key_store
from gui.errors import KeyStoreProblem
from gui.key_store import KeyringStore, KeyStore, SessionStore, find_key_store
from gui.paths import APP_NAME
from tests.in_memory_keyring import InMemory

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc+/=\n-----END OPENSSH PRIVATE KEY-----\n"


class Locked(InMemory):
    """A store whose owner declines to unlock it; its message quotes the secret, as some do."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("declined")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"cannot keep {password}")


@pytest.fixture(params=["session", "keyring"])
def store(request: pytest.FixtureRequest) -> KeyStore:
    return SessionStore() if request.param == "session" else KeyringStore(InMemory(), "Test store")


def test_what_was_never_kept_is_none_and_not_there_to_remove(store: KeyStore) -> None:
    assert store.get("key") is None
    assert store.remove("key") is False


def test_a_secret_comes_back_as_it_was_given(store: KeyStore) -> None:
    store.set("key", KEY)
    store.set("passphrase", "pässwörd 🔑")
    assert store.get("key") == KEY
    assert store.get("passphrase") == "pässwörd 🔑"


def test_the_newest_secret_stays(store: KeyStore) -> None:
    store.set("key", "old")
    store.set("key", "new")
    assert store.get("key") == "new"


def test_removing_one_entry_leaves_the_others(store: KeyStore) -> None:
    store.set("key", "a")
    store.set("passphrase", "b")
    assert store.remove("key") is True
    assert store.get("key") is None
    assert store.get("passphrase") == "b"
    assert store.remove("key") is False


def test_entries_stand_under_the_programs_name() -> None:
    backend = InMemory()
    KeyringStore(backend, "Test store").set("key", "a")
    assert backend.kept == {(APP_NAME, "key"): "a"}


@pytest.mark.parametrize("backend", [Locked(), keyring.backends.fail.Keyring()])  # type: ignore[no-untyped-call]
def test_a_store_that_does_not_answer_is_said_without_the_secret(backend: KeyringBackend) -> None:
    store = KeyringStore(backend, "Test store")
    with pytest.raises(KeyStoreProblem) as setting:
        store.set("key", KEY)
    with pytest.raises(KeyStoreProblem):
        store.get("key")
    with pytest.raises(KeyStoreProblem):
        store.remove("key")
    assert "Test store" in setting.value.sentence.what
    assert "abc+/=" not in repr(setting.value.sentence)
    assert setting.value.__suppress_context__


@pytest.mark.parametrize(
    "backend",
    [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring(), InMemory()],  # type: ignore[no-untyped-call]
    ids=["none", "null", "a stranger's"],
)
def test_only_stores_of_the_system_are_taken(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    assert find_key_store().name == ""


def test_a_store_of_the_system_is_taken_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(key_store._NAMES, InMemory.__module__, "Test store")
    backend = InMemory()
    keyring.set_keyring(backend)
    found = find_key_store()
    found.set("key", "a")
    assert (found.name, len(backend.kept)) == ("Test store", 1)


def test_the_first_good_store_of_a_chain_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(InMemory):
        __module__ = "keyrings.alt.file"

    good = InMemory()
    monkeypatch.setitem(key_store._NAMES, InMemory.__module__, "Test store")
    monkeypatch.setattr(ChainerBackend, "backends", [Plain(), good])
    keyring.set_keyring(ChainerBackend())  # type: ignore[no-untyped-call]
    find_key_store().set("key", "a")
    assert len(good.kept) == 1


def test_the_names_are_those_of_real_backends() -> None:
    """A backend that the library renames would silently be refused."""
    import importlib.util

    assert [name for name in key_store._NAMES if importlib.util.find_spec(name) is None] == []


def test_settings_of_keyring_that_cannot_be_read_are_no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> KeyringBackend:
        raise PermissionError(13, "Permission denied", "keyringrc.cfg")

    monkeypatch.setattr(keyring, "get_keyring", fails)
    assert isinstance(find_key_store(), SessionStore)
