"""How an export without a window ended, in at most three lines."""

from __future__ import annotations

from gui.errors import Sentence
from gui.export.run import Outcome
from gui.prepared_run import PreparedRun


def rows_failed(outcome: Outcome, prepared: PreparedRun) -> int:
    """Rows that are missing in the file, on the branch or in both."""
    return outcome.rows_failed + (len(prepared.publishing.account.failed_rows) if prepared.publishing else 0)


def ending(outcome: Outcome, prepared: PreparedRun) -> Sentence | None:
    """The most important thing to say of an export that came to its end; None when all is well."""
    tally, name = outcome.tally, _where(outcome, prepared)
    active = prepared.publishing.account.active_failure if prepared.publishing else None
    failed = rows_failed(outcome, prepared)
    if prepared.report_problem is not None:
        why = prepared.report_problem.sentence
        return Sentence("report", f"{name} is written, but the report is not.", why.what, why.remedy)
    if failed:
        return Sentence(
            "rows_failed",
            f"{failed} of {outcome.rows_failed + outcome.rows_exported} rows failed.",
            f"{name} holds the other {_rows_there(outcome, prepared)}.",
            "The report names each row and its reason (--report FILE).",
        )
    if tally.exported == 0:
        reasons = ", ".join(f"{count} {reason}" for reason, count in tally.left_out.most_common(3))
        warning = prepared.warning
        return Sentence(
            "nothing",
            f"Warning: {name} holds no predictions.",
            f"Of {tally.read} read, none was written ({reasons})." if tally.read else "None were read.",
            f"{warning.why} {warning.remedy}".strip() if warning else "The report says why (--report FILE).",
        )
    if active is not None:
        return Sentence("active", f"{name} is written, but Active was not told.", active.what, active.remedy)
    return prepared.warning


def success(outcome: Outcome, prepared: PreparedRun) -> str:
    """One line for an export that went well."""
    counts = f"{outcome.tally.exported} of {outcome.tally.read} predictions in {outcome.rows_exported} rows"
    if prepared.publishing is None:
        return f"{outcome.output}: {counts}"
    account = prepared.publishing.account
    emptied = f", {account.emptied} rows emptied" if account.emptied else ""
    active = f"; Active is {account.active}" if account.active else ""
    file = f"{outcome.output} and " if outcome.output else ""
    return f"{file}branch “{account.name}”: {counts}{emptied}, read back{active}"


def _where(outcome: Outcome, prepared: PreparedRun) -> str:
    """The file where only a file was wanted, else the branch."""
    if prepared.publishing is not None:
        return f"The branch “{prepared.publishing.name}”"
    return outcome.output.name if outcome.output else ""


def _rows_there(outcome: Outcome, prepared: PreparedRun) -> int:
    return prepared.publishing.account.saved if prepared.publishing else outcome.rows_exported
