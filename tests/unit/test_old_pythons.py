"""What older Pythons that are still supported get wrong, and a newer one that runs the tests would not show."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

parser = importlib.import_module("re._parser")
POSSESSIVE = parser.POSSESSIVE_REPEAT
BACKTRACKS = {parser.BRANCH, parser.MAX_REPEAT, parser.MIN_REPEAT}


def test_no_pattern_is_matched_wrongly_before_python_3_11_5() -> None:
    """There ``(?:…)*+`` and ``(?:…)++`` match too little when the group can backtrack; Debian 12 has 3.11.2."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {pattern!r}"
        for path in (ROOT / "gui").rglob("*.py")
        for line, pattern in patterns(path)
        if has_possessive_group_that_backtracks(parser.parse(pattern, re.VERBOSE if b"\n" in raw(pattern) else 0))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("pattern", "is_wrong"),
    [
        (r'"(?:[^"\\]++|\\.)*+"', True),
        (r"(?:a+b)++", True),
        (r"(?:[ab]|cd)++", True),
        (r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', False),
        (r"(?>(?:a|bc)+)", False),
        (r"[ab]++", False),
    ],
)
def test_such_a_pattern_is_noticed(pattern: str, is_wrong: bool) -> None:
    assert has_possessive_group_that_backtracks(parser.parse(pattern)) is is_wrong


def patterns(path: Path) -> Iterator[tuple[int, str | bytes]]:
    """Line and text of every literal that is handed to a function of ``re``."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re")),
                args=[ast.Constant(value=str() | bytes() as pattern), *_],
            ):
                yield node.lineno, pattern


def raw(pattern: str | bytes) -> bytes:
    return pattern if isinstance(pattern, bytes) else pattern.encode()


def has_possessive_group_that_backtracks(parsed: Any, inside: bool = False) -> bool:
    for operation, argument in parsed:
        if inside and operation in BACKTRACKS:
            return True
        for part in parts(argument):
            if has_possessive_group_that_backtracks(part, inside or operation is POSSESSIVE):
                return True
    return False


def parts(argument: Any) -> Iterator[Any]:
    """The patterns inside an operation's argument, however it nests them."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for each in argument:
            yield from parts(each)
