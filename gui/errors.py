"""Expected failures: each is a class that carries what happened, why, and what to do, in the user's words."""

from __future__ import annotations

import msgspec


class Sentence(msgspec.Struct, frozen=True):
    """A failure as people read it: ``what`` happened, ``why`` (cause, what is safe), ``remedy`` (what to do).

    ``code`` names the kind of failure for the window; ``detail`` is one technical line without secrets.
    """

    code: str
    what: str
    why: str
    remedy: str
    detail: str = ""


class ExpectedFailure(Exception):
    """A failure that was foreseen: it is shown as its three sentences, never as a traceback."""

    code = "failure"

    def __init__(self, what: str, why: str = "", remedy: str = "", detail: str = "") -> None:
        """Keep the sentences; ``detail`` is one technical line and must hold no secret."""
        super().__init__(what)
        self.sentence = Sentence(self.code, what, why, remedy, detail)


class Cancelled(Exception):
    """The user asked to stop; nothing went wrong and nothing is said about it but that it stopped."""


class KeyProblem(ExpectedFailure):
    """The key file cannot be used; found before any request."""

    code = "key"


class KeyRefused(ExpectedFailure):
    """The server does not know the key."""

    code = "key_refused"


class KeyStoreProblem(ExpectedFailure):
    """The system's key store does not answer, or no longer holds what it was given."""

    code = "key_store"


class ConnectionProblem(ExpectedFailure):
    """The server cannot be reached, or answers with something that is not Encord."""

    code = "connection"


class ServerSilent(ConnectionProblem):
    """The connection stands, but nothing comes."""


class ProxyProblem(ExpectedFailure):
    """A proxy between here and the server wants something."""

    code = "proxy"


class CertificateProblem(ExpectedFailure):
    """The certificate of the server, or of a proxy that looks inside, is not trusted."""

    code = "certificate"


class ServerProblem(ExpectedFailure):
    """The server answered that something is wrong on its side."""

    code = "server"


class TooMuchAtOnce(ServerProblem):
    """The server does not give this much in one answer, or not in time."""


class ProjectProblem(ExpectedFailure):
    """The project cannot be opened or has nothing to export."""

    code = "project"


class SourceProblem(ExpectedFailure):
    """The prediction file, or the script, cannot be used."""

    code = "source"


class ScriptProblem(SourceProblem):
    """The user's script cannot be used."""

    code = "script"


class MappingProblem(ExpectedFailure):
    """The mapping of classes cannot be used."""

    code = "mapping"


class OwnFoldersProblem(ExpectedFailure):
    """The application has no folder for its logs, settings and the rows in work."""

    code = "own_folders"


class OutputProblem(ExpectedFailure):
    """The file cannot be written where the user wants it."""

    code = "output"


class ExportProblem(ExpectedFailure):
    """The export ended without a file."""

    code = "export"


class BranchProblem(ExpectedFailure):
    """The branch cannot be used, or something would reach beyond it."""

    code = "branch"


class ProofProblem(ExportProblem):
    """The finished file is not what was planned; it was not put in place."""

    code = "proof"


class UsageProblem(ExpectedFailure):
    """The command line does not fit together (exit code 2)."""

    code = "usage"
