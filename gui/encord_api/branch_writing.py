"""Creates and saves label rows on a prediction branch: the only module that sends labels to Encord.

It works as the SDK's ``initialise_labels`` and ``save`` do, through the same calls of the SDK's client, a bundle at a
time. Each request may be sent again: what a lost answer left open is looked up first, so that nothing is created or
saved twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import orjson
from encord.exceptions import ResourceExistsError
from encord.objects import LabelRowV2
from encord.orm.label_row import LabelRow, LabelRowMetadata

from gui.encord_api.branch import Branch, BranchRow
from gui.encord_api.patience import Stop
from gui.errors import BranchProblem

Labels = dict[str, Any]

IDENTITY = (
    "label_hash",
    "branch_name",
    "created_at",
    "last_edited_at",
    "annotation_task_status",
    "is_shadow_data",
    "label_status",
)
"""What a row says of itself on its branch; all else in a finished row is the same on every branch."""
_PLACES = ("data_units", "spaces")
"""Where in a row labels lie,"""
_ANSWERS = ("object_answers", "classification_answers", "object_actions")
"""and where what is said of them."""


@dataclass(frozen=True)
class Meant:
    """What a row is to hold on the branch."""

    number: int
    """Its place in the listing of the main branch."""
    data_hash: str
    line: bytes | None
    """The finished row as JSON, None: nothing."""


@dataclass(frozen=True)
class Saved:
    """What came of a row: it holds what was meant."""

    was_created: bool
    """Whether the row was created on the branch by this writer."""


class Note(Protocol):
    """Is told what is sent and what is saved, from several threads."""

    def sent(self, rows: Sequence[Meant]) -> None:
        """These rows are about to be saved."""

    def saved(self, rows: Sequence[Meant]) -> None:
        """These rows hold what is meant."""


class BranchWriter:
    """Writes rows of one branch. Its requests run in several threads, each row in one of them at a time."""

    def __init__(
        self,
        branch: Branch,
        meant: Callable[[Sequence[int]], Sequence[Meant]],
        note: Note,
        stop: Stop,
        sent: Iterable[int] = (),
    ) -> None:
        """``meant`` reads what rows are to hold. After a ``stop`` no request begins any more.

        ``sent``: rows that an earlier writer may have saved, nobody knows.
        """
        self._branch = branch
        self._client = branch.project.sdk._client
        self._meant = meant
        self._note = note
        self._stop = stop
        self._sent = set(sent)
        self._asked_to_create: set[int] = set()

    def request(self, numbers: Sequence[int], sent_before: bool = False) -> SaveRequest:
        """A request for these rows; this writer itself knows what was sent before."""
        return SaveRequest(self, numbers)

    def write(self, numbers: Sequence[int]) -> list[Saved | None]:
        """Let each row hold what is meant; None for a row that Encord no longer has.

        Raises what the SDK raises, and ``BranchProblem``.
        """
        meant = self._meant(numbers)
        rows = self._rows(meant)
        there = [each for each in meant if each.number in rows and self._is_there(rows[each.number], each)]
        left = [each for each in meant if each.number in rows and each not in there]
        if there:
            self._note.saved(there)
        if left:
            self._send([(rows[each.number], each) for each in left])
        return [Saved(number in self._asked_to_create) if number in rows else None for number in numbers]

    def _is_there(self, row: BranchRow, meant: Meant) -> bool:
        return meant.number in self._sent and holds(row.labels, meant.line)

    def _send(self, rows: Sequence[tuple[BranchRow, Meant]]) -> None:
        labels = [self._labels(row, meant) for row, meant in rows]
        sent = [meant for _, meant in rows]
        self._stop.check()
        self._note.sent(sent)
        self._sent.update(each.number for each in sent)
        save_rows(self._branch, [row for row, _ in rows], labels)
        self._note.saved(sent)

    def _rows(self, meant: Sequence[Meant]) -> dict[int, BranchRow]:
        """The rows as they are on the branch, by number; those that do not exist yet are created."""
        known = self._branch.label_hashes
        self._look_up([each for each in meant if each.number in self._asked_to_create and each.number not in known])
        new = [each for each in meant if each.number not in known]
        answers: list[Labels] = []
        for was_sent in (True, False):
            old = [each for each in meant if each.number in known and (each.number in self._sent) is was_sent]
            answers += self._read([known[each.number] for each in old], nothing=not was_sent)
        answers += self._create(new)
        numbers = {each.data_hash: each.number for each in meant}
        rows = [BranchRow(answer, self._branch.fence) for answer in answers]
        return {numbers[row.data_hash]: row for row in rows if row.data_hash in numbers}

    def _look_up(self, unsure: Sequence[Meant]) -> None:
        """Ask which of the rows exist: an answer was lost, and nothing is created twice."""
        if unsure:
            found = self._client.list_label_rows(
                data_hashes=[each.data_hash for each in unsure],
                include_uninitialised_labels=True,
                branch_name=self._branch.name,
            )
            self._branch.learn(entry.to_dict() for entry in found if entry.label_hash)

    def _read(self, label_hashes: Sequence[str], nothing: bool) -> list[Labels]:
        """Rows with their labels, or as the documented script initialises them: with ``nothing`` of their labels."""
        wanted: set[str] | None = set() if nothing else None
        return read_rows(self._branch, label_hashes, wanted) if label_hashes else []

    def _create(self, new: Sequence[Meant]) -> list[Labels]:
        if not new:
            return []
        self._stop.check()
        self._asked_to_create.update(each.number for each in new)
        try:
            answers = self._client.create_label_rows([each.data_hash for each in new], branch_name=self._branch.name)
        except ResourceExistsError:  # somebody else created some of them since they were listed
            self._look_up(new)
            raise
        self._branch.learn(answers)
        return list(answers)

    def _labels(self, row: BranchRow, meant: Meant) -> Labels:
        """What is sent for a row: the finished row under the identity it has on the branch."""
        empty = emptied(self._branch, row)
        if meant.line is None:
            return empty
        return orjson.loads(meant.line) | {name: empty[name] for name in IDENTITY}  # type: ignore[no-any-return]


class SaveRequest:
    """One request that creates rows where needed and saves them; it may be sent again."""

    def __init__(self, writer: BranchWriter, numbers: Sequence[int]) -> None:
        self._writer = writer
        self.numbers = numbers

    def send(self) -> list[Saved | None]:
        """See `BranchWriter.write`."""
        return self._writer.write(self.numbers)


def save_rows(branch: Branch, rows: Sequence[BranchRow], labels: Sequence[Labels]) -> None:
    """The one request that saves. Raises ``BranchProblem`` for what is not a row of this branch alone."""
    for row, each in zip(rows, labels, strict=True):
        if type(row) is not BranchRow or row.fence is not branch.fence:
            raise BranchProblem(
                "Only rows of the branch are written.",
                "This is another.",
                "Send us the log.",
                repr(type(row)),
            )
        row.check()
        branch.fence.check(each)
        if (each["label_hash"], each["data_hash"]) != (row.label_hash, row.data_hash):
            raise BranchProblem(
                "A row would get another row's predictions.",
                "They name another row.",
                "Send us the log.",
            )
    branch.project.sdk._client.save_label_rows([row.label_hash for row in rows], cast(list[LabelRow], labels))


def emptied(branch: Branch, row: BranchRow) -> Labels:
    """The row without labels, as the SDK writes it."""
    project = branch.project.sdk
    metadata = LabelRowMetadata.from_dict(branch.metadata(row.data_hash))
    own = LabelRowV2(metadata, project._client, project._ontology)
    own._is_detached = True  # it can ask and save nothing
    own.from_labels_dict(_without_labels(row.labels))
    return own.to_encord_dict()


def read_rows(branch: Branch, label_hashes: Sequence[str], wanted: Collection[str] | None = None) -> list[Labels]:
    """Rows of the branch with their labels; ``wanted`` None = all of them, else of these feature hashes.

    A row that Encord no longer has is not in the answer. Raises what the SDK raises.
    """
    only = None if wanted is None else set(wanted)
    return list(
        branch.project.sdk._client.get_label_rows(
            list(label_hashes),
            get_signed_url=False,
            include_object_feature_hashes=only,
            include_classification_feature_hashes=only,
        )
    )


def holds(labels: Labels, line: bytes | None) -> bool:
    """Whether a row holds this very save: each finished row has hashes of its own for all that is drawn in it."""
    meant: Labels = orjson.loads(line) if line is not None else {}
    return all(
        set(labels.get(part) or ()) == set(meant.get(part) or ())
        for part in ("object_answers", "classification_answers")
    )


def _without_labels(labels: Labels) -> Labels:
    places = {part: {key: each | {"labels": {}} for key, each in (labels.get(part) or {}).items()} for part in _PLACES}
    return labels | places | {part: {} for part in _ANSWERS}
