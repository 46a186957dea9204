"""Settings are kept whole, survive a broken file, and have no room for a key."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from gui.domain.last_export import LastExport
from gui.settings import MOST_PROJECTS, Settings, WindowPlace, load_settings, save_settings


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(
        theme="dark",
        key_path="/home/mara/key.txt",
        domain="https://api.us.encord.com",
        project_hash="p1",
        output_folder="/data",
        window=WindowPlace(1, 2, 1280, 800, maximized=True),
        mappings={"p1": {"apple": "a1", "stem": None}},
    )
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert [each.name for each in tmp_path.glob("*settings*")] == ["settings.json"]


def test_a_first_start_follows_the_system_and_has_chosen_nothing(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "settings.json")
    assert settings == Settings()
    assert settings.theme == "system"
    assert settings.key_path == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": "pink"}', '{"window": 3}', "\udcff"])
def test_a_broken_file_is_a_first_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    assert load_settings(path) == Settings()


def test_a_setting_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "not_yet_known": 1}')
    assert load_settings(path).theme == "dark"


def test_the_old_settings_stay_when_the_new_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    save_settings(Settings(theme="dark"), path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        save_settings(Settings(theme="light"), path)
    monkeypatch.undo()
    assert load_settings(path).theme == "dark"
    assert [each.name for each in tmp_path.glob("*settings*")] == ["settings.json"]


def test_mappings_of_the_projects_used_longest_ago_make_room() -> None:
    settings = Settings()
    for number in range(MOST_PROJECTS + 5):
        settings.remember_mapping(f"p{number}", {"apple": "a1"})
    settings.remember_mapping("p10", {"apple": "b2"})
    settings.remember_mapping("new", {"apple": None})
    assert len(settings.mappings) == MOST_PROJECTS
    assert "p0" not in settings.mappings
    assert "p5" not in settings.mappings
    assert settings.mappings["p10"] == {"apple": "b2"}


def test_an_empty_mapping_is_forgotten() -> None:
    settings = Settings(mappings={"p": {"apple": "a1"}})
    settings.remember_mapping("p", {})
    assert settings.mappings == {}


def test_there_is_no_field_for_a_secret() -> None:
    names = {field.name for field in msgspec.structs.fields(Settings)}
    shown = {
        "theme",
        "key_path",
        "kept",
        "proxy",
        "proxy_address",
        "proxy_name",
        "domain",
        "project_hash",
        "output_folder",
        "window",
        "rows",
        "mappings",
        "exports",
        "goals",
    }
    assert names == shown


def test_the_last_export_of_each_project_is_kept_and_the_oldest_makes_room(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MOST_PROJECTS + 1):
        settings.remember_export(f"project-{number}", LastExport("2026-07-12", number, ["apple"], 0.5))
    settings.remember_export("project-1", LastExport("2026-07-13", 7, [], 0.0))
    save_settings(settings, tmp_path / "settings.json")
    exports = load_settings(tmp_path / "settings.json").exports
    assert len(exports) == MOST_PROJECTS
    assert "project-0" not in exports
    assert exports["project-1"] == LastExport("2026-07-13", 7, [], 0.0)
    assert list(exports)[-1] == "project-1"
