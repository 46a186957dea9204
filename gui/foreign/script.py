"""Scripts as a filler of rows: the user's ``add_information_to_lr`` called in the host process, row by row."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from gui.errors import Cancelled, ExpectedFailure, ScriptProblem
from gui.foreign.consent import Script
from gui.foreign.identity import difference
from gui.foreign.row_filler import FilledRow, RowFailedError
from gui.foreign.script_process import HostEndedError, HostProcess

ROW_SECONDS = 300.0
"""How long a script may take for one row, and for what it does before the first; a row that takes longer fails."""

PLACEHOLDER = "This is a placeholder: a script gets no key here, and needs none.\n"


class ScriptHost:
    """Runs one script; a `RowFiller`. Use it as a context manager, or ``open`` and ``close`` it.

    After a crash or a time-out the next row gets a fresh process.
    """

    def __init__(
        self,
        script: Script,
        ontology: dict[str, Any],
        *,
        project_hash: str,
        project_title: str = "",
        servers: tuple[str, ...] = (),
        signed_url: Callable[[str], str | None] = lambda data_hash: None,
        log: Callable[[str], None] = lambda text: None,
        cancelled: Callable[[], bool] = lambda: False,
        seconds: float = ROW_SECONDS,
        loading_seconds: float = ROW_SECONDS,
    ) -> None:
        """Get ready; nothing runs yet.

        ``ontology`` is the project's ``OntologyStructure.to_dict()``. ``servers`` are addresses (URLs) that the
        script must not reach besides Encord's own: the one in use. ``signed_url`` gives the link to the
        picture with a data hash, or None; it may raise an ExpectedFailure. ``log`` gets what the script prints.
        ``seconds`` is the patience with one row, ``loading_seconds`` with what comes before the first.
        """
        self._script = script
        self._message = {
            "kind": "open",
            "script": str(script.path),
            "source": base64.b64encode(script.source).decode(),
            "ontology": ontology,
            "project_hash": project_hash,
            "project_title": project_title,
            "servers": list(servers),
        }
        self._signed_url = signed_url
        self._log = log
        self._cancelled = cancelled
        self._seconds = seconds
        self._loading_seconds = loading_seconds
        self._process: HostProcess | None = None
        self._folder: Path | None = None

    def __enter__(self) -> ScriptHost:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The id of the host process, None when there is none."""
        return self._process.pid if self._process else None

    def open(self) -> None:
        """Start the host and load the script. Raises ScriptProblem or ``Cancelled``."""
        try:
            self._start()
        except RowFailedError as failure:
            self.close()
            raise ScriptProblem(
                f"The script “{self._script.path.name}” cannot be used.",
                str(failure),
                "Correct the script, then try again.",
            ) from None
        except BaseException:
            self.close()
            raise

    def fill(self, metadata: dict[str, Any], labels: dict[str, Any]) -> FilledRow:
        """The row as the script fills it. Raises RowFailedError or ``Cancelled``."""
        if self._process is None:
            self._start()
        answer, printed = self._ask({"kind": "row", "metadata": metadata, "labels": labels}, self._seconds)
        changed = difference(labels, answer["labels"], int(metadata.get("number_of_frames") or 0))
        if changed:
            raise RowFailedError(f"The script changed the row itself: {changed}.")
        return FilledRow(
            labels=answer["labels"],
            objects=[(feature_hash, confidence) for feature_hash, confidence in answer["objects"]],
            classifications=[(feature_hash, confidence) for feature_hash, confidence in answer["classifications"]],
            problems=answer["problems"],
            printed=printed,
        )

    def close(self) -> None:
        """End the host and remove its folder."""
        if self._process is not None:
            self._process.end()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _start(self) -> None:
        """A host with the script loaded. Raises RowFailedError when it cannot be loaded (again)."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="script-"))
            (self._folder / "work").mkdir()
            (self._folder / "placeholder-key.txt").write_text(PLACEHOLDER)
        environment = {
            "ENCORD_CLIENT_SSH_PATH": str(self._folder / "placeholder-key.txt"),
            "ENCORD_PROJECT_HASH": str(self._message["project_hash"]),
        }
        try:
            self._process = HostProcess(self._folder, str(self._script.path), environment)
        except OSError as error:
            raise RowFailedError(f"No process could be started for the script: {error.strerror}.") from None
        try:
            self._ask(self._message, self._loading_seconds)
        except RowFailedError:
            self._end_process()
            raise

    def _ask(self, message: dict[str, Any], seconds: float) -> tuple[dict[str, Any], str]:
        """The host's answer and what the script printed. Raises RowFailedError or ``Cancelled``."""
        process = self._process
        assert process is not None
        try:
            answer = process.ask(message, seconds, self._answer_need, self._cancelled)
        except (HostEndedError, Cancelled) as ended:
            self._hand_on(process.printed())
            self._process = None
            if isinstance(ended, Cancelled):
                raise
            raise RowFailedError(self._sentence(str(ended), None)) from None
        printed = self._hand_on(process.printed())
        if answer["kind"] == "failed":
            if answer["ended"]:
                self._end_process()
            raise RowFailedError(self._sentence(answer["why"], answer["line"]))
        return answer, printed

    def _hand_on(self, printed: str) -> str:
        if printed:
            self._log(printed)
        return printed

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None

    def _answer_need(self, data_hash: str) -> dict[str, Any]:
        try:
            url = self._signed_url(data_hash)
        except ExpectedFailure as failure:
            return {"kind": "link", "url": None, "why": failure.sentence.what}
        return {"kind": "link", "url": url, "why": "Encord gave no link to this picture."}

    def _sentence(self, why: str, line: int | None) -> str:
        name = self._script.path.name
        return f"{name}, line {line}: {why}." if line else f"{name}: {why}."
