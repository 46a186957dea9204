"""Mask pictures: class numbers, colours, black and white; what the values leave open is asked."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco

from gui.domain.geometry import Mask
from gui.domain.reasons import Reason
from gui.errors import SourceProblem, UsageProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions

INDEXES = np.array([[0, 1, 1, 0], [0, 3, 255, 3]], np.uint8)
BINARY = np.array([[0, 255, 0, 0], [0, 255, 0, 255]], np.uint8)


def png(pixels: Any, palette: bool = False) -> bytes:
    picture = Image.fromarray(pixels)
    if palette:
        picture = picture.convert("P")
        picture.putdata(pixels.ravel().tolist())
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def read(folder: Path, files: dict[str, bytes], **values: str) -> Spool:
    for name, content in files.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(content)
    path = folder / "in" / next(iter(files)) if len(files) == 1 else folder / "in"
    return read_predictions([path], folder / "spool", format=None, settings=ReadSettings(values=values))


def pixels_of(spool: Spool, place: int) -> Any:
    geometry = predictions(spool)[place].geometry
    assert isinstance(geometry, Mask)
    return coco.decode({"size": [geometry.height, geometry.width], "counts": geometry.counts})


@pytest.mark.parametrize("palette", [False, True])
def test_values_are_classes_but_background_and_void(palette: bool, tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.png": png(INDEXES, palette)}, classes="sky,sea,sand,boat")
    assert [spool.classes[number] for number in spool.class_number] == ["sea", "boat"]
    assert np.array_equal(pixels_of(spool, 0), INDEXES == 1)
    assert np.array_equal(pixels_of(spool, 1), INDEXES == 3)
    assert [record.where for record in predictions(spool)] == ["value 1", "value 3"]
    assert (spool.pictures[0].name, spool.pictures[0].width, spool.pictures[0].height) == ("a.png", 4, 2)
    assert not spool.scored.any()


def test_each_region_can_be_an_object(tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.png": png(INDEXES)}, objects="region")
    places = ["value 1 region 1", "value 3 region 1", "value 3 region 2"]
    assert [record.where for record in predictions(spool)] == places
    assert pixels_of(spool, 1).sum() == 1


def test_colours_are_classes_called_by_themselves(tmp_path: Path) -> None:
    colours = np.zeros((2, 3, 3), np.uint8)
    colours[0, 1], colours[1] = (128, 0, 255), (0, 128, 0)
    spool = read(tmp_path, {"a.png": png(colours)})
    assert spool.classes == ["#008000", "#8000FF"]
    assert pixels_of(spool, 0).sum() == 3


def test_the_class_of_a_binary_mask_is_its_folder_where_that_is_clear(tmp_path: Path) -> None:
    names = [f"{folder}/{picture}.png" for folder in ("car", "bus") for picture in ("a", "b", "c", "d", "e", "f")]
    spool = read(tmp_path, {name: png(BINARY) for name in names})
    assert sorted(spool.classes) == ["bus", "car"]
    assert {picture.name for picture in spool.pictures} == set("abcdef")
    assert len(spool.picture) == 12


def test_the_class_stands_where_the_user_says(tmp_path: Path) -> None:
    for folder, name, place in (("1", "a_car.png", "name"), ("2", "a/car.png", "file"), ("3", "car/a.png", "folder")):
        spool = read(tmp_path / folder, {name: png(BINARY), "z.txt": b""}, kind="binary", class_from=place)
        assert (spool.classes, spool.pictures[0].name) == (["car"], "a")
    spool = read(tmp_path / "4", {"a.png": png(BINARY)}, **{"class": "boat"})
    assert (spool.classes, spool.pictures[0].name) == (["boat"], "a")


def test_ones_alone_may_be_a_class_or_a_mask_and_are_asked_for(tmp_path: Path) -> None:
    files = {name: png(BINARY // 255) for name in ("a_car.png", "b_car.png")}
    with pytest.raises(UsageProblem) as failure:
        read(tmp_path, files)
    assert "kind=index" in failure.value.sentence.remedy
    assert "kind=binary" in failure.value.sentence.remedy
    assert read(tmp_path, files, kind="index").classes == ["1"]


def test_broken_pictures_and_photographs_are_left_out_by_name(tmp_path: Path) -> None:
    photograph = np.random.default_rng(7).integers(0, 255, (80, 80, 3), np.uint8)
    files = {"a.png": png(INDEXES), "b.png": png(photograph), "c.png": png(INDEXES)[:40], "d.png": b"GIF89a"}
    spool = read(tmp_path, files, kind="index")
    assert spool.dropped[Reason.BAD_FILE].count == 3
    assert "different values, as a photograph has" in spool.dropped[Reason.BAD_FILE].examples[0]


def test_a_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    small = png(np.zeros((2, 2), np.uint8))
    bomb = small[:16] + (60_000).to_bytes(4, "big") * 2 + small[24:]
    with pytest.raises(SourceProblem):
        read(tmp_path, {"a.png": bomb}, kind="index")


def test_photographs_are_no_masks(tmp_path: Path) -> None:
    photograph = np.random.default_rng(7).integers(0, 255, (80, 80, 3), np.uint8)
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, {"a.png": png(photograph)})
    assert "a picture (PNG)" in failure.value.sentence.what
