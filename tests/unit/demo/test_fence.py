"""The demo speaks HTTP alone: importing it loads neither the SDK nor Qt."""

import subprocess
import sys

CHECK = """
import importlib, pkgutil, sys
import gui.demo
for module in pkgutil.iter_modules(gui.demo.__path__, "gui.demo."):
    importlib.import_module(module.name)
print([name for name in ("encord", "PySide6", "qasync", "requests") if name in sys.modules])
"""


def test_no_sdk_and_no_qt_in_the_demo() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
