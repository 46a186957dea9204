"""Scripts are read without running, shown as they are, and asked about until they were agreed to."""

import os
from pathlib import Path

import pytest

from gui.errors import ScriptProblem
from gui.foreign import consent
from gui.foreign.consent import Consents, read_script


def script(folder: Path, source: bytes = b"print('hello')\n", name: str = "s.py") -> Path:
    path = folder / name
    path.write_bytes(source)
    return path


def test_a_script_needs_consent_before_its_first_run_and_after_every_change(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    path = script(tmp_path)
    first = read_script(path)
    assert consents.needs_consent(first)
    consents.remember(first)
    assert not consents.needs_consent(read_script(path))
    assert not Consents(tmp_path / "consents.json").needs_consent(first)
    path.write_bytes(b"print('other')\n")
    changed = read_script(path)
    assert consents.needs_consent(changed)
    consents.remember(changed)
    assert not consents.needs_consent(changed)
    assert consents.needs_consent(first), "going back is a change, too"


def test_the_same_text_elsewhere_needs_consent_of_its_own(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    one, two = read_script(script(tmp_path)), read_script(script(tmp_path, name="t.py"))
    consents.remember(one)
    assert consents.needs_consent(two)
    consents.remember(two)
    assert not consents.needs_consent(one)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": 1}', b"\xff"])
def test_a_broken_memory_means_asking_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "consents.json").write_bytes(content)
    consents = Consents(tmp_path / "consents.json")
    found = read_script(script(tmp_path))
    assert consents.needs_consent(found)
    consents.remember(found)
    assert not consents.needs_consent(found)


def test_a_relative_path_is_the_same_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert read_script(Path("s.py")) == read_script(tmp_path / "s.py")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (b"x = 1\r\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = '\xc3\xbc'\n", "x = 'ü'\n"),
        (b"# coding: latin-1\nx = '\xfc'\n", "# coding: latin-1\nx = 'ü'\n"),
        (b"# coding: nonsense\nx = 1\n", "# coding: nonsense\nx = 1\n"),
        (b"x = '\xfc'\n", "x = '�'\n"),
        ("a = '\u202e abc'\u2066\n".encode(), "a = '\\u202e abc'\\u2066\n"),
        (b"a\x1b[2J\x07\tb\n", "a\\u001b[2J\\u0007\tb\n"),
    ],
)
def test_the_text_is_shown_as_it_is_with_nothing_hidden(tmp_path: Path, source: bytes, text: str) -> None:
    assert read_script(script(tmp_path, source)).text == text


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"", "The script “s.py” is empty."),
        (b" \n", "The script “s.py” is empty."),
        ("x = 1\n".encode("utf-16"), "“s.py” is not a Python script."),
        (b"\x89PNG\r\n\x1a\n\0\0", "“s.py” is not a Python script."),
    ],
)
def test_what_is_no_script_is_refused(tmp_path: Path, source: bytes, what: str) -> None:
    with pytest.raises(ScriptProblem) as caught:
        read_script(script(tmp_path, source))
    assert caught.value.sentence.what == what
    assert caught.value.sentence.why and caught.value.sentence.remedy


def test_an_enormous_file_is_refused_without_reading_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "LARGEST_SCRIPT", 10)
    with pytest.raises(ScriptProblem) as caught:
        read_script(script(tmp_path, b"#" * 11))
    assert caught.value.sentence.why == "It is too large."


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.py", tmp_path):
        with pytest.raises(ScriptProblem) as caught:
            read_script(path)
        assert "cannot be read" in caught.value.sentence.what
        assert caught.value.sentence.why != f"{os.strerror(0)}."
