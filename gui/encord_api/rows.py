"""What an initialised label row of the SDK says about itself."""

from __future__ import annotations

from encord.objects import LabelRowV2

from gui.errors import Cancelled


def size_of(row: object, frame: int) -> tuple[int, int] | None:
    """Width and height in pixels of the picture at ``frame``, None when the row does not know (FACTS 10)."""
    assert isinstance(row, LabelRowV2)
    try:
        view = row.get_frame_view(frame)
        width, height = view.width, view.height
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - the SDK raises several kinds where a size is missing
        return None
    return (width, height) if width and height else None


def last_edited(row: LabelRowV2 | None) -> str | None:
    """When the row was last edited, as the listing says it."""
    return row.last_edited_at.isoformat() if row is not None and row.last_edited_at else None
