"""The splice on rows as a server sends them: the demo project's rows, read by the SDK, through both encoders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from encord.http.bundle import Bundle
from encord.objects import OntologyStructure, Shape

from gui.convert.rle import encode
from gui.demo.server import DemoServer
from gui.domain.shapes import Bitmask, BoundingBox, Polygon, RotatableBoundingBox, WrittenShape
from gui.encord_api.client import sign_in
from gui.encord_api.empty_row import SdkRow
from gui.encord_api.encoder_choice import choose_encoder, comparable
from gui.encord_api.encoding import Encoder, Item
from gui.encord_api.keys import read_key
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.encord_api.splice import SpliceEncoder


def initialised(listing: Listing, numbers: list[int]) -> list[SdkRow]:
    rows = listing.label_rows(numbers)
    bundle = Bundle()
    for row in rows:
        row.initialise_labels(
            include_object_feature_hashes=set(), include_classification_feature_hashes=set(), bundle=bundle
        )
    bundle.execute()
    return [SdkRow(row) for row in rows]


def items_for(row: SdkRow, structure: OntologyStructure) -> list[Item]:
    """A shape of each class on the last frame and the first."""
    items: list[Item] = []
    for frame in {row.frames - 1: None, 0: None}:
        size = row.size_at(frame)
        assert size is not None
        pixels = np.zeros(size[::-1], dtype=bool)
        pixels[3:9, 5:] = True
        shapes: dict[Shape, WrittenShape] = {
            Shape.BOUNDING_BOX: BoundingBox(0.1, 0.2, 0.3, 0.4),
            Shape.ROTATABLE_BOUNDING_BOX: RotatableBoundingBox(0.1, 0.2, 0.3, 0.4, -30.0),
            Shape.POLYGON: Polygon([[[(0.1, 0.1), (0.2, 0.1), (0.2, 0.3)]]]),
            Shape.BITMASK: Bitmask(size[1], size[0], encode(pixels)),
        }
        classes = [item for item in structure.objects if item.shape in shapes]
        items.extend(Item(item.feature_node_hash, frame, 0.75, shapes[item.shape], item.name) for item in classes)
    return items


def test_rows_of_a_server_are_written_as_the_sdk_writes_them(demo: DemoServer, tmp_path: Path) -> None:
    project = sign_in(read_key(demo.private_key_pem, None), demo.url).open(demo.project_hash, Stop())
    structure = project.sdk.ontology_structure
    listing = Listing(project, tmp_path / "listing.jsonl")
    listing.load(Stop())
    numbers = [number for number, row in enumerate(listing.rows) if row.label_hash]
    splice = choose_encoder(structure)
    assert isinstance(splice, SpliceEncoder)
    for one, other in zip(initialised(listing, numbers), initialised(listing, numbers), strict=True):
        items = items_for(one, structure)
        assert items
        assert splice.geometries(one, items) is not None  # it does not leave them to the SDK
        assert comparable(splice.encode(one, items)) == comparable(Encoder(structure).encode(other, items))
    assert {listing.rows[number].data_type for number in numbers} == {"image", "img_group", "video"}
