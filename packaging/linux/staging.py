"""Lays out what the Linux packages carry: the app, its menu entry, icons, description, manual page and papers."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import time
from email.utils import formatdate
from pathlib import Path

import icons
from built_app import NAME, ROOT, BuildFailed, version

HERE = Path(__file__).resolve().parent
RELEASE = "1"
"""The packages' own number: raised when they change and the program does not."""
MAINTAINER = f"Encord Prediction Exporter maintainers <{NAME}@users.noreply.github.com>"
METAINFO = "com.encord.prediction_exporter.metainfo.xml"


def homepage() -> str:
    """Where the program is published: the variable EXPORTER_HOMEPAGE, which the release workflow sets."""
    return os.environ.get("EXPORTER_HOMEPAGE", f"https://example.com/{NAME}")


def build_time() -> int:
    """Seconds since 1970 that stand for the build: SOURCE_DATE_EPOCH, else the time of the last commit, else now."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked.returncode == 0 and asked.stdout.strip() else int(time.time())


def stage_package(app: Path, root: Path) -> None:
    """Fill ``root``, which becomes the root of the user's system, for .deb and .rpm."""
    shutil.rmtree(root, ignore_errors=True)
    usr = root / "usr"
    _copy_app(app, usr / "lib" / NAME)
    (usr / "bin").mkdir(parents=True)
    (usr / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    _stage_share(usr / "share")
    _copy(HERE / "lintian-overrides", usr / "share" / "lintian" / "overrides" / NAME)
    papers = usr / "share" / "doc" / NAME
    _copy(HERE / "copyright", papers / "copyright")
    _write_gz(papers / "changelog.gz", (ROOT / "CHANGELOG.md").read_bytes())
    _write_gz(papers / "changelog.Debian.gz", _debian_changelog().encode())
    _write_gz(usr / "share" / "man" / "man1" / f"{NAME}.1.gz", (HERE / f"{NAME}.1").read_bytes())
    _set_modes(root)


def stage_archive(app: Path, folder: Path) -> None:
    """Fill ``folder``, which is unpacked anywhere, for the .tar.xz."""
    shutil.rmtree(folder, ignore_errors=True)
    _copy_app(app, folder)
    _stage_share(folder / "share")
    for name in ("menu.sh", "README.txt"):
        _copy(HERE / name, folder / name)
    _copy(ROOT / "LICENSE", folder / "LICENSE")
    _set_modes(folder)


def check_descriptions(root: Path) -> None:
    """Let the desktop's own checkers read the menu entry and the description. Raises `BuildFailed`."""
    entry = root / "usr" / "share" / "applications" / f"{NAME}.desktop"
    for command in (["desktop-file-validate", str(entry)], ["appstreamcli", "validate-tree", "--no-net", str(root)]):
        if not shutil.which(command[0]):
            print(f"skipped: {command[0]} is not installed here")
        elif subprocess.run(command, check=False).returncode != 0:
            raise BuildFailed(f"{command[0]} found faults; it says which above.")
        else:
            print(f"clean: {command[0]}")


def _stage_share(share: Path) -> None:
    _copy(HERE / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    icons.write_hicolor(share / "icons" / "hicolor", NAME)
    day = time.strftime("%Y-%m-%d", time.gmtime(build_time()))
    text = (HERE / METAINFO).read_text(encoding="utf-8")
    for name, value in {"HOMEPAGE": homepage(), "VERSION": version(), "DATE": day}.items():
        text = text.replace(f"@{name}@", value)
    metainfo = share / "metainfo" / METAINFO
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(text, encoding="utf-8")


def _debian_changelog() -> str:
    """Changes of the packaging, in Debian's form: one entry, for what changes is the program."""
    day = formatdate(build_time())
    about = f"  * See changelog.gz beside this file.\n\n -- {MAINTAINER}  {day}\n"
    return f"{NAME} ({version()}-{RELEASE}) unstable; urgency=medium\n\n{about}"


def _copy_app(app: Path, place: Path) -> None:
    shutil.copytree(app, place, symlinks=True)


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)


def _write_gz(place: Path, content: bytes) -> None:
    """Without name and time in it, so that two builds of one commit are the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(gzip.compress(content, 9, mtime=0))


def _set_modes(root: Path) -> None:
    """The owner writes, everybody reads, whatever the umask here was; only the program and folders are executable."""
    programs = (root / NAME, root / "menu.sh", root / "usr" / "lib" / NAME / NAME)
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)
