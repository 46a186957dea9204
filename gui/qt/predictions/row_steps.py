"""Goes from row to row that has predictions, and keeps the one that is shown in its place among them."""

from __future__ import annotations

from gui.qt.preview.pane import PreviewPane
from gui.qt.session.session import Session


class RowSteps:
    """Tells the preview which row to show, and where that is."""

    def __init__(self, session: Session, preview: PreviewPane) -> None:
        """Follows the preview's arrows."""
        self._session = session
        self._preview = preview
        preview.step_wanted.connect(self._step)

    def show_place(self) -> None:
        """Keep the row that is shown; to begin with the first one with predictions."""
        having = self._rows_with_predictions()
        row = self._preview.row
        if row is None and having and self._session.listing_done:
            row = having[0]
            self._preview.show_row(row)
        self._preview.show_place(having.index(row) + 1 if row in having else 0, len(having))

    def _rows_with_predictions(self) -> list[int]:
        plan = self._session.plan
        if plan is None or plan.by_script:
            return list(range(len(self._session.rows)))
        pairs = zip(plan.row_counts, plan.row_losses, strict=True)
        return [number for number, (written, lost) in enumerate(pairs) if written or lost]

    def _step(self, way: int) -> None:
        having, row = self._rows_with_predictions(), self._preview.row
        beyond = [number for number in having if row is None or (number - row) * way > 0]
        if beyond:
            self._preview.show_row(beyond[0] if way > 0 else beyond[-1])
            self.show_place()
