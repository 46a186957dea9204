"""Poses for skeletons, planned by the names of their keypoints: which cannot be drawn, which only by their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from gui.convert.outcome import CannotConvert
from gui.convert.skeletons import goes_by_order
from gui.domain.geometry import KINDS, Keypoints
from gui.domain.ontology import OntologyObject, Target
from gui.domain.reasons import Reason
from gui.export.status import refuse
from gui.matching.classes import ClassTarget
from gui.sources.spool import Spool


def refuse_poses(
    status: npt.NDArray[np.uint8], spool: Spool, targets: Sequence[ClassTarget], allowed: bool
) -> npt.NDArray[np.bool_]:
    """Refuse poses that do not fit the skeleton of their class; returns which go by the order of their keypoints.

    Those are refused too unless ``allowed``. A pose whose names the spool does not tell is left to the export.
    """
    by_order = np.zeros(len(status), dtype=bool)
    poses = np.flatnonzero(spool.kind == KINDS.index(Keypoints))
    if not len(poses):
        return by_order
    classes = spool.class_number[poses]
    for class_number, names in sorted(set(zip(classes.tolist(), spool.point_names_number.tolist(), strict=True))):
        target = targets[class_number].target
        if names < 0 or not _is_skeleton(target):
            continue
        where = np.zeros(len(status), dtype=bool)
        where[poses[(classes == class_number) & (spool.point_names_number == names)]] = True
        try:
            if goes_by_order(spool.point_names[names], target.vertices):
                by_order |= where
        except CannotConvert as stopped:
            if stopped.dropped.reason is Reason.OTHER_KEYPOINTS:  # a broken pose is the file's fault, not the class's
                refuse(status, where, Reason.OTHER_KEYPOINTS)
    if not allowed:
        refuse(status, by_order, Reason.NAMELESS_KEYPOINTS)
    return by_order


def _is_skeleton(target: Target | None) -> TypeGuard[OntologyObject]:
    return isinstance(target, OntologyObject) and target.shape == "skeleton"
