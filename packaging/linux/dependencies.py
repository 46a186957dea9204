"""What the packages ask of the system: libraries that are its own, and the certificates.

They are left out of the app on purpose (app.spec, CARRIED). `check_installed.py` holds this list: on a system with
nothing else, every library of the app must be found.
"""

from __future__ import annotations

DEB = (
    "ca-certificates",
    "libc6 (>= 2.36)",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgcc-s1",
    "libgl1",
    "libglib2.0-0",
    "libstdc++6",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxcb-randr0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "zlib1g",
)
"""Debian, Ubuntu: names of packages."""

_SONAMES = (
    "libdbus-1.so.3",
    "libEGL.so.1",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libgcc_s.so.1",
    "libGL.so.1",
    "libglib-2.0.so.0",
    "libstdc++.so.6",
    "libwayland-client.so.0",
    "libwayland-cursor.so.0",
    "libwayland-egl.so.1",
    "libX11.so.6",
    "libX11-xcb.so.1",
    "libxcb.so.1",
    "libxcb-randr.so.0",
    "libxcb-render.so.0",
    "libxcb-shape.so.0",
    "libxcb-shm.so.0",
    "libxcb-sync.so.1",
    "libxcb-xfixes.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon.so.0",
    "libxkbcommon-x11.so.0",
    "libz.so.1",
)

RPM = ("ca-certificates", "libc.so.6(GLIBC_2.36)(64bit)", *(f"{name}()(64bit)" for name in _SONAMES))
"""Fedora, openSUSE and others: names of the libraries, which are the same everywhere."""
