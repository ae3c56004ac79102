"""The page that every print has in common: what stands at its head on each sheet, and its looks.

One file without anything from elsewhere: no script, no font, no picture. A browser makes the PDF.
What a person reads is the checklist's language; the print's own few words are English and marked.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple

from bedside.content.seal import is_sealed, seal_of
from bedside.core.checklist import Checklist

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd"))
_RTL_MORE = frozenset(("syr", "ug", "ur", "yi", "ji"))
_RTL_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))
SEAL_SHOWN = 8
"""So many characters of the seal are enough to tell two wordings apart."""

_STATUS = {"review": "in review"}
"""A word of the file that would not be understood on a page."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{looks}</style>
</head>
<body>
{mark}<table class="sheet" role="presentation">
<thead><tr><td>{running}</td></tr></thead>
<tbody><tr><td>
<main>
{content}
</main>
</td></tr></tbody>
</table>
</body>
</html>
"""


class Written(NamedTuple):
    """A print before it is put on its page: its kind, what it is called, its content.

    `told` is what to say of it to whoever prints it.
    """

    kind: str
    name: str
    content: str
    told: str = ""


def page(checklist: Checklist, written: Written) -> str:
    """Return a print as one file of HTML, with the running head and, on a draft, its mark."""
    state = standing(checklist)
    mark = f'<div class="mark" aria-hidden="true" lang="en" dir="ltr"><span>{state}</span></div>\n'
    return _PAGE.format(
        language=escape(checklist.language or "en"),
        direction=direction(checklist.language),
        policy=_POLICY,
        title=escape(f"{checklist.title} {checklist.version}: {written.name}"),
        looks=_looks("page") + _looks(written.kind),
        mark=mark if state else "",
        running=_running(checklist, written.name),
        content=written.content,
    )


def direction(language: str) -> str:
    """Return which way a language is written, by its tag (RFC 5646)."""
    parts = language.lower().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL | _RTL_MORE else "ltr"


def standing(checklist: Checklist) -> str:
    """Return what is written across every page; nothing on one that is published and unchanged."""
    if checklist.status == "retired":
        return "RETIRED"
    return "" if is_sealed(checklist) else "DRAFT"


def own(text: str) -> str:
    """Return words of the print itself, marked as English."""
    return f'<span lang="en" dir="ltr">{escape(text)}</span>'


def identity(checklist: Checklist) -> str:
    """Return version, status, review date and seal in one line."""
    due = checklist.review.next_review
    status = _STATUS.get(checklist.status, checklist.status)
    if status == "published" and not is_sealed(checklist):
        status = "changed since it was published"
    parts = [f"version {checklist.version}", status]
    parts.append(f"review by {due.isoformat()}" if due else "no review date")
    return ", ".join((*parts, f"seal {seal_of(checklist)[:SEAL_SHOWN]}"))


def _looks(kind: str) -> str:
    """Return the style sheet of a kind of print, which stands beside this file."""
    return Path(__file__).with_name(f"{kind}.css").read_text(encoding="utf-8")


def _running(checklist: Checklist, name: str) -> str:
    kept = "Printed copies are not kept up to date."
    return (
        f'<div class="running"><span><b>{escape(checklist.title)}</b><br>{own(name)}</span>'
        f"<span>{own(identity(checklist))}<br>{own(kept)}</span></div>"
    )
