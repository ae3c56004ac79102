"""Files that hold no checklist text at all: pages, tables, other formats, nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEGINNINGS: tuple[tuple[str, str, str], ...] = (
    (r"\{\\rtf", "a document with formatting (RTF)", "rtf"),
    (
        r"<(?:!doctype|html|head|body|\?xml|div|p|table|span|meta|ul|w:|o:)\b|<!--",
        "a web page",
        "web",
    ),
    (r"%PDF-", "a PDF document", "pdf"),
    (r"(?:From|To|Subject|Betreff|Von|An): .+\n(?:.*\n)?[\w-]+: ", "an e-mail", "mail"),
    (r"\{\s*(?:\"|\}|\Z)|\[\s*\{\s*\"", "JSON", "json"),
    (r"\"?kind\"?[,;\t]\"?id\"?[,;\t]\"?title\b", "rows from a spreadsheet", "sheet"),
    (r"%YAML|---\s*\n", "YAML", "yaml"),
)
_FORMATTED = re.compile(r"[ \t]*(?:#{1,6} |[-*•] |\d+[.)] |> |\|.*\||\*\*)")
_HELP = {
    "rtf": 'save it as plain text ("Text only", UTF-8) under a name ending in .toml',
    "pdf": "copy its words into a checklist; begin one with bedside new",
    "web": "copy only the words of the page; begin a checklist with bedside new",
    "mail": "copy only the checklist out of the mail, from its first line on",
    "json": 'a checklist has lines like title = "…"; begin one with bedside new',
    "yaml": 'write title = "…" where it says title: …; begin a checklist with bedside new',
    "sheet": "save the sheet as CSV and turn it into a checklist with bedside convert",
    "markdown": 'a checklist has lines like title = "…"; begin one with bedside new',
    "words": 'a checklist has lines like title = "…"; begin one with bedside new',
}
_ENTRY = re.compile(r"[ \t]*[\w.\"' -]+=")
_YAML = re.compile(r"[ \t]*(?:- )?[\w-]+:(?:[ \t]|\Z)")
_HEADER = re.compile(r"[ \t]*\[+[ \t]*[\w.]+[ \t]*\]+[ \t]*\Z")
_LOOKED_AT = 300


def whole(rows: Sequence[str]) -> tuple[str, str, int] | None:
    """Return what a file is that is no checklist, what to do, and on which line it begins."""
    begin = next((at for at, row in enumerate(rows) if row.strip()), None)
    if begin is None:
        return None
    opening = "\n".join(rows[begin : begin + 5]).lstrip()
    for pattern, what, kind in _BEGINNINGS:
        if re.match(pattern, opening, re.IGNORECASE):
            return what, _HELP[kind], begin
    told = [row for row in rows[:_LOOKED_AT] if row.strip()]
    if any(_ENTRY.match(row) or _HEADER.match(row) for row in told):
        return None
    what, kind = _by_most(told)
    return (what, _HELP[kind], begin) if what else None


def _by_most(told: Sequence[str]) -> tuple[str, str]:
    """Return what lines without one equals sign are, by what most of them are like."""
    if len(told) < 2:
        return "", ""
    if sum("\t" in row.strip() for row in told) * 2 > len(told):
        return "rows from a spreadsheet", "sheet"
    if min(row.count(";") for row in told) > 1 or min(row.count(",") for row in told) > 1:
        return "rows from a spreadsheet", "sheet"
    if sum(bool(_YAML.match(row)) for row in told) * 2 > len(told):
        return "YAML", "yaml"
    if len(told) > 3 and sum(bool(_FORMATTED.match(row)) for row in told) * 3 > len(told):
        return "text with formatting (Markdown)", "markdown"
    return ("plain words, without a name for any of them", "words") if len(told) > 3 else ("", "")
