"""The main branch is out of reach: what saves takes branch rows alone, and none can be made of a row of main."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.encord_api.branch import Branch, BranchRow, Fence, list_branch
from gui.encord_api.branch_writing import BranchWriter, Meant, read_rows, save_rows
from gui.encord_api.client import sign_in
from gui.encord_api.keys import read_key
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.errors import BranchProblem

ROOT = Path(__file__).parents[3]
NAME = "model-7"


class Deaf:
    """Notes nothing."""

    def sent(self, rows: Any) -> None: ...

    def saved(self, rows: Any) -> None: ...


@pytest.fixture(scope="module")
def served() -> Iterator[DemoServer]:
    with DemoServer(Scenario(rows=5)) as server:
        yield server


@pytest.fixture
def main(served: DemoServer, tmp_path: Path) -> Listing:
    project = sign_in(read_key(served.private_key_pem, None), served.url).open(served.project_hash, Stop())
    listing = Listing(project, tmp_path / "main.jsonl")
    listing.load(Stop())
    return listing


@pytest.fixture
def branch(main: Listing, served: DemoServer, tmp_path: Path) -> Iterator[Branch]:
    served.site.record.clear()
    yield list_branch(NAME, main, tmp_path, Stop())
    assert [write for write in served.writes if write.branch != NAME] == []


def writer_of(branch: Branch) -> BranchWriter:
    def nothing(numbers: Any) -> list[Meant]:
        return [Meant(number, branch.main.rows[number].data_hash, None) for number in numbers]

    return BranchWriter(branch, nothing, Deaf(), Stop())


@pytest.mark.parametrize(
    "name", ["main", "MAIN", " main", "main ", "Main", "", "m\u0430in", "encord-consensus", "a/b", "x\n"]
)
def test_a_fence_takes_no_name_of_the_main_branch(main: Listing, name: str) -> None:
    with pytest.raises(BranchProblem):
        Fence(name, main)


def test_a_fence_wants_the_listing_of_the_main_branch(branch: Branch, main: Listing, tmp_path: Path) -> None:
    other = Listing(main.project, tmp_path / "other.jsonl", "other")
    with pytest.raises(ValueError, match="says nothing of the main branch"):
        Fence(NAME, other)


def test_a_row_of_main_is_no_branch_row(branch: Branch, main: Listing) -> None:
    of_main = main.metadata([0])[0]
    for labels in (
        of_main,
        {**of_main, "branch_name": NAME},  # a lie: the label hash is main's
        {**of_main, "branch_name": "main", "label_hash": "new"},
        {**of_main, "branch_name": None, "label_hash": "new"},
        {**of_main, "branch_name": NAME, "label_hash": None},
        {**of_main, "branch_name": NAME, "label_hash": ["new"]},
    ):
        with pytest.raises(BranchProblem):
            BranchRow(labels, branch.fence)


def test_a_listing_that_lies_is_not_believed(branch: Branch, main: Listing, tmp_path: Path) -> None:
    with pytest.raises(BranchProblem, match="does not fit the branch"):
        Branch(branch.fence, main, main)


def test_a_row_that_turns_into_one_of_main_is_not_saved(branch: Branch, main: Listing) -> None:
    writer = writer_of(branch)
    assert writer.write([0])[0] is not None
    (labels,) = read_rows(branch, [branch.label_hashes[0]])
    row = BranchRow(labels, branch.fence)
    empty = writer._labels(row, Meant(0, row.data_hash, None))
    main_hash = main.rows[0].label_hash
    for turned in ({"label_hash": main_hash}, {"branch_name": "main"}):
        before = dict(row.labels)
        row.labels.update(turned)
        with pytest.raises(BranchProblem):
            save_rows(branch, [row], [empty])
        with pytest.raises(BranchProblem):
            save_rows(branch, [row], [{**empty, **turned}])
        row.labels.update(before)
        with pytest.raises(BranchProblem):
            save_rows(branch, [row], [{**empty, **turned}])


def test_only_a_branch_row_of_this_very_branch_is_saved(branch: Branch, main: Listing, tmp_path: Path) -> None:
    writer = writer_of(branch)
    writer.write([1])
    (labels,) = read_rows(branch, [branch.label_hashes[1]])
    empty = writer._labels(BranchRow(labels, branch.fence), Meant(1, labels["data_hash"], None))
    look_alike = SimpleNamespace(
        label_hash=main.rows[1].label_hash, data_hash=main.rows[1].data_hash, fence=branch.fence, check=lambda: None
    )

    class Tame(BranchRow):
        def check(self) -> None:
            """Let everything pass."""

    class Open(Fence):
        def check(self, entry: Any) -> None:
            """Let everything pass."""

    of_main = main.metadata([1])[0]
    another = list_branch("other", main, tmp_path, Stop())
    for row in (look_alike, Tame(of_main, branch.fence), BranchRow(labels, Fence(NAME, main))):
        with pytest.raises(BranchProblem):
            save_rows(branch, [cast(BranchRow, row)], [empty])
    with pytest.raises(BranchProblem):
        BranchRow(of_main, Open(NAME, main))
    with pytest.raises(BranchProblem):
        BranchRow(labels, another.fence)


def test_a_row_never_gets_what_is_meant_for_another_picture(branch: Branch) -> None:
    writer = writer_of(branch)
    writer.write([2, 3])
    labels = {each["data_hash"]: each for each in read_rows(branch, list(branch.label_hashes.values()))}
    rows = [BranchRow(each, branch.fence) for each in labels.values()]
    empty = [writer._labels(row, Meant(0, row.data_hash, None)) for row in rows]
    with pytest.raises(BranchProblem, match="another row's"):
        save_rows(branch, rows, empty[::-1])


WRITERS = {
    "save_label_row", "save_label_rows", "create_label_row", "create_label_rows", "copy_labels_to_branch",
    "import_coco_labels", "set_priority", "set_status", "workflow_complete", "workflow_reopen", "basic_setter",
    "basic_put", "basic_delete", "put_multiple", "post_multiple", "active_sync", "active_import", "add_datasets",
}  # fmt: skip
"""The calls of the SDK that change something in Encord, but for ``save`` and ``initialise_labels``."""
MAY_WRITE = {
    "gui/encord_api/branch_writing.py": {"save_label_rows", "create_label_rows"},
    "gui/encord_api/active.py": {"active_sync", "active_import"},
}
MAY_INITIALISE = {"gui/encord_api/row_requests.py", "gui/encord_api/media.py"}
"""It creates rows without a label hash: the one asks for rows the user agreed to, the other for labelled ones."""


def attributes_in(path: Path) -> set[str]:
    return {node.attr for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Attribute)}


def test_no_other_module_can_write() -> None:
    """The host's stand-ins name what they refuse as text, never as a call."""
    found = {}
    for path in sorted((ROOT / "gui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("gui/demo/", "gui/qt/")):  # neither has an SDK
            continue
        attributes = attributes_in(path)
        if attributes & WRITERS:
            found[name] = attributes & WRITERS
        if "initialise_labels" in attributes:
            assert name in MAY_INITIALISE, name
        if name.startswith(("gui/encord_api/", "gui/foreign/host", "gui/publish/")):
            calls = {
                node.func.attr
                for node in ast.walk(ast.parse(path.read_bytes()))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            assert "save" not in calls, name
    assert found == MAY_WRITE
