"""The closed set of reasons for which a prediction or a row is left out, with the words people read."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a prediction is not written; the value is what reports carry."""

    # found while reading
    BAD_FILE = "file_not_readable"
    BAD_ENTRY = "not_a_prediction"
    BAD_CONFIDENCE = "confidence_not_0_to_1"
    BAD_SIZE = "size_zero_or_less"
    NO_GEOMETRY = "no_geometry"
    BAD_GEOMETRY = "broken_geometry"
    REPEATED = "line_repeated"
    # found while matching rows
    NO_ROW = "picture_not_in_project"
    AMBIGUOUS_ROW = "several_rows_fit"
    FRAME_MISSING = "frame_not_in_video"
    NOT_TICKED = "row_not_chosen"
    NEVER_LABELLED = "row_never_labelled"
    ROW_FAILED = "row_failed"
    ROW_GONE = "row_deleted"
    CANNOT_CARRY = "row_cannot_carry_shapes"
    # found while mapping classes
    NO_CLASS = "class_not_in_ontology"
    AMBIGUOUS_CLASS = "several_classes_fit"
    IGNORED_CLASS = "class_ignored"
    NEEDS_OPTION = "class_needs_an_option"
    LOW_CONFIDENCE = "confidence_below_threshold"
    # found while converting
    NO_CONVERSION = "shape_cannot_become_that"
    NEEDS_CONVERT = "shape_change_not_allowed"
    OTHER_KEYPOINTS = "other_keypoints"
    NAMELESS_KEYPOINTS = "keypoints_without_names"
    OTHER_ASPECT = "picture_of_another_shape"
    TURNED = "picture_turned"
    SIZE_UNKNOWN = "picture_size_unknown"
    OUTSIDE = "outside_the_picture"
    EMPTY = "nothing_left_to_draw"
    TOO_SMALL = "smaller_than_asked_for"
    OVERLAPS = "overlaps_a_more_confident_one"
    OVER_CAP = "more_than_asked_for_on_a_picture"
    SECOND_ANSWER = "second_answer_to_a_question"
    # found while writing
    NOT_WRITTEN = "export_ended_without_a_file"


SENTENCES: dict[Reason, str] = {
    Reason.BAD_FILE: "The file cannot be read",
    Reason.BAD_ENTRY: "The entry is not a prediction",
    Reason.BAD_CONFIDENCE: "The confidence is not a number from 0 to 1",
    Reason.BAD_SIZE: "The width or height is zero or less",
    Reason.NO_GEOMETRY: "The entry has no box or other shape",
    Reason.BAD_GEOMETRY: "The shape is broken",
    Reason.REPEATED: "The same line stands before in the file",
    Reason.NO_ROW: "The picture is not among the rows",
    Reason.AMBIGUOUS_ROW: "Several rows have that title",
    Reason.FRAME_MISSING: "The video or image group has no such frame",
    Reason.NOT_TICKED: "The row is not ticked",
    Reason.NEVER_LABELLED: "The row was never labelled",
    Reason.ROW_FAILED: "The row failed",
    Reason.ROW_GONE: "The row was deleted in Encord meanwhile",
    Reason.CANNOT_CARRY: "The row cannot carry shapes",
    Reason.NO_CLASS: "The ontology has no such class",
    Reason.AMBIGUOUS_CLASS: "Several classes of the ontology have that name",
    Reason.IGNORED_CLASS: "You left this class out",
    Reason.NEEDS_OPTION: "The class needs one option of the question",
    Reason.LOW_CONFIDENCE: "The confidence is below your threshold",
    Reason.NO_CONVERSION: "The shape cannot become what the class wants",
    Reason.NEEDS_CONVERT: "The shape would have to change, which you have not allowed",
    Reason.OTHER_KEYPOINTS: "The keypoints are not those of the skeleton",
    Reason.NAMELESS_KEYPOINTS: "The keypoints have no names; to take them in their order has to be allowed",
    Reason.OTHER_ASPECT: "The file was made for a picture of another shape",
    Reason.TURNED: "The picture is turned by a quarter in Encord",
    Reason.SIZE_UNKNOWN: "The size of the picture is not known",
    Reason.OUTSIDE: "The shape lies outside the picture",
    Reason.EMPTY: "Nothing is left to draw",
    Reason.TOO_SMALL: "The shape is smaller than you asked for",
    Reason.OVERLAPS: "It overlaps a more confident one of its class",
    Reason.OVER_CAP: "The picture has more predictions than you asked for",
    Reason.SECOND_ANSWER: "The question already has an answer with more confidence",
    Reason.NOT_WRITTEN: "The export ended without a file",
}
"""One sentence without its full stop for each reason, as pages and reports show it."""
