"""What an export is, so that another one can be told to be the same: the first line of a rows file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gui import __version__
from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.domain.label_row import ListedRow
from gui.domain.regions import kept_domain
from gui.encord_api.client import OpenedProject, sdk_version


class SourceOfRun(msgspec.Struct, frozen=True, kw_only=True):
    """What an export is made from: where it lies, how it was read, and a digest of what was in it."""

    paths: list[str]
    digest: str
    is_script: bool = False
    dataset_json: str | None = None
    format: str | None = None
    values: dict[str, str] = {}


class Selection(msgspec.Struct, frozen=True):
    """Which rows were chosen, by their data hashes: all but some, or some alone, whichever are fewer."""

    is_all_but: bool
    data_hashes: list[str]


class RunHeader(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides what an export writes; no secrets."""

    output: str
    """The file, empty when there is none,"""
    branch: str = ""
    """and the prediction branch;"""
    replaces_branch: bool = False
    """whether the predictions that were on it are to go."""
    domain: str
    project_hash: str
    project_title: str
    ontology: str
    source: SourceOfRun
    mapping: dict[str, str | None]
    min_confidence: float
    convert: bool
    frame_classifications: bool
    rotate: str = ""
    near_names: bool = False
    min_size: float = 0.0
    nms: float | None = None
    most_per_picture: int = 0
    datasets: list[str]
    create_missing_rows: bool
    selection: Selection
    rows: int
    """How many rows it was to write."""
    sdk: str
    application: str

    @property
    def goes_to(self) -> str:
        """What another export to the same place would replace."""
        return self.output or self.on_branch

    @property
    def on_branch(self) -> str:
        """Which branch of which project it is."""
        return f"branch {self.branch} of {self.project_hash} at {self.domain}"

    @property
    def branch_choice(self) -> BranchChoice | None:
        """The branch as the user chose it, None for a file alone."""
        return BranchChoice(self.branch, self.replaces_branch) if self.branch else None

    def choices(self, rows: Sequence[ListedRow]) -> Choices:
        """The user's choices, for the rows as they are listed now."""
        named = set(self.selection.data_hashes)
        unticked = [n for n, row in enumerate(rows) if (row.data_hash in named) is self.selection.is_all_but]
        return Choices(
            mapping=self.mapping,
            min_confidence=self.min_confidence,
            convert=self.convert,
            unticked=unticked,
            datasets=self.datasets,
            create_missing_rows=self.create_missing_rows,
            frame_classifications=self.frame_classifications,
            rotate=self.rotate,
            near_names=self.near_names,
            min_size=self.min_size,
            nms=self.nms,
            most_per_picture=self.most_per_picture,
        )


def encoded(header: RunHeader) -> bytes:
    """One line of JSON in plain ASCII: paths may hold bytes that are no text, which UTF-8 has no place for."""
    return json.dumps(msgspec.to_builtins(header)).encode("ascii")


def decoded(line: bytes) -> RunHeader:
    """The header that ``encoded`` wrote. Raises ``ValueError`` for anything else."""
    return msgspec.convert(json.loads(line), RunHeader)


_PARTS: Sequence[tuple[str, Callable[[RunHeader], object]]] = (
    ("the branch", lambda header: header.branch),
    ("the project", lambda header: (header.domain, header.project_hash)),
    ("the ontology", lambda header: header.ontology),
    ("the predictions", lambda header: "" if header.source.is_script else header.source.digest),
    ("the script", lambda header: header.source.digest if header.source.is_script else ""),
    ("the mapping of classes", lambda header: header.mapping),
    ("the threshold", lambda header: header.min_confidence),
    ("the conversions", lambda header: (header.convert, header.frame_classifications, header.rotate)),
    ("what is left out besides", lambda header: (header.min_size, header.nms, header.most_per_picture)),
    ("the choice of rows", lambda header: (sorted(header.datasets), header.create_missing_rows, header.near_names)),
    ("the version of Encord's SDK", lambda header: header.sdk),
    ("the version of this application", lambda header: header.application),
)


def differences(one: RunHeader, other: RunHeader, rows: Sequence[ListedRow]) -> list[str]:
    """What makes the two different exports, in words; empty when one can go on with the rows of the other.

    ``rows`` are listed now: rows that have come or gone since ``one`` make no difference to the choice of rows.
    """
    found = [words for words, part in _PARTS if part(one) != part(other)]
    if one.choices(rows).unticked != other.choices(rows).unticked:
        found.append("the ticked rows")
    return found


def header_of(
    output: Path | None,
    project: OpenedProject,
    choices: Choices,
    rows: Sequence[ListedRow],
    to_write: int,
    source: SourceOfRun,
    branch: BranchChoice | None = None,
) -> RunHeader:
    """The header of an export of ``to_write`` of the listed ``rows``."""
    ontology = msgspec.json.encode(project.sdk.ontology_structure.to_dict(), order="deterministic")
    return RunHeader(
        output=place_of(output) if output is not None else "",
        branch=branch.name if branch else "",
        replaces_branch=branch is not None and branch.replace,
        domain=kept_domain(project.domain),
        project_hash=project.project_hash,
        project_title=project.title,
        ontology=hashlib.blake2b(ontology, digest_size=16).hexdigest(),
        source=source,
        mapping=choices.mapping,
        min_confidence=choices.min_confidence,
        convert=choices.convert,
        frame_classifications=choices.frame_classifications,
        rotate=choices.rotate,
        near_names=choices.near_names,
        min_size=choices.min_size,
        nms=choices.nms,
        most_per_picture=choices.most_per_picture,
        datasets=choices.datasets,
        create_missing_rows=choices.create_missing_rows,
        selection=_selection(choices, rows),
        rows=to_write,
        sdk=sdk_version(),
        application=__version__,
    )


def place_of(output: Path) -> str:
    """The place that ``output`` leads to: the same however it is spelled."""
    return os.path.normcase(os.path.realpath(output))


def _selection(choices: Choices, rows: Sequence[ListedRow]) -> Selection:
    unticked = set(choices.unticked)
    is_all_but = 2 * len(unticked) <= len(rows)
    named = [row.data_hash for number, row in enumerate(rows) if (number in unticked) is is_all_but]
    return Selection(is_all_but, sorted(named))
