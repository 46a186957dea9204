"""A page that needs nothing else: what a report counts, and every loss, to be filtered by words."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:2rem;max-width:80rem}table{border-collapse:collapse;margin:1rem 0}"
    "td,th{border-bottom:1px solid #ccc;padding:.3rem .8rem;text-align:left;vertical-align:top}"
    "input{font:inherit;padding:.3rem .5rem;width:20rem}"
)
_FILTER = (
    "const f=document.getElementById('filter'),n=document.getElementById('shown'),"
    "r=[...document.querySelectorAll('#lost tbody tr')];"
    "f.addEventListener('input',()=>{const w=f.value.toLowerCase();let c=0;for(const e of r){"
    "const k=e.textContent.toLowerCase().includes(w);e.hidden=!k;c+=k}n.textContent=c+' shown'});"
)
"""Hides the lines that lack the words; all that comes from outside is text in the table, never part of this."""

_LOST_HEAD = ("Place in the file", "Why", "Picture", "Class", "Detail")


def page(
    title: str,
    paragraphs: Sequence[str],
    notes: Sequence[str],
    lines: Iterable[Sequence[object]],
    lost: Sequence[Sequence[str]],
) -> str:
    """The page as HTML. ``lines`` are what, name and value; ``lost`` has a line for each prediction left out."""
    told = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)
    items = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>{told}<ul>{items}</ul>"
        f"{_table(('What', 'Name', 'Value'), lines, 'counts')}{_lost(lost)}</body></html>\n"
    )


def _lost(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    return (
        '<h2>Predictions left out</h2><p><label>Only lines with <input id="filter" type="search"></label> '
        f'<span id="shown">{len(rows)} shown</span></p>{_table(_LOST_HEAD, rows, "lost")}<script>{_FILTER}</script>'
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> str:
    heads = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    lines = "\n".join(f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table id="{name}"><thead><tr>{heads}</tr></thead><tbody>\n{lines}</tbody></table>'
