"""What is in the frozen app and whose it is: every file of PyInstaller's lists is led back to its origin."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from built_app import ROOT, BuildFailed

TEXTS = Path(__file__).with_name("licenses")
Entry = tuple[str, str, str]
"""Place in the app, file it comes from, kind: a line of PyInstaller's lists (TOC)."""

_LICENSE_FILE = re.compile(r"LICEN[CS]E|COPYING|NOTICE", re.IGNORECASE)
_LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|dylib|dll)$", re.IGNORECASE)
_OURS = tuple(ROOT / name for name in ("gui", "resources", "packaging", "build"))


class UnknownPart(BuildFailed):
    """Files whose origin or licence nobody has written down: the message names them."""


@dataclass
class Part:
    """One piece of somebody else's work."""

    name: str
    version: str
    """Empty where the file does not tell."""
    license: str
    """An SPDX expression."""
    home: str
    purl: str
    texts: list[str] = field(default_factory=list)
    """What its authors want to be passed on."""
    within: str = ""
    """The wheel that carries this library; its texts cover it."""
    libraries: list[str] = field(default_factory=list)
    """Places in the app of the shared libraries it consists of."""


def parts_of(entries: Iterable[Entry]) -> list[Part]:
    """Every part behind ``entries``, by name. Raises `UnknownPart`."""
    known = tomllib.loads((TEXTS / "known.toml").read_text(encoding="utf-8"))
    owners = _owners()
    parts = {"Python": _python(), "pyinstaller": _distribution("pyinstaller", known)}
    unknown = []
    for place, source, kind in entries:
        owner = owners.get(_real(source))
        if owner is not None and owner not in parts:
            parts[owner] = _distribution(owner, known)
        if kind not in ("BINARY", "DATA") or not _is_library(place) or _is_ours(source):
            continue
        if owner is None or _lies_beside(place):
            part = _library(place, source, owner or "", known, parts)
            if part is None:
                unknown.append(place)
            else:
                part.libraries.append(place)
    if unknown:
        raise UnknownPart(f"Name these libraries and their licences in {TEXTS / 'known.toml'}: {', '.join(unknown)}")
    return sorted(parts.values(), key=lambda part: (part.name.lower(), part.within))


@functools.cache
def _owners() -> dict[str, str]:
    """Every installed file → the distribution that brought it."""
    found = {}
    for distribution in importlib.metadata.distributions():
        name = _normal(distribution.metadata["Name"])
        root = _real(str(distribution.locate_file("")))
        for file in distribution.files or []:
            found[os.path.normcase(os.path.normpath(os.path.join(root, file)))] = name  # noqa: PTH118 - 20,000 times
    return found


def _distribution(name: str, known: Mapping[str, Any]) -> Part:
    """Raises `UnknownPart` when its licence is not written down anywhere."""
    distribution = importlib.metadata.distribution(name)
    metadata = distribution.metadata
    license_ = known["distributions"].get(name) or _field(metadata, "License-Expression") or _field(metadata, "License")
    if not license_ or "\n" in license_:
        raise UnknownPart(f"Name the licence of {name} in {TEXTS / 'known.toml'}.")
    urls = dict(url.split(", ", 1) for url in metadata.get_all("Project-URL") or [])
    home = next((urls[key] for key in urls if key.lower() in ("homepage", "source", "repository")), "")
    return Part(
        name=metadata["Name"],
        version=distribution.version,
        license=license_,
        home=_field(metadata, "Home-page") or home,
        purl=f"pkg:pypi/{name}@{distribution.version}",
        texts=_texts_of(distribution) or _texts_for(license_, name),
    )


def _field(metadata: importlib.metadata.PackageMetadata, name: str) -> str:
    """A field that may be missing; asking for it plainly is deprecated then."""
    return next(iter(metadata.get_all(name) or []), "")


def _texts_of(distribution: importlib.metadata.Distribution) -> list[str]:
    files = [file for file in distribution.files or [] if ".dist-info" in str(file) and _LICENSE_FILE.search(file.name)]
    return [Path(str(distribution.locate_file(file))).read_text(encoding="utf-8", errors="replace") for file in files]


def _texts_for(license_: str, name: str = "") -> list[str]:
    """The licence itself, where a wheel forgot to bring it."""
    own = TEXTS / f"{name}.txt"
    if own.is_file():
        return [own.read_text(encoding="utf-8")]
    if license_.startswith("LGPL-3.0"):  # it is a supplement to the GPL, and wants both
        return [(TEXTS / name).read_text(encoding="utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    if license_.startswith("LGPL-2.1"):
        return [(TEXTS / "LGPL-2.1.txt").read_text(encoding="utf-8")]
    if license_ == "Apache-2.0":
        return [(ROOT / "LICENSE").read_text(encoding="utf-8")]
    return []


def _python() -> Part:
    version = sysconfig.get_config_var("py_version")
    folders = (Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_config_var("base") or ""))
    places = [folder / "LICENSE.txt" for folder in folders]
    places.append(Path(f"/usr/share/doc/python{sysconfig.get_python_version()}/copyright"))
    texts = [place.read_text(encoding="utf-8", errors="replace") for place in places if place.is_file()][:1]
    return Part("Python", version, "PSF-2.0", "https://www.python.org", f"pkg:generic/python@{version}", texts)


def _library(place: str, source: str, owner: str, known: Mapping[str, Any], parts: dict[str, Part]) -> Part | None:
    """The part that a shared library belongs to, noted in ``parts``; None when nobody knows it."""
    entry = next((each for each in known["library"] if Path(place).name.startswith(tuple(each["files"]))), None)
    if entry is None:
        return None
    name = entry["name"]
    if name == "Python":
        return parts[name]
    package, version, texts = ("", "", []) if owner else _debian(source)
    key = f"{name} in {owner}" if owner else f"{name} {version}"
    if key not in parts:
        purl = f"pkg:deb/debian/{package}@{version}" if package else f"pkg:generic/{name.lower().replace(' ', '-')}"
        own_texts = [] if owner else texts or _texts_for(entry["license"])
        parts[key] = Part(name, version, entry["license"], entry["home"], purl, own_texts, owner)
    return parts[key]


def _debian(source: str) -> tuple[str, str, list[str]]:
    """Package, version and copyright file of a library of the system; empty where the system is no Debian."""
    if not shutil.which("dpkg-query"):
        return "", "", []
    said = _ask("dpkg-query", "--search", f"*/{Path(source).name}").splitlines()
    package = said[0].split(":")[0] if said else ""
    if not package:
        return "", "", []
    copyright_ = Path("/usr/share/doc") / package / "copyright"
    texts = [copyright_.read_text(encoding="utf-8", errors="replace")] if copyright_.is_file() else []
    return package, _ask("dpkg-query", "--show", "--showformat=${Version}\n", package).split("\n")[0], texts


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _is_library(place: str) -> bool:
    """Whether it is a shared library and no module of Python's."""
    name = Path(place).name
    return bool(_LIBRARY.search(name)) and "cpython-" not in name and ".abi3." not in name


def _lies_beside(place: str) -> bool:
    """Whether a wheel carries it as somebody else's work: in ``NAME.libs``, ``.dylibs``, or Qt's folder."""
    folders = Path(place).parts[:-1]
    carried = any(folder.endswith((".libs", ".dylibs")) for folder in folders) or "ffmpeg" in place
    return carried or ("PySide6" in folders and "plugins" not in folders and "pyside" not in Path(place).name.lower())


def _is_ours(source: str) -> bool:
    return Path(source).is_relative_to(ROOT) and any(Path(source).is_relative_to(folder) for folder in _OURS)


def _real(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
