"""Verifies who is asking: the two signatures of Encord's API, made with an Ed25519 key.

Formats read in the SDK 0.1.211: v1 in ``encord/configs.py``, v2 in ``encord/http/v2/request_signer.py``
(an early draft of RFC 9421, HTTP message signatures).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import time
from collections.abc import Collection, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MAX_AGE = 300
"""Seconds a v2 signature is good for."""

_LABEL = "encord-sig="
_COVERED = '("@method" "@request-target" "content-digest")'
_PARAMETERS = re.compile(r'^(?P<covered>\([^)]*\));created=(?P<created>\d+);keyid="(?P<key>[0-9a-f]*)";alg="ed25519"$')


class UnknownKeyError(Exception):
    """No account has this key."""


class BadSignatureError(Exception):
    """The signature is missing, malformed, too old, or not of this request."""


def new_key() -> Ed25519PrivateKey:
    """A key as a user would make one."""
    return Ed25519PrivateKey.generate()


def private_pem(key: Ed25519PrivateKey) -> str:
    """The key as Encord hands it out: OpenSSH, without a passphrase."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode("ascii")


def public_hex(key: Ed25519PrivateKey) -> str:
    """The name the key has in requests."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def verify_v1(authorization: str, body: bytes, known: Collection[str]) -> None:
    """Check ``<public key hex>:<signature hex>`` over the SHA-256 of the body.

    Raises UnknownKeyError or BadSignatureError.
    """
    key, _, signature = authorization.partition(":")
    try:
        signed = bytes.fromhex(signature)
    except ValueError:
        raise BadSignatureError("the signature is not hexadecimal") from None
    _check(key, signed, hashlib.sha256(body).digest(), known)


def verify_v2(method: str, target: str, headers: Mapping[str, str], body: bytes, known: Collection[str]) -> None:
    """Check the message signature over method, target (path and query) and the body's digest.

    Raises UnknownKeyError or BadSignatureError.
    """
    digest = headers.get("Content-Digest", "")
    expected = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii") + ":"
    if digest != expected:
        raise BadSignatureError("the digest is not of this body")
    parameters = headers.get("Signature-Input", "").removeprefix(_LABEL)
    match = _PARAMETERS.match(parameters)
    if match is None or match["covered"] != _COVERED:
        raise BadSignatureError("the signature does not say what it covers")
    if abs(time.time() - int(match["created"])) > MAX_AGE:
        raise BadSignatureError("the signature is too old")
    try:
        signature = base64.b64decode(headers.get("Signature", "").removeprefix(_LABEL).strip(":"), validate=True)
    except binascii.Error:
        raise BadSignatureError("the signature is not base64") from None
    base = "\n".join(
        [
            f'"@method": {method.upper()}',
            f'"@request-target": {target}',
            f'"content-digest": {digest}',
            f'"@signature-params": {parameters}',
        ]
    )
    _check(match["key"], signature, base.encode(), known)


def _check(key: str, signature: bytes, message: bytes, known: Collection[str]) -> None:
    if key not in known:
        raise UnknownKeyError(key)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, message)
    except InvalidSignature:
        raise BadSignatureError("the signature is not of this request") from None
