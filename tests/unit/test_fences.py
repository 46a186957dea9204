"""The fences: Qt on one side, the SDK on the other; and what may never lie in a tracked file."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "gui").rglob("*.py"))

WINDOW_ONLY = ("PySide6", "shiboken6", "qasync")
ENGINE_ONLY = ("encord", "numpy", "cv2", "PIL", "pycocotools")

IMPORT_EACH = """
import importlib, sys, traceback
banned, modules = sys.argv[1].split(","), sys.argv[2].split(",")
for name in banned:
    sys.modules[name] = None  # importing it now raises ImportError
failed = False
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError:
        failed = True
        print(f"--- {module}")
        traceback.print_exc(limit=-3, file=sys.stdout)
sys.exit(failed)
"""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_window(path: Path) -> bool:
    return path.is_relative_to(ROOT / "gui" / "qt")


def import_each(modules: list[Path], banned: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    names = ",".join(map(module_name, modules))
    command = [sys.executable, "-P", "-c", IMPORT_EACH, ",".join(banned), names]
    return subprocess.run(command, cwd=ROOT, env=None, capture_output=True, text=True, timeout=100)


@pytest.fixture(autouse=True)
def modules_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_nothing_outside_the_window_needs_qt() -> None:
    result = import_each([path for path in MODULES if not is_window(path)], WINDOW_ONLY)
    assert result.returncode == 0, result.stdout + result.stderr


def test_nothing_in_the_window_needs_the_sdk() -> None:
    windows = [path for path in MODULES if is_window(path)]
    assert windows
    result = import_each(windows, ENGINE_ONLY)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("code", "banned"), [("import numpy.linalg", ENGINE_ONLY), ("from PySide6.QtCore import Qt", WINDOW_ONLY)]
)
def test_the_fence_notices_a_breach(
    code: str, banned: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "breach.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(f"{__name__}.module_name", lambda path: path.stem)
    result = import_each([tmp_path / "breach.py"], banned)
    assert result.returncode == 1
    assert "--- breach" in result.stdout


def test_the_sdk_is_imported_in_its_own_folder_and_by_the_host_alone() -> None:
    """Also inside functions, which the tests above do not run."""
    importers = {path.relative_to(ROOT).as_posix() for path in MODULES if "encord" in imported_by(path)}
    strangers = {name for name in importers if not name.startswith(("gui/encord_api/", "gui/foreign/host"))}
    assert not strangers


def test_each_side_imports_only_its_own_even_inside_functions() -> None:
    for path in MODULES:
        banned = ENGINE_ONLY if is_window(path) else WINDOW_ONLY
        assert not imported_by(path) & set(banned), path


def test_the_words_of_the_trade_lean_on_nothing_of_ours() -> None:
    for path in sorted((ROOT / "gui" / "domain").glob("*.py")):
        ours = {name for name in modules_imported_by(path) if name.split(".")[0] == "gui"}
        assert {name for name in ours if not name.startswith(("gui.domain.", "gui.errors"))} == set(), path


@pytest.mark.parametrize("folder", ["convert", "demo", "encord_api", "export", "foreign", "matching", "sources"])
def test_messages_of_the_window_stay_out_of_the_work(folder: str) -> None:
    """Whatever the headless command runs knows nothing of the pipe between window and engine."""
    for path in sorted((ROOT / "gui" / folder).rglob("*.py")):
        assert not [name for name in modules_imported_by(path) if name.startswith("gui.protocol")], path


def imported_by(path: Path) -> set[str]:
    """Names of the top-level packages that ``path`` imports anywhere."""
    return {name.split(".")[0] for name in modules_imported_by(path)}


def modules_imported_by(path: Path) -> set[str]:
    """Full names of the modules that ``path`` imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_packaging_is_a_folder_and_not_a_package() -> None:
    assert (ROOT / "packaging").is_dir()
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow PyPI's packaging"


def test_the_self_test_knows_every_format_and_every_role() -> None:
    """Who adds one adds its example (gui/demo/examples.py), or the check that starts it (gui/selftest/run.py)."""
    from gui.__main__ import ROLES
    from gui.demo.examples import EXAMPLES
    from gui.selftest.run import CHECKS
    from gui.sources.registry import SOURCES

    assert set(EXAMPLES) == {source.FORMAT for source in SOURCES}
    assert {role for check in CHECKS for role in check.starts} == set(ROLES)


FORBIDDEN = {
    "the address of a package registry": re.compile(
        rb"pythonh[o]sted\.|py[p]i[.]org|registry\.npm[j]s|deb\.deb[i]an[.]org|archive\.ubun[t]u[.]com"
        rb"|^--(extra-)?index-url|^--find-links",
        re.MULTILINE,
    ),
    "a path of one machine": re.compile(rb"(?<![\w.~-])/(work|root|farm)/"),
}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing is tracked")
    holding = [
        f"{path.relative_to(ROOT)}: {match[0].decode(errors='replace')}"
        for path in tracked_files()
        if path.is_file() and path != Path(__file__) and (match := FORBIDDEN[what].search(path.read_bytes()))
    ]
    assert not holding
