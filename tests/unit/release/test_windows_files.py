"""What Windows is given is well formed: read by PyInstaller's own classes, by XML, and against one another."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from xml.etree import ElementTree

import PyInstaller.compat
import pytest

from built_app import NAME, TITLE, BuildFailed, version
from windows import installers
from windows.version_info import four_numbers, version_info

FOLDER = Path(installers.__file__).parent
V1, V3 = "{urn:schemas-microsoft-com:asm.v1}", "{urn:schemas-microsoft-com:asm.v3}"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1.2.3", (1, 2, 3, 0)), ("0.1.0rc1", (0, 1, 0, 0)), ("2.0.dev4", (2, 0, 0, 0)), ("1.2.3.4.5", (1, 2, 3, 4))],
)
def test_versions_are_four_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(text) == numbers


def test_a_version_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        four_numbers("unknown")


def test_pyinstaller_reads_the_version_info(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "win32":  # its module also stamps executables, by an interface of Windows
        monkeypatch.setattr(PyInstaller.compat, "win32api", None, raising=False)
    from PyInstaller.utils.win32 import versioninfo

    path = tmp_path / "version.txt"
    path.write_text(version_info("1.2.3rc1", NAME, TITLE, "What it is called"), encoding="utf-8")
    info = versioninfo.load_version_info_from_text_file(str(path))
    assert (info.ffi.fileVersionMS, info.ffi.fileVersionLS) == (0x0001_0002, 0x0003_0000)
    strings = {each.name: each.val for each in info.kids[0].kids[0].kids}
    assert strings["FileVersion"] == strings["ProductVersion"] == "1.2.3rc1"
    assert strings["OriginalFilename"] == f"{NAME}.exe"
    assert strings["FileDescription"] == "What it is called"


def test_the_manifest_asks_for_sharp_pictures_long_paths_and_no_administrator() -> None:
    from PyInstaller.utils.win32 import winmanifest

    embedded = winmanifest.create_application_manifest((FOLDER / "app.manifest").read_bytes())
    root = ElementTree.fromstring(embedded)
    settings = {each.tag.split("}")[1]: each.text for each in root.find(f"{V3}application/{V3}windowsSettings") or ()}
    assert settings["dpiAwareness"] == "PerMonitorV2, PerMonitor"
    assert settings["longPathAware"] == "true"
    level = root.find(f"{V3}trustInfo/{V3}security/{V3}requestedPrivileges/{V3}requestedExecutionLevel")
    assert level is not None
    assert level.attrib == {"level": "asInvoker", "uiAccess": "false"}
    assert root.find(f"{V1}dependency/{V1}dependentAssembly/{V1}assemblyIdentity") is not None


def setup_section() -> dict[str, str]:
    text = (FOLDER / "installer.iss").read_text(encoding="utf-8")
    section = text.split("[Setup]", 1)[1].split("\n[", 1)[0]
    return dict(re.findall(r"^(\w+)=(.*)$", section, re.MULTILINE))


def test_the_installer_needs_no_administrator_and_keeps_its_identity() -> None:
    setup = setup_section()
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["AppId"] == "{{6E0C3B51-8F0B-4B0C-9C64-2D7C0D0E5A17}", "another id would install a second copy"
    assert (setup["CloseApplications"], setup["UsePreviousAppDir"]) == ("yes", "yes")


def test_nothing_outside_its_folder_is_removed() -> None:
    """Settings, logs and run folders stay: the script names no folder but its own for deletion."""
    text = (FOLDER / "installer.iss").read_text(encoding="utf-8")
    assert "[UninstallDelete]" not in text
    deleted = re.findall(r'^Type: \w+; Name: "([^"]+)"', text, re.MULTILINE)
    assert deleted == [r"{app}\_internal"]


def test_the_compiler_is_given_every_name_the_script_uses(tmp_path: Path) -> None:
    command = [str(part) for part in installers.compiler_command(tmp_path / "app", tmp_path, "signtool sign $f")]
    given = {part[2:].split("=")[0] for part in command if part.startswith("/D")}
    text = (FOLDER / "installer.iss").read_text(encoding="utf-8")
    defined = set(re.findall(r"^#define (\w+)", text, re.MULTILINE))
    used = set(re.findall(r"\{#(\w+)\}", text)) | set(re.findall(r"^#ifdef (\w+)", text, re.MULTILINE))
    assert used - defined == given
    assert "/Ssigner=signtool sign $f" in command
    name = setup_section()["OutputBaseFilename"].replace("{#Program}", NAME).replace("{#AppVersion}", version())
    assert installers.installer_in(tmp_path).name == f"{name}.exe"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for the compiler is a shell script")
def test_a_compiler_that_fails_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = tmp_path / "iscc"
    compiler.write_text("#!/bin/sh\nexit 2\n")
    compiler.chmod(compiler.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.delenv(installers.SIGN_COMMAND, raising=False)
    with pytest.raises(BuildFailed, match=r"Inno Setup failed \(code 2\)"):
        installers.make(tmp_path / "app", tmp_path)
