"""The notices name what is in the app, from the real files of this environment; what nobody knows stops the build."""

from __future__ import annotations

import ctypes
import importlib.metadata
import json
import sys
import tomllib
from pathlib import Path

import pytest
import requests

import notices
from built_app import ROOT, version
from bundle_parts import TEXTS, Entry, Part, UnknownPart, parts_of
from license_rules import refusal

PACKAGES = Path(requests.__file__).parents[1]


def entry(path: Path, kind: str = "BINARY") -> Entry:
    return str(path.relative_to(PACKAGES)), str(path), kind


def libraries() -> list[Entry]:
    """Shared libraries that wheels carry; where they lie differs from system to system."""
    folders = [
        PACKAGES / name for name in ("opencv_python_headless.libs", "numpy.libs", "cv2/.dylibs", "numpy/.dylibs")
    ]
    found = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    return [entry(path) for path in sorted([*found, *(PACKAGES / "PySide6").rglob("*Qt6Core.*")])]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    modules = [
        (name, f"{PACKAGES}/{name}/__init__.py", "PYMODULE") for name in ("requests", "encord", "keyring", "PySide6")
    ]
    return [*modules, ("gui", str(ROOT / "gui" / "__init__.py"), "PYMODULE"), *libraries()]


@pytest.fixture(scope="module")
def written(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    notices.write(entries, folder)
    return folder


def test_every_part_is_named_with_version_and_licence(written: Path) -> None:
    text = (written / notices.NOTICES).read_text(encoding="utf-8")
    for name in ("requests", "encord", "keyring", "PySide6_Essentials"):
        assert f"  {name} {importlib.metadata.version(name)}: " in text
    assert f"  Python {sys.version.split()[0]}: PSF-2.0" in text
    assert "WITH Bootloader-exception" in text
    assert "Copyright (c) Jason R. Coombs" in text or "jaraco" in text.lower()


def test_the_lesser_gpl_comes_with_its_texts_and_the_way_to_replace_qt(written: Path) -> None:
    text = (written / notices.NOTICES).read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3" in text
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in text  # the former is a supplement to it
    assert "How to replace one" in (written / notices.REPLACING).read_text(encoding="utf-8")
    assert (written / "LICENSE.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_bill_of_materials_names_the_same_parts(written: Path, entries: list[Entry]) -> None:
    """`sbom` has held it against CycloneDX's schema before it was written."""
    document = json.loads((written / notices.SBOM).read_text(encoding="utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["version"] == version()
    assert sorted(each["name"] for each in document["components"]) == sorted(part.name for part in parts_of(entries))
    purls = [each["purl"] for each in document["components"]]
    assert f"pkg:pypi/requests@{importlib.metadata.version('requests')}" in purls


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the libraries lie in other places")
def test_libraries_within_wheels_are_parts_of_their_own(entries: list[Entry]) -> None:
    found = {(part.name, part.within): part for part in parts_of(entries)}
    assert found["FFmpeg", "opencv-python-headless"].license == "LGPL-2.1-or-later"
    assert found["Qt", "pyside6-essentials"].libraries == ["PySide6/Qt/lib/libQt6Core.so.6"]
    assert ("GCC runtime", "numpy") in found


def test_a_library_that_nobody_has_written_down_stops_the_build(tmp_path: Path) -> None:
    """As libreadline did, which is under the GPL alone and came along with a module of Python's."""
    with pytest.raises(UnknownPart, match=r"libreadline\.so\.8"):
        parts_of([("libreadline.so.8", str(tmp_path / "libreadline.so.8"), "BINARY")])


def test_a_part_under_the_gpl_alone_stops_the_build() -> None:
    fine = Part("fine", "1", "MIT", "", "pkg:generic/fine")
    notices.check([fine])
    with pytest.raises(notices.RefusedPart, match=r"theirs: under GPL-3\.0-or-later"):
        notices.check([fine, Part("theirs", "2", "GPL-3.0-or-later", "", "pkg:generic/theirs")])


def test_every_text_and_name_that_is_written_down_is_sound() -> None:
    known = tomllib.loads((TEXTS / "known.toml").read_text(encoding="utf-8"))
    for library in known["library"]:
        assert set(library) == {"name", "files", "license", "home"}
        assert refusal(library["license"]) == "", library["name"]
    assert all(refusal(license_) == "" for license_ in known["distributions"].values())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere FFmpeg has another name or is linked in")
def test_the_ffmpeg_that_opencv_carries_was_built_without_its_parts_under_the_gpl() -> None:
    (path,) = (PACKAGES / "opencv_python_headless.libs").glob("libavcodec*")
    library = ctypes.CDLL(str(path))
    library.avcodec_license.restype = ctypes.c_char_p
    library.avcodec_configuration.restype = ctypes.c_char_p
    assert library.avcodec_license() == b"LGPL version 2.1 or later"
    assert b"--enable-gpl" not in library.avcodec_configuration()
