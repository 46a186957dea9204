"""What somebody says the columns of a table are: role by role, what is still lacking, and the settings that say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gui.domain.table_guess import BOX_WORDS, ROLES, TableGuess, columns_value, lacking
from gui.errors import Sentence

NOT_USED = "Not used"
CHANGED = "you said so"
_NUMBERS = ("x", "y", "w", "h")


@dataclass(frozen=True)
class ColumnChoice:
    """``roles`` has one entry a column, empty where it is not used; ``box`` is that setting, or empty: as found.

    ``given`` are the settings that were said for the file before; those about columns and box are replaced.
    """

    table: TableGuess
    roles: tuple[str, ...]
    box: str
    given: Mapping[str, str]

    @classmethod
    def of(cls, table: TableGuess, given: Mapping[str, str]) -> ColumnChoice:
        """As the table was taken."""
        return cls(table, tuple(column.role for column in table.columns), given.get("box", ""), given)

    def with_role(self, column: int, role: str) -> ColumnChoice:
        """``column`` is this now; another column that was it before is not used any more."""
        roles = ["" if role and known == role else known for known in self.roles]
        roles[column] = role
        return replace(self, roles=tuple(roles))

    def with_box(self, box: str) -> ColumnChoice:
        """The four numbers are this; empty: as found."""
        return replace(self, box=box)

    @property
    def lacks(self) -> str:
        """A sentence about what has to be said before the table can be read; empty when it can."""
        if not lacking(self.roles):
            return ""
        missing = [role for role in _NUMBERS if role not in self.roles]
        if len(missing) < len(_NUMBERS):
            return f"Still lacking: {', '.join(self.words(role) for role in missing)}."
        without = "A table without boxes needs a picture, a class and a confidence."
        return f"Still lacking: the four numbers of the box. {without}"

    @property
    def notes(self) -> str:
        """What happens without the columns that are lacking but not needed; empty when all are there."""
        said = []
        if "class" not in self.roles and not self.given.get("class"):
            said.append("No column is the class: the name of the file is taken, unless you say one in the settings.")
        if "picture" not in self.roles:
            said.append("No column names the picture: the name of the file is taken.")
        if "confidence" not in self.roles:
            said.append("No column is the confidence: every prediction gets 1.0.")
        return " ".join(said)

    @property
    def values(self) -> dict[str, str]:
        """The settings that say all this."""
        others = {name: value for name, value in self.given.items() if name not in ("columns", "box")}
        roles = {role: column for column, role in enumerate(self.roles) if role}
        return others | {"columns": columns_value(roles)} | ({"box": self.box} if self.box else {})

    def evidence(self, column: int) -> str:
        """Why the column is taken for what it is; empty for one that is not used."""
        known = self.table.columns[column]
        if not self.roles[column]:
            return ""
        return known.evidence if self.roles[column] == known.role else CHANGED

    def words(self, role: str) -> str:
        """A role as people read it; the numbers of the box by the kind of box, where that is known."""
        box = self.box or self.table.box
        if role in _NUMBERS and box in BOX_WORDS:
            return f"{BOX_WORDS[box][_NUMBERS.index(role)]} of the box"
        return ROLES[role] if role else NOT_USED

    def role_options(self) -> list[tuple[str, str]]:
        """Role and words of everything a column can be; the first is nothing."""
        return [("", NOT_USED), *((role, _capital(self.words(role))) for role in ROLES)]

    def box_options(self) -> list[tuple[str, str]]:
        """Value and words of every kind of box; the first leaves it to the names, or to the numbers."""
        by_names = f"As the columns are called ({', '.join(BOX_WORDS[self.table.box])})" if self.table.box else ""
        kinds = [(kind, _capital(", ".join(words))) for kind, words in BOX_WORDS.items()]
        return [("", by_names or "As the numbers fit"), *kinds]

    def title(self, column: int) -> str:
        """The column's name, else its number as people count."""
        return self.table.columns[column].name or f"Column {column + 1}"

    @property
    def summary(self) -> str:
        """How the table is written, in one line."""
        named = "names in the first line" if self.table.has_header else "no names in the first line"
        return f"{len(self.roles)} columns separated by {self.table.separator}, {named}."


def columns_question(title: str, table: TableGuess) -> Sentence:
    """What the window asks about a table whose columns are not clear; ``title`` is the file's."""
    return Sentence(
        "columns",
        f"{title} is a table. What are its columns?",
        f"No column is clearly {table.lacks}, so nothing was guessed.",
        "Say what each column is; the pictures show at once whether it fits.",
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
