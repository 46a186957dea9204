"""A Debian 12 with nothing in it, made by debootstrap, in which packages are installed and tried as a user would."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from built_app import WORK, BuildFailed

USER = "annotator"
HOME = f"/home/{USER}"
_TOOLS = ("debootstrap", "chroot", "unshare", "mount", "ip")


def reason_against() -> str | None:
    """Why none can be made here, or None."""
    if os.geteuid() != 0:
        return "making a bare Debian needs root"
    missing = [tool for tool in _TOOLS if not shutil.which(tool)]
    return f"{', '.join(missing)} missing here" if missing else None


class BareDebian:
    """One such system, in a folder; every command runs with mounts of its own, which end with it."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the system."""
        self.folder = folder

    @classmethod
    def make(cls) -> BareDebian:
        """A new one with an ordinary user in it; debootstrap runs once a build, the rest are copies."""
        base, folder = WORK / "bare-debian", WORK / "bare-debian-in-use"
        if not (base / "made").exists():
            shutil.rmtree(base, ignore_errors=True)
            _must(["debootstrap", "--variant=minbase", "bookworm", base])
            (base / "made").touch()
        shutil.rmtree(folder, ignore_errors=True)
        _must(["cp", "-a", base, folder])
        shutil.copyfile("/etc/resolv.conf", folder / "etc" / "resolv.conf")
        debian = cls(folder)
        debian.run(["useradd", "--create-home", "--shell", "/bin/sh", USER])
        return debian

    def run(self, command: Sequence[str], what: str = "") -> str:
        """Run ``command`` as root; returns what it prints. Raises `BuildFailed` when it fails."""
        done = subprocess.run(
            self.command(command, user="root"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise BuildFailed(f"{what or ' '.join(command)} failed in the bare Debian:\n{done.stdout}")
        return done.stdout

    def command(
        self,
        command: Sequence[str],
        *,
        user: str = USER,
        network: bool = True,
        read_only: bool = False,
        variables: Sequence[str] = (),
    ) -> list[str]:
        """The command line that runs ``command`` inside: as ``user``, with ``variables`` and no others.

        Without ``network`` there is the loopback alone. With ``read_only`` only home and temporary folders can be
        written. The X server of the outside can be reached. Words may be appended: they reach ``command``.
        """
        root = shlex.quote(str(self.folder))
        script = ["set -e", f"mount --bind {root} {root}"]
        if read_only:
            script += [f"mount -o remount,bind,ro {root}"]
        script += [
            f"mount -t proc proc {root}/proc",
            f"mount --rbind /dev {root}/dev",
            f"mount -t tmpfs tmpfs {root}/tmp",
            f"mkdir -m 1777 {root}/tmp/.X11-unix",
            f"mount --bind /tmp/.X11-unix {root}/tmp/.X11-unix",
        ]
        if read_only:
            script += [f"mount -t tmpfs -o mode=0777 tmpfs {root}{HOME}"]
        if not network:
            script += ["ip link set lo up"]
        home = "/root" if user == "root" else HOME
        inside = [
            "env", "-i", f"HOME={home}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive", *variables, *command,
        ]  # fmt: skip
        script += [f'exec chroot --userspec={user} {root} "$@"']
        namespaces = ["--mount", "--pid", "--fork", "--kill-child", *([] if network else ["--net"])]
        return ["unshare", *namespaces, "sh", "-c", "\n".join(script), "sh", *inside]

    def put(self, source: Path) -> str:
        """Copy a file in; returns its path inside."""
        shutil.copyfile(source, self.folder / "srv" / source.name)
        return f"/srv/{source.name}"


def _must(command: Sequence[str | Path]) -> None:
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise BuildFailed(f"{command[0]} failed.")
