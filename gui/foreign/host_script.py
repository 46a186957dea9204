"""Loading a script without running it as a program, and saying in one sentence what went wrong on which line.

Part of the host process: only the standard library.
"""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from gui.foreign.host_guard import Guard, ServerWantedError

FUNCTION = "add_information_to_lr"
"""The name that Encord's page gives to the function that adds labels to a row."""

_LONGEST = 300
"""Characters of a foreign message that are shown."""


class FaultError(Exception):
    """The script cannot be used, or failed on a row: why, and on which of its lines if one is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


def load(path: str, source: bytes, guard: Guard) -> Callable[[Any], object]:
    """Run the module's level of the script and return its function.

    ``source`` is what was agreed to, whatever the file holds by now; byte order mark and encoding line are
    honoured. Its folder is on ``sys.path``; ``__name__`` is not ``__main__``. Raises FaultError.
    """
    sys.path.insert(0, str(Path(path).parent))
    sys.argv = [path]
    sys.dont_write_bytecode = True  # nothing is left in the user's folder
    module = ModuleType(_module_name(path))
    module.__file__ = path
    sys.modules[module.__name__] = module
    try:
        code = compile(source, path, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except BaseException as error:  # noqa: BLE001 - whatever a script raises, it cannot be used
        raise explain(error, path, guard) from None
    if guard.attempts:
        raise refused(guard)
    return _function(module)


def _module_name(path: str) -> str:
    stem = Path(path).stem
    return stem if stem.isidentifier() and stem not in sys.modules else "user_script"


def _function(module: ModuleType) -> Callable[[Any], object]:
    function = getattr(module, FUNCTION, None)
    if not callable(function):
        raise FaultError(f"it defines no function {FUNCTION}(label_row)")
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise FaultError(
            f"{FUNCTION} is asynchronous or a generator, so that calling it does nothing",
            function.__code__.co_firstlineno,
        )
    found: Callable[[Any], object] = function
    return found


def explain(error: BaseException, path: str, guard: Guard) -> FaultError:
    """What ``error``, which came out of the script, means."""
    if guard.attempts:
        return refused(guard)
    if isinstance(error, FaultError):
        return error
    if isinstance(error, SyntaxError) and error.filename in (path, None):
        return FaultError(f"it is not valid Python: {_short(error.msg)}", error.lineno)
    line = _line(error, path)
    if isinstance(error, ServerWantedError):
        return FaultError(str(error), line)
    if isinstance(error, ModuleNotFoundError):
        return FaultError(f"it needs the Python module “{error.name}”, which is not installed here", line)
    if isinstance(error, SystemExit):
        return FaultError("it ended itself (SystemExit)", line)
    if isinstance(error, ValueError) and "null byte" in str(error):
        return FaultError("it is not Python text in UTF-8")
    if isinstance(error, FileNotFoundError) and not Path(str(error.filename or "/")).is_absolute():
        where = "it runs in a temporary folder, so files are named by their whole path"
        return FaultError(f"there is no file “{_short(str(error.filename))}” there: {where}", line)
    message = _short(str(error))
    return FaultError(f"{type(error).__name__}: {message}" if message else type(error).__name__, line)


def refused(guard: Guard) -> FaultError:
    """What a script wanted from the server first, whether or not it took notice of the refusal."""
    what, line = guard.attempts[0]
    return FaultError(f"the script asks Encord's server for {what}, which is not possible here", line)


def _line(error: BaseException, path: str) -> int | None:
    """The innermost line of the script in the traceback."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == path:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _short(message: str) -> str:
    """``message`` on one line, without its end."""
    joined = " ".join(message.split()).rstrip(".")
    return joined if len(joined) <= _LONGEST else f"{joined[:_LONGEST]}…"
