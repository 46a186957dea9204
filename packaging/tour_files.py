"""The files that the tour chooses, besides the demo's own."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gui.demo.model import detect
from gui.demo.predictions import pictures_shown
from gui.demo.server import DemoServer


def key_files(folder: Path, right: str) -> tuple[Path, Path, Path]:
    """Key files: one nobody knows, the right one with a passphrase, the right one."""
    known = serialization.load_ssh_private_key(right.encode(), None)
    assert isinstance(known, Ed25519PrivateKey)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH)
    none, locked = serialization.NoEncryption(), serialization.BestAvailableEncryption(b"secret")
    files = {
        "unknown-private-key.txt": Ed25519PrivateKey.generate().private_bytes(*form, none),
        "locked-private-key.txt": known.private_bytes(*form, locked),
        "mara-private-key.txt": right.encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    wrong, protected, plain = (folder / name for name in files)
    return wrong, protected, plain


def centred_boxes(folder: Path, server: DemoServer) -> Path:
    """Text files with the centres and sizes of what the demo's model finds: corners and sizes would nearly fit, too."""
    folder.mkdir()
    for picture in [each for each in pictures_shown(server.project) if each.file_name > "cam1_000127"][:6]:
        lines = [
            f"{found.name} {found.score} {x + w / 2:.1f} {y + h / 2:.1f} {w:.1f} {h:.1f}"
            for found in detect(picture.scene, 1)
            for x, y, w, h in [found.box]
        ]
        (folder / f"{Path(picture.file_name).stem}.txt").write_text("\n".join(lines) + "\n")
    return folder
