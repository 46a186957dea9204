"""The one place that starts child processes of this program, and the one that ends them."""

import os
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO

from gui import logs, paths
from gui.foreign.pipes import broken_pipe_by_one_name


def start_child(
    role: str,
    *args: str | Path,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    env_extra: Mapping[str, str] | None = None,
    env_without: Collection[str] = (),
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start this program again in another role, with pipes on its standard input and output.

    ``role`` is the word ``gui/__main__.py`` dispatches on (``engine``, ``host``, ``demo-server``).
    ``env_without`` names variables the child must not see, such as the one that holds a passphrase; variables
    whose name starts with ``ENCORD_`` never reach a child. The caller owns the process: it closes the pipes
    and calls `end_child`. Raises OSError when the system cannot start it.
    """
    return subprocess.Popen(
        [*_command(role), *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=child_environment(env_extra or {}, env_without),
        cwd=cwd,
        # Ctrl-C in a terminal reaches the program in front alone: that one decides what happens to the rest.
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end_child(child: "subprocess.Popen[bytes]", grace: float = 1.0) -> int:
    """Close the child's input, give it ``grace`` seconds to leave, then kill it; returns its exit code.

    Safe while other threads read from or write to the child: the kill frees a writer that waits on a full
    pipe, and the outputs are closed only when the child is gone and its readers have seen the end.
    """
    killer = threading.Timer(grace, child.kill)
    killer.daemon = True
    killer.start()
    try:
        _close(child.stdin)
        code = child.wait()
    finally:
        killer.cancel()
    _close(child.stdout)
    _close(child.stderr)
    return code


def child_environment(extra: Mapping[str, str], without: Collection[str] = ()) -> dict[str, str]:
    """This process's environment for a child: no ``ENCORD_*``, none of ``without``, then ``extra``.

    ``ENCORD_SSH_KEY`` would make the SDK use a key the user never chose (FACTS 1.2). A proxy with a password that
    was typed into this program is not handed on either: the child may be somebody else's code.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("ENCORD_")
        and name not in without
        and not (name.lower().endswith("_proxy") and logs.holds_hidden(value))
    }
    root = paths.checkout_root()
    if root is not None:
        earlier = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([str(root), *([earlier] if earlier else [])])
    return environment | dict(extra)


def _command(role: str) -> list[str]:
    if paths.is_frozen():
        return [sys.executable, role]
    # -P: a file named like a module in the current folder must not be imported instead of it.
    return [sys.executable, "-P", "-m", "gui", role]


def _close(stream: IO[bytes] | None) -> None:
    try:
        with broken_pipe_by_one_name():
            if stream is not None:
                stream.close()
    except BrokenPipeError:
        pass  # it ended before reading the last bytes; nothing is left to tell it
