"""Empty label rows without a server, as the SDK makes them: to compare two ways of writing into them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from encord.objects import LabelRowV2, OntologyStructure
from encord.ontology import Ontology
from encord.orm.ontology import Ontology as OntologyRecord
from encord.orm.storage import CustomerProvidedImageMetadata, CustomerProvidedVideoMetadata

FRAMES_A_SECOND = 10


def image_row(structure: OntologyStructure, width: int, height: int) -> LabelRowV2:
    """A row of one image."""
    return LabelRowV2.from_media_metadata(ontology_of(structure), _image(width, height))


def group_row(structure: OntologyStructure, sizes: list[tuple[int, int]]) -> LabelRowV2:
    """A row of an image group; ``sizes`` are the (width, height) of its images."""
    return LabelRowV2.from_media_metadata(ontology_of(structure), [_image(*size) for size in sizes])


def video_row(structure: OntologyStructure, width: int, height: int, frames: int) -> LabelRowV2:
    """A row of a video."""
    video = CustomerProvidedVideoMetadata(
        fps=FRAMES_A_SECOND,
        duration=frames / FRAMES_A_SECOND,
        width=width,
        height=height,
        file_size=1,
        mime_type="video/mp4",
    )
    return LabelRowV2.from_media_metadata(ontology_of(structure), video)


def _image(width: int, height: int) -> CustomerProvidedImageMetadata:
    return CustomerProvidedImageMetadata(mime_type="image/png", file_size=1, width=width, height=height)


def ontology_of(structure: OntologyStructure) -> Ontology:
    """The SDK's ontology of this structure, that no server knows."""
    now = datetime.now(tz=UTC)
    nobody: Any = None  # there is no server to ask
    return Ontology(OntologyRecord("", structure, "", now, now), nobody)
