"""What the rules say of a snippet that stands in a checklist without a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bedside.content.check import check
from bedside.content.edit.mend import mended
from bedside.content.edit.text import written
from bedside.core.problems import Finding
from tests.content.examples import whole
from tests.content.texts import EXAMPLE_NAME
from tests.worlds import TODAY


def judged(snippet: str, today: date = TODAY) -> list[Finding]:
    """Return everything found, in the order of the file."""
    return list(check(whole(snippet).encode(), EXAMPLE_NAME, {}, today).findings)


def codes(snippet: str, today: date = TODAY) -> list[str]:
    """Return the codes of everything found."""
    return [finding.code for finding in judged(snippet, today)]


def only(snippet: str, today: date = TODAY) -> Finding:
    """Return the one thing found."""
    (finding,) = judged(snippet, today)
    return finding


def pointed_at(snippet: str, finding: Finding) -> str:
    """Return the stretch that a finding points at."""
    lines = whole(snippet).splitlines()
    assert finding.span is not None
    start, end = finding.span
    assert start.line == end.line
    return lines[start.line - 1][start.column - 1 : end.column - 1]


def after_mending(snippet: str) -> str:
    """Return the whole file with the mends made that are offered."""
    return mended(whole(snippet), judged(snippet)).text


def say(*phrases: str, kind: str = "say", id_: str = "extra") -> str:
    """Return a step that says these phrases."""
    said = ", ".join(written(phrase) for phrase in phrases)
    title = "Tea" if id_ == "extra" else f"Tea {id_[1:]}"
    return f'\n[[steps]]\nid = "{id_}"\nkind = "{kind}"\ntitle = "{title}"\nsay = [{said}]\n'


def many(phrases: Iterable[str]) -> str:
    """Return a step for each phrase, with ids p0, p1 and so on, a few to a section."""
    parts = []
    for at, phrase in enumerate(phrases):
        if at % 8 == 0:
            parts.append(f'\n[[steps]]\nid = "s{at}"\nkind = "section"\ntitle = "Part {at}"\n')
        parts.append(say(phrase, id_=f"p{at}"))
    return "".join(parts)


def by_step(findings: Iterable[Finding]) -> Mapping[str, list[str]]:
    """Return the codes found at each step; what is said of the whole is left out."""
    found: dict[str, list[str]] = {}
    for finding in (one for one in findings if one.step):
        found.setdefault(finding.step, []).append(finding.code)
    return found


def yes_no(yes: str, no: str = "Does not want tea.") -> str:
    """Return a question with these sentences for the note."""
    step = '\n[[steps]]\nid = "extra"\nkind = "yes-no"\ntitle = "Tea"\n'
    return f"{step}note.yes = {written(yes)}\nnote.no = {written(no)}\n"
