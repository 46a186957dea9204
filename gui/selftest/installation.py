"""Checks of what was installed: resources, certificates, the key store, the prediction formats."""

from __future__ import annotations

import ssl
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import keyring
import truststore

from gui import paths
from gui.demo.examples import EXAMPLES
from gui.errors import OwnFoldersProblem
from gui.key_store import find_key_store
from gui.own_folders import FOR_THE_WINDOW, check_own_folders
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.registry import SOURCES


def check_folders() -> str:
    """The application's own folders can be used. Raises ``OwnFoldersProblem``."""
    try:
        check_own_folders(FOR_THE_WINDOW)
    except OwnFoldersProblem as problem:
        raise OSError(problem.sentence.why) from None
    return str(paths.data_dir())


def check_resources() -> str:
    """Every file among the resources opens as what it is; one that no check knows is a fault."""
    from gui.qt.resource_check import draw, load_translation, read_picture  # Qt is loaded for this check alone

    opened: dict[str, Callable[[Path], None]] = {
        ".svg": draw,
        ".jpg": read_picture,
        ".png": read_picture,
        ".qm": load_translation,
        ".mp4": _read_first_frame,
        ".py": _compile,
        ".md": _read_text,
    }
    files = [path for path in paths.resource_path("icons").parent.rglob("*") if path.is_file()]
    counts: Counter[str] = Counter()
    for path in files:
        if path.suffix not in opened:
            raise ValueError(f"no check knows how to open {path.name}")
        opened[path.suffix](path)
        counts[path.suffix] += 1
    return ", ".join(f"{count} {suffix}" for suffix, count in counts.most_common())


def check_certificates() -> str:
    """TLS has certificates to trust: those of the system."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if sys.platform != "linux":
        return "the system itself checks them"
    context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")  # they are loaded by now
    loaded = context._ctx.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath
    # OpenSSL's names for one certificate a file; such files are read when one is needed
    found = loaded or (len(list(Path(folder).glob("[0-9a-f]*.[0-9]"))) if folder else 0)
    if not found:
        raise FileNotFoundError("the system has no certificates; install its package ca-certificates")
    return f"{found} of the system"


def check_key_store() -> str:
    """Which one there is. None is no fault: secrets are kept for this session only, and the window says so."""
    name = find_key_store().name
    if not name:
        return "none here, secrets are kept for this session only"
    backend = type(keyring.get_keyring())
    return f"{name} ({backend.__module__}.{backend.__qualname__})"


def check_formats(folder: Path) -> str:
    """Every format of the registry reads an example of its own, and knows it by its content."""
    for source in SOURCES:
        if source.FORMAT not in EXAMPLES:
            raise LookupError(f"there is no example of {source.FORMAT}")
        example = EXAMPLES[source.FORMAT]
        chosen = example.write(folder / "examples" / source.FORMAT)
        settings = ReadSettings(values=dict(example.settings))
        spool = read_predictions([chosen], folder / "spools" / source.FORMAT, format=None, settings=settings)
        try:
            if spool.format != source.FORMAT or not len(spool.kind):
                raise ValueError(f"{source.FORMAT} was taken for {spool.format}, {len(spool.kind)} predictions")
        finally:
            spool.close()
    return ", ".join(source.FORMAT for source in SOURCES)


def _read_first_frame(path: Path) -> None:
    video = cv2.VideoCapture(str(path))
    try:
        if not video.read()[0]:
            raise ValueError(f"{path.name} does not decode")
    finally:
        video.release()


def _read_text(path: Path) -> None:
    if not path.read_text(encoding="utf-8").strip():
        raise ValueError(f"{path.name} is empty")


def _compile(path: Path) -> None:
    compile(path.read_bytes(), path.name, "exec")
