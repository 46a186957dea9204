"""Scripts on rows, with real host processes: what they add, how they fail, and what is left afterwards."""

import ast
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

import gui.foreign
from gui.errors import Cancelled, ConnectionProblem, ScriptProblem
from gui.export.row_contents import contents
from gui.foreign.row_filler import RowFailedError
from gui.foreign.script import ScriptHost
from gui.foreign.script_process import MOST_PRINTED
from tests.script_fixtures import DemoRows, WriteScript, demo_rows, wait_until, write_script

__all__ = ["demo_rows", "write_script"]

HEAD = """\
from encord.objects import Object, Classification
from encord.objects.coordinates import BoundingBoxCoordinates

def add(label_row, confidence=0.5, x=0.1, frames=0, w=0.2):
    apple = label_row.ontology_structure.get_child_by_title("Apple", type_=Object).create_instance()
    box = BoundingBoxCoordinates(top_left_x=x, top_left_y=0.1, width=w, height=0.2)
    apple.set_for_frames(box, frames=frames, confidence=confidence, manual_annotation=False)
    label_row.add_object_instance(apple)

"""


def failure(host: ScriptHost, row: tuple[dict[str, Any], dict[str, Any]]) -> str:
    """The sentence with which ``row`` fails."""
    with pytest.raises(RowFailedError) as caught:
        host.fill(*row)
    return str(caught.value)


def refusal(host: ScriptHost) -> str:
    """The sentence with which the script cannot be used."""
    with pytest.raises(ScriptProblem) as caught:
        host.open()
    assert host.pid is None
    return caught.value.sentence.why


@pytest.mark.parametrize("kind", ["image", "img_group", "video"])
def test_a_row_comes_back_with_what_the_script_added(demo_rows: DemoRows, write_script: WriteScript, kind: str) -> None:
    script = write_script(
        HEAD
        + """\
def add_information_to_lr(label_row):
    for frame in range(label_row.number_of_frames):
        add(label_row, frames=frame, confidence=0.25)
    belt = label_row.ontology_structure.get_child_by_title("Belt", type_=Classification)
    answer = belt.create_instance()
    answer.set_answer(belt.attributes[0].options[0])
    answer.set_for_frames(frames=0, confidence=0.75, manual_annotation=False)
    label_row.add_classification_instance(answer)
"""
    )
    metadata, labels = demo_rows.rows[kind]
    before = orjson.dumps(labels)
    with demo_rows.host(script) as host:
        filled = host.fill(metadata, labels)
        again = host.fill(metadata, labels)
    assert [confidence for _, confidence in filled.objects] == [0.25] * metadata["number_of_frames"]
    assert [confidence for _, confidence in filled.classifications] == [0.75]
    assert sorted(contents(filled.labels)) == sorted(filled.added)
    assert len(again.objects) == len(filled.objects), "the second row must not inherit the first one's labels"
    assert filled.labels["label_hash"] == labels["label_hash"]
    assert filled.problems == []
    assert orjson.dumps(labels) == before


PAGE = """\
import json
import os

from encord import EncordUserClient, Project
from encord.objects import LabelRowV2, Object
from encord.objects.coordinates import BoundingBoxCoordinates

ssh_private_key_path = os.getenv("ENCORD_CLIENT_SSH_PATH")
project_hash = os.getenv("ENCORD_PROJECT_HASH")
assert ssh_private_key_path is not None
assert project_hash is not None

client = EncordUserClient.create_with_ssh_private_key(open(ssh_private_key_path).read())
project: Project = client.get_project(project_hash)
assert isinstance(project, Project)
assert project.project_hash == project_hash
apple = project.ontology_structure.get_child_by_title("Apple", type_=Object)

def add_information_to_lr(lr: LabelRowV2):
    instance = apple.create_instance()
    instance.set_for_frames(
        BoundingBoxCoordinates(height=0.2, width=0.2, top_left_x=0.1, top_left_y=0.1), frames=0, confidence=0.5
    )
    lr.add_object_instance(instance)

rows = project.list_label_rows_v2()
output = []
with project.create_bundle() as bundle:
    for row in rows:
        row.initialise_labels(bundle=bundle)
for row in rows:
    add_information_to_lr(row)
    output.append(row.to_encord_dict())
with open("predictions.json", "w") as file:
    json.dump(output, file)
print("written to", os.path.abspath("predictions.json"))
"""


