#!/bin/sh
# Sets up this checkout: Python, Qt's system libraries, .venv, and the packages of one lock file.
#
#   sh packaging/setup.sh requirements.lock               to run the program
#   sh packaging/setup.sh requirements-dev.lock           to work on it
#   sh packaging/setup.sh requirements-dev.lock freeze    to build the app
#
# A second run with the same lock does nothing. System packages are installed by apt when this is root or
# `sudo -n` works; otherwise the one line to run is printed, and this ends with 1.
set -eu
cd "$(dirname "$0")/.."
lock=$1
purpose=${2:-run}

say() { printf '%s\n' "$*" >&2; }

# True when $1 runs as Python 3.11, 3.12 or 3.13 (a shim on the PATH may exist and not run).
fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3} python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11, 3.12 or 3.13 is needed, and none of python3, python3.13, python3.12, python3.11 is one."
    say "Install one of them, or name it: make PYTHON=/path/to/python3.12 setup"
    exit 1
}

# The Debian packages that are missing, on one line: a way to make environments, certificates, Qt's libraries.
missing_packages() {
    "$1" - "$purpose" <<'PYTHON'
import ctypes
import importlib.util
import os
import shutil
import sys
import sysconfig

LIBRARIES = {
    # every Qt window, shown or not
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    # X11
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    # Wayland
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


missing = [package for library, package in LIBRARIES.items() if not is_there(library)]
if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
    missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
if not os.path.exists("/etc/ssl/certs/ca-certificates.crt"):
    missing.append("ca-certificates")
if sys.argv[1] == "freeze":  # PyInstaller reads libraries with objdump, and bundles Python's own
    python_library = str(sysconfig.get_config_var("INSTSONAME"))
    if not shutil.which("objdump"):
        missing.append("binutils")
    if ".so" in python_library and not is_there(python_library):
        missing.append(f"libpython{sys.version_info.major}.{sys.version_info.minor}")
print(*missing)
PYTHON
}

install_packages() {
    if ! command -v apt-get >/dev/null; then
        say "These system packages are missing (Debian's names): $*"
        say "Install them with your system's package tool, then run the command again."
        exit 1
    elif [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "Some system packages are missing. Run this line, then the command again:"
        say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        exit 1
    fi
    say "Installing system packages: $*"
    $as_root apt-get -qq update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# What the environment was made from; a change of it means: install again.
wanted=$(cksum "$lock" packaging/setup.sh)
stamp=.venv/$(basename "$lock").$purpose.stamp
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && fits .venv/bin/python; then
    exit 0
fi

python=$(find_python)
if [ "$(uname)" = Linux ]; then
    packages=$(missing_packages "$python")
    # shellcheck disable=SC2086  # one word a package
    [ -z "$packages" ] || install_packages $packages
fi
if ! fits .venv/bin/python || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
say "Installing the packages of $lock into .venv (a few minutes the first time)"
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$lock"; then
    say "The packages could not be installed; pip says why above. Once that is mended, run the command again."
    exit 1
fi
echo "$wanted" >"$stamp"
