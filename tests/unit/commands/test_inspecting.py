"""The commands ``inspect`` and ``formats``: what files are, why, and how they can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gui.commands import format_list, inspecting
from gui.commands.command_parser import setting_values
from gui.domain.reading_ways import Reading
from gui.errors import UsageProblem
from gui.sources.formats.coco import source as coco
from gui.sources.intake.files import Intake
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.registry import SOURCES
from tests.unit.sources.reading import result, written

BOX = Setting("box", "what the numbers are", (("xywh", "sizes"), ("xyxy", "corners")))


def test_what_a_file_is_and_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "results.json", [result(), result(score=7), result(category_id=5)])
    assert inspecting.main([str(tmp_path / "results.json")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "results.json is read as coco: a list of entries with image_id, category_id, bbox, score.",
        "COCO results without file names: 2 boxes, 1 picture, 2 classes.",
        "- 2: 1 prediction",
        "- 5: 1 prediction",
        "Left out: 1. The confidence is not a number from 0 to 1.",
        "- element 1 (1): the confidence is 7",
    ]


def test_json_for_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "a.json", [result(category_id="größer  als")])
    assert inspecting.main([str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sources"][0]["format"] == "coco"
    assert found["decided"] is True
    assert (found["read"], found["classes"]) == (1, {"größer  als": 1})


def test_what_is_undecided_is_told_with_the_word_that_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
        return [Reading({"box": "xywh"}, 0.8, "8 of 10 fit"), Reading({"box": "xyxy"}, 0.7, "7 of 10 fit")]

    monkeypatch.setattr(coco, "readings", readings)
    monkeypatch.setattr(coco, "SETTINGS", (BOX,))
    path = written(tmp_path / "a.json", [result()])
    assert inspecting.main([str(path)]) == 2
    said = capsys.readouterr()
    assert said.out.splitlines()[1:] == [
        "- box=xywh, 80%, not decided: 8 of 10 fit",
        "- box=xyxy, 70%, not decided: 7 of 10 fit",
    ]
    assert said.err.splitlines()[-1].startswith("Say which: --set box=xywh or --set box=xyxy.")
    assert inspecting.main([str(path), "--set", "box=xyxy"]) == 0
    said = capsys.readouterr()
    assert "- box=xyxy, 70%, taken: 7 of 10 fit" in said.out
    assert "Note: a.json: not with box=xywh: 8 of 10 fit" in said.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.json"], 1, "There is no file missing.json."),
        (["a.json", "--set", "kind=index"], 2, "COCO has no setting kind."),
        (["a.json", "--set", "box"], 2, "--set box is no setting."),
        (["a.json", "--format", "cocoa"], 2, "There is no format called cocoa."),
        ([], 2, "The command cannot be understood."),
    ],
)
def test_wrong_usage_and_refusals(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written(tmp_path / "a.json", [result()])
    monkeypatch.chdir(tmp_path)
    assert inspecting.main(arguments) == code
    assert capsys.readouterr().err.splitlines()[0] == said


def test_several_sources_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        written(folder / "a.json", [result(), result(score=7)])
    assert inspecting.main([str(one), str(two)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == (
        "2 sources (COCO results without file names; COCO results without file names): 2 boxes, 1 picture, 1 class."
    )
    assert lines[-2:] == [
        "- one: a.json element 1 (1): the confidence is 7",
        "- two: a.json element 1 (1): the confidence is 7",
    ]


def test_formats_lists_every_format_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert format_list.main([]) == 0
    out = capsys.readouterr().out
    for source in SOURCES:
        assert f"{source.FORMAT}: {source.TITLE}" in out
        for setting in source.SETTINGS:
            assert f"- {setting.name}: {setting.meaning}" in out
            for value, _ in setting.choices:
                assert f"-- {setting.name}={value}" in out
    assert format_list.main(["--odd"]) == 2


def test_a_setting_said_twice_must_agree() -> None:
    assert setting_values(["box=xywh", "box = xywh", "class=a=b"]) == {"box": "xywh", "class": "a=b"}
    with pytest.raises(UsageProblem, match="box is set twice"):
        setting_values(["box=xywh", "box=xyxy"])
