"""JSON Lines are read as the list of their lines, whatever the pieces they come in; lists stay lists."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.errors import SourceProblem
from gui.sources.intake import json_lines
from gui.sources.intake.json_lines import LinesAsList
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from tests.unit.sources.reading import result


def whole(data: bytes) -> bytes:
    with io.BufferedReader(LinesAsList(io.BytesIO(data))) as stream:
        return stream.read()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n \n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_become_a_list(end: str, last: str, mark: str) -> None:
    values = [{"a": "},\n{"}, [1], 3, {}]
    text = mark + end.join(map(json.dumps, values)) + last.replace("\n", end)
    assert json.loads(whole(text.encode())) == values


@pytest.mark.parametrize("data", [b"[1, 2]", b"\xef\xbb\xbf[1]", '[{"a": 1}]'.encode("utf-16"), b""])
def test_what_is_a_list_stays_as_it_is(data: bytes) -> None:
    assert whole(data) == (data.removeprefix(b"\xef\xbb\xbf") or b"[]")


@given(
    values=st.lists(st.text(max_size=9) | st.dictionaries(st.text(max_size=3), st.lists(st.none()))),
    piece=st.integers(1, 9),
)
def test_the_pieces_do_not_matter(values: list[object], piece: int) -> None:
    text = "\n".join(map(json.dumps, values)).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_CHUNK", piece)
        assert json.loads(whole(text)) == values


def test_any_place_can_be_gone_back_to() -> None:
    stream = io.BufferedReader(LinesAsList(io.BytesIO(b"1\n22\n333")), 3)
    assert stream.read() == b"[1,\n22,\n333]"
    assert (stream.seek(4), stream.read(4)) == (4, b"22,\n")
    assert (stream.seek(0), stream.read(2)) == (0, b"[1")
    assert (stream.seek(99), stream.read()) == (12, b"")


def test_predictions_a_line_are_read_alone_in_folders_and_in_archives(tmp_path: Path) -> None:
    lines = "".join(json.dumps(result(image_id="a.jpg")) + "\n" for _ in range(3))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "p.ndjson").write_text(lines)
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("in/p.jsonl", lines)
    for path in (tmp_path / "folder" / "p.ndjson", tmp_path / "folder", tmp_path / "p.zip"):
        spool = read_predictions([path], tmp_path / "s", format=None, settings=ReadSettings())
        assert (spool.format, spool.read) == ("coco", 3)
        spool.close()


def test_a_line_that_is_cut_off_is_said(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text(json.dumps(result(image_id="a.jpg")) + '\n{"image_id": "a.')
    with pytest.raises(SourceProblem, match="after element 0"):
        read_predictions([tmp_path / "p.jsonl"], tmp_path / "s", format=None, settings=ReadSettings())
