"""The icons of Windows and macOS hold every size, each painted from the one drawing and not blown up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PIL.IcnsImagePlugin import IcnsImageFile
from PIL.IcoImagePlugin import IcoImageFile

import icons


def test_windows_finds_every_size(tmp_path: Path) -> None:
    path = tmp_path / "build" / "app.ico"
    icons.write_ico(path)
    with IcoImageFile(path) as ico:
        assert ico.info["sizes"] == {(size, size) for size in icons.ICO_SIZES}
        for size in icons.ICO_SIZES:
            ico.size = (size, size)
            picture = ico.convert("RGBA")
            assert picture.size == (size, size)
            assert_is_the_icon(picture)


@pytest.mark.parametrize("size", [32, 256, 1024])
def test_macos_finds_every_size(tmp_path: Path, size: int) -> None:
    path = tmp_path / "app.icns"
    icons.write_icns(path)
    with IcnsImageFile(path) as icns:
        found = {(width * scale, height * scale) for width, height, scale in icns.info["sizes"]}
        assert found == {(each, each) for each in icons.ICNS_SIZES}
        width, height, scale = next(each for each in icns.info["sizes"] if each[0] * each[2] == size)
        icns.size = (width, height)
        icns.load(scale)
        assert icns.size == (size, size)
        assert_is_the_icon(icns.convert("RGBA"))


def assert_is_the_icon(picture: Image.Image) -> None:
    """A rounded square in our colour: nothing in the corner, and the colour beside the middle of an edge."""
    size = picture.width
    corner, edge = picture.getpixel((0, 0)), picture.getpixel((size // 2, max(1, size // 16)))
    assert isinstance(corner, tuple)
    assert isinstance(edge, tuple)
    assert corner[3] < 128
    assert [abs(mine - wanted) < 24 for mine, wanted in zip(edge[:3], (0x44, 0x49, 0xC8), strict=True)] == [True] * 3
    assert edge[3] == 255
