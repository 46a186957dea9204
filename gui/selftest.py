"""The self-test: does the whole job on the demo project with the installed program, and says what works."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gui import __version__, paths
from gui.demo.child import DemoAddress, DemoChild
from gui.foreign.children import end_child, start_child
from gui.foreign.pipes import read_frame, write_frame
from gui.protocol import (
    Failed,
    ListingDone,
    OpenProject,
    Ready,
    Secret,
    Shutdown,
    SignedIn,
    SignIn,
    decode_event,
    encode,
)

Check = Callable[["SelfTest"], str]


class SelfTest:
    """Runs the checks one after the other; a later one may build on what an earlier one found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failed = 0
        self.address = DemoAddress("", "", "", "")
        self.closing: list[Callable[[], object]] = []

    def run(self, checks: list[tuple[str, Check]]) -> int:
        """Run them; prints a line each and returns the exit code."""
        print(f"Encord Prediction Exporter {__version__}: self-test")
        try:
            for name, check in checks:
                started = time.monotonic()
                try:
                    said = check(self)
                except Exception as error:  # noqa: BLE001 - any failure is this check's result
                    self.failed += 1
                    print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
                else:
                    print(f"ok      {name}: {said} ({time.monotonic() - started:.1f} s)", flush=True)
        finally:
            for close in reversed(self.closing):
                close()
        print(f"{'All' if not self.failed else len(checks) - self.failed} of {len(checks)} checks passed")
        return 1 if self.failed else 0


def run_self_test() -> int:
    """The gate of a built app: 0 when everything works."""
    folder = Path(tempfile.mkdtemp(prefix="self-test-"))
    try:
        return SelfTest(folder).run(CHECKS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _resources(_: SelfTest) -> str:
    root = paths.resource_path("icons").parent
    files = [path for path in root.rglob("*") if path.is_file()]
    for path in files:
        path.read_bytes()
    if not files:
        raise FileNotFoundError("no resources")
    return f"{len(files)} files"


def _certificates(_: SelfTest) -> str:
    import truststore

    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.create_default_context()
    found = len(context.get_ca_certs())
    where = ssl.get_default_verify_paths()
    if not found and not (where.cafile or where.capath):
        raise FileNotFoundError("no certificates of the system (install ca-certificates)")
    return f"{found} certificates of the system"


def _keyring(_: SelfTest) -> str:
    import keyring
    from keyring.backends import fail

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring):
        return "no key store here: secrets are kept for this session only"
    return type(backend).__module__ + "." + type(backend).__name__


def _window(_: SelfTest) -> str:
    """The real window, offscreen, exports the demo with an engine and a demo server of its own."""
    child = start_child("--demo", env_extra={"QT_QPA_PLATFORM": "offscreen"})
    try:
        said = child.communicate(timeout=180)[0]
    finally:
        end_child(child)
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if child.returncode != 0:
        raise RuntimeError(" ".join(lines) or f"it ended with code {child.returncode}")
    return f"all five steps of the demo, {sum('.png' in line for line in lines)} pictures"


def _demo(test: SelfTest) -> str:
    demo = DemoChild.start()
    test.closing.append(demo.close)
    test.address = demo.address
    return demo.url


def _engine(test: SelfTest) -> str:
    """The engine as the window starts it: signs in on a demo of its own and lists its rows."""
    child = start_child("engine")
    test.closing.append(lambda: end_child(child))
    assert child.stdin and child.stdout
    address = test.address
    key = Secret(Path(address.key).read_text(encoding="ascii"))
    write_frame(child.stdin, encode(SignIn(job=1, key=key, domain=address.url)))
    write_frame(child.stdin, encode(OpenProject(job=2, project_hash=address.project)))
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
                seen.append(f"{total} rows")
                write_frame(child.stdin, encode(Shutdown(job=3)))
                return ", ".join(seen)
            case _:
                pass
    raise RuntimeError(f"the engine ended after {seen}")


def _export(test: SelfTest) -> str:
    return _run_export(test, test.address.predictions, "coco")


def _script(test: SelfTest) -> str:
    return _run_export(test, test.address.script, "script", "--script")


def _run_export(test: SelfTest, predictions: str, name: str, *extra: str) -> str:
    """The headless command in a process of its own: fetched, written, verified."""
    output, report = test.folder / f"{name}.json", test.folder / f"{name}-report.json"
    address = test.address
    child = start_child(
        "export", "--key", address.key, "--domain", address.url, "--project", address.project,
        "--predictions", predictions, "--output", output, "--report", report, "--quiet", *extra,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = child.communicate(timeout=120)
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


def _pictures(test: SelfTest) -> str:
    """A picture and a video frame come over signed links and decode."""
    import cv2

    from gui.encord_api.media import MediaFetcher
    from gui.encord_api.patience import Stop
    from gui.workspace import Workspace

    address = test.address
    workspace = Workspace()
    try:
        workspace.sign_in(Path(address.key).read_text(encoding="ascii"), None, address.url)
        listing = workspace.open_project(address.project, Stop())
        media = MediaFetcher(listing, test.folder)
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


CHECKS: list[tuple[str, Check]] = [
    ("resources", _resources),
    ("certificates", _certificates),
    ("key store", _keyring),
    ("window", _window),
    ("demo server", _demo),
    ("engine process", _engine),
    ("export from COCO", _export),
    ("export by a script", _script),
    ("pictures", _pictures),
]
