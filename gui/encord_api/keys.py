"""The key doctor: reads a private key and says what is wrong with it before anything is sent anywhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key, ssh

from gui.errors import KeyProblem

MAX_KEY_BYTES = 64 * 1024
"""No private key is larger; a larger file is not read as one."""

_OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----"
_OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----"
_CHOOSE = "Choose the file that Encord saved for you when you made the key, often named …-private-key.txt."
_NEW_KEY = "In Encord, make a new key under Settings, Public keys, and choose the file it saves."


@dataclass(frozen=True)
class PrivateKey:
    """An Ed25519 key that can sign; its repr shows the fingerprint only."""

    key: Ed25519PrivateKey
    fingerprint: str
    encrypted: bool

    def __repr__(self) -> str:
        return f"PrivateKey(fingerprint={self.fingerprint!r})"


def decode_key_file(data: bytes) -> str:
    """The text of a key file, BOM and line ends repaired. Raises ``KeyProblem`` when it is no text at all."""
    if not data.strip():
        raise KeyProblem("The key file is empty.", "It holds no key.", _CHOOSE)
    if len(data) > MAX_KEY_BYTES:
        raise KeyProblem("This file is not a key.", "It is far larger than any key.", _CHOOSE)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise KeyProblem("This file is not a key.", "It holds no text.", _CHOOSE) from None


def is_encrypted(text: str) -> bool:
    """Whether the OpenSSH key in ``text`` wants a passphrase. Raises ``KeyProblem`` when it is no such key."""
    try:
        return read_key(text, None).encrypted
    except _PassphraseWanted:
        return True


def read_key(text: str, passphrase: str | None) -> PrivateKey:
    """The Ed25519 key in ``text`` (an OpenSSH private key, as Encord hands them out).

    Raises ``KeyProblem`` naming what is wrong: another kind of key or file, a missing or wrong passphrase, a
    key cut off. No message ever holds a part of the key, and the SDK never sees a key it would quote.
    """
    normal = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip() + "\n"
    _refuse_other_kinds(normal)
    encrypted = _load(normal, None) is None
    if encrypted and not passphrase:
        raise _PassphraseWanted(
            "This key is protected by a passphrase.",
            "The file itself is fine.",
            "Type the key's passphrase; without a window, name the variable that holds it (--passphrase-env).",
        )
    key = _load(normal, passphrase if encrypted else None)
    if key is None:
        raise KeyProblem(
            "The passphrase does not open this key.",
            "The file itself is fine.",
            "Type the passphrase again; capital letters count.",
        )
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"This is {_kind(key)} key.", "Encord takes Ed25519 keys only.", _NEW_KEY)
    return PrivateKey(key, _fingerprint(key), encrypted)


class _PassphraseWanted(KeyProblem):
    """The key is encrypted and no passphrase was given."""

    code = "passphrase"


def _load(text: str, passphrase: str | None) -> ssh.SSHPrivateKeyTypes | None:
    """The key, or None when a passphrase is wanted or wrong."""
    try:
        return ssh.load_ssh_private_key(text.encode(), passphrase.encode() if passphrase else None)
    except TypeError:
        return None
    except UnsupportedAlgorithm:
        raise KeyProblem(
            "The key is damaged, or of a kind that is not supported.",
            "Encord takes Ed25519 keys only.",
            f"Copy or choose the whole file. {_NEW_KEY}",
        ) from None
    except ValueError as error:
        if passphrase and "checksum" in str(error):
            return None
        raise KeyProblem(
            "The key is damaged or cut off.",
            "Its end or a part of it is missing.",
            "Copy or choose the whole file.",
        ) from None
    except Exception:  # noqa: BLE001 - the message might quote the key
        raise KeyProblem(
            "The key cannot be read.",
            "It is damaged in a way that is not known.",
            "Copy or choose the whole file.",
        ) from None


def _refuse_other_kinds(text: str) -> None:
    if _OPENSSH in text:
        if _OPENSSH_END not in text:
            raise KeyProblem(
                "The key is cut off.",
                "Its last line, “END OPENSSH PRIVATE KEY”, is missing.",
                "Choose the whole file.",
            )
        return
    if re.match(r"(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+", text) or "BEGIN SSH2 PUBLIC KEY" in text:
        raise KeyProblem("This is the public key.", "Signing in takes the private one that belongs to it.", _CHOOSE)
    if "BEGIN PUBLIC KEY" in text or "BEGIN RSA PUBLIC KEY" in text:
        raise KeyProblem("This is a public key.", "Signing in takes the private one that belongs to it.", _CHOOSE)
    if text.startswith("PuTTY-User-Key-File"):
        raise KeyProblem(
            "This is a PuTTY key.",
            "Encord takes keys in the OpenSSH format.",
            "Open it in PuTTYgen and choose Conversions, Export OpenSSH key.",
        )
    if re.search(r"BEGIN (RSA|DSA|EC) PRIVATE KEY", text):
        raise KeyProblem("This is an RSA, DSA or EC key.", "Encord takes Ed25519 keys only.", _NEW_KEY)
    if "PRIVATE KEY-----" in text:
        raise KeyProblem(f"This is {_pkcs8_kind(text)}.", "Encord takes keys in the OpenSSH format.", _NEW_KEY)
    raise KeyProblem("This file is not a key.", "It holds no “BEGIN OPENSSH PRIVATE KEY” line.", _CHOOSE)


def _pkcs8_kind(text: str) -> str:
    try:
        key = load_pem_private_key(text.encode(), None)
    except Exception:  # noqa: BLE001 - only the general name is left; the key must not be quoted
        return "a key in the PKCS#8 format"
    return f"{_kind(key)} key in the PKCS#8 format"


def _kind(key: object) -> str:
    """The kind of a key with its article: “an RSA”, “a DSA”."""
    name = type(key).__name__.replace("PrivateKey", "").lstrip("_")
    return f"{'an' if name[0] in 'AEFHILMNORSX' else 'a'} {name}"


def _fingerprint(key: Ed25519PrivateKey) -> str:
    """The last bytes of the public key's SHA-256, as people compare them."""
    digest = hashlib.sha256(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest().upper()
    return ":".join(digest[-8:][i : i + 2] for i in range(0, 8, 2))
