"""What is said of a past run: what it wrote and where, what stands of it, and why nothing of it can be removed."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from gui.domain.counting import counted, number
from gui.domain.past_run import PastRun, Removal
from gui.domain.regions import DEMO, kept_domain, name_of
from gui.domain.words import when
from gui.errors import Sentence


def place_name(run: PastRun) -> str:
    """Where its project is."""
    return "Demo" if run.domain == DEMO else name_of(run.domain)


def sources_name(run: PastRun) -> str:
    """What the predictions came from: ``a.json``, ``a.json and 2 more``."""
    more = len(run.sources) - 1
    return f"{run.sources[0]} and {number(more)} more" if more > 0 else "".join(run.sources)


def written_to(run: PastRun) -> str:
    """``predictions.json``, ``branch “yolo-7”``, or both."""
    parts = [PurePath(run.output).name] if run.output else []
    parts += [f"branch “{run.branch}”"] if run.branch else []
    return " and ".join(parts)


def amount(run: PastRun) -> str:
    """Rows and predictions that were written."""
    rows = max(run.rows, run.rows_published)
    return f"{counted(run.predictions, 'prediction')} in {counted(rows, 'row')}" if rows else ""


def state(run: PastRun, is_running: bool) -> str:
    """What became of it, in a few words."""
    if run.removal is not None:
        return removed(run.removal)
    if is_running:
        return "Under way"
    if not run.branch:
        return "Saved"
    if run.verified:
        return "Published, read back"
    return {"cancelled": "Stopped", "failed": "Cut short"}.get(run.outcome, "Cut short")


def removed(removal: Removal) -> str:
    """What stands in the history of a run that was removed from its branch."""
    if not removal.is_whole:
        return "Removed in part"
    left = removal.changed + removal.failed
    return f"Removed, {counted(left, 'row')} left" if left else "Removed"


def why_not_removable(run: PastRun, domain: str, project_hash: str, is_running: bool) -> str:
    """Why nothing of this run can be removed while this project is open (empty: none is); empty when it can."""
    if not run.branch:
        return "This run wrote a file only. It lies where you saved it."
    if is_running:
        return "This run is still under way."
    if not project_hash:
        return f"Open the project “{run.project_title}” first."
    if (run.domain, run.project_hash) != (kept_domain(domain), project_hash):
        return f"This run went to the project “{run.project_title}” ({place_name(run)}). Open that one first."
    return ""


def why_not_offered(run: PastRun, domain: str, project_hash: str, *, is_running: bool, is_busy: bool) -> str:
    """Why the window does not offer to remove it just now; ``is_busy``: an export runs, or rows are listed."""
    removal = run.removal
    if removal is not None and removal.is_whole and not removal.failed:
        return "What this run published has been removed."
    why_not = why_not_removable(run, domain, project_hash, is_running)
    if not why_not and is_busy:
        return "Wait until the export has ended and all rows are listed."
    return why_not


def question(run: PastRun, removal: Removal) -> Sentence:
    """What is asked before anything is removed; ``removal`` is what was foretold."""
    back = " What it replaced does not come back." if run.replaced else ""
    return Sentence(
        "remove",
        f"Empty {counted(removal.emptied, 'row')} of the branch “{run.branch}”?",
        f"{foretold(removal)} They stay on the branch without the predictions of this run.{back} "
        "Your labels and every other branch stay as they are.",
        "Empty them",
    )


def nothing_to_remove(run: PastRun, removal: Removal) -> Sentence:
    """What is said when a look finds nothing of the run."""
    return Sentence("nothing", f"Nothing of this run is on the branch “{run.branch}” any more.", foretold(removal), "")


def account(run: PastRun, removal: Removal) -> Sentence:
    """What is said once it is removed."""
    left = rows_left(removal)
    why = f"{left.why} {left.remedy}" if left is not None else "They were read back. Your labels were not touched."
    return Sentence("removed", f"{done(removal)}", why, "")


def progress_line(phase: str, rows_done: int, rows_total: int, waiting: str) -> str:
    """How far it is, in a line."""
    doing = {"looking": "Looking at the branch", "removing": "Emptying", "reading back": "Reading back"}[phase]
    return waiting or f"{doing}: {number(rows_done)} of {counted(rows_total, 'row')}"


def details(run: PastRun, has_file: bool) -> list[tuple[str, str]]:
    """What is told of one run, line by line: what it is, and what it says."""
    lines = [("Project", f"{run.project_title}, {place_name(run)}"), ("From", ", ".join(run.sources))]
    if run.output:
        lines.append(("File", run.output if has_file else f"{run.output} (no longer there)"))
    if run.branch:
        rows = counted(run.rows_published, "row")
        proof = "read back" if run.verified else "not read back"
        lines.append(("Branch", f"{run.branch}: {rows}, {proof}{', in place of others' if run.replaced else ''}"))
    if run.removal is not None:
        moment = when(run.removal.at, datetime.now().astimezone())
        lines.append(("Removed", f"{moment}: {done(run.removal)}"))
    return lines


def foretold(removal: Removal) -> str:
    """What a removal will do, in a sentence."""
    return f"{counted(removal.emptied, 'row')} will be emptied{_besides(removal)}."


def done(removal: Removal) -> str:
    """What a removal did, in a sentence."""
    return f"{counted(removal.emptied, 'row')} emptied{_besides(removal)}."


def _besides(removal: Removal) -> str:
    parts = [
        f"{number(count)} {'is' if count == 1 else 'are'} {words}"
        for count, words in (
            (removal.already_empty, "empty already"),
            (removal.changed, "left, as they have changed since"),
            (removal.gone, "no longer on the branch"),
        )
        if count
    ]
    parts += [f"{number(removal.failed)} failed"] if removal.failed else []
    return f"; {', '.join(parts)}" if parts else ""


def rows_left(removal: Removal) -> Sentence | None:
    """What is to be said of rows that were left; None when there are none."""
    left = removal.changed + removal.failed
    if not left:
        return None
    names = ", ".join(f"“{row.title}”" for row in removal.left[:3])
    more = f" and {number(left - 3)} more" if left > 3 else ""
    why = "Somebody has changed them since" if not removal.failed else "They were changed since, or failed"
    return Sentence(
        "rows_left",
        f"{counted(left, 'row')} {'was' if left == 1 else 'were'} left as {'it is' if left == 1 else 'they are'}.",
        f"{why}: {names}{more}.",
        "Look at them in Encord.",
    )
