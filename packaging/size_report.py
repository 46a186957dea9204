"""What is in the built app, how large each part is and why it is there; and the budget it is held to.

python packaging/size_report.py [FOLDER]      (dist/encord-prediction-exporter)
"""

from __future__ import annotations

import sys
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from built_app import APP, NAME, BuildFailed, size_of

INSTALLED_MB = 380.0
"""Million bytes of all files of the built app, at most."""
DOWNLOAD_MB = {".deb": 110.0, ".rpm": 130.0, ".tar.xz": 110.0}
"""Million bytes of one installer, at most, by the ending of its name; others have no budget yet."""
SMALL_MB = 1.0
"""Parts below this are listed as one, and need no reason of their own."""

PARTS: dict[str, tuple[str, ...]] = {
    "Qt: its libraries": ("PySide6/Qt/lib/*", "PySide6/Qt6*"),
    "Qt: plug-ins": ("PySide6/Qt/plugins/*", "PySide6/plugins/*"),
    "Qt: Python bindings": ("PySide6/*", "shiboken6/*"),
    "OpenCV": ("cv2/*",),
    "OpenCV: FFmpeg": ("opencv*/libav*", "opencv*/libsw*", "opencv*/libaom*", "opencv*/libvpx*", "cv2/*ffmpeg*"),
    "OpenCV: OpenBLAS and others": ("opencv*/*",),
    "numpy": ("numpy/*", "numpy-*/*"),
    "numpy: OpenBLAS": ("numpy.libs/*",),
    "cryptography, bcrypt": ("cryptography/*", "cryptography-*/*", "bcrypt/*"),
    "pydantic": ("pydantic*/*",),
    "pycocotools": ("pycocotools/*",),
    "Pillow": ("PIL/*", "pillow.libs/*"),
    "PyYAML": ("yaml/*", "_yaml/*"),
    "Python itself": ("libpython*", "python3*", "python3*/*", "base_library.zip", "Python", "*.pyd", "lib-dynload/*"),
    "TLS and other libraries of Python": ("libcrypto*", "libssl*", "libsqlite3*", "libffi*", "libbz2*", "liblzma*"),
    "programs, with all Python modules in them": (f"{NAME}*",),
    "resources": ("resources/*",),
    "third-party notices": ("notices/*", "licenses/*"),
}
"""Part → patterns of the files that belong to it; the most particular pattern, the longest, decides."""

REASONS = {
    "Qt: its libraries": "the window; 32 MB are ICU's data, which QtCore is linked to",
    "Qt: plug-ins": "X11, Wayland, picture formats, themes",
    "Qt: Python bindings": "QtCore, QtGui, QtWidgets, QtSvg and QtDBus for Python",
    "OpenCV": "masks to outlines and back, decoding of pictures and video frames",
    "OpenCV: FFmpeg": "video frames (built without its GPL parts)",
    "OpenCV: OpenBLAS and others": "OpenCV is linked to them; they cannot be left out",
    "numpy": "geometry, columns of the spool",
    "numpy: OpenBLAS": "numpy is linked to it; OpenCV brings another build of it under another name",
    "cryptography, bcrypt": "the user's key, with or without a passphrase",
    "pydantic": "the SDK's models",
    "pycocotools": "run-length masks",
    "Pillow": "class numbers in pictures with a palette, which OpenCV turns into colours",
    "PyYAML": "names of classes beside prediction files (data.yaml)",
    "Python itself": "the interpreter, and the standard library for scripts",
    "TLS and other libraries of Python": "what the standard library is linked to",
    "programs, with all Python modules in them": "gui, the SDK and every pure Python package",
    "resources": "icons, the demo",
    "third-party notices": "the licences of all of the above",
}


def measure(app: Path) -> Counter[str]:
    """Bytes by part; what belongs to none stands under its own top folder or file."""
    sizes: Counter[str] = Counter()
    for path in app.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[_part_of(_name_within(path, app))] += path.stat().st_size
    return sizes


def report(app: Path) -> str:
    """The table. Raises `BuildFailed` when a part of more than SMALL_MB has no reason."""
    sizes = measure(app)
    lines = [f"{app.name}: {size_of(app) / 1e6:.1f} MB", ""]
    small = 0
    unexplained = []
    for part, size in sizes.most_common():
        if size < SMALL_MB * 1e6:
            small += size
        elif part in REASONS:
            lines.append(f"{size / 1e6:7.1f} MB  {part:42} {REASONS[part]}")
        else:
            unexplained.append(f"{part} ({size / 1e6:.1f} MB)")
    lines.append(f"{small / 1e6:7.1f} MB  {'all smaller parts':42} each below {SMALL_MB:.0f} MB")
    if unexplained:
        raise BuildFailed(f"No reason is written in size_report.py for: {', '.join(unexplained)}")
    return "\n".join(lines) + "\n"


def check_budget(size: int, what: str, budget_mb: float) -> None:
    """Raise `BuildFailed` when ``size`` bytes are more than ``budget_mb`` million."""
    if size > budget_mb * 1e6:
        raise BuildFailed(f"{what} has {size / 1e6:.1f} MB; the budget is {budget_mb:.0f} MB.")


def check_download(path: Path) -> None:
    """Raise `BuildFailed` when the installer at ``path`` is larger than installers of its kind may be."""
    for ending, budget_mb in DOWNLOAD_MB.items():
        if path.name.endswith(ending):
            check_budget(path.stat().st_size, path.name, budget_mb)


def _name_within(path: Path, app: Path) -> str:
    """The name as PyInstaller's folder for data has it, on every system."""
    name = path.relative_to(app).as_posix()
    for folder in ("_internal/", "Contents/Frameworks/", "Contents/Resources/", "Contents/MacOS/"):
        name = name.removeprefix(folder)
    return name


def _part_of(name: str) -> str:
    fitting = [
        (len(pattern), part) for part, patterns in PARTS.items() for pattern in patterns if fnmatch(name, pattern)
    ]
    return max(fitting)[1] if fitting else name.split("/")[0]


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if len(sys.argv) > 1 else APP))
