"""Frames cross whole or not at all, and nobody's print gets between them: with real processes and pipes."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from gui.foreign.pipes import MAX_FRAME, BrokenFrameError, broken_pipe_by_one_name, read_frame, write_frame

ROOT = Path(__file__).parents[3]

ECHO = """
import os, sys
from pathlib import Path
from gui.foreign.pipes import read_frame, take_over_standard_streams, write_frame
incoming, outgoing = take_over_standard_streams(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
while (frame := read_frame(incoming)) is not None:
    print("printed by Python")
    print("an error by Python", file=sys.stderr)
    os.system("echo printed by a grandchild")
    os.write(1, b"written by a C library\\n")
    assert sys.stdin.read() == ""
    write_frame(outgoing, frame[::-1])
"""


@contextmanager
def child(code: str, *args: object) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *map(str, args)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_frame_comes_back_as_it_was_sent() -> None:
    stream = BytesIO()
    for payload in (b"", b"\n\r\x1a\x00", b"x" * 100_000):
        write_frame(stream, payload)
    stream.seek(0)
    assert [read_frame(stream) for _ in range(4)] == [b"", b"\n\r\x1a\x00", b"x" * 100_000, None]


@pytest.mark.parametrize("cut", [1, 3, 4, 6])
def test_a_cut_frame_is_an_error_and_not_an_end(cut: int) -> None:
    stream = BytesIO()
    write_frame(stream, b"abc")
    with pytest.raises(BrokenFrameError):
        read_frame(BytesIO(stream.getvalue()[:cut]))


def test_text_on_the_pipe_is_not_taken_for_a_length() -> None:
    with pytest.raises(BrokenFrameError, match="at most"):
        read_frame(BytesIO(b"Traceback (most recent call last):"))


def test_a_frame_that_nobody_would_read_is_not_sent() -> None:
    stream = BytesIO()
    with pytest.raises(ValueError, match="longer than"):
        write_frame(stream, bytes(MAX_FRAME + 1))
    assert stream.getvalue() == b""


class PipeOnWindows(BytesIO):
    """A pipe whose reader has gone, as Windows reports it."""

    def flush(self) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_reader_that_has_gone_has_one_name_on_every_system() -> None:
    with pytest.raises(BrokenPipeError):
        write_frame(PipeOnWindows(), b"abc")


def test_another_failure_keeps_its_name() -> None:
    with pytest.raises(OSError, match="No space"), broken_pipe_by_one_name():
        raise OSError(errno.ENOSPC, "No space left on device")


def test_printing_goes_to_the_log_and_not_into_the_protocol(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    with child(ECHO, log) as process:
        assert process.stdin and process.stdout and process.stderr
        for word in (b"abc", b"def"):
            write_frame(process.stdin, word)
            assert read_frame(process.stdout) == word[::-1]
        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stdout.read() == b""
        assert process.stderr.read() == b""
    text = log.read_text()
    for line in (
        "printed by Python", "an error by Python", "printed by a grandchild", "written by a C library",
    ):  # fmt: skip
        assert text.count(line) == 2
    if os.name == "posix":
        assert log.stat().st_mode & 0o777 == 0o600


def test_without_a_log_printing_goes_nowhere() -> None:
    with child(ECHO) as process:
        assert process.stdin and process.stdout and process.stderr
        write_frame(process.stdin, b"abc")
        assert read_frame(process.stdout) == b"cba"
        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stdout.read() + process.stderr.read() == b""


BUSY = """
import sys
from pathlib import Path
from gui.foreign.pipes import end_with_parent, take_over_standard_streams
incoming, outgoing = take_over_standard_streams()
end_with_parent(incoming, before=lambda: Path(sys.argv[1]).write_text("ended its children"))
outgoing.write(b"ready"); outgoing.flush()
while True:
    pass
"""


def test_a_busy_child_ends_when_its_parent_lets_go(tmp_path: Path) -> None:
    with child(BUSY, tmp_path / "note") as process:
        assert process.stdin and process.stdout
        assert process.stdout.read(5) == b"ready"
        assert process.poll() is None
        began = time.monotonic()
        process.stdin.close()
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5
    assert (tmp_path / "note").read_text() == "ended its children"
