"""What looks like a real person in a checklist, which everybody reads and nobody can take back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bedside.content.lint.texts import Text, for_records, spoken
from bedside.content.lint.told import about
from bedside.content.places import Here, Places
from bedside.content.shape import Place
from bedside.core.checklist import Checklist, Choice, Scale, Step, TeachBack
from bedside.core.problems import Finding
from bedside.core.text import listed

_PERSONAL: Mapping[str, re.Pattern[str]] = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE),
    "a date of birth": re.compile(
        r"\b(?:born|d\.?o\.?b\.?|birthday|date of birth|birth date|\*)\W{0,3}(?:on |is )?"
        r"[^.;\n]{0,12}?\d{1,4}[./ -]\w{1,9}[./ -]\d{1,4}",
        re.IGNORECASE,
    ),
    "a record number": re.compile(
        r"\b(?:MRN|NHS|SSN|(?:record|patient|hospital|case|file|insurance)"
        r"(?: (?:id|no\.?|number|nr\.?))|(?:id|number|no\.))\W{0,3}(?:[A-Z]{0,3}[ -]?)?"
        r"\d(?:[ -]?\d){4,}",
        re.IGNORECASE,
    ),
    "a national number": re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    "a telephone number": re.compile(r"(?<![\w./+-])(?:\+|\(?0|\d)[\d()]*(?:[ ()/-]{0,2}\d){6,}"),
    "somebody's name": re.compile(
        r"\b(?:Mrs?|Mr|Ms|Mx|Dr|Prof|Herr|Frau|Mme|Señora?)\.? (?:[A-Z][\w’'-]*\.? )?"
        r"[A-Z][a-zà-öø-ÿ’'-]+"
    ),
}
"""What looks like a person: told by the first of these that fits."""

_OTHERWISE: Mapping[str, str] = {
    "somebody's name": 'say who is meant by their role: "the night doctor"',
    "an e-mail address": 'say where it is found: "the address on the card"',
    "a telephone number": 'say where it is found: "the number on the card"',
}
_LEFT_OUT = "take it out; made-up patients live in the practice file"

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z|\d{1,2}[./]\d{1,2}[./]\d{4}\Z")
_TITLES = (b"Mr", b"Ms", b"Mx", b"Dr", b"Prof", b"Herr", b"Frau", b"Mme", "Señor".encode())
_NO_DIGITS = bytes(code for code in range(256) if not 48 <= code <= 57)
_FEW = 4
"""So many digits in all texts together can be no number of anybody."""


def personal(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what looks like a real person in any text but the sources and who keeps it."""
    if not _may_hold_a_person("\n".join(_quickly(checklist))):
        return
    for text in _everywhere(checklist, places):
        if found := _persons(text.text):
            whats = list(dict.fromkeys(what for what, _ in found))
            ways = dict.fromkeys(_OTHERWISE.get(what, _LEFT_OUT) for what in whats)
            message = f"This looks like {listed(whats)}; a checklist is read by everybody."
            hits = [text.hit(match) for _, match in found]
            yield about("S602", hits, message, _help(list(ways)))


def _may_hold_a_person(whole: str) -> bool:
    raw = whole.encode()
    if b"@" in raw or any(title in raw for title in _TITLES):
        return True
    return len(raw.translate(None, _NO_DIGITS)) > _FEW


def _persons(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return all that looks like a person in a text, in its order, what fits first being told."""
    found: list[tuple[str, re.Match[str]]] = []
    for what, pattern in _PERSONAL.items():
        found += [
            (what, match)
            for match in pattern.finditer(text)
            if not _DATE.match(match[0].strip()) and not _touches(match, found)
        ]
    return sorted(found, key=lambda one: one[1].start())


def _touches(match: re.Match[str], found: Sequence[tuple[str, re.Match[str]]]) -> bool:
    """Whether some of what a pattern found is told already."""
    return any(match.start() < one.end() and one.start() < match.end() for _, one in found)


def _help(ways: Sequence[str]) -> str:
    """Return the ways out as one: of several kinds all is taken out, and some of it said anew."""
    if not ways[1:]:
        return ways[0]
    return "; ".join(("take all of it out", *(way for way in ways if way != _LEFT_OUT)))


def _quickly(checklist: Checklist) -> list[str]:
    """Return every text an author wrote, without where it stands."""
    found = [text for _, text in _of_head(checklist)]
    for step in checklist.steps:
        found += (step.title, step.aim, step.why)
        found += step.tips
        found += [phrase.text for phrase in step.say]
        for wordings in (step.instead, step.note, step.patient, step.handover):
            found += wordings.values()
        found += step.instead
        found += [text for _, text in _of_kind(step)]
    for task in checklist.tasks:
        found += (task.text, task.who)
    return found


def _everywhere(checklist: Checklist, places: Places) -> Iterator[Text]:
    """Return every text an author wrote, and where."""
    yield from _texts(places.head, _of_head(checklist))
    for here, step in zip(places.steps, checklist.steps, strict=True):
        yield from _texts(here, (*_of_step(step), *spoken(step), *for_records(step)))
        yield from _texts(here, _of_kind(step))
        yield from (Text(here, ("instead", slip), slip, is_name=True) for slip in step.instead)
    for here, task in zip(places.tasks, checklist.tasks, strict=True):
        yield from _texts(here, ((("text",), task.text), (("who",), task.who)))


def _texts(here: Here, parts: Iterable[tuple[Place, str]]) -> Iterator[Text]:
    return (Text(here, place, text) for place, text in parts)


def _of_head(checklist: Checklist) -> Sequence[tuple[Place, str]]:
    frame = checklist.note
    return (
        (("title",), checklist.title),
        (("summary",), checklist.summary),
        (("audience",), checklist.audience),
        (("note", "heading"), frame.heading),
        (("note", "opening"), frame.opening),
        (("note", "closing"), frame.closing),
    )


def _of_step(step: Step) -> Iterator[tuple[Place, str]]:
    yield ("title",), step.title
    yield ("aim",), step.aim
    yield ("why",), step.why
    for at, tip in enumerate(step.tips):
        yield ("tips", at), tip


def _of_kind(step: Step) -> list[tuple[Place, str]]:
    """Return the texts that only some kinds of step have."""
    if isinstance(step, Choice):
        return [(("options", option.id), option.label) for option in step.options]
    if isinstance(step, Scale):
        return [(("labels", label), text) for label, text in step.labels.items()]
    if isinstance(step, TeachBack):
        return [(("points", at), point) for at, point in enumerate(step.points)]
    return []
