"""Rehearsals for the tests of the Check page's words."""

from __future__ import annotations

import msgspec

from gui.domain.losses import Loss
from gui.domain.plan_summary import PlanSummary

PLAN = PlanSummary(
    read=1844,
    matched_rows=1700,
    matched_classes=1300,
    to_write=1101,
    rows_total=62,
    rows_to_export=57,
    rows_with_predictions=50,
    rows_skipped={"row_never_labelled": 5},
    losses=[
        Loss(
            "class_not_in_ontology",
            350,
            40,
            ["a.jpg"],
            by_choice=False,
            by_class={"stem": 250, "twig": 100},
            pictures_by_class={"stem": 31, "twig": 12},
        ),
        Loss("outside_the_picture", 199, 30, ["b.jpg"], by_choice=False, cause="It may be larger."),
        Loss("picture_not_in_project", 100, 12, ["cam9.jpg"], by_choice=False, cause="It may belong elsewhere."),
        Loss("confidence_below_threshold", 50, 20, ["c.jpg"], by_choice=True, by_class={"apple": 50}),
        Loss("row_never_labelled", 30, 3, ["d.jpg"], by_choice=False, cause="Writing creates label rows."),
        Loss("size_zero_or_less", 14, 0, ["element 17"], by_choice=False),
    ],
    row_counts=[1] * 62,
    row_losses=[0] * 62,
    histogram=[1] * 100,
    conversions={},
    notes=[],
    warnings=[],
    twins=[],
    names_file=[],
    names_project=[],
)


def but(**changes: object) -> PlanSummary:
    """``PLAN`` with other values."""
    return msgspec.structs.replace(PLAN, **changes)
