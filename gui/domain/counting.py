"""Numbers as people read them: group signs, plurals, sizes, durations."""

from __future__ import annotations

NO_BREAK = "\u00a0"
MINUS = "−"


def number(value: int) -> str:
    """``1214880`` as ``1,214,880``, with a true minus."""
    text = f"{abs(value):,}"
    return f"{MINUS}{text}" if value < 0 else text


def counted(value: int, one: str, many: str = "") -> str:
    """``value`` with its noun: ``1 row``, ``1,204 rows``; ``many`` for nouns that take more than an s."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def percent(fraction: float) -> str:
    """A share 0..1 as ``40 %``; never 100 before all is done, never 0 once something is."""
    whole = round(fraction * 100)
    if fraction < 1:
        whole = min(whole, 99)
    if fraction > 0:
        whole = max(whole, 1)
    return f"{whole}{NO_BREAK}%"


def file_size(size: int) -> str:
    """Bytes as ``412 MB`` or ``1.2 GB`` (powers of 1000, as file managers on most systems have it)."""
    if size < 1000:
        return f"{size}{NO_BREAK}bytes"
    for unit, factor in (("kB", 1e3), ("MB", 1e6)):
        if size < 999.5 * factor:
            return f"{size / factor:.0f}{NO_BREAK}{unit}"
    return f"{size / 1e9:.1f}{NO_BREAK}GB"


def duration(seconds: float) -> str:
    """A time that has passed: ``48 s``, ``3 min 52 s``, ``1 h 04 min``."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole}{NO_BREAK}s"
    if whole < 3600:
        return f"{whole // 60}{NO_BREAK}min {whole % 60:02d}{NO_BREAK}s"
    return f"{whole // 3600}{NO_BREAK}h {whole % 3600 // 60:02d}{NO_BREAK}min"
