"""The key doctor names what is wrong with a key, and never quotes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from gui.encord_api.keys import decode_key_file, is_encrypted, read_key
from gui.errors import KeyProblem

ED25519 = Ed25519PrivateKey.generate()


def openssh(key: Any = ED25519, passphrase: str | None = None) -> str:
    protection = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protection).decode())


def test_a_key_is_read_and_its_repr_shows_the_fingerprint_alone() -> None:
    key = read_key(openssh(), None)
    assert not key.encrypted
    assert repr(key) == f"PrivateKey(fingerprint={key.fingerprint!r})"
    assert len(key.fingerprint) == len("7F:2C:91:00")


@pytest.mark.parametrize("repair", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: f"\n {t}\n\n"])
def test_line_ends_a_bom_and_blank_lines_are_repaired(repair: Callable[[str], str]) -> None:
    assert read_key(repair(openssh()), None).fingerprint == read_key(openssh(), None).fingerprint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_key_file_is_text_in_these_encodings(encoding: str) -> None:
    assert read_key(decode_key_file(openssh().encode(encoding)), None).fingerprint


def test_a_passphrase_opens_the_key_and_a_wrong_one_is_named() -> None:
    text = openssh(passphrase="correct horse")
    assert is_encrypted(text)
    assert not is_encrypted(openssh())
    assert read_key(text, "correct horse").encrypted
    with pytest.raises(KeyProblem, match="protected by a passphrase") as missing:
        read_key(text, None)
    assert missing.value.sentence.code == "passphrase"
    with pytest.raises(KeyProblem, match="passphrase does not open"):
        read_key(text, "battery staple")


def test_a_passphrase_for_a_key_that_needs_none_does_no_harm() -> None:
    assert not read_key(openssh(), "not needed").encrypted


PUBLIC = ED25519.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
PKCS8 = ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
RSA = rsa.generate_private_key(public_exponent=65537, key_size=1024)
EC = ec.generate_private_key(ec.SECP256R1())

WRONG = {
    "public": (PUBLIC, "public key"),
    "public pem": (
        ED25519.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "public key",
    ),
    "putty": ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "PuTTY"),
    "pkcs8": (PKCS8, "This is an Ed25519 key in the PKCS#8 format"),
    "broken pkcs8": (
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "This is a key in the PKCS#8 format",
    ),
    "rsa": (openssh(RSA), "This is an RSA key"),
    "rsa pem": (
        RSA.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode(),
        "RSA, DSA or EC",
    ),
    "ec": (openssh(EC), "EC key"),
    "no end": (openssh()[:-40], "cut off"),
    "damaged": (openssh().replace("b3BlbnNzaC1r", "AAAAAAAAAAAA"), "damaged"),
    "middle gone": ("\n".join(line for n, line in enumerate(openssh().splitlines()) if n != 2), "damaged"),
    "shopping list": ("milk\nbread\n", "not a key"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_a_usable_key_is_named_without_quoting_it(case: str) -> None:
    text, words = WRONG[case]
    with pytest.raises(KeyProblem, match=words) as caught:
        read_key(text, None)
    said = " ".join([*map(str, caught.value.args), repr(caught.value.sentence), str(caught.value.__context__ or "")])
    secret_lines = [line for line in text.splitlines() if len(line) > 40 and "-----" not in line]
    assert not any(line in said for line in secret_lines)
    assert caught.value.sentence.remedy


def test_files_that_are_no_text_or_empty_or_huge_are_no_keys() -> None:
    for data, words in ((b"", "empty"), (b"\x89PNG\r\n\x1a\n\xff\xfe", "not a key"), (b"a" * 100_000, "not a key")):
        with pytest.raises(KeyProblem, match=words):
            decode_key_file(data)
