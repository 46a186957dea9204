"""Labels of the project settle how a file is read, if the user lets them be looked at, and are never touched."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gui.commands import inspecting
from gui.demo.clip import clip_scenes
from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.model import CLASSES, detect
from gui.demo.predictions import Shown
from gui.demo.scene import Scene
from gui.demo.server import DemoServer
from gui.demo.subjects import Box
from gui.encord_api.patience import Stop
from gui.engine.comparing import turning_compared
from gui.errors import Cancelled
from gui.protocol.commands import CompareTurning
from gui.sources.deciding import UndecidedReading
from gui.workspace import Workspace
from tests.ambiguous_files import SEED, centred, cornered, elsewhere, some_pictures, written
from tests.e2e.command import Command


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def test_labels_settle_what_is_otherwise_the_users_to_say(command: Command, demo: DemoServer) -> None:
    folder = written(command.folder / "labels", some_pictures(demo), centred)
    undecided = command.run(predictions=folder)
    assert undecided.code == 2
    assert undecided.said[-1].endswith("Or let labels of the project tell: --compare-labels.")
    settled = command.run("--compare-labels", predictions=folder)
    assert settled.code == 0, settled.err
    notes = [problem["reason"] for problem in settled.report["problems"]]
    (taken,) = [text for text in notes if text.startswith("read with")]
    assert "box=cxcywh" in taken and "boxes lie on a label" in taken
    assert any(text.startswith("Compared with") and text.endswith("this settles it.") for text in notes)
    assert demo.writes == []
    assert_no_label_is_in(settled.rows, demo)
    assert settled.report["predictions"]["exported"] == sum(len(row["object_answers"]) for row in settled.rows)


def assert_no_label_is_in(rows: list[dict[str, Any]], demo: DemoServer) -> None:
    """Every object and answer of the file is the model's: none has the hash of a label."""
    labels = [row.read() for row in demo.project.rows.values()]
    known = {own for each in labels for own in (*each.object_answers, *each.classification_answers)}
    found = {own for row in rows for own in (*row["object_answers"], *row["classification_answers"])}
    assert found and known and not found & known


def test_a_model_that_misses_everything_settles_nothing(
    demo: DemoServer, demo_key_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "labels", some_pictures(demo), elsewhere)
    account = ["--key", str(demo_key_file), "--domain", demo.url, "--project", demo.project_hash]
    assert inspecting.main([str(folder), *account, "--compare-labels"]) == 2
    said = capsys.readouterr()
    assert "too few boxes lie on a label, so this settles nothing." in said.err
    assert "--compare-labels" not in said.err
    assert demo.writes == []


@pytest.fixture
def workspace(demo: DemoServer) -> Iterator[Workspace]:
    workspace = Workspace()
    workspace.sign_in(demo.private_key_pem, None, demo.url)
    workspace.open_project(demo.project_hash, Stop())
    yield workspace
    workspace.close()


def question(workspace: Workspace, path: Path, **values: str) -> UndecidedReading:
    with pytest.raises(UndecidedReading) as raised:
        workspace.read([path], Stop(), values=values, compare_labels=True)
    return raised.value


def test_rows_never_labelled_are_not_created_to_look_at_them(
    workspace: Workspace, demo: DemoServer, tmp_path: Path
) -> None:
    tie = question(workspace, written(tmp_path / "labels", some_pictures(demo, labelled=False), centred))
    nothing = "There is nothing to compare with: no row of its pictures was ever labelled."
    assert tie.source.compared == nothing
    assert nothing in tie.sentence.why
    assert demo.writes == []


