"""No secret reaches a log file, by whichever way it was logged: with real keys and real log files."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, PrivateFormat

from gui import logs
from gui.logs import MASK, hide, redact, start_logging

log = logging.getLogger("gui.test")


@pytest.fixture(autouse=True)
def own_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logs, "_hidden", set())
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def ed25519_key(password: bytes | None = None) -> str:
    protection = BestAvailableEncryption(password) if password else NoEncryption()
    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes(serialization.Encoding.PEM, PrivateFormat.OpenSSH, protection).decode()


def rsa_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(serialization.Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def body_lines(key: str) -> list[str]:
    return [line for line in key.splitlines() if not line.startswith("-----")]


KEYS = {"ed25519": ed25519_key, "encrypted": lambda: ed25519_key(b"correct horse"), "rsa": rsa_key}


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("shape", [str, repr, lambda key: key.replace("\n", "\r\n"), lambda key: f"b{key!r}"])
def test_a_private_key_is_taken_out_and_the_rest_stays(kind: str, shape: object) -> None:
    assert callable(shape)
    key = KEYS[kind]()
    written = redact(f"before {shape(key)} after")
    assert written.startswith("before ")
    assert written.rstrip("'\"").endswith((" after", "after'", "after"))
    assert not [line for line in body_lines(key) if line in written]


def test_a_key_cut_off_before_its_end_is_taken_out() -> None:
    key = ed25519_key()
    written = redact("The key is " + key[: len(key) // 2])
    assert written == f"The key is {MASK}"


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\\n"])
def test_a_keys_body_without_its_first_line_is_taken_out(kind: str, newline: str) -> None:
    body = [line for line in body_lines(KEYS[kind]()) if line]
    written = redact(newline.join(["before:", *body]))
    assert written.startswith("before:")
    assert not [line for line in body if line in written]


def test_text_about_keys_stays_readable() -> None:
    text = "The file holds no line -----BEGIN OPENSSH PUBLIC KEY-----; row 7 of 60, data hash 5b9c1a0e-77aa"
    assert redact(text) == text
    folder = "/home/user/" + "afolder/" * 20
    assert redact(f"{folder} and {folder}") == f"{folder} and {folder}"


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: 1f2e3d4c5b:QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "{'Authorization': 'Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'Accept': '*/*'}",
        '"proxy-authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="',
        "http://user:QWxhZGRpbjpvcGVuIHNlc2FtZQ==@proxy.example:3128/",
        "https://bucket.example/a.jpg?X-Amz-Signature=QWxhZGRpbjpvcGVuIHNlc2FtZQ==&x=1",
        "https://bucket.example/a.jpg?se=2027&sig=QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    ],
)
def test_credentials_and_signatures_are_taken_out(line: str) -> None:
    written = redact(line)
    assert "QWxhZGRpbjpvcGVuIHNlc2FtZQ" not in written
    assert MASK in written


def test_the_end_of_a_quotation_stays() -> None:
    told = redact("The file names “https://x.example/a.jpg?sig=QWxhZGRpbg==”; the project has “a.jpg”.")
    assert told == "The file names “https://x.example/a.jpg?sig=[hidden]”; the project has “a.jpg”."


def test_the_rest_of_a_header_line_stays() -> None:
    assert redact("{'Authorization': 'abc', 'Accept': '*/*'}") == f"{{'Authorization': '{MASK}', 'Accept': '*/*'}}"


def test_a_hidden_passphrase_is_taken_out_wherever_it_stands() -> None:
    hide("correct horse battery")
    hide("correct horse")
    assert redact("tried 'correct horse battery', then correct horse.") == f"tried '{MASK}', then {MASK}."


@pytest.mark.parametrize("secret", ["", "abc"])
def test_hiding_next_to_nothing_does_not_tear_texts_apart(secret: str) -> None:
    hide(secret)
    assert redact("abc def") == "abc def"


def test_the_file_holds_what_was_logged_and_nothing_secret() -> None:
    key = rsa_key()
    hide("correct horse")
    path = start_logging("engine")
    log.info("read %d rows", 60)
    log.warning("a key: %s, a passphrase: %r", key, {"passphrase": "correct horse"})
    try:
        raise ValueError(f"Provided key [{key}] is of type RSA")
    except ValueError:
        log.exception("signing in failed")
    text = path.read_text(encoding="utf-8")
    assert "read 60 rows" in text
    assert "ValueError: Provided key [" in text
    assert "correct horse" not in text
    assert not [line for line in body_lines(key) if line in text]


def test_the_file_grows_no_further_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 10_000)
    path = start_logging("engine")
    for number in range(1000):
        log.info("line %d of a long day", number)
    files = sorted(path.parent.glob("engine.log*"))
    assert [file.name for file in files] == ["engine.log", "engine.log.1", "engine.log.2", "engine.log.3"]
    assert all(file.stat().st_size <= 10_000 for file in files)
    assert "line 999 of" in path.read_text(encoding="utf-8")
    if os.name == "posix":
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_what_has_the_log_open_goes_on_writing_into_it_and_keeps_nothing_from_moving_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the engine's standard output does; Windows would not let such a file be renamed."""
    monkeypatch.setattr(logs, "_MAX_BYTES", 1_000)
    path = start_logging("engine")
    printed = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        for number in range(40):
            log.info("line %d of a long day", number)
        os.write(printed, b"printed by a library\n")
    finally:
        os.close(printed)
    assert path.read_text(encoding="utf-8").endswith("printed by a library\n")
    assert "line 0 of" not in path.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no permission bits")
def test_only_the_owner_reads_it() -> None:
    assert start_logging("engine").stat().st_mode & 0o777 == 0o600


def test_starting_again_does_not_write_twice(isolated_home: Path) -> None:
    start_logging("window")
    path = start_logging("engine")
    log.info("once")
    assert path.read_text(encoding="utf-8").count("once") == 1


def test_the_sdks_chatter_about_requests_is_left_out() -> None:
    path = start_logging("engine", logging.DEBUG)
    logging.getLogger("urllib3.connectionpool").debug("GET /v2/user HTTP/1.1 header x-secret")
    assert "x-secret" not in path.read_text(encoding="utf-8")
