"""The small files of the command line: whatever they hold is used or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.commands import option_files
from gui.commands.option_files import read_key_file, read_lines, read_mapping
from gui.commands.row_choice import chosen_by_names, datasets_named, unticked_without
from gui.domain.label_row import ListedRow
from gui.errors import KeyProblem, MappingProblem, ProjectProblem, UsageProblem

REFUSED = {
    b"": "Expecting value",
    b"[]": "not an object",
    b"null": "not an object",
    b'{"a": 1}': "“a” leads to 1",
    b'{"a": NaN}': "“a” leads to NaN",
    b'{"a": ["x"]}': "neither a feature hash nor null",
    b'{"a": {"b": null}}': "neither a feature hash nor null",
    b'{"a": "x", "a": null}': "“a” stands in it twice",
    b'{"a": "x"': "Expecting",
    b"\xff\xfe\x00": "not text in UTF-8",
    b"[" * 100_000: "recursion",
}


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_a_mapping_that_is_none_says_why(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mapping.json"
    path.write_bytes(content)
    with pytest.raises(MappingProblem) as raised:
        read_mapping(path)
    assert REFUSED[content] in raised.value.sentence.why
    assert "apple" in raised.value.sentence.remedy


def test_a_mapping_may_have_a_bom(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text('{"apple": "hash", "stem": null}', encoding="utf-8-sig")
    assert read_mapping(path) == {"apple": "hash", "stem": None}


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", Path("~nobody_of_this_name/x"), Path("a\0b")):
        with pytest.raises(MappingProblem, match="cannot be read"):
            read_mapping(path)
        with pytest.raises(KeyProblem, match="cannot be read"):
            read_key_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device")
def test_an_endless_file_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(option_files, "LARGEST", 1 << 20)
    with pytest.raises(MappingProblem) as raised:
        read_mapping(Path("/dev/zero"))
    assert "larger than 1 MB" in raised.value.sentence.why
    with pytest.raises(KeyProblem, match="not a key"):
        read_key_file(Path("/dev/zero"))


def test_lines_are_trimmed_and_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_bytes(b"\xef\xbb\xbf one \r\n\r\ntwo")
    assert read_lines(path, UsageProblem, "The list", "Check.") == ["one", "two"]
    path.write_bytes(bytes(range(256)))
    with pytest.raises(UsageProblem, match=r"The list “rows\.txt” cannot be read"):
        read_lines(path, UsageProblem, "The list", "Check.")


def row(number: int, title: str, dataset: str = "d1") -> ListedRow:
    return ListedRow(
        label_hash=f"label-{number}" if number else None,
        data_hash=f"data-{number}",
        dataset_hash=dataset,
        dataset_title=f"Set {dataset}",
        title=title,
        data_type="image",
        status="",
        stage="",
        frames=1,
        width=None,
        height=None,
        last_edited=None,
    )


ROWS = [row(0, "a.jpg"), row(1, " b.jpg "), row(2, "a.jpg", "d2")]


def test_rows_are_named_by_hash_or_title_and_a_title_names_all_that_have_it() -> None:
    assert chosen_by_names(["a.jpg"], ROWS) == ({0, 2}, [])
    assert chosen_by_names(["label-1", "data-0", "nobody"], ROWS) == ({0, 1}, ["nobody"])
    assert chosen_by_names(["b.jpg"], ROWS) == ({1}, [])
    assert unticked_without({1}, 3) == [0, 2]


def test_datasets_are_named_by_hash_or_title() -> None:
    assert datasets_named(["Set d2", "d1"], ROWS) == ["d2", "d1"]
    with pytest.raises(ProjectProblem, match="no dataset “x”") as raised:
        datasets_named(["x"], ROWS)
    assert "“Set d1”, “Set d2”" in raised.value.sentence.why
