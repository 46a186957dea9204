"""The options of ``export``: what does not fit together is refused before anything is asked or read."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.commands.command_line import parse, parse_publish
from gui.errors import UsageProblem

NEEDED = ["--key", "k", "--project", "p", "--predictions", "in.json", "--output", "out.json"]


def test_what_is_needed_is_enough() -> None:
    options = parse(NEEDED)
    assert (options.key, options.output, options.report) == (Path("k"), Path("out.json"), None)
    assert options.domain == "https://api.encord.com"
    assert not options.script and not options.create_missing_rows and options.dataset == []


REFUSED = {
    "nothing at all": ([], "cannot be understood"),
    "an abbreviation": ([*NEEDED, "--create"], "cannot be understood"),
    "a threshold in words": ([*NEEDED, "--min-confidence", "high"], "cannot be understood"),
    "a threshold above 1": ([*NEEDED, "--min-confidence", "2"], "from 0 to 1"),
    "a threshold of none": ([*NEEDED, "--min-confidence", "nan"], "from 0 to 1"),
    "an endless threshold": ([*NEEDED, "--min-confidence", "inf"], "from 0 to 1"),
    "a negative threshold": ([*NEEDED, "--min-confidence=-0.1"], "from 0 to 1"),
    "an empty path": ([*NEEDED, "--predictions", ""], "cannot be understood"),
    "brackets for a server": ([*NEEDED, "--domain", "http://["], "not the address of a server"),
    "a server without https": ([*NEEDED, "--domain", "http://api.encord.com"], "https"),
    "a script with a mapping": ([*NEEDED, "--script", "--mapping", "x.json"], "takes no mapping"),
    "a script with a format": ([*NEEDED, "--script", "--format", "coco"], "no format"),
    "a script with names": ([*NEEDED, "--script", "--dataset-json", "d.json"], "no format"),
    "a script with a threshold of 0": ([*NEEDED, "--script", "--min-confidence", "0"], "no threshold"),
    "a passphrase nowhere": ([*NEEDED, "--passphrase-env", "NOT_SET_ANYWHERE"], "is not set"),
    "report over output": ([*NEEDED, "--report", "./out.json"], "same file"),
    "report over predictions": ([*NEEDED, "--report", "in.json"], "same file"),
    "output over rows": ([*NEEDED, "--rows", "x/../out.json"], "same file"),
    "output over mapping": ([*NEEDED, "--mapping", "out.json"], "same file"),
    "output over names": ([*NEEDED, "--dataset-json", "out.json"], "same file"),
    "report over key": ([*NEEDED, "--report", "k"], "same file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    arguments, words = REFUSED[case]
    with pytest.raises(UsageProblem) as raised:
        parse(arguments)
    assert words in raised.value.sentence.what and raised.value.sentence.remedy


def test_one_file_by_two_names_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.json").write_text("[]")
    (tmp_path / "out.json").hardlink_to(tmp_path / "in.json")
    with pytest.raises(UsageProblem, match="--output and --predictions name the same file"):
        parse(NEEDED)
    parse([*NEEDED[:-1], "other.json"])


PUBLISHED = [*NEEDED[:-2], "--branch", "model-7"]


def test_a_branch_is_enough_to_publish() -> None:
    options = parse_publish(PUBLISHED)
    assert (options.branch, options.output, options.replace, options.sync) == ("model-7", None, False, False)
    assert not options.create_missing_rows and not options.frame_classifications


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (NEEDED, "cannot be understood"),
        ([*NEEDED, "--branch", "main"], "main branch"),
        ([*NEEDED, "--branch", "encord-x"], "Encord's own"),
        ([*NEEDED, "--branch", "two words"], "not the name of a branch"),
        ([*PUBLISHED, "--create-missing-rows"], "cannot be understood"),
        ([*PUBLISHED, "--sync", "--active-import", "label"], "cannot be understood"),
        ([*PUBLISHED, "--report", "in.json"], "same file"),
    ],
)
def test_what_does_not_fit_a_branch_is_refused(arguments: list[str], words: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        parse_publish(arguments)
    assert words in raised.value.sentence.what
