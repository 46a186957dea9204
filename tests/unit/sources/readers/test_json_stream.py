"""The cursor hands out what Python's json would, however small its window, and stops where the text breaks."""

from __future__ import annotations

import io
import json
import math
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.errors import Cancelled
from gui.sources.read_settings import ReadSettings
from gui.sources.readers import json_stream, json_values
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, Loose, decode


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """What the tests decode in bulk."""

    id: int
    text: str


ITEMS = msgspec.json.Decoder(list[Item])


@pytest.fixture
def small_window() -> Iterator[None]:
    """A window of 64 bytes, so that every border of it is met."""
    before = json_stream.WINDOW
    json_stream.WINDOW = 64
    yield
    json_stream.WINDOW = before


def stream_of(text: str | bytes) -> JsonStream:
    data = text if isinstance(text, bytes) else text.encode()
    return JsonStream(io.BytesIO(data), ReadSettings())


def elements_of(stream: JsonStream, decoder: Any = ITEMS) -> Iterator[Any]:
    """All elements as plain values, whichever way they came."""
    for batch in stream.elements(decoder):
        if isinstance(batch, Loose):
            yield batch.value
        else:
            yield from (msgspec.to_builtins(item) for item in batch)


def take_into(found: list[Any], stream: JsonStream) -> None:
    """Collect elements, and keep them when the text breaks."""
    for element in elements_of(stream):
        found.append(element)


def walk(stream: JsonStream) -> None:
    """Take everything, whatever it is."""
    if stream.peek() == b"{":
        for _ in stream.members():
            decode(stream.value())
    elif stream.peek() == b"[":
        take_into([], stream)
    else:
        stream.value()


items = st.fixed_dictionaries({"id": st.integers(-(2**60), 2**60), "text": st.text('a"\\{}[],: é\n', max_size=20)})
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=4), values, max_size=3),
    max_leaves=8,
)


@pytest.mark.usefixtures("small_window")
@given(st.lists(items | anything, max_size=12), st.sampled_from([None, 1]), st.booleans())
def test_elements_are_those_of_python(values: list[Any], indent: int | None, ascii_only: bool) -> None:
    stream = stream_of(json.dumps(values, indent=indent, ensure_ascii=ascii_only))
    assert list(elements_of(stream)) == values
    stream.end()


@pytest.mark.usefixtures("small_window")
@given(st.dictionaries(st.text(max_size=6), anything | st.lists(items, max_size=9), max_size=6), st.data())
def test_members_and_values_are_those_of_python(values: dict[str, Any], data: st.DataObject) -> None:
    stream = stream_of(json.dumps(values, indent=data.draw(st.sampled_from([None, 2]))))
    found = {}
    for name in stream.members():
        if data.draw(st.booleans()):
            stream.skip()
            found[name] = values[name]
        else:
            found[name] = decode(stream.value()).value
    assert found == values
    stream.end()


@pytest.mark.usefixtures("small_window")
def test_a_text_cut_anywhere_gives_its_whole_elements_and_then_breaks() -> None:
    whole = json.dumps([{"id": number, "text": "},{" * (number % 3)} for number in range(12)])
    ends = [json.dumps(json.loads(whole)[: count + 1])[:-1] for count in range(12)]
    for length in range(len(whole)):
        stream = stream_of(whole[:length])
        found: list[Any] = []
        with pytest.raises(BrokenJson) as problem:
            take_into(found, stream)
        assert problem.value.cut_off
        assert len(found) == sum(len(end) <= length for end in ends)
        assert found == json.loads(whole)[: len(found)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"id":1,"text":""} {"id":2,"text":""}]',
        '[{"id":1,"text":""},]',
        '[{"id":1,"text":""}}',
        '[{"id":1,"text":""},x]',
        '[{"id":1,"text":""},{"id"}]',
        '[{"id":1,"text":""},{"id":2]}]',
        '[{"id":1,"text":""}:',
        '[{"id":1,"text":""},\x00',
    ],
)
def test_a_broken_text_gives_what_stands_before_the_break(text: str) -> None:
    found: list[Any] = []
    with pytest.raises(BrokenJson) as problem:
        take_into(found, stream_of(text))
    assert not problem.value.cut_off
    assert found == [{"id": 1, "text": ""}]


