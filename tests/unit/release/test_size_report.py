"""The report of sizes: every large part has a reason, and budgets are held."""

from pathlib import Path

import pytest

import size_report
from built_app import BuildFailed


def make(app: Path, sizes: dict[str, int]) -> Path:
    for name, size in sizes.items():
        path = app / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    return app


def test_files_are_counted_by_part_and_links_are_not(tmp_path: Path) -> None:
    app = make(
        tmp_path / "app",
        {
            "encord-prediction-exporter": 5,
            "_internal/PySide6/QtCore.abi3.so": 10,
            "_internal/PySide6/Qt/lib/libQt6Core.so.6": 20,
            "_internal/opencv_python_headless.libs/libavcodec-1.so": 30,
            "_internal/opencv_python_headless.libs/libopenblas-1.so": 40,
            "_internal/resources/icons/app.svg": 50,
        },
    )
    (app / "_internal" / "libQt6Core.so.6").symlink_to("PySide6/Qt/lib/libQt6Core.so.6")
    assert size_report.measure(app) == {
        "programs, with all Python modules in them": 5,
        "Qt: Python bindings": 10,
        "Qt: its libraries": 20,
        "OpenCV: FFmpeg": 30,
        "OpenCV: OpenBLAS and others": 40,
        "resources": 50,
    }


def test_a_large_part_without_a_reason_stops_the_build(tmp_path: Path) -> None:
    app = make(tmp_path / "app", {"_internal/pandas/lib.so": 1_100_000, "_internal/tiny/lib.so": 900_000})
    with pytest.raises(BuildFailed, match=r"pandas \(1\.1 MB\)$"):
        size_report.report(app)


def test_every_part_has_a_reason() -> None:
    assert set(size_report.PARTS) == set(size_report.REASONS)


def test_budgets_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size_report, "DOWNLOAD_MB", {".deb": 0.001})
    package = tmp_path / "a.deb"
    package.write_bytes(b"x" * 1000)
    size_report.check_download(package)
    package.write_bytes(b"x" * 1001)
    with pytest.raises(BuildFailed, match=r"a\.deb has"):
        size_report.check_download(package)
