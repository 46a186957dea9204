"""The splice is used with a proven SDK alone, and only while it writes what that SDK writes."""

from __future__ import annotations

import logging
import time
from typing import Any

import encord
import pytest
from encord.objects import LabelRowV2, OntologyStructure

from gui.encord_api import encoder_choice
from gui.encord_api.encoder_choice import choose_encoder, why_not_splice
from gui.encord_api.encoding import Encoder
from gui.encord_api.splice import SpliceEncoder


def test_the_installed_sdk_is_proven() -> None:
    started = time.process_time()
    assert isinstance(choose_encoder(OntologyStructure()), SpliceEncoder)
    assert time.process_time() - started < 0.5


def test_another_version_of_the_sdk_writes_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(encord, "__version__", "0.1.999")
    with caplog.at_level(logging.WARNING):
        assert type(choose_encoder(OntologyStructure())) is Encoder
    assert "not proven with encord 0.1.999" in caplog.text


def test_an_sdk_that_writes_other_objects_writes_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    original = LabelRowV2._to_encord_object

    def with_one_more_key(row: LabelRowV2, *arguments: Any) -> dict[str, Any]:
        return {**original(row, *arguments), "zIndex": 0}

    monkeypatch.setattr(LabelRowV2, "_to_encord_object", with_one_more_key)
    with caplog.at_level(logging.WARNING):
        assert type(choose_encoder(OntologyStructure())) is Encoder
    assert f"differs from encord {encord.__version__} on images, image groups, videos" in caplog.text


def test_an_sdk_whose_rows_are_built_otherwise_writes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(LabelRowV2, "from_media_metadata")
    assert "AttributeError" in why_not_splice()


@pytest.mark.parametrize("kind", ["images", "image groups", "videos"])
def test_a_difference_in_one_kind_of_row_is_enough(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = ("images", "image groups", "videos")
    monkeypatch.setattr(encoder_choice, "_trial", lambda: {name: name == kind for name in kinds})
    assert why_not_splice() == f"the splice differs from encord {encord.__version__} on {kind}."


def test_the_check_uses_the_splice_on_every_kind_of_row(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    original = SpliceEncoder.geometries

    def remembered(*arguments: Any) -> Any:
        given.append(original(*arguments))
        return given[-1]

    monkeypatch.setattr(SpliceEncoder, "geometries", remembered)
    assert why_not_splice() == ""
    assert len(given) == 3
    for geometries in given:
        assert geometries is not None
        keys = {key for geometry in geometries for key in geometry}
        assert keys == {"boundingBox", "rotatableBoundingBox", "polygon", "polygons", "bitmask"}
