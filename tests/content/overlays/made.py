"""An invented original, and a library in which an overlay of it lies nearer."""

from __future__ import annotations

from pathlib import Path

from bedside.content.library import Folder, Library
from bedside.content.load import open_checklist
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding
from tests.worlds import Forgetful

ID = "tea-or-coffee"
ORIGINAL = f"""format = 1
id = "{ID}"
title = "Tea or coffee"
version = "1.0"
status = "published"

[review]
owner = "The kitchen"
seal = "abc"

[[steps]]
id = "open"
kind = "section"
title = "Open"

[[steps]]
id = "thirsty"
kind = "choose"
title = "If they are thirsty"
say.plain = "Would you like something to drink?"
say.gentle = "Shall I bring you something?"
options.now = "Now"
options.later = "Later"
note.now = "Wanted a drink."
locked = true

[[steps]]
id = "cups"
kind = "section"
title = "Cups"
when.thirsty = "now"

[[steps]]
id = "sugar"
kind = "yes-no"
title = "Sugar"
tips = ["Ask about the teeth."]

[[steps]]
id = "stir"
kind = "do"
title = "Stir"
when.sugar = "yes"

[[tasks]]
id = "wash"
text = "Wash the cup"
who = "Night team"
"""
TOP = f"""format = 1
id = "{ID}"
extends = "{ID} 1.0"
version = "1.1"
"""


def library(folder: Path, overlay: str, original: str = ORIGINAL) -> Library:
    """Write an overlay and its original into folders, and return the library of both."""
    for name, text in (("own", overlay), ("far", original)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / f"{ID}.toml").write_text(text, encoding="utf-8", newline="")
    folders = [Folder(folder / "own", "yours"), Folder(folder / "far", "shipped")]
    return Library(folders, Forgetful())


def opened(
    folder: Path, overlay: str, original: str = ORIGINAL
) -> tuple[Checklist | None, list[Finding]]:
    """Return what an overlay makes of its original, and what is found on the way."""
    made = library(folder, overlay, original)
    path = folder / "own" / f"{ID}.toml"
    raw = path.read_bytes()
    found = open_checklist(raw, path.name, {}, made.original(path, raw))
    return found.checklist, list(found.findings)


def merged(folder: Path, overlay: str, original: str = ORIGINAL) -> Checklist:
    """Return what an overlay makes of its original; nothing may be found but a missing `was`."""
    made, found = opened(folder, overlay, original)
    assert {one.code for one in found} <= {"X914"}, found
    assert made is not None
    return made


def only(folder: Path, overlay: str, original: str = ORIGINAL) -> Finding:
    """Return the one finding of an overlay."""
    _, found = opened(folder, overlay, original)
    assert len(found) == 1, found
    return found[0]


def pointed_at(finding: Finding, text: str) -> str:
    """Return what a finding points at in a text."""
    assert finding.span is not None
    (line, start), (end_line, end) = finding.span
    rows = text.splitlines()
    return rows[line - 1][start - 1 : end - 1 if end_line == line else None]


def mended(finding: Finding, text: str) -> str:
    """Return a text with the mend of a finding made."""
    assert finding.fix is not None, finding
    rows = [*text.splitlines(keepends=True), ""]
    for (start, end), new in sorted(finding.fix.edits, reverse=True):
        first, last = rows[start.line - 1], rows[end.line - 1]
        whole = first[: start.column - 1] + new + last[end.column - 1 :]
        rows[start.line - 1 : end.line] = [whole]
    return "".join(rows)
