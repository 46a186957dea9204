"""The one entry: the window, the demo, the self-test, and the roles of child processes."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Sequence

ROLES = {
    "export": "gui.commands.export",
    "publish": "gui.commands.publish",
    "undo": "gui.commands.undo",
    "history": "gui.commands.history",
    "inspect": "gui.commands.inspecting",
    "formats": "gui.commands.format_list",
    "engine": "gui.engine.main",
    "host": "gui.foreign.host",
    "demo-server": "gui.demo.main",
}
"""First argument → module whose ``main(argv) -> int`` does it."""

NO_DISPLAY = (
    "There is no display to show the window on.",
    "Neither DISPLAY nor WAYLAND_DISPLAY is set.",
    "Start the program from a desktop, or export without a window: see export --help.",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the first argument names; without one, open the window."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in ROLES:
        return _run_role(*arguments)
    options = _parse(arguments)
    if options.self_test:
        from gui.selftest.run import run_self_test

        return run_self_test()
    if options.demo and not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from gui.qt.offscreen import run_offscreen_demo

        return run_offscreen_demo()
    if not os.environ.get("QT_QPA_PLATFORM") and not has_display():
        from gui.console import say

        say(sys.stderr, *NO_DISPLAY)
        return 1
    from gui.qt.app import run_window

    return run_window(demo=options.demo)


def _run_role(role: str, *arguments: str) -> int:
    if role in ("export", "publish", "undo"):
        # Ctrl-C while the modules load: nothing has begun. Not by KeyboardInterrupt: out of an import it makes
        # the interpreter end by the signal itself, whoever catches it, and not with the code that is promised.
        signal.signal(signal.SIGINT, lambda *_: _leave())
    return int(importlib.import_module(ROLES[role]).main(list(arguments)))


def _leave() -> None:
    with contextlib.suppress(OSError):
        os.write(2, b"Stopped.\nNothing was written.\n")
    os._exit(130)


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return os.environ["QT_QPA_PLATFORM"].split(":")[0] not in ("offscreen", "minimal")
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="encord-prediction-exporter",
        description="Turn a model's predictions into the file that Encord Active evaluates.",
        epilog="Without a window: python -m gui export --help",
    )
    parser.add_argument("--demo", action="store_true", help="open the window on the demo project")
    parser.add_argument("--self-test", action="store_true", help="check this installation and say what works")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
