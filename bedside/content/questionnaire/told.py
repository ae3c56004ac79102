"""How what is wrong with a Questionnaire is told: by the item, what, why, and the way out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from bedside.core.problems import Finding, Point, Span

TRANSLATIONS = "translations, which a checklist has in files of their own"
_LONGEST = 40
_CHANGED = "These were taken in another way than they stand there:"
_LEFT = "These have no place in a checklist and were left out:"


class Told:
    """Everything wrong with one Questionnaire, and everything of it that is left out."""

    def __init__(self, text: str, name: str) -> None:
        """Tell of this text, which findings call by this name."""
        self._text, self.name = text, name
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        """What items say, to tell them apart where their links are numbers."""
        self.changed: dict[str, list[str]] = {}
        """What was taken in another way, and at which items."""
        self.left: dict[str, list[str]] = {}
        """What has no place in a checklist and does no harm, and at which items it stands."""

    def refuse(self, link: str, code: str, what: str, way_out: str) -> None:
        """Add why an item, or the form as a whole, cannot be taken in."""
        where = self.item(link) if link else "The form"
        finding = Finding(
            code=code,
            message=f"{where} cannot be taken in: {what}.",
            help=way_out,
            file=self.name,
            span=self.span(link),
            step=link,
            part="item",
        )
        if finding not in self.findings:
            self.findings.append(finding)

    def item(self, link: str) -> str:
        """Return what an item is called: its link, and the beginning of its text."""
        text = self.texts.get(link, "")
        return f"Item {link} (“{text}”)" if text else f"Item {link}"

    def leave(self, what: str, link: str) -> None:
        """Keep that something was left out of an item."""
        links = self.left.setdefault(what, [])
        if link not in links:
            links.append(link)

    def change(self, what: str, link: str) -> None:
        """Keep that something of an item was taken in another way than it stands there."""
        links = self.changed.setdefault(what, [])
        if link not in links:
            links.append(link)

    def forget(self, what: str, links: Collection[str]) -> None:
        """Take back that something was left out at these items."""
        kept = [link for link in self.left.pop(what, []) if link not in links]
        if kept:
            self.left[what] = kept

    def span(self, link: str) -> Span | None:
        """Return where an item names itself; None where it does not."""
        written = re.escape(json.dumps(link, ensure_ascii=False))
        found = re.search(rf'"linkId"\s*:\s*({written})', self._text) if link else None
        if found is None:
            return None
        start, end = found.span(1)
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start)
        return Span(Point(line, column), Point(line, column + end - start))

    def told(self) -> str:
        """Return what was taken in another way and what was left out, a line for each thing."""
        return "\n".join((*_listed(_CHANGED, self.changed), *_listed(_LEFT, self.left)))


def _listed(head: str, things: Mapping[str, list[str]]) -> list[str]:
    lines = [f"  {what}{_at(links)}" for what, links in sorted(things.items())]
    return [head, *lines] if lines else []


def _at(links: list[str]) -> str:
    named = [link for link in links if link]
    return f" (at {', '.join(named)})" if named else ""


def left_as(name: str, value: object) -> str:
    """Return what something is called that is left out: translations by what they are."""
    rows = value.get("extension") if name.startswith("_") and isinstance(value, dict) else None
    is_said = isinstance(rows, list) and all(
        isinstance(one, dict) and str(one.get("url", "")).endswith("/translation") for one in rows
    )
    return TRANSLATIONS if is_said else name


def shortened(text: str, most: int = _LONGEST) -> str:
    """Return a text on one line, cut at a word where it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
