"""What every filler of rows keeps to; a new one joins by a line in ``FILLERS``."""

import copy
import os
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from gui.errors import Cancelled, ScriptProblem
from gui.export.row_contents import contents
from gui.foreign.row_filler import RowFailedError, RowFiller
from tests.script_fixtures import DemoRows, demo_rows, wait_until

__all__ = ["demo_rows"]

GOOD = """\
from encord.objects import Object
from encord.objects.coordinates import BoundingBoxCoordinates
def add_information_to_lr(label_row):
    for frame in range(label_row.number_of_frames):
        apple = label_row.ontology_structure.get_child_by_title("Apple", type_=Object).create_instance()
        box = BoundingBoxCoordinates(height=0.2, width=0.2, top_left_x=0.1, top_left_y=0.1)
        apple.set_for_frames(box, frames=frame, confidence=0.5, manual_annotation=False)
        label_row.add_object_instance(apple)
"""
FAILS_ON_VIDEO = GOOD + "    assert label_row.data_type.value != 'video', 'no videos'\n"
DIES_ON_VIDEO = "import os, signal\n" + GOOD + "    if label_row.data_type.value == 'video': os.abort()\n"
UNUSABLE = "import nothing_like_this\n"

Cancel = Callable[[], bool]


def script(text: str, demo_rows: DemoRows, folder: Path, cancelled: Cancel) -> RowFiller:
    path = folder / "filler.py"
    path.write_text(text)
    return demo_rows.host(path, cancelled=cancelled)


FILLERS = {"script": script}


@pytest.fixture(params=FILLERS)
def make(request: pytest.FixtureRequest, demo_rows: DemoRows, tmp_path: Path) -> Callable[..., RowFiller]:
    def make(text: str = GOOD, cancelled: Cancel = lambda: False) -> RowFiller:
        return FILLERS[request.param](text, demo_rows, tmp_path, cancelled)

    return make


def test_every_type_of_row_is_filled_and_stays_itself(make: Callable[..., RowFiller], demo_rows: DemoRows) -> None:
    filler = make()
    filler.open()
    try:
        for metadata, labels in demo_rows.rows.values():
            sent = copy.deepcopy((metadata, labels))
            filled = filler.fill(metadata, labels)
            assert (metadata, labels) == sent, "what the caller gave is left alone"
            assert len(filled.objects) == metadata["number_of_frames"]
            assert sorted(contents(filled.labels)) == sorted(filled.added)
            assert filled.labels["label_hash"] == labels["label_hash"]
            assert orjson.loads(orjson.dumps(filled.labels)) == filled.labels
    finally:
        filler.close()


@pytest.mark.parametrize("text", [FAILS_ON_VIDEO, DIES_ON_VIDEO])
def test_a_row_that_fails_fails_alone_and_in_one_sentence(
    make: Callable[..., RowFiller], demo_rows: DemoRows, text: str
) -> None:
    filler = make(text)
    filler.open()
    try:
        with pytest.raises(RowFailedError) as caught:
            filler.fill(*demo_rows.rows["video"])
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)
        assert filler.fill(*demo_rows.image).objects
    finally:
        filler.close()


def test_an_unusable_one_says_so_before_the_first_row(make: Callable[..., RowFiller]) -> None:
    filler = make(UNUSABLE)
    with pytest.raises(ScriptProblem) as caught:
        filler.open()
    sentence = caught.value.sentence
    assert sentence.what
    assert sentence.why
    assert sentence.remedy
    filler.close()


def test_a_stop_is_heard(make: Callable[..., RowFiller], demo_rows: DemoRows) -> None:
    stopped = False
    filler = make(GOOD + "    while True: pass\n", lambda: stopped)
    filler.open()
    stopped = True
    try:
        with pytest.raises(Cancelled):
            filler.fill(*demo_rows.image)
    finally:
        filler.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are counted in /proc")
def test_nothing_is_left_after_closing_twice(
    make: Callable[..., RowFiller], demo_rows: DemoRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = children()
    filler = make()
    filler.open()
    filler.fill(*demo_rows.image)
    assert children() - before
    assert list(temporary.iterdir())
    filler.close()
    filler.close()
    assert wait_until(lambda: not children() - before)
    assert not list(temporary.iterdir())


def children() -> set[str]:
    """Process ids of this process's children."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}
