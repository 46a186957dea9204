"""Checks that do the work: the window, the engine, exports, pictures."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import cv2

from gui.demo.child import DemoAddress
from gui.encord_api.media import MediaFetcher
from gui.encord_api.patience import Stop
from gui.foreign.children import end_child, start_child
from gui.foreign.pipes import read_frame, write_frame
from gui.paths import HOME_VARIABLE
from gui.protocol.commands import OpenProject, Secret, Shutdown, SignIn
from gui.protocol.events import Failed, ListingDone, Ready, SignedIn
from gui.protocol.messages import decode_event, encode
from gui.workspace import Workspace

LONGEST_S = 180
"""Seconds after which a child process is given up."""
BRANCH = "self-test"
"""What the checks publish on."""


def check_commands(demo: DemoAddress) -> str:
    """The commands that look and write nothing."""
    said = []
    for command in (["formats"], ["inspect", demo.predictions]):
        out = _said(start_child(*command, stderr=subprocess.PIPE))
        said.append(f"{command[0]} {len(out.splitlines())} lines")
    return ", ".join(said)


def check_window(folder: Path) -> str:
    """The real window, offscreen, exports the demo with an engine and a demo server of its own."""
    child = start_child("--demo", env_extra={"QT_QPA_PLATFORM": "offscreen", **_own_home(folder)})
    try:
        said = child.communicate(timeout=LONGEST_S)[0]
    finally:
        end_child(child)
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if child.returncode != 0:
        raise RuntimeError(" ".join(lines) or f"it ended with code {child.returncode}")
    return f"all five steps of the demo, {sum('.png' in line for line in lines)} pictures"


def check_engine(demo: DemoAddress) -> str:
    """The engine as the window starts it: signs in on the demo server and lists its rows."""
    child = start_child("engine")
    try:
        assert child.stdin and child.stdout
        key = Secret(Path(demo.key).read_text(encoding="ascii"))
        write_frame(child.stdin, encode(SignIn(job=1, key=key, domain=demo.url)))
        write_frame(child.stdin, encode(OpenProject(job=2, project_hash=demo.project)))
        seen: list[str] = []
        while (frame := read_frame(child.stdout)) is not None:
            match decode_event(frame):
                case Failed(sentence=sentence):
                    raise RuntimeError(f"{sentence.what} {sentence.detail}")
                case Ready(sdk_version=version):
                    seen.append(f"encord {version}")
                case SignedIn(projects=projects):
                    seen.append(f"{len(projects)} projects")
                case ListingDone(total=total):
                    write_frame(child.stdin, encode(Shutdown(job=3)))
                    return ", ".join([*seen, f"{total} rows"])
                case _:
                    pass
        raise RuntimeError(f"the engine ended after {seen}")
    finally:
        end_child(child)


def check_export(demo: DemoAddress, folder: Path) -> str:
    """The demo's prediction file."""
    return _run_export(demo, folder / "file", demo.predictions)


def check_script(demo: DemoAddress, folder: Path) -> str:
    """The demo's script, in the host process."""
    return _run_export(demo, folder / "script", demo.script, "--script")


def check_publish(demo: DemoAddress, folder: Path) -> str:
    """The demo's prediction file, on a branch of the demo project as well."""
    said = _run_export(demo, folder / "branch", demo.predictions, "--branch", BRANCH, command="publish")
    report = json.loads((folder / "branch" / "report.json").read_bytes())
    if not report["branch"]["verified"]:
        raise RuntimeError("the branch was not read back")
    return f"{said}, as the branch is"


def check_undo(demo: DemoAddress, folder: Path) -> str:
    """The history knows what was published, and it is removed from the branch again."""
    runs = json.loads(_said(start_child("history", "--json", stderr=subprocess.PIPE, env_extra=_own_home(folder))))
    (published,) = [run["run"] for run in runs if run["branch"] == BRANCH]  # the window's check publishes, too
    child = start_child(
        "undo", published, "--key", demo.key, "--domain", demo.url,
        stderr=subprocess.PIPE, env_extra=_own_home(folder),
    )  # fmt: skip
    return _said(child).strip()


def _own_home(folder: Path) -> dict[str, str]:
    """What a check exports or publishes does not go into the user's history."""
    return {HOME_VARIABLE: str(folder / "home")}


def _said(child: subprocess.Popen[bytes]) -> str:
    """What a command says on its standard output. Raises RuntimeError when it fails."""
    try:
        out, err = child.communicate(timeout=LONGEST_S)
    finally:
        end_child(child)
    if child.returncode != 0 or not out.strip():
        raise RuntimeError(f"code {child.returncode}, {err.decode(errors='replace').strip()}")
    return out.decode("utf-8", "replace")


def _run_export(demo: DemoAddress, folder: Path, predictions: str, *extra: str, command: str = "export") -> str:
    """The headless command in a process of its own: fetched, written, verified."""
    folder.mkdir()
    output, report = folder / "predictions.json", folder / "report.json"
    child = start_child(
        command, "--key", demo.key, "--domain", demo.url, "--project", demo.project,
        "--predictions", predictions, "--output", output, "--report", report, "--quiet", *extra,
        stderr=subprocess.PIPE, env_extra=_own_home(folder.parent),
    )  # fmt: skip
    try:
        _, said = child.communicate(timeout=LONGEST_S)
    finally:
        end_child(child)
    if child.returncode != 0:
        raise RuntimeError(said.decode(errors="replace").strip())
    counts = json.loads(report.read_bytes())
    rows = json.loads(output.read_bytes())
    if len(rows) != counts["rows"]["exported"]:
        raise RuntimeError(f"{len(rows)} rows in the file, {counts['rows']['exported']} in the report")
    exported = counts["predictions"]["exported"]
    if not exported:
        raise RuntimeError("nothing was exported")
    return f"{exported} predictions in {len(rows)} rows, verified"


def check_pictures(demo: DemoAddress, folder: Path) -> str:
    """A picture, one of a group and a video frame come over signed links and decode."""
    workspace = Workspace()
    try:
        workspace.sign_in(Path(demo.key).read_text(encoding="ascii"), None, demo.url)
        listing = workspace.open_project(demo.project, Stop())
        media = MediaFetcher(listing, folder)
        sizes = []
        for kind, frame in (("image", 0), ("img_group", 1), ("video", 5)):
            number = next(n for n, row in enumerate(listing.rows) if row.data_type == kind and row.label_hash)
            pixels = cv2.imread(str(media.picture(number, frame, Stop())))
            if pixels is None:
                raise RuntimeError(f"the {kind} does not decode")
            sizes.append(f"{kind} {pixels.shape[1]}×{pixels.shape[0]}")
        return ", ".join(sizes)
    finally:
        workspace.close()
