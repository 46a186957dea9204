"""What the engine and the headless command both work on: account, project, predictions, plan, export."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.domain.project_entry import ProjectEntry
from gui.domain.reading_ways import values_to_repeat
from gui.domain.regions import checked_domain
from gui.domain.unfinished_export import UnfinishedExport
from gui.encord_api.client import Account, OpenedProject, sign_in
from gui.encord_api.elsewhere import who_knows
from gui.encord_api.encoder_choice import choose_encoder
from gui.encord_api.keys import read_key
from gui.encord_api.listing import Listing, OnRows
from gui.encord_api.media import MediaFetcher
from gui.encord_api.patience import Stop
from gui.errors import BranchProblem, KeyRefused
from gui.export.assemble import saying_why
from gui.export.mismatch import warning_of, warnings_of
from gui.export.plan import Plan, chosen_rows, make_plan, skipped_rows
from gui.export.planned_filling import PlannedFilling
from gui.export.rehearsal import notes_of
from gui.export.run import Filling, Progress, Run
from gui.export.run_header import RunHeader, SourceOfRun, header_of
from gui.export.script_filling import ScriptFilling
from gui.export.unfinished import resumption_of, tidy_up
from gui.foreign.consent import Script
from gui.foreign.script import ScriptHost
from gui.matching.matcher import Matcher
from gui.prepared_run import PreparedRun
from gui.project_knowledge import read_settings
from gui.publish.publishing import prepare_publishing
from gui.run_folders import new_run_folder
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from gui.unfinished_offer import newest_unfinished

log = logging.getLogger(__name__)
script_log = logging.getLogger("script")
"""What scripts print."""


@dataclass
class Workspace:
    """One session's things; each step needs those before it. ``close`` removes the run folder."""

    folder: Path = field(default_factory=new_run_folder)
    account: Account | None = None
    project: OpenedProject | None = None
    listing: Listing | None = None
    spool: Spool | None = None
    source: SourceOfRun | None = None
    """What the predictions were read from, or the script."""
    _matched: tuple[Spool, Listing, Matcher] | None = None

    def __post_init__(self) -> None:
        """Remove what ended processes left behind."""
        tidy_up()

    def sign_in(self, key: str, passphrase: str | None, domain: str, proxy: str | None = None) -> Account:
        """Read the key and prepare the client. Raises ``KeyProblem`` or ``ConnectionProblem``; sends nothing."""
        self.account = sign_in(read_key(key, passphrase), checked_domain(domain), proxy)
        return self.account

    def projects(self, stop: Stop, on_wait: Callable[[str], None] | None = None) -> list[ProjectEntry]:
        """The account's projects. Raises the failures of the requests."""
        assert self.account is not None
        with self._asking_elsewhere(stop):
            return self.account.projects(stop, on_wait)

    @contextmanager
    def _asking_elsewhere(self, stop: Stop) -> Iterator[None]:
        """A key that is refused at the very start may belong to Encord's other region."""
        assert self.account is not None
        try:
            yield
        except KeyRefused as refused:
            raise who_knows(self.account.key, self.account.domain, refused, stop) from None

    def open_project(
        self,
        project_hash: str,
        stop: Stop,
        on_open: Callable[[OpenedProject], None] | None = None,
        on_rows: OnRows | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> Listing:
        """Open the project and list its rows; ``on_wait`` as for `ask`. Raises the failures of the requests."""
        assert self.account is not None
        with self._asking_elsewhere(stop):
            self.project = self.account.open(project_hash, stop, on_wait)
        if on_open:
            on_open(self.project)
        self.listing = Listing(self.project, self.folder / "listing.jsonl")
        with saying_why(self.folder):
            self.listing.load(stop, on_rows, on_wait)
        return self.listing

    def read(
        self,
        paths: Sequence[Path],
        stop: Stop,
        dataset_json: Path | None = None,
        format: str | None = None,
        values: Mapping[str, str] | None = None,
        compare_labels: bool = False,
    ) -> Spool:
        """Read the predictions at ``paths``; ``values`` are settings of their formats, by name.

        With ``compare_labels`` what their content leaves open is compared with labels of the project. Raises
        ``SourceProblem``, ``UsageProblem`` for settings that do not fit, and ``UndecidedReading``.
        """
        if self.spool is not None:
            self.spool.close()
            self.spool = None
        folder = Path(tempfile.mkdtemp(prefix="spool-", dir=self.folder))
        settings = read_settings(self.listing, self.folder, stop, dataset_json, values, compare_labels)
        with saying_why(folder):
            self.spool = read_predictions(paths, folder, format=format, settings=settings)
            digest = self.spool.digest()
        self.source = SourceOfRun(
            paths=[str(path.absolute()) for path in paths],
            digest=digest,
            dataset_json=str(dataset_json.absolute()) if dataset_json else None,
            format=format,
            values=values_to_repeat(values or {}, self.spool.sources),
        )
        return self.spool

    def _matcher(self, spool: Spool) -> Matcher:
        assert self.listing is not None
        known = self._matched
        if known is None or known[0] is not spool or known[1] is not self.listing:
            known = self._matched = spool, self.listing, Matcher(spool.pictures, self.listing.rows)
        return known[2]

    def plan(self, choices: Choices) -> Plan:
        """Rehearse. Raises ``MappingProblem``."""
        assert self.listing is not None and self.project is not None and self.spool is not None
        return make_plan(self.listing.rows, self.project.ontology, self.spool, choices, self._matcher(self.spool))

    def skipped(self, choices: Choices) -> dict[int, str]:
        """Numbers of the rows that these choices leave out, with the reason."""
        assert self.listing is not None
        return skipped_rows(self.listing.rows, chosen_rows(self.listing.rows, choices), choices)

    def rows_to_fill(self, choices: Choices) -> list[int]:
        """Numbers of the rows that a script would fill."""
        assert self.listing is not None
        skipped = self.skipped(choices)
        return [number for number in range(len(self.listing.rows)) if number not in skipped]

    def planned_run(
        self,
        plan: Plan,
        output: Path | None,
        stop: Stop,
        on_progress: Callable[[Progress], None],
        resume: bool = False,
        branch: BranchChoice | None = None,
    ) -> PreparedRun:
        """An export of the plan into a file, a branch or both, ready to go.

        With ``resume`` it goes on where the same export was cut short. Raises ``BranchProblem`` for a branch that may
        not be written, and the failures of asking for it.
        """
        assert self.project is not None
        assert self.source is not None
        to_write = len(plan.rows_to_export)
        header = header_of(output, self.project, plan.choices, plan.rows, to_write, self.source, branch)
        encoder = choose_encoder(self.project.sdk.ontology_structure, plan.choices.frame_classifications)
        prepared = self._prepared(
            PlannedFilling(plan, encoder, stop),
            plan.rows_to_export,
            plan.skipped,
            header,
            resume,
            output,
            stop,
            on_progress,
            [*warnings_of(plan), *notes_of(plan)],
            branch,
        )
        prepared.warning = warning_of(plan)
        return prepared

    def unfinished_export(self, just_ended: Run | None = None) -> UnfinishedExport | None:
        """The newest export of the open project that was cut short, perhaps ``just_ended``."""
        assert self.project is not None and self.listing is not None
        return newest_unfinished(self.project, self.listing.rows, just_ended)

    def script_host(self, script: Script, stop: Stop) -> ScriptHost:
        """A process that will run the script on rows of this project; nothing runs yet."""
        assert self.project is not None and self.listing is not None
        media = MediaFetcher(self.listing, self.folder)
        places = {row.data_hash: number for number, row in enumerate(self.listing.rows)}
        places |= {image.data_hash: n for n, row in enumerate(self.listing.rows) for image in row.images}

        def signed_url(data_hash: str) -> str | None:
            number = places.get(data_hash)
            return media.link(number, data_hash, stop) if number is not None else None

        return ScriptHost(
            script,
            self.project.sdk.ontology_structure.to_dict(),
            project_hash=self.project.project_hash,
            project_title=self.project.title,
            servers=(self.project.domain,),
            signed_url=signed_url,
            log=script_log.info,
            cancelled=lambda: stop.is_set,
        )

    def script_run(
        self,
        script: Script,
        choices: Choices,
        output: Path | None,
        stop: Stop,
        on_progress: Callable[[Progress], None],
        resume: bool = False,
        branch: BranchChoice | None = None,
    ) -> PreparedRun:
        """An export by a script, ready to go; the user has agreed to this script."""
        assert self.listing is not None and self.project is not None
        rows = self.listing.rows
        skipped, numbers = self.skipped(choices), self.rows_to_fill(choices)
        host = self.script_host(script, stop)
        filling = ScriptFilling(host, self.listing, choices.frame_classifications)
        self.source = SourceOfRun(paths=[str(script.path)], digest=script.sha256, is_script=True)
        header = header_of(output, self.project, choices, rows, len(numbers), self.source, branch)
        prepared = self._prepared(filling, numbers, skipped, header, resume, output, stop, on_progress, [], branch)
        prepared.around = host
        return prepared

    def _prepared(
        self,
        filling: Filling,
        numbers: Sequence[int],
        skipped: dict[int, str],
        header: RunHeader,
        resume: bool,
        output: Path | None,
        stop: Stop,
        on_progress: Callable[[Progress], None],
        notes: Sequence[str],
        branch: BranchChoice | None,
    ) -> PreparedRun:
        assert self.listing is not None and self.project is not None
        reasons: dict[str, int] = {}
        for why in skipped.values():
            reasons[why] = reasons.get(why, 0) + 1
        resumption = resumption_of(header, self.listing.rows, resume)
        before = resumption.unfinished
        publishing = prepare_publishing(branch, header, self.listing, self.folder, stop, before) if branch else None
        try:
            forecast = publishing.forecast(numbers, filling.total()) if publishing else None
        except BranchProblem as problem:
            if resumption.given_up and not resume:
                problem.add_note("An export to it was cut short: with --resume the same command goes on.")
            raise
        run = Run(self.listing, numbers, reasons, filling, header, resumption, output, stop, on_progress, publishing)
        source = {"path": ", ".join(self.source.paths)} if self.source else {}
        if self.spool is not None:
            source |= {"format": self.spool.format, "summary": self.spool.summary}
        project = {
            "hash": self.project.project_hash,
            "title": self.project.title,
            "domain": self.project.domain,
        }
        said = [*notes, *([resumption.sentence] if resumption.sentence else [])]
        return PreparedRun(run, project, source, said, publishing, forecast, resumption.sentence)

    def close(self) -> None:
        """Remove everything this session put on the disk."""
        if self.spool is not None:
            self.spool.close()
        shutil.rmtree(self.folder, ignore_errors=True)
