"""Log files: one small set per role, with everything secret taken out before it is written.

Three nets, because one will miss something: passwords announced with `hide`, private keys by their look
(whole blocks, and blocks cut off before their end), and whatever follows an ``Authorization`` header.
"""

import logging
import os
import re
import shutil
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gui import paths

MASK = "[hidden]"
_MAX_BYTES = 1_000_000
_OLDER_FILES = 3
_SHORTEST = 4
"""Characters. A shorter password is no secret, and hiding it would tear every text apart."""

_KEY_BLOCK = re.compile(r"-----BEGIN (?P<kind>[A-Z0-9 ]*PRIVATE KEY)-----.*?(?:-----END (?P=kind)-----|\Z)", re.DOTALL)
# Without its first line a key is still a key: the start of OpenSSH's (base64 for "openssh-key-v1"), or two
# lines as long as PEM's. Newlines may be escaped, where somebody logged a repr.
_NEWLINE = r"(?:\s|\\r|\\n)+"
_KEY_BODY = re.compile(
    rf"(?:b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/]*|[A-Za-z0-9+/]{{64,76}}{_NEWLINE}[A-Za-z0-9+/]{{64,76}}(?![A-Za-z0-9+/]))"
    rf"(?:{_NEWLINE}[A-Za-z0-9+/]{{64,76}}(?![A-Za-z0-9+/]))*(?:{_NEWLINE}[A-Za-z0-9+/]+=*)?"
)
_CREDENTIAL = re.compile(r"""(?P<name>(?:proxy-)?authorization["']?\s*[:=]\s*b?["']?)[^"'\r\n}]+""", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://[^/\s:@]*):[^/\s@]+@", re.IGNORECASE)
_SIGNED_LINK = re.compile(r"(?P<name>(?:X-(?:Amz|Goog)-Signature|[?&]sig(?:nature)?)=)[^&\s\"'“”]+", re.IGNORECASE)

_hidden: set[str] = set()
_lock = threading.Lock()


def hide(secret: str) -> None:
    """Never write ``secret`` (a passphrase, a proxy's password) into a log of this process again."""
    if len(secret) >= _SHORTEST:
        with _lock:
            _hidden.add(secret)


def holds_hidden(text: str) -> bool:
    """Whether something announced with `hide` stands in ``text``."""
    with _lock:
        return any(secret in text for secret in _hidden)


def redact(text: str) -> str:
    """``text`` without keys, passphrases, credentials and signatures of links."""
    with _lock:
        secrets = sorted(_hidden, key=len, reverse=True)
    for secret in secrets:
        text = text.replace(secret, MASK)
    text = _KEY_BLOCK.sub(MASK, text)
    text = _KEY_BODY.sub(MASK, text)
    text = _CREDENTIAL.sub(rf"\g<name>{MASK}", text)
    text = _URL_PASSWORD.sub(rf"\g<scheme>:{MASK}@", text)
    return _SIGNED_LINK.sub(rf"\g<name>{MASK}", text)


def _copy_and_empty(source: str, destination: str) -> None:
    """Keep a full log under another name without renaming it.

    The engine's own output goes into its log (`gui.foreign.pipes`), and Windows renames no file that is open:
    every line after the first megabyte would be lost.
    """
    shutil.copy(source, destination)
    os.truncate(source, 0)


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so that arguments and tracebacks are covered like the message itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written: formatted first, then redacted."""
        return redact(super().format(record))


def start_logging(role: str, level: int = logging.INFO) -> Path:
    """Write this process's log to ``<log folder>/<role>.log`` (1 MB, three older ones kept); returns it.

    ``role`` is the process's own word (``window``, ``engine``): two processes never share a file. Calling it
    again changes nothing but the file. Raises OSError when the folder cannot be written.
    """
    path = paths.log_dir() / f"{role}.log"
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=_OLDER_FILES, encoding="utf-8")
    handler.rotator = _copy_and_empty
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each.formatter, RedactingFormatter)]:
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(handler)
    root.setLevel(level)
    # The SDK and urllib3 log requests at DEBUG, headers and all; their warnings are enough.
    for noisy in ("encord", "urllib3", "requests"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return path
