"""Removes symbols for debuggers from libraries that stand it: those of Python itself and of cryptography.

Not from numpy's and OpenCV's: their wheels were rewritten after linking, and OpenBLAS breaks when it is stripped.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

STRIPPED = ("_internal/libpython3*", "_internal/python3*/lib-dynload/*.so", "_internal/cryptography/**/*.so")


def strip_app(app: Path) -> None:
    """Strip them in place; raises CalledProcessError when strip fails."""
    if not shutil.which("strip"):
        print("not stripped: there is no strip here (Debian: binutils)")
        return
    libraries = [path for pattern in STRIPPED for path in app.glob(pattern) if not path.is_symlink()]
    before = sum(path.stat().st_size for path in libraries)
    subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)
    saved = before - sum(path.stat().st_size for path in libraries)
    print(f"Stripped {len(libraries)} libraries of Python: {saved / 1e6:.1f} MB less")
