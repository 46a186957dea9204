"""macOS: the disk image, signed and notarised when the secrets are there, and tried out."""

from __future__ import annotations

import os
import platform
import plistlib
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from built_app import NAME, TITLE, BuildFailed, program_in, self_test, version

IDENTITY = "MACOS_SIGN_IDENTITY"
"""Variable with the name of a certificate "Developer ID Application: …" in the keychain; unset: signed ad hoc."""
NOTARY = ("MACOS_NOTARY_KEY_FILE", "MACOS_NOTARY_KEY_ID", "MACOS_NOTARY_ISSUER")
"""Variables with App Store Connect's key: its file (.p8), its id, its issuer. Any unset: not notarised."""

MINUTES = 60
TRIES, PAUSE_S = 5, 5
"""hdiutil finds the disk busy while the indexer looks at it."""


def finish(app: Path) -> None:
    """Nothing: whatever changed ``app`` now would break the seal that PyInstaller has put on it."""


def make(app: Path, folder: Path) -> list[Path]:
    """Make the disk image of ``app`` in ``folder``. Raises `BuildFailed`.

    PyInstaller has signed the app itself, inside out, with the identity that app.spec was given.
    """
    _run(["codesign", "--verify", "--deep", "--strict", app], "the app's signature does not hold")
    image = folder / f"{NAME}-{version()}-macos-{platform.machine()}.dmg"
    _make_image(app, image)
    identity = os.environ.get(IDENTITY)
    if identity:
        _run(["codesign", "--sign", identity, "--timestamp", image], "the image was not signed")
        _notarise(image)
    return [image]


def check(installers: Sequence[Path]) -> None:
    """Copy the app out of the image as a user does, and test it there and on the image. Raises `BuildFailed`."""
    (image,) = [path for path in installers if path.suffix == ".dmg"]
    with tempfile.TemporaryDirectory() as elsewhere:
        volume = _attach(image)
        try:
            self_test("on the image, which cannot be written to", [program_in(volume / f"{TITLE}.app")])
            place = Path(elsewhere) / "Programme für alle" / f"{TITLE}.app"
            _run(["ditto", volume / f"{TITLE}.app", place], "the app could not be copied")
        finally:
            _run(["hdiutil", "detach", "-force", volume], "the image could not be detached")
        self_test("copied from the image", [program_in(place)])
        if os.environ.get(IDENTITY):
            _run(["spctl", "--assess", "--type", "execute", "--verbose", place], "Gatekeeper refuses it")


def _make_image(app: Path, image: Path) -> None:
    """An image with the app and a link to the programs' folder to drag it onto."""
    with tempfile.TemporaryDirectory() as staging:
        _run(["ditto", app, Path(staging) / app.name], "the app could not be copied")
        (Path(staging) / "Applications").symlink_to("/Applications")
        command: list[str | Path] = ["hdiutil", "create", "-volname", f"{TITLE} {version()}", "-srcfolder", staging]
        command += ["-fs", "HFS+", "-format", "UDZO", "-ov", image]
        for left in reversed(range(TRIES)):
            try:
                _run(command, "the image could not be made")
            except BuildFailed:
                if not left:
                    raise
                time.sleep(PAUSE_S)
            else:
                return


def _notarise(image: Path) -> None:
    """Let Apple look at the image, and attach its answer, so that the first start needs no network."""
    key, key_id, issuer = (os.environ.get(name) for name in NOTARY)
    if not (key and key_id and issuer):
        print(f"Not notarised: {', '.join(NOTARY)} are not all set.")
        return
    secrets = ["--key", key, "--key-id", key_id, "--issuer", issuer]
    _run(["xcrun", "notarytool", "submit", image, "--wait", *secrets], "Apple did not notarise it")
    _run(["xcrun", "stapler", "staple", image], "Apple's answer could not be attached")
    _run(["xcrun", "stapler", "validate", image], "Apple's answer does not hold")


def _attach(image: Path) -> Path:
    """Where the image is mounted."""
    command = ["hdiutil", "attach", "-readonly", "-nobrowse", "-plist", str(image)]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=MINUTES * 60, check=False)
    if done.returncode != 0:
        raise BuildFailed(f"the image could not be attached (code {done.returncode}).")
    return mount_point(done.stdout)


def mount_point(answer: bytes) -> Path:
    """The folder in ``hdiutil attach -plist``'s answer. Raises `BuildFailed` when there is none."""
    for entity in plistlib.loads(answer)["system-entities"]:
        if "mount-point" in entity:
            return Path(entity["mount-point"])
    raise BuildFailed("the image holds no volume.")


def _run(command: Sequence[str | Path], trouble: str) -> None:
    try:
        done = subprocess.run(command, timeout=MINUTES * 60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildFailed(f"{trouble}: {error}") from error
    if done.returncode != 0:
        raise BuildFailed(f"{trouble} (code {done.returncode}).")
