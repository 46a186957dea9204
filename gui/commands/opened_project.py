"""Opens the project that a command's options name."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gui import logs
from gui.commands.option_files import read_key_file
from gui.encord_api.patience import Stop
from gui.workspace import Workspace


@contextmanager
def opened_project(options: argparse.Namespace, stop: Stop, say: Callable[[str], None]) -> Iterator[Workspace]:
    """A workspace with the project listed; nothing of it is left on the disk afterwards.

    Raises ``KeyProblem``, and the failures of signing in and listing.
    """
    with stop.breaking_off():  # a pipe may keep us waiting
        key = read_key_file(options.key)
    passphrase = os.environ.pop(options.passphrase_env, None) if options.passphrase_env else None
    if passphrase:
        logs.hide(passphrase)
    workspace = Workspace()
    try:
        workspace.sign_in(key, passphrase, options.domain)
        say("Opening the project …")
        workspace.open_project(options.project, stop)
        yield workspace
    finally:
        workspace.close()
