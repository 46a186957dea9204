"""Freezes the program into dist/, lets the built app test itself, and says how large it became."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "encord-prediction-exporter"
DIST = ROOT / "dist"
APP = DIST / NAME
SELF_TEST_SECONDS = 300


def main() -> int:
    """Returns 0 when the built app has passed its own test, else 1."""
    clean()
    freeze()
    dangling = [path for path in APP.rglob("*") if path.is_symlink() and not path.exists()]
    for path in dangling:
        print(f"dangling link: {path.relative_to(APP)}", file=sys.stderr)
    passed = self_test() and not dangling
    summarise()
    print("The built app passed its self-test." if passed else "The built app FAILED.")
    return 0 if passed else 1


def clean() -> None:
    """Nothing of an earlier build may end up in this one."""
    for folder in (ROOT / "build", DIST):
        shutil.rmtree(folder, ignore_errors=True)


def freeze() -> None:
    """Run PyInstaller on app.spec; raises CalledProcessError when it fails."""
    spec = ROOT / "packaging" / "app.spec"
    command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", DIST, "--workpath", ROOT / "build", spec]
    subprocess.run(command, cwd=ROOT, check=True)


def self_test() -> bool:
    """Run the built app's own test far away from the checkout and its environment."""
    program = APP / (f"{NAME}-console.exe" if sys.platform == "win32" else NAME)
    left_out = ("PYTHON", "VIRTUAL_ENV", "COVERAGE", "ENCORD_", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as elsewhere:
        environment["EXPORTER_HOME"] = elsewhere
        try:
            done = subprocess.run(
                [program, "--self-test"],
                cwd=elsewhere,
                env=environment,
                timeout=SELF_TEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            print(f"the self-test did not end within {SELF_TEST_SECONDS} s", file=sys.stderr)
            return False
    return done.returncode == 0


def summarise() -> None:
    """The size of the whole and of its ten largest parts, so that a new dependency is noticed."""
    sizes: dict[str, int] = {}
    for path in APP.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(APP).parts
            part = "/".join(parts[:2]) if len(parts) > 1 else parts[0]
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    print(f"\n{APP.relative_to(ROOT)}: {sum(sizes.values()) / 1e6:.0f} MB")
    for part, size in sorted(sizes.items(), key=lambda item: -item[1])[:10]:
        print(f"  {size / 1e6:6.1f} MB  {part}")


if __name__ == "__main__":
    sys.exit(main())