def test_what_follows_the_end_is_noticed() -> None:
    stream = stream_of("[] []")
    assert list(elements_of(stream)) == []
    with pytest.raises(BrokenJson, match="goes on after its end"):
        stream.end()


def test_python_writes_nan_and_infinities_and_they_are_read() -> None:
    assert list(elements_of(stream_of('[{"id": 1, "text": "a"}, Infinity, -Infinity]'))) == [
        {"id": 1, "text": "a"},
        math.inf,
        -math.inf,
    ]
    (nan,) = elements_of(stream_of("[NaN]"))
    assert math.isnan(nan)


def test_huge_numbers_raw_line_breaks_and_foreign_bytes_are_read() -> None:
    huge, text, foreign = elements_of(stream_of(b"[" + b"9" * 5000 + b', "a\nb", "gr\xfc\xdfe"]'))
    assert huge == math.inf
    assert text == "a\nb"
    assert foreign == "gr\ufffd\ufffde"


def test_deep_nesting_is_a_fault_of_its_element_alone() -> None:
    deep = "[" * json_values.MAX_DEPTH + "]" * json_values.MAX_DEPTH
    batches = list(stream_of(f'[{{"id": 1, "text": ""}}, {deep}, 5]').elements(ITEMS))
    assert [batch.fault for batch in batches if isinstance(batch, Loose)] == ["", "it is nested too deeply", ""]


def test_brackets_without_end_are_given_up_early() -> None:
    with pytest.raises(BrokenJson, match="nested too deeply") as problem:
        list(elements_of(stream_of("[" * 30_000_000)))
    assert not problem.value.cut_off


def test_a_value_that_is_too_large_is_refused_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_VALUE", 1 << 20)
    file = io.BytesIO(b'["' + b"x" * 30_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(BrokenJson, match="larger than 1 MB"):
            list(elements_of(JsonStream(file, ReadSettings())))
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_one_long_line_is_read_in_bounded_memory() -> None:
    line = b'{"id": 1, "text": "on one line"},' * 600_000
    file = io.BytesIO(b"[" + line + b'{"id": 2, "text": ""}]')
    tracemalloc.start()
    try:
        assert sum(1 for _ in elements_of(JsonStream(file, ReadSettings()))) == 600_001
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_borders_are_found_though_objects_end_inside_every_element() -> None:
    text = json.dumps([{"id": number, "text": "a},{b"} for number in range(100_000)])
    batches = list(stream_of(text).elements(ITEMS))
    assert sum(1 if isinstance(batch, Loose) else len(batch) for batch in batches) == 100_000


def test_elements_without_a_border_in_sight_are_read_one_by_one() -> None:
    values = [{"id": number, "text": "{" * 60} for number in range(30)]
    batches = list(stream_of(json.dumps(values)).elements(ITEMS))
    assert [batch.value for batch in batches if isinstance(batch, Loose)] == values


def test_a_cancel_is_heard() -> None:
    asked = iter([False] * 5 + [True] * 99)
    settings = ReadSettings(cancelled=lambda: next(asked))
    stream = JsonStream(io.BytesIO(b"[" + b"1," * 1000), settings)
    with pytest.raises(Cancelled):
        list(elements_of(stream))


@pytest.mark.parametrize("text", ["", "  ", "[", "{", '{"a"', '{"a":', '{"a":1', '"abc', "[1", '["a'])
def test_an_early_end_is_told_from_a_break(text: str) -> None:
    with pytest.raises(BrokenJson) as problem:
        walk(stream_of(text))
    assert problem.value.cut_off


@pytest.mark.parametrize("text", ["{1: 2}", '{"a" 1}', '{"a": 1 "b": 2}', '{"a": }', "{]", '{"a": "\\q"}'])
def test_a_broken_object_is_refused(text: str) -> None:
    with pytest.raises(BrokenJson) as problem:
        walk(stream_of(text))
    assert not problem.value.cut_off


def test_a_byte_without_a_letter_is_called_strange() -> None:
    with pytest.raises(BrokenJson, match="a strange character"):
        stream_of(b"\xff").take(b"[")
