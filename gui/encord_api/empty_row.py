"""A label row without its labels, as Encord sent it: the SDK's object of it, or the answer as plain data."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from encord.client import EncordClientProject
from encord.objects import LabelRowV2
from encord.ontology import Ontology
from encord.orm.label_row import LabelRowMetadata

from gui.encord_api.plain_export import moment, plain_export
from gui.errors import Cancelled

Json = dict[str, Any]


class SdkRow:
    """A row that the SDK has initialised."""

    def __init__(self, sdk: LabelRowV2) -> None:
        self.sdk = sdk

    @property
    def label_hash(self) -> str | None:
        """None where the row was never labelled."""
        return self.sdk.label_hash

    @property
    def last_edited(self) -> str | None:
        """When the row was last edited, as the listing says it."""
        at = self.sdk.last_edited_at
        return at.isoformat() if at else None

    @property
    def frames(self) -> int:
        """How many frames the row has."""
        return self.sdk.number_of_frames

    def size_at(self, frame: int) -> tuple[int, int] | None:
        """Width and height in pixels of the picture at ``frame``, None when the row does not know (FACTS 10)."""
        try:
            view = self.sdk.get_frame_view(frame)
            width, height = view.width, view.height
        except Cancelled:
            raise
        except Exception:  # noqa: BLE001 - the SDK raises several kinds where a size is missing
            return None
        return (width, height) if width and height else None

    def export(self) -> Json:
        """The row as the SDK serialises it."""
        return self.sdk.to_encord_dict()


class PlainRow:
    """A picture that is plain (`plain_export.is_plain`): the SDK makes an object of it only where one is needed."""

    frames = 1

    def __init__(self, entry: Json, answer: Json, client: EncordClientProject, ontology: Ontology) -> None:
        """``entry`` is its entry of the listing, ``answer`` what came of a request for its labels."""
        self._entry, self._answer = entry, answer
        self._client, self._ontology = client, ontology

    @cached_property
    def sdk(self) -> LabelRowV2:
        """The same row as an object of the SDK."""
        return read_by_sdk(self._entry, self._answer, self._client, self._ontology)

    @property
    def label_hash(self) -> str | None:
        """None where the row was never labelled."""
        found: str | None = self._answer["label_hash"]
        return found

    @property
    def last_edited(self) -> str | None:
        """When the row was last edited, as the listing says it."""
        at = moment(self._answer["last_edited_at"])
        return at.isoformat() if at else None

    def size_at(self, frame: int) -> tuple[int, int] | None:
        """Width and height in pixels of the one picture; as the SDK, it does not ask whether there is such a frame."""
        (unit,) = self._answer["data_units"].values()
        return unit["width"], unit["height"]

    def export(self) -> Json:
        """The row as the SDK would serialise it."""
        return plain_export(self._entry, self._answer)


EmptyRow = SdkRow | PlainRow


def read_by_sdk(entry: Json, answer: Json, client: EncordClientProject, ontology: Ontology) -> LabelRowV2:
    """A row of the SDK, initialised with an answer. Raises what the SDK raises at an answer it cannot read."""
    row = LabelRowV2(LabelRowMetadata.from_dict(entry), client, ontology)
    row.from_labels_dict(answer)
    return row
