"""An example of a script: two boxes on every picture and frame, and a classification, as a model would add them."""

from encord.objects import Classification, LabelRowV2, Object, Option
from encord.objects.coordinates import BoundingBoxCoordinates

# Class, left, top, width and height as fractions of the picture, confidence.
FOUND = [
    ("Apple", 0.12, 0.34, 0.10, 0.15, 0.91),
    ("Orange", 0.58, 0.22, 0.09, 0.14, 0.64),
]


def add_information_to_lr(label_row: LabelRowV2) -> None:
    """Called once for every label row. Put what your model finds where FOUND is."""
    ontology = label_row.ontology_structure
    for frame in range(label_row.number_of_frames):
        for name, x, y, w, h, confidence in FOUND:
            instance = ontology.get_child_by_title(name, type_=Object).create_instance()
            instance.set_for_frames(
                BoundingBoxCoordinates(top_left_x=x, top_left_y=y, width=w, height=h),
                frames=frame,
                confidence=confidence,
                manual_annotation=False,
            )
            label_row.add_object_instance(instance)
    belt = ontology.get_child_by_title("Belt", type_=Classification)
    answer = belt.create_instance()
    answer.set_answer(belt.get_child_by_title("Clean", type_=Option))
    answer.set_for_frames(frames=0, confidence=0.8, manual_annotation=False)
    label_row.add_classification_instance(answer)
