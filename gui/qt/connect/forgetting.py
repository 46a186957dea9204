"""“Sign out and forget”: the session, the settings, the key store, and what lies on the disk, one after the other."""

from __future__ import annotations

from gui.domain.forgotten import Forgotten, forgotten_words
from gui.errors import KeyStoreProblem, Sentence
from gui.forgetting import remove_files
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import in_thread


async def sign_out_and_forget(session: Session, memory: Memory, remembered: Remembered) -> Sentence:
    """Do it, and say what was done; a key store that does not answer is said, and the rest is done all the same."""
    session.forget()
    had_path = bool(memory.settings.key_path)
    projects = memory.forget_account()
    entries: list[str] = []
    problem: Sentence | None = None
    try:
        entries = await remembered.forget_all()
    except KeyStoreProblem as failure:
        problem = failure.sentence
    files = await in_thread(remove_files)
    words = forgotten_words(
        Forgotten(
            entries=entries,
            store=remembered.store_name or "memory",
            key_path=had_path,
            projects=projects,
            past_runs=files.past_runs,
            runs=files.runs,
            logs=files.logs,
        )
    )
    if problem is not None:
        stays = "What it remembers for this program is still there. Unlock it, then forget again."
        return Sentence(problem.code, f"{problem.what} {stays}", words, "", problem.detail)
    return Sentence("forgotten", "You are signed out, and everything about you is forgotten.", words, "")