def test_a_file_of_another_project_has_nothing_to_be_compared_with(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "somewhere_else.txt"
    path.write_text("apple 0.9 10 20 30 40\n")  # sizes, or corners
    tie = question(workspace, path)
    assert tie.source.compared == "There is nothing to compare with: no picture of the file is in the project."


def test_rows_that_cannot_be_read_are_left_out_and_counted(
    workspace: Workspace, demo: DemoServer, tmp_path: Path
) -> None:
    assert workspace.listing is not None
    pictures = some_pictures(demo)
    (poisoned,) = [row.label_hash for row in workspace.listing.rows if row.title == pictures[0].file_name]
    demo.faults.set(Fault("poisoned_row", label_hash=poisoned or ""))
    spool = workspace.read([written(tmp_path / "labels", pictures, centred)], Stop(), compare_labels=True)
    assert spool.sources[0].compared.endswith("on 5 pictures of the project: this settles it. 1 row could not be read.")
    assert workspace.source is not None
    assert workspace.source.values["box"] == "cxcywh"  # going on later needs no labels


def test_each_of_several_sources_is_settled_by_itself(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    pictures = some_pictures(demo)
    paths = [written(tmp_path / "one", pictures, centred), written(tmp_path / "two", pictures, cornered)]
    with pytest.raises(UndecidedReading):
        workspace.read(paths, Stop())
    spool = workspace.read(paths, Stop(), compare_labels=True)
    assert [source.values["box"] for source in spool.sources] == ["cxcywh", "xywh"]
    assert workspace.source is not None
    said, digest = workspace.source.values, workspace.source.digest
    assert (said["1.box"], said["2.box"]) == ("cxcywh", "xywh")
    assert workspace.read(paths, Stop(), values=said).digest() == digest, "going on later needs no labels"
    assert demo.writes == []


def test_looking_at_labels_can_be_stopped(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    demo.faults.set(Fault("silent", on="labels"))
    stop = Stop()
    folder = written(tmp_path / "labels", some_pictures(demo), centred)
    user = threading.Timer(1.5, stop.set)
    user.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        workspace.read([folder], stop, compare_labels=True)
    assert time.monotonic() - started < 10, "it did not wait for the server"
    user.join()
    assert not list(workspace.folder.glob("sample-*"))


def test_where_nothing_is_open_no_label_is_looked_at(
    workspace: Workspace, demo: DemoServer, demo_files: DemoFiles
) -> None:
    demo.faults.set(Fault("key_revoked", on="labels"))
    spool = workspace.read([demo_files.predictions], Stop(), compare_labels=True)
    assert [source.compared for source in spool.sources] == [""]


def test_labels_may_speak_against_what_a_format_means(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    """COCO means sizes; this tool wrote corners."""
    data = dataset(some_pictures(demo), lambda box, _: [box[0], box[1], box[0] + box[2], box[1] + box[3]])
    path = tmp_path / "corners.json"
    path.write_text(json.dumps(data))
    assert workspace.read([path], Stop()).sources[0].values["box"] == "xywh"
    spool = workspace.read([path], Stop(), compare_labels=True)
    assert spool.sources[0].values["box"] == "xyxy"
    assert demo.writes == []


def test_labels_say_which_name_is_the_first(
    workspace: Workspace, demo: DemoServer, demo_key_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers 1 to 6 fit seven names from 0 as well as from 1."""
    lines = ["image,class,score,xmin,ymin,xmax,ymax"]
    for picture in some_pictures(demo):
        for found in detect(picture.scene, SEED):
            x, y, w, h = found.box
            if found.name != "stem":
                place = ",".join(f"{side:.1f}" for side in (x, y, x + w, y + h))
                lines.append(f"{picture.file_name},{CLASSES.index(found.name) + 1},{found.score},{place}")
    path = tmp_path / "results.csv"
    path.write_text("\n".join(lines) + "\n")
    arguments = [str(path), "--json", "--set", f"classes={','.join(CLASSES)}"]
    assert inspecting.main(arguments) == 2
    account = ["--key", str(demo_key_file), "--domain", demo.url, "--project", demo.project_hash]
    assert inspecting.main([*arguments, *account]) == 2
    capsys.readouterr()
    assert inspecting.main([*arguments, *account, "--compare-labels"]) == 0
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert source["settings"]["first_class"] == "1"
    assert "of them on one of their class" in source["readings"][0]["evidence"]
    assert source["compared"].endswith("this settles it.")
    assert demo.writes == []


def test_things_that_move_say_which_frame_is_the_first(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    """Frames 1 to 40 of a video are there from 0 as well as from 1; one frame later all still overlaps."""
    lines = ["video,frame,class,score,x,y,width,height"]
    for frame, scene in enumerate(clip_scenes()[:40]):
        for found in detect(scene, SEED):
            lines.append(
                f"belt_start_0704.mp4,{frame + 1},{found.name},{found.score},"
                + ",".join(f"{side:.1f}" for side in found.box)
            )
    path = tmp_path / "video.csv"
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(UndecidedReading):
        workspace.read([path], Stop())
    spool = workspace.read([path], Stop(), compare_labels=True)
    assert spool.sources[0].values["first_frame"] == "1", spool.sources[0]
    assert demo.writes == []


def dataset(
    pictures: list[Shown], bbox: Callable[[Box, Scene], Sequence[float]], turned: bool = False
) -> dict[str, Any]:
    """A COCO dataset with what the demo's model finds; ``turned``: with width and height swapped."""
    images, annotations = [], []
    for number, picture in enumerate(pictures):
        sides = picture.scene.width, picture.scene.height
        width, height = sides[::-1] if turned else sides
        images.append({"id": number, "file_name": picture.file_name, "width": width, "height": height})
        for found in detect(picture.scene, SEED):
            entry = {"image_id": number, "category_id": CLASSES.index(found.name), "score": found.score}
            annotations.append(entry | {"bbox": bbox(found.box, picture.scene)})
    categories = [{"id": number, "name": name} for number, name in enumerate(CLASSES)]
    return {"images": images, "categories": categories, "annotations": annotations}


def on_its_side(pictures: list[Shown]) -> dict[str, Any]:
    """Made of pictures turned by 90° counter-clockwise: it takes a turn clockwise to bring them back."""
    return dataset(pictures, lambda box, scene: [box[1], scene.width - box[0] - box[2], box[3], box[2]], turned=True)


def test_labels_say_how_pictures_on_their_side_are_turned(command: Command, demo: DemoServer) -> None:
    path = command.folder / "turned.json"
    path.write_text(json.dumps(on_its_side(some_pictures(demo))))
    ended = command.run("--compare-labels", predictions=path)
    assert ended.code == 0, ended.err
    said = [problem["reason"] for problem in ended.report["problems"] if problem["where"] == "Pictures on their side"]
    (line,) = said
    assert line.startswith("6 pictures have width and height swapped. Pictures on their side: rotate=90, as ")
    assert line.endswith("this settles it.")
    assert ended.report["predictions"]["exported"] > 50
    assert demo.writes == []


def test_the_engine_tells_how_labels_weigh_each_turn(workspace: Workspace, demo: DemoServer, tmp_path: Path) -> None:
    path = tmp_path / "turned.json"
    path.write_text(json.dumps(on_its_side(some_pictures(demo))))
    workspace.read([path], Stop())
    (found,) = turning_compared(CompareTurning(job=1), workspace, Stop(), print).sources
    assert found.values == {"rotate": "90"}
    assert found.readings[0].values == {"rotate": "90"}
    assert all("boxes lie on a label" in reading.evidence for reading in found.readings)
    workspace.read([written(tmp_path / "labels", some_pictures(demo), centred)], Stop(), values={"box": "cxcywh"})
    assert turning_compared(CompareTurning(job=2), workspace, Stop(), print).sources == []
    assert demo.writes == []
