"""Assembles the target beside itself, lets it be proven, and puts it in place in one step."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gui.errors import Cancelled, OutputProblem
from gui.replacing import replace
from gui.running_processes import is_running

LONGEST_START = 200
"""Bytes of a target's name that stand in the name of its part."""
BUFFER_BYTES = 1024 * 1024
_PART_END = ".part"


def check_target(target: Path) -> None:
    """Raise ``OutputProblem`` now when the target cannot be written later."""
    with saying_why(target):
        is_folder, is_other = target.is_dir(), target.exists() and not target.is_file()
    if is_folder:
        raise OutputProblem(f"“{target.name}” is a folder.", "The file needs a name.", "Choose another name.")
    if is_other:
        raise OutputProblem(f"“{target.name}” is a device or a pipe.", "Only a file can be replaced.", "Choose a file.")
    remove_left_parts(target)
    part = part_of(led_to(target))
    with saying_why(target):
        part.open("wb").close()
        part.unlink()


def led_to(target: Path) -> Path:
    """The file that a link leads to: it is replaced, and the link stays."""
    return Path(os.path.realpath(target)) if target.is_symlink() else target


def part_of(target: Path) -> Path:
    """Where the target is assembled: beside itself, so that it can be replaced in one step."""
    return target.with_name(f"{_part_start(target)}{os.getpid()}{_PART_END}")


def _part_start(target: Path) -> str:
    # file systems count bytes: a name they just allow must not become too long by what is added here
    start = target.name
    while len(os.fsencode(start)) > LONGEST_START:
        start = start[:-1]
    return f".{start}."


def remove_left_parts(target: Path) -> None:
    """Remove what processes that were killed while they wrote ``target`` left beside it."""
    target = led_to(target)
    start = _part_start(target)
    with contextlib.suppress(OSError):  # whoever wants to write there will be told
        for part in target.parent.iterdir():
            owner = part.name.removeprefix(start).removesuffix(_PART_END)
            if part.name == f"{start}{owner}{_PART_END}" and owner.isdigit() and not is_running(int(owner)):
                part.unlink()


def assemble(target: Path, lines: Iterable[bytes], prove: Callable[[Path], None], check: Callable[[], None]) -> int:
    """Write ``lines`` as a JSON array with one row a line, let ``prove`` read it, and replace the target.

    Returns the file's size in bytes. Whatever happens, no part of a file stays beside the target, and an old
    target stays as it was unless the new one is whole. ``check`` raises ``Cancelled``. Raises
    ``OutputProblem``, and whatever ``prove`` raises.
    """
    target = led_to(target)
    part = part_of(target)
    try:
        with saying_why(target):
            with part.open("wb", buffering=BUFFER_BYTES) as file:
                file.write(b"[")
                for number, line in enumerate(lines):
                    file.write(b",\n" if number else b"\n")
                    file.write(line)
                    check()
                file.write(b"\n]\n")
                file.flush()
                os.fsync(file.fileno())
            prove(part)
            check()
            size = part.stat().st_size
            replace(part, target)
            _keep_the_name(target.parent)
        return size
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


@contextlib.contextmanager
def saying_why(target: Path) -> Iterator[None]:
    """Turn what the system says about a file into an ``OutputProblem``."""
    try:
        yield
    except (Cancelled, OutputProblem):
        raise
    except OSError as error:
        raise _problem(target, error) from None


def _problem(target: Path, error: OSError) -> OutputProblem:
    detail = f"{type(error).__name__}: {os.strerror(error.errno) if error.errno else error}"
    safe = "Nothing was written; a file that was there is as it was."
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return OutputProblem(
                "There is no room left on the disk.", safe, "Make room or choose another disk.", detail
            )
        case errno.EROFS | errno.EACCES | errno.EPERM if os.access(target.parent, os.W_OK):
            return OutputProblem(
                f"“{target.name}” cannot be replaced.",
                f"Another program may have it open. {safe}",
                "Close it there, or choose another name.",
                detail,
            )
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return OutputProblem(
                f"The folder “{target.parent.name or target.parent}” cannot be written to.", safe,
                "Choose another folder.", detail,
            )  # fmt: skip
        case errno.ENOTDIR if target.parent.is_file():
            return OutputProblem(f"“{target.parent}” is a file, not a folder.", safe, "Choose another folder.", detail)
        case errno.ENOENT | errno.ENOTDIR:
            return OutputProblem(
                f"The folder “{target.parent}” does not exist.", safe, "Choose another folder.", detail
            )
        case errno.ENAMETOOLONG | errno.EINVAL:
            return OutputProblem("The file name is not allowed here.", safe, "Choose another name.", detail)
        case _:
            return OutputProblem("The file could not be written.", safe, "Choose another folder.", detail)


def _keep_the_name(folder: Path) -> None:
    """Write the folder itself through, so that the new name survives a power cut (not possible on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
