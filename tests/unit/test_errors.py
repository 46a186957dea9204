"""Every expected failure says what happened, why, and what to do."""

import ast
from pathlib import Path

import pytest

from gui import errors

ROOT = Path(__file__).parents[2]
FAILURES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
FAILURES -= {"Cancelled"}
PARTS = ("what", "why", "remedy")


def parts_of(call: ast.Call) -> dict[str, ast.expr]:
    """The sentences of a failure where it is made; empty when they come from elsewhere as one."""
    if any(isinstance(each, ast.Starred) for each in call.args):
        return {}
    named = {each.arg: each.value for each in call.keywords if each.arg in PARTS}
    return dict(zip(PARTS, call.args, strict=False)) | named


def lacking(source: str) -> list[str]:
    """Failures made in this source without a cause or a way out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAILURES:
            parts = parts_of(node)
            if parts and any(ast.unparse(parts[part]) == "''" if part in parts else True for part in PARTS):
                found.append(f"line {node.lineno}: {ast.unparse(node)[:100]}")
    return found


def test_every_failure_has_its_cause_and_its_way_out() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "gui").rglob("*.py")
        if (lines := lacking(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("call", ['KeyProblem("It broke.", "", "Try again.")', 'KeyProblem("It broke.", why="So.")'])
def test_one_without_would_be_found(call: str) -> None:
    assert lacking(call) and not lacking('KeyProblem("It broke.", "It was old.", remedy="Try again.")')
