"""Resources are found in all three kinds of installation; the user's folders are the user's alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui import paths

ROOT = Path(__file__).parents[2]


def test_a_checkout_finds_its_own_resources() -> None:
    assert paths.checkout_root() == ROOT
    assert paths.resource_path(".") == ROOT / "resources"
    assert paths.guide_path().is_file()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.svg"):
        paths.resource_path("no-such.svg")


def test_a_frozen_app_finds_them_in_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    icon = tmp_path / "resources" / "icons" / "app.svg"
    icon.parent.mkdir(parents=True)
    icon.write_text("<svg/>")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.checkout_root() is None
    assert paths.resource_path("icons/app.svg") == icon
    guide = tmp_path / "resources" / "guide" / "guide.md"
    guide.parent.mkdir()
    guide.write_text("# Guide")
    assert paths.guide_path() == guide


def test_an_installed_wheel_finds_them_in_the_package(tmp_path: Path) -> None:
    """A real wheel, built and unpacked, asked by a fresh interpreter that knows nothing of the checkout."""
    subprocess.run(
        [sys.executable, "-c", "import setup", "bdist_wheel", "--dist-dir", tmp_path / "dist",
         "build", "--build-base", tmp_path / "build", "egg_info", "--egg-base", tmp_path],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, tmp_path / "site"], check=True)
    code = "from gui import paths; print(paths.checkout_root(), paths.resource_path('.'))"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert found == ["None", str(tmp_path / "site" / "gui" / "_resources")]
    shipped = {path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*")}
    packed = tmp_path / "site" / "gui" / "_resources"
    pictures = {Path("guide", "images", path.name) for path in (ROOT / "docs" / "images").iterdir()}
    guide = {Path("guide"), Path("guide", "guide.md"), Path("guide", "images"), *pictures}
    assert {path.relative_to(packed) for path in packed.rglob("*")} == shipped | guide


@pytest.mark.parametrize("folder", [paths.data_dir, paths.log_dir, paths.cache_dir, paths.runs_dir])
def test_every_folder_is_inside_the_home_given_and_private(folder: object, isolated_home: Path) -> None:
    assert callable(folder)
    made = folder()
    assert made.is_dir()
    assert made.is_relative_to(isolated_home / "exporter")
    if os.name == "posix":
        assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no permission bits")
def test_a_folder_that_others_could_read_is_closed() -> None:
    paths.runs_dir().chmod(0o755)
    assert paths.runs_dir().stat().st_mode & 0o777 == 0o700


def test_the_settings_file_may_be_missing_but_its_folder_is_there() -> None:
    assert paths.settings_file().parent.is_dir()
    assert not paths.settings_file().exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are Linux's")
def test_without_a_home_given_the_systems_habits_hold(isolated_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.data_dir() == isolated_home / "data" / paths.APP_NAME
    assert paths.settings_file() == isolated_home / "config" / paths.APP_NAME / "settings.json"
    assert paths.cache_dir() == isolated_home / "cache" / paths.APP_NAME
    assert paths.log_dir() == isolated_home / "state" / paths.APP_NAME / "log"
