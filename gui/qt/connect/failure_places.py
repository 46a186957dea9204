"""Where the Connect page says what failed, beside what it is about, and what can be pressed there."""

from __future__ import annotations

from collections.abc import Callable

from gui.domain.regions import name_of, other_region
from gui.errors import Sentence
from gui.qt.connect.key_part import KeyPart
from gui.qt.connect.network_part import NetworkPart
from gui.qt.connect.project_part import ProjectPart
from gui.qt.connect.region_part import SHORT_NAMES, RegionPart
from gui.qt.session.session import Session
from gui.qt.theme.theme import Theme
from gui.qt.widgets.notice import Notice, Remedy


class FailurePlaces:
    """Three notices, of which one speaks at a time; the page lays them out."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parts: tuple[KeyPart, RegionPart, NetworkPart, ProjectPart],
        sign_in: Callable[[], None],
    ) -> None:
        """``sign_in`` tries once more with what is set on the page."""
        self._session = session
        self._key, self._region, self._network, self._project = parts
        self._sign_in = sign_in
        self.at_key, self.at_region, self.at_project = Notice(theme), Notice(theme), Notice(theme)

    def say(self, sentence: Sentence, *, has_key: bool) -> Notice:
        """Say it in its place and nowhere else: what failed before is told by the newest failure, or is over."""
        if sentence.code == "proxy":
            self._network.set_unfolded(True)
        if sentence.code == "key_refused":
            self._region.set_problem(True)
        place, remedies = self._place_of(sentence, has_key)
        for other in (self.at_key, self.at_region, self.at_project):
            if other is not place:
                other.clear()
        place.say(sentence, remedies)
        return place

    def clear(self) -> None:
        """Nothing is wrong any more."""
        for place in (self.at_key, self.at_region, self.at_project):
            place.clear()
        self._region.set_problem(False)

    def _place_of(self, sentence: Sentence, has_key: bool) -> tuple[Notice, list[Remedy]]:
        again: Remedy = ("Try again", self._sign_in)
        match sentence.code:
            case "key_refused":
                return self.at_region, self._region_remedies()
            case "proxy" if "407" in sentence.detail:
                return self.at_region, [("Type name and password", self._network.ask_password), again]
            case "engine":
                return self.at_region, [("Start it again", self._session.start_engine_again)]
            case "key":
                return self.at_key, [("Choose another file…", self._key.file_wanted.emit)]
            case "key_store" if has_key:
                return self.at_key, [again]
            case "key_store":
                return self.at_key, [("Choose file…", self._key.file_wanted.emit)]
            case "project":
                return self.at_project, [("Choose another project", self._project.focus_list)]
            case _:
                demo: Remedy = ("Try the demo again", self._session.try_demo)
                return self.at_region, [demo if self._session.is_demo else again]

    def _region_remedies(self) -> list[Remedy]:
        domain = self._region.domain()
        other = other_region(domain) if domain else None
        if domain is None or other is None:
            return [("Try again", self._sign_in), ("Choose another key…", self._key.file_wanted.emit)]
        return [
            (f"Switch to {SHORT_NAMES[other]}", lambda: self._switch_region(other)),
            (f"Try {SHORT_NAMES.get(domain, name_of(domain))} again", self._sign_in),
        ]

    def _switch_region(self, domain: str) -> None:
        self._region.set_domain(domain)
        self._sign_in()
