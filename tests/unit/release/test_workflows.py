"""The workflows fit GitHub's schema, run what exists, and may do no more than they need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_they_fit_the_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *WORKFLOWS], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(WORKFLOWS) == 2


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_have_versions_and_nothing_may_be_written_by_default(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+(\.\d+\.\d+)?|\./\.github/workflows/\w+\.yml", each) for each in uses)
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count(": write") == (1 if path.name == "release.yml" else 0)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_they_run_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for file in re.findall(r"\b(?:packaging|requirements)[\w./-]*\.(?:py|sh|lock)\b", text):
        assert (ROOT / file).is_file(), file
    targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"run: make (\w+)", text)) <= set(targets)


def test_secrets_are_handed_to_steps_by_the_environment_and_never_written_into_commands() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "${{ secrets." in line:
            assert re.fullmatch(r"\s+[A-Z_]+: \$\{\{ secrets\.[A-Z_]+ \}\}", line), line
    runbook = (ROOT / "packaging" / "RELEASING.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"secrets\.([A-Z_]+)", text) if f"`{name}`" not in runbook} == set()
