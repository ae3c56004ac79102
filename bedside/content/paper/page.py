"""The page that every print has in common: what stands at its head on each sheet, and its looks.

One file without anything from elsewhere: no script, no font, no picture. A browser makes the PDF.
What a person reads is the checklist's language; the print's own few words are English and marked.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from bedside.content.seal import is_sealed, seal_of
from bedside.core.checklist import Checklist

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd"))
_RTL_MORE = frozenset(("syr", "ug", "ur", "yi", "ji"))
_RTL_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))
SEAL_SHOWN = 8
"""So many characters of the seal are enough to tell two wordings apart."""

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

LOOKS = """\
@page { size: auto; margin: 10mm 9mm 12mm; @bottom-right {
  content: counter(page) " / " counter(pages); font: 7.5pt system-ui, sans-serif; } }
* { box-sizing: border-box; }
html { color: #000; background: #fff; color-scheme: light;
  font: 10pt/1.35 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif; }
body { margin: 0 auto; max-width: 192mm; overflow-wrap: break-word; }
h1 { font-size: 14pt; margin: 0 0 1.5mm; line-height: 1.2; }
h2 { font-size: 11.5pt; margin: 4mm 0 1mm; }
h3 { font-size: 10pt; margin: 2.5mm 0 .5mm; }
p, ul, ol, dl, dd { margin: 0; } ul, ol { padding-inline-start: 5mm; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0; font-weight: inherit; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.sheet > tbody > tr { break-inside: auto; }
.running { display: flex; justify-content: space-between; gap: 4mm; font-size: 7.5pt;
  line-height: 1.25; border-block-end: .8pt solid #000; padding-block: 0 .8mm;
  margin-block-end: 2mm; }
.running b { font-size: 8.5pt; } .running span:last-child { text-align: end; }
.mark { position: fixed; inset: 0; display: grid; place-items: center; z-index: -1;
  font-size: 110pt; font-weight: 800; color: #ececec; letter-spacing: .1em;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; pointer-events: none; }
.mark > span { transform: rotate(-35deg); }
.box { display: inline-block; width: .8em; height: .8em; border: .8pt solid #000;
  margin-inline-end: .25em; vertical-align: -.05em; } .box.one { border-radius: 50%; }
.gap { display: inline-block; min-width: 24mm; border-block-end: .6pt solid #000; }
.tick { white-space: nowrap; margin-inline-end: .9em; display: inline-block; }
.tick.long { white-space: normal; }
.only { font-style: italic; } .small { font-size: 8pt; }
.line { border-block-end: .6pt solid #000; }
@media screen { body { padding: 8mm 4mm; } }
"""


class Written(NamedTuple):
    """A print before it is put on its page: what it is called, its own looks, its content.

    `told` is what to say of it to whoever prints it.
    """

    name: str
    looks: str
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
        looks=LOOKS + written.looks,
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
    status: str = checklist.status
    if status == "published" and not is_sealed(checklist):
        status = "changed since it was published"
    parts = [f"version {checklist.version}", status]
    parts.append(f"review by {due.isoformat()}" if due else "no review date")
    return ", ".join((*parts, f"seal {seal_of(checklist)[:SEAL_SHOWN]}"))


def _running(checklist: Checklist, name: str) -> str:
    kept = "Printed copies are not kept up to date."
    return (
        f'<div class="running"><span><b>{escape(checklist.title)}</b><br>{own(name)}</span>'
        f"<span>{own(identity(checklist))}<br>{own(kept)}</span></div>"
    )