def test_a_whole_program_around_the_function_runs_without_rows_and_leaves_nothing(
    demo_rows: DemoRows, write_script: WriteScript
) -> None:
    script = write_script(PAGE)
    lines: list[str] = []
    with demo_rows.host(script, log=lines.append) as host:
        filled = host.fill(*demo_rows.image)
    assert len(filled.objects) == 1
    written = Path("".join(lines).removeprefix("written to ").strip())
    assert written.name == "predictions.json"
    assert not written.parent.exists(), "the working folder is temporary"
    assert [path.name for path in script.parent.iterdir()] == [script.name]


ENVIRONMENT = """\
import os, sys, json
print(json.dumps([dict(os.environ), __name__, os.getcwd(), sys.argv, sys.path[0], __file__, sys.stdin.read()]))
def add_information_to_lr(label_row): pass
"""


def test_a_script_sees_placeholders_and_no_other_encord_variables(
    demo_rows: DemoRows, write_script: WriteScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ENCORD_SSH_KEY", "ENCORD_SSH_KEY_FILE", "ENCORD_CLIENT_SSH_PATH", "ENCORD_DOMAIN"):
        monkeypatch.setenv(name, "mine")
    script, lines = write_script(ENVIRONMENT), list[str]()
    with demo_rows.host(script, log=lines.append):
        environment, name, folder, argv, first, file, standard_input = json.loads("".join(lines))
        placeholder = Path(environment["ENCORD_CLIENT_SSH_PATH"]).read_text()
    assert {key for key in environment if key.startswith("ENCORD_")} == {
        "ENCORD_CLIENT_SSH_PATH",
        "ENCORD_PROJECT_HASH",
    }
    assert environment["ENCORD_PROJECT_HASH"] == demo_rows.project_hash
    assert "mine" not in environment.values()
    assert "PRIVATE KEY" not in placeholder
    assert (name, argv, first, file) == ("my_script", [str(script)], str(script.parent), str(script))
    assert not Path(folder).is_relative_to(Path.cwd())
    assert standard_input == ""


MODES = (
    HEAD
    + """\
import os, sys, math, ctypes, signal, multiprocessing
import numpy as np
from dataclasses import replace
from pathlib import Path

def helper():
    return [][3]

def add_information_to_lr(label_row):
    mode = Path(__file__).with_name("mode").read_text()
    if mode == "good": add(label_row)
    if mode == "raise":
        add(label_row)
        raise ValueError("no weights\\nat all.")
    if mode == "deep": helper()
    if mode == "exit": sys.exit(3)
    if mode == "quit": os._exit(3)
    if mode == "segfault": ctypes.string_at(0)
    if mode == "killed": os.kill(os.getpid(), signal.SIGKILL)
    if mode == "abort": os.abort()
    if mode == "replaced": os.execv(sys.executable, [sys.executable, "-c", "pass"])
    if mode == "input": input("Really? ")
    if mode == "import": import a_module_nobody_has
    if mode == "group": raise ExceptionGroup("several", [ValueError("a")])
    if mode == "bare": raise KeyError
    if mode == "numpy":
        add(label_row, confidence=np.float32(0.5), x=np.float64(0.25), w=np.float16(0.25))
    if mode == "array": add(label_row, confidence=np.array(0.5))
    if mode == "nan": add(label_row, confidence=math.nan)
    if mode == "numpy nan": add(label_row, x=np.float32("nan"))
    if mode == "inf": add(label_row, x=math.inf)
    if mode == "outside":
        add(label_row, confidence=1.7, x=-0.2)
        add(label_row, x=0.9)
        add(label_row, w=0)
    if mode == "text": add(label_row, confidence="0.9")
    if mode == "words": add(label_row, confidence="high")
    if mode == "many":
        for _ in range(50): add(label_row, confidence=2)
    if mode == "frame": add(label_row, frames=7)
    if mode == "title":
        label_row._label_row_read_only_data = replace(label_row._label_row_read_only_data, data_title="other")
    if mode == "hash":
        label_row._apply_identity(label_hash="x", data_hash=label_row.data_hash, dataset_hash="y", branch_name="z")
    if mode == "size":
        units = label_row._label_row_read_only_data.frame_level_data
        units[0] = replace(units[0], width=5)
    if mode == "answer frame":
        text = label_row.ontology_structure.get_child_by_title("Note", type_=Classification).create_instance()
        text.set_answer("late")
        text.set_for_frames(frames=99)
        label_row.add_classification_instance(text)
    if mode == "lost unit": label_row._label_row_read_only_data.frame_level_data.popitem()
    if mode == "surrogate":
        text = label_row.ontology_structure.get_child_by_title("Note", type_=Classification).create_instance()
        text.set_answer("\\ud800")
        text.set_for_frames(frames=0)
        label_row.add_classification_instance(text)
    if mode == "fork":
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(sum(pool.map(abs, range(-4, 0))))
        add(label_row)
    if mode == "careless fork":
        if os.fork(): os.wait()
        add(label_row)
    if mode == "prints":
        print("from Python")
        os.write(1, b"from C\\n")
        print("to stderr", file=sys.stderr)
        os.system("echo from a program")
    if mode == "floods": print("x" * 1_000_000)
"""
)


@pytest.fixture(scope="module")
def modes(demo_rows: DemoRows, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs one row with a script that does what ``mode`` says; the host lives as long as it can."""
    folder = tmp_path_factory.mktemp("modes")
    script = folder / "modes.py"
    script.write_text(MODES)
    with demo_rows.host(script) as host:

        def run(mode: str, kind: str = "image") -> Any:
            (folder / "mode").write_text(mode)
            return host.fill(*demo_rows.rows[kind])

        yield run


def line_with(text: str, source: str = MODES) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("mode", "line", "why"),
    [
        ("raise", "raise ValueError", "ValueError: no weights at all."),
        ("deep", "return [][3]", "IndexError: list index out of range."),
        ("exit", "sys.exit(3)", "it ended itself (SystemExit)."),
        ("quit", "os._exit(3)", "it ended its process (os._exit)."),
        ("input", 'input("Really', "EOFError: EOF when reading a line."),
        ("import", "import a_module", "it needs the Python module “a_module_nobody_has”, which is not installed here."),
        ("group", "raise ExceptionGroup", "ExceptionGroup: several (1 sub-exception)."),
        ("bare", "raise KeyError", "KeyError."),
    ],
)
def test_a_row_whose_script_fails_fails_in_one_sentence_that_names_the_line(
    modes: Any, mode: str, line: str, why: str
) -> None:
    with pytest.raises(RowFailedError) as caught:
        modes(mode)
    assert str(caught.value) == f"modes.py, line {line_with(line)}: {why}"
    assert len(modes("good").objects) == 1, "the next row is filled"


@pytest.mark.skipif(os.name != "posix", reason="signals end processes on POSIX only")
@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("segfault", f"its process was ended by SIGSEGV, on line {line_with('ctypes.string_at(0)')}."),
        ("abort", f"its process was ended by SIGABRT, on line {line_with('os.abort()')}."),
        ("killed", "its process was ended by SIGKILL, perhaps for want of memory."),
        ("replaced", "it ended its process (exit code 0)."),
    ],
)
def test_a_crash_takes_only_its_row_along(modes: Any, mode: str, sentence: str) -> None:
    with pytest.raises(RowFailedError) as caught:
        modes(mode)
    assert str(caught.value) == f"modes.py: {sentence}"
    assert len(modes("good").objects) == 1, "the next row gets a fresh process"


def test_numbers_of_numpy_are_written_as_numbers(modes: Any) -> None:
    filled = modes("numpy")
    (item,) = next(iter(filled.labels["data_units"].values()))["labels"]["objects"]
    assert item["boundingBox"] == {"h": 0.2, "w": 0.25, "x": 0.25, "y": 0.1}
    assert (item["confidence"], filled.objects[0][1]) == (0.5, 0.5)
    assert modes("array").objects[0][1] == 0.5
    assert filled.problems == []


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("nan", "Apple, frame 0: the confidence is NaN."),
        ("numpy nan", "Apple, frame 0: a coordinate is NaN."),
        ("inf", "Apple, frame 0: a coordinate is infinite."),
        ("words", "Apple, frame 0: the confidence is 'high', not a number."),
        ("surrogate", "its labels hold text that is not valid Unicode."),
    ],
)
def test_what_no_file_can_hold_fails_the_row(modes: Any, mode: str, why: str) -> None:
    with pytest.raises(RowFailedError) as caught:
        modes(mode)
    assert str(caught.value) == f"modes.py: {why}"
    assert len(modes("good").objects) == 1


def test_values_out_of_range_stand_and_are_named(modes: Any) -> None:
    filled = modes("outside")
    assert filled.problems == [
        "Apple, frame 0: the confidence 1.7 is not from 0 to 1",
        "Apple, frame 0: a coordinate is outside the picture (-0.2)",
        "Apple, frame 0: the box reaches out of the picture",
        "Apple, frame 0: the width is 0",
    ]
    assert [confidence for _, confidence in filled.objects] == [1.7, 0.5, 0.5]
    assert modes("text").problems == ["Apple, frame 0: the confidence is '0.9', not a number"]
    many = modes("many")
    assert len(many.objects) == 50
    assert many.problems[-1] == "30 more like these"
    assert len(many.problems) == 21


@pytest.mark.parametrize(
    ("mode", "kind", "why"),
    [
        ("frame", "image", "modes.py: Apple is on frame 7; the last frame is 0."),
        ("frame", "img_group", "Apple is on frame 7; the last frame is 3."),
        ("answer frame", "video", "it has labels on frame 99, but its frames are 0 to 47."),
        ("lost unit", "img_group", "its data units are not the same any more."),
        ("title", "image", "its data title was changed"),
        ("hash", "image", "was changed"),
        ("size", "image", "the width of its data unit was changed"),
    ],
)
def test_a_row_that_is_not_itself_any_more_fails(modes: Any, mode: str, kind: str, why: str) -> None:
    with pytest.raises(RowFailedError) as caught:
        modes(mode, kind)
    assert why in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_copies_of_the_process_have_no_say(modes: Any) -> None:
    assert modes("fork").printed.strip() == "10"
    assert len(modes("careless fork").objects) == 1
    assert len(modes("good").objects) == 1, "no answer of a copy is left in the pipe"


def test_everything_printed_is_handed_on_and_bounded(modes: Any) -> None:
    printed = modes("prints").printed
    assert sorted(printed.splitlines()) == ["from C", "from Python", "from a program", "to stderr"]
    flood = modes("floods").printed
    assert flood.startswith("xxx")
    assert flood.endswith("… (the rest was left out)\n")
    assert len(flood) < MOST_PRINTED + 100
    assert modes("good").printed == ""


def test_a_script_that_takes_too_long_is_ended_on_its_line(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("""\
        import subprocess, sys, time
        from pathlib import Path
        def add_information_to_lr(label_row):
            flag = Path(__file__).with_name("slow")
            if flag.exists():
                flag.unlink()
                child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
                print(child.pid)
                time.sleep(60)
        """)
    script.with_name("slow").touch()
    lines: list[str] = []
    with demo_rows.host(script, seconds=2.0, log=lines.append) as host:
        first = host.pid
        assert first is not None
        started = time.monotonic()
        assert failure(host, demo_rows.image) == "my_script.py: it took over 2 s, on line 9."
        assert time.monotonic() - started < 20  # the script would sleep for 60 s
        assert wait_until(lambda: not runs(first))
        assert wait_until(lambda: not runs(int("".join(lines)))), "its own child must end with it"
        host.fill(*demo_rows.image)
        assert host.pid not in (None, first)


def runs(pid: int) -> bool:
    """Whether a process works (one that only waits to be reaped does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_the_host_ends_with_its_children_when_the_pipe_closes(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("""\
        import subprocess, sys
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print(child.pid)
        def add_information_to_lr(label_row):
            while True: pass
        """)
    lines: list[str] = []
    host = demo_rows.host(script, log=lines.append)
    host.open()
    pid, grandchild = host.pid, int("".join(lines))
    assert pid is not None
    assert runs(grandchild)
    host.close()
    assert not runs(pid)
    assert wait_until(lambda: not runs(grandchild))


ENGINE = """
import json, sys, time
from pathlib import Path
from gui.foreign.consent import read_script
from gui.foreign.script import ScriptHost
folder = Path(sys.argv[1])
metadata, labels, ontology = json.loads((folder / "row.json").read_text())
script = read_script(folder / "my_script.py")
host = ScriptHost(script, ontology, project_hash="p", log=lambda text: print(text, end=""))
host.open()
print(host.pid, flush=True)
host.fill(metadata, labels)
"""


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX's")
def test_when_the_engine_dies_the_host_and_its_children_end(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("""\
        import signal, subprocess, sys
        code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
        print(subprocess.Popen([sys.executable, "-c", code]).pid)
        def add_information_to_lr(label_row):
            while True: pass
        """)
    (script.parent / "row.json").write_text(json.dumps([*demo_rows.image, demo_rows.ontology]))
    engine = subprocess.Popen(
        [sys.executable, "-c", ENGINE, str(script.parent)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(gui.foreign.__file__).parents[2])},
    )
    with engine:
        assert engine.stdout is not None
        grandchild, host = int(engine.stdout.readline()), int(engine.stdout.readline())
        assert runs(host)
        assert runs(grandchild)
        engine.kill()
        engine.wait()
        assert wait_until(lambda: not runs(host))
        assert wait_until(lambda: not runs(grandchild))


def test_a_cancel_is_heard_while_the_script_is_loaded(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("import time\ntime.sleep(60)\ndef add_information_to_lr(label_row): pass\n")
    begun = time.monotonic()
    host = demo_rows.host(script, cancelled=lambda: time.monotonic() > begun + 0.3)
    with pytest.raises(Cancelled):
        host.open()
    assert time.monotonic() - begun < 15  # the script would sleep for 60 s
    assert host.pid is None


def test_a_system_that_starts_no_process_is_named(
    demo_rows: DemoRows, write_script: WriteScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = write_script("def add_information_to_lr(label_row): pass\n")
    monkeypatch.setattr(sys, "executable", str(script.parent / "no-such-program"))
    assert refusal(demo_rows.host(script)) == ("No process could be started for the script: No such file or directory.")


def test_a_cancel_ends_a_busy_script_within_a_second(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("""\
        import time
        def add_information_to_lr(label_row):
            while True: pass
        """)
    begun = time.monotonic()
    stop_at = [begun + 3600]
    host = demo_rows.host(script, cancelled=lambda: time.monotonic() > stop_at[0])
    host.open()
    pid = host.pid
    assert pid is not None
    stop_at[0] = time.monotonic() + 0.3
    with pytest.raises(Cancelled):
        host.fill(*demo_rows.image)
    assert time.monotonic() - stop_at[0] < 15  # a second where nothing else runs; the script would never end
    assert not runs(pid)
    host.close()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (
            b"def add_information_to_lr(label_row):\n    x = (\n",
            "line 2: it is not valid Python: '(' was never closed.",
        ),
        (b"x = 1\n", "s.py: it defines no function add_information_to_lr(label_row)."),
        (b"add_information_to_lr = 3\n", "s.py: it defines no function add_information_to_lr(label_row)."),
        (b"import os\nasync def add_information_to_lr(row): ...\n", "line 2: add_information_to_lr is asynchronous"),
        (b"def add_information_to_lr(row): yield\n", "line 1: add_information_to_lr is asynchronous or a generator"),
        (b"\n\nraise RuntimeError('no GPU')\n", "line 3: RuntimeError: no GPU."),
        (b"import torch_of_mine\n", "line 1: it needs the Python module “torch_of_mine”"),
        (b"import sys\nsys.exit()\n", "line 2: it ended itself (SystemExit)."),
        (b"import os\nos._exit(1)\n", "line 2: it ended its process (os._exit)."),
        (b"# coding: nonsense\n", "it is not valid Python: unknown encoding: nonsense"),
        (b"x = '\xe4'\n", "it is not valid Python: (unicode error) 'utf-8' codec can't decode byte 0xe4"),
    ],
)
def test_a_script_that_cannot_be_loaded_is_refused_in_one_sentence(
    demo_rows: DemoRows, tmp_path: Path, source: bytes, why: str
) -> None:
    script = tmp_path / "s.py"
    script.write_bytes(source)
    assert why in refusal(demo_rows.host(script))


@pytest.mark.parametrize(
    "source",
    [
        "\ufeffNAME = 'Grün'\n".encode(),
        "# -*- coding: latin-1 -*-\nNAME = 'Grün'\n".encode("latin-1"),
        "# coding: cp1252\r\nNAME = 'Grün'\r\n".encode("cp1252"),
    ],
)
def test_byte_order_mark_and_encoding_line_are_honoured(demo_rows: DemoRows, tmp_path: Path, source: bytes) -> None:
    script = tmp_path / "s.py"
    script.write_bytes(source + b"def add_information_to_lr(label_row): print(ascii(NAME))\n")
    with demo_rows.host(script) as host:
        assert host.fill(*demo_rows.image).printed == "'Gr\\xfcn'\n"


def test_modules_beside_the_script_are_found_and_nothing_is_left_there(
    demo_rows: DemoRows, write_script: WriteScript
) -> None:
    write_script("VALUE = 42\n", name="my_model.py")
    script = write_script("""\
        import my_model
        def add_information_to_lr(label_row): print(my_model.VALUE)
        """)
    with demo_rows.host(script) as host:
        assert host.fill(*demo_rows.image).printed == "42\n"
    assert {path.name for path in script.parent.iterdir()} == {"my_model.py", "my_script.py"}


def test_what_was_agreed_to_runs_whatever_the_file_holds_by_then(
    demo_rows: DemoRows, write_script: WriteScript
) -> None:
    script = write_script("def add_information_to_lr(label_row): print('old')\n")
    host = demo_rows.host(script)
    script.write_text("def add_information_to_lr(label_row): print('new')\n")
    with host:
        assert host.fill(*demo_rows.image).printed == "old\n"


LINKS = """\
import requests

def add_information_to_lr(label_row):
    item = label_row.get_storage_item(get_signed_urls=True)
    label_row.initialise_storage_item(get_signed_url=True)
    print(item.name, item.uuid == label_row.backing_item_uuid)
    links = {item.get_signed_url(), label_row.data_link, item.get_signed_url(refetch=True)}
    links |= {view.data_link for view in label_row.get_frame_views()} if label_row.data_type.value != "video" else set()
    for link in sorted(links - {None}):
        print(link, requests.get(link, timeout=5).status_code)
"""


@pytest.mark.parametrize(("kind", "pictures"), [("image", 1), ("img_group", 4), ("video", 1)])
def test_signed_links_are_answered_by_the_engine_and_can_be_followed(
    demo_rows: DemoRows, write_script: WriteScript, kind: str, pictures: int
) -> None:
    asked: list[str] = []

    def signed_url(data_hash: str) -> str:
        asked.append(data_hash)
        return f"{demo_rows.url}/nothing/{data_hash}?signature=1"

    metadata, labels = demo_rows.rows[kind]
    with demo_rows.host(write_script(LINKS), signed_url=signed_url) as host:
        filled = host.fill(metadata, labels)
    first, *links = filled.printed.splitlines()
    assert first == f"{metadata['data_title']} True"
    assert [line.rsplit(" ", 1)[1] for line in links] == ["404"] * pictures, "the server was reached and answered"
    assert set(asked) == set(labels["data_units"])
    assert "signature" not in orjson.dumps(filled.labels).decode(), "no working link may get into the file"


def test_a_link_that_cannot_be_had_fails_the_row_alone(demo_rows: DemoRows, write_script: WriteScript) -> None:
    def signed_url(data_hash: str) -> str:
        raise ConnectionProblem("Encord cannot be reached.")

    script = write_script("def add_information_to_lr(label_row): label_row.data_link\n")
    with demo_rows.host(script, signed_url=signed_url) as host:
        assert failure(host, demo_rows.image) == "my_script.py, line 1: FileNotFoundError: Encord cannot be reached."
    with demo_rows.host(script) as host:
        assert "Encord gave no link to this picture" in failure(host, demo_rows.image)


def test_waiting_for_the_server_is_not_held_against_the_script(demo_rows: DemoRows, write_script: WriteScript) -> None:
    def signed_url(data_hash: str) -> str:
        time.sleep(1.5)
        return "https://storage.invalid/picture"

    script = write_script("def add_information_to_lr(label_row): print(label_row.data_link)\n")
    with demo_rows.host(script, signed_url=signed_url, seconds=1.0) as host:
        assert host.fill(*demo_rows.image).printed == "https://storage.invalid/picture\n"


def test_labels_too_large_for_the_pipe_fail_their_row(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script(
        HEAD
        + """\
def add_information_to_lr(label_row):
    note = label_row.ontology_structure.get_child_by_title("Note", type_=Classification).create_instance()
    note.set_answer("x" * 70_000_000)
    note.set_for_frames(frames=0)
    label_row.add_classification_instance(note)
"""
    )
    with demo_rows.host(script) as host:
        assert failure(host, demo_rows.image) == (
            "my_script.py: the labels of this row are too large to be handed over."
        )


def test_the_log_of_a_script_that_prints_for_ever_does_not_fill_the_disk(
    demo_rows: DemoRows, write_script: WriteScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.foreign.script_process.LARGEST_LOG", 200_000)
    script = write_script("""\
        import time, os
        def add_information_to_lr(label_row):
            for _ in range(40):
                print("x" * 50_000)
                time.sleep(0.05)
            print(os.stat(1).st_size < 1_500_000)
        """)
    with demo_rows.host(script) as host:
        host.fill(*demo_rows.image)
        assert host._folder is not None
        assert (host._folder / "printed.log").stat().st_size == 0
    script.write_text("def add_information_to_lr(label_row): pass\n")


def test_a_script_that_cannot_be_loaded_again_fails_its_rows(demo_rows: DemoRows, write_script: WriteScript) -> None:
    script = write_script("""\
        import os, signal
        from pathlib import Path
        flag = Path(__file__).with_name("flag")
        if flag.exists(): raise RuntimeError("the GPU is gone")
        flag.touch()
        def add_information_to_lr(label_row): os.kill(os.getpid(), signal.SIGKILL)
        """)
    with demo_rows.host(script) as host:
        assert "SIGKILL" in failure(host, demo_rows.image)
        assert failure(host, demo_rows.image) == "my_script.py, line 4: RuntimeError: the GPU is gone."


def test_the_host_needs_nothing_but_the_standard_library_and_the_sdk() -> None:
    """So that another interpreter, in which the user's models live, can run it."""
    folder = Path(gui.foreign.__file__).parent
    allowed = set(sys.stdlib_module_names) | {"encord"}
    for path in [*folder.glob("host*.py"), folder / "pipes.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                ours = name == "gui.foreign" or name.startswith(("gui.foreign.host", "gui.foreign.pipes"))
                assert ours or name.split(".")[0] in allowed, f"{path.name} imports {name}"
