"""What went wrong in a script, in words: every kind of exception, with the line it came from."""

from pathlib import Path

import pytest

from gui.foreign.host_guard import Guard, ServerWantedError
from gui.foreign.host_script import FaultError, explain, load

HERE = str(Path(__file__))


def raised(error: BaseException) -> BaseException:
    """``error`` as it comes out of this file."""
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - that is what is made here
        return caught


LINE = raised.__code__.co_firstlineno + 3


@pytest.mark.parametrize(
    ("error", "why", "line"),
    [
        (FaultError("told before", 7), "told before", 7),
        (ServerWantedError("x is not possible here."), "x is not possible here.", LINE),
        (ValueError("a\n b."), "ValueError: a b", LINE),
        (ValueError(), "ValueError", LINE),
        (
            ModuleNotFoundError("no", name="torch"),
            "it needs the Python module “torch”, which is not installed here",
            LINE,
        ),
        (
            FileNotFoundError(2, "No such file", "a.txt"),
            "there is no file “a.txt” there: it runs in a temporary folder, so files are named by their whole path",
            LINE,
        ),
        (FileNotFoundError(2, "No", "/x"), "FileNotFoundError: [Errno 2] No: '/x'", LINE),
        (FileNotFoundError("gone"), "FileNotFoundError: gone", LINE),
        (SystemExit(0), "it ended itself (SystemExit)", LINE),
        (KeyboardInterrupt(), "KeyboardInterrupt", LINE),
        (RuntimeError("x" * 1000), f"RuntimeError: {'x' * 300}…", LINE),
        (SyntaxError("bad", (HERE, 12, 1, "")), "it is not valid Python: bad", 12),
        (SyntaxError("bad", ("another.py", 12, 1, "")), "SyntaxError: bad (another.py, line 12)", LINE),
        (ValueError("source code string cannot contain null bytes"), "it is not Python text in UTF-8", None),
    ],
)
def test_every_failure_has_its_words(error: BaseException, why: str, line: int | None) -> None:
    fault = explain(raised(error), HERE, Guard(HERE, ()))
    assert (fault.why, fault.line) == (why, line)


def test_what_was_asked_of_the_server_counts_before_what_became_of_it() -> None:
    guard = Guard(HERE, ())
    with pytest.raises(ServerWantedError):
        guard.refuse("label_row.save")
    fault = explain(raised(ValueError("something else")), HERE, guard)
    assert fault.why == "the script asks Encord's server for label_row.save, which is not possible here"


def test_a_script_named_like_a_module_does_not_replace_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json
    import sys

    for name in ("path", "argv", "dont_write_bytecode"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(sys, "path", list(sys.path))
    script = tmp_path / "json.py"
    source = b"NAME = __name__\ndef add_information_to_lr(label_row): return NAME\n"
    function = load(str(script), source, Guard(str(script), ()))
    assert function(None) == "user_script"
    assert sys.modules["json"] is json
    monkeypatch.delitem(sys.modules, "user_script")
