"""Losses that lie with the class say on how many pictures each class is left out."""

from __future__ import annotations

from pathlib import Path

from gui.domain.choices import Choices
from gui.domain.geometry import Box
from gui.domain.label_row import ListedRow
from gui.domain.losses import Loss
from gui.domain.ontology import Ontology, OntologyObject
from gui.domain.prediction import Prediction
from gui.domain.reasons import Reason
from gui.export.plan import make_plan
from gui.export.rehearsal import summarise
from gui.sources.spool_writer import SpoolWriter

ROWS = [
    ListedRow(f"l{n}", f"d{n}", "set", "Set", f"{n}.jpg", "image", "LABELLED", "Done", 1, 100, 50, None)
    for n in range(3)
]
ONTOLOGY = Ontology(objects=(OntologyObject("a1", "Apple", "bounding_box", "#ff0000"),))


def test_each_class_is_counted_on_its_own_pictures(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    for picture, class_name in ((0, "stem"), (0, "stem"), (2, "stem"), (2, "twig"), (1, "apple")):
        number = writer.class_number(class_name)
        confidence = 0.1 if class_name == "apple" else 0.9
        writer.add(writer.picture(f"{picture}.jpg"), number, confidence, Prediction(Box(1, 1, 5, 5), "element"))
    spool = writer.finish("coco", "a test")
    try:
        plan = summarise(make_plan(ROWS, ONTOLOGY, spool, Choices(min_confidence=0.5)))
    finally:
        spool.close()
    losses = {loss.reason: loss for loss in plan.losses}
    no_class, too_low = losses[Reason.NO_CLASS], losses[Reason.LOW_CONFIDENCE]
    assert (no_class.count, no_class.pictures) == (4, 2)
    assert no_class.by_class == {"stem": 3, "twig": 1}
    assert no_class.pictures_by_class == {"stem": 2, "twig": 1}
    assert too_low == Loss(Reason.LOW_CONFIDENCE, 1, 1, ["1.jpg"], by_choice=True, by_class={"apple": 1})
