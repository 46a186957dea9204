"""What macOS is given is well formed, and its tools are called in the order they need; the tools are stand-ins."""

from __future__ import annotations

import os
import plistlib
import stat
from pathlib import Path

import pytest

from built_app import TITLE, BuildFailed, version
from macos import installers
from macos.info import IDENTIFIER, info_plist

FOLDER = Path(installers.__file__).parent


def test_info_plist_is_one_and_promises_nothing_that_is_not_there() -> None:
    info = plistlib.loads(plistlib.dumps(info_plist(TITLE, "1.2.0")))
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == "1.2.0"
    assert info["NSHighResolutionCapable"] is True
    assert info["LSMinimumSystemVersion"] == "13.0"
    assert not {"NSAppTransportSecurity", "CFBundleDocumentTypes", "LSEnvironment"} & set(info)
    assert IDENTIFIER.count(".") == 2


def test_the_only_exception_from_the_hardened_runtime_is_the_one_python_needs() -> None:
    with (FOLDER / "entitlements.plist").open("rb") as file:
        assert plistlib.load(file) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_mounted_folder_is_found_in_hdiutils_answer() -> None:
    entities = [{"content-hint": "GUID_partition_scheme"}, {"mount-point": "/Volumes/Encord", "volume-kind": "hfs"}]
    assert installers.mount_point(plistlib.dumps({"system-entities": entities})) == Path("/Volumes/Encord")
    with pytest.raises(BuildFailed):
        installers.mount_point(plistlib.dumps({"system-entities": entities[:1]}))


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand-ins for Apple's tools that note how they are called; hdiutil is busy the first time."""
    if os.name != "posix":
        pytest.skip("the stand-ins are shell scripts")
    called = tmp_path / "called"
    bodies = {
        "codesign": "",
        "xcrun": "",
        "ditto": 'cp -R "$1" "$2"',
        "hdiutil": f"[ -e '{tmp_path}/busy' ] || {{ touch '{tmp_path}/busy'; exit 1; }}",
    }
    for name, body in bodies.items():
        tool = tmp_path / "bin" / name
        tool.parent.mkdir(exist_ok=True)
        tool.write_text(f"#!/bin/sh\nprintf \"%s \" {name} \"$@\" >>'{called}'\necho >>'{called}'\n{body}\n")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(installers, "PAUSE_S", 0)
    for name in (installers.IDENTITY, *installers.NOTARY):
        monkeypatch.delenv(name, raising=False)
    return called


@pytest.fixture
def app(tmp_path: Path) -> Path:
    app = tmp_path / f"{TITLE}.app"
    (app / "Contents").mkdir(parents=True)
    return app


def test_without_a_certificate_the_image_is_made_and_neither_signed_nor_sent(tools: Path, app: Path) -> None:
    (image,) = installers.make(app, app.parent)
    assert image.name.startswith(f"encord-prediction-exporter-{version()}-macos-")
    calls = tools.read_text().splitlines()
    assert [line.split()[0] for line in calls] == ["codesign", "ditto", "hdiutil", "hdiutil"]
    assert calls[0].startswith("codesign --verify --deep --strict")


def test_with_all_secrets_it_is_signed_and_then_notarised(
    tools: Path, app: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(installers.IDENTITY, "Developer ID Application: Nobody")
    for name in installers.NOTARY:
        monkeypatch.setenv(name, f"value of {name}")
    installers.make(app, app.parent)
    calls = [" ".join(line.split()[:2]) for line in tools.read_text().splitlines()]
    assert calls[-4:] == ["codesign --sign", "xcrun notarytool", "xcrun stapler", "xcrun stapler"]
    assert "value of" not in capfd.readouterr().out


def test_a_certificate_alone_is_not_taken_for_notarised(
    tools: Path, app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(installers.IDENTITY, "Developer ID Application: Nobody")
    installers.make(app, app.parent)
    assert "xcrun" not in tools.read_text()
    assert "Not notarised" in capsys.readouterr().out


def test_a_signature_that_does_not_hold_fails_the_build(tools: Path, app: Path) -> None:
    (tools.parent / "bin" / "codesign").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(BuildFailed, match="signature does not hold"):
        installers.make(app, app.parent)
