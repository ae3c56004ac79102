"""Every concern about a note before it is signed, settled ones with the reason they were kept.

English words are looked for in English notes alone; every other check holds in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check, Concern
from bedside.core.contradictions import contradictions
from bedside.core.note import READERS
from bedside.core.visit import Visit
from bedside.note.checks.hits import pointed_at
from bedside.note.checks.judging import judging
from bedside.note.checks.length import too_long
from bedside.note.checks.lines import Line, lines
from bedside.note.checks.lists import Lists, lists
from bedside.note.checks.outlook import unheard
from bedside.note.checks.persons import named_people, unnamed
from bedside.note.checks.quotes import quotes
from bedside.note.checks.reading import too_hard
from bedside.note.checks.shorts import jargon, known_in, shorts
from bedside.note.checks.times import minutes
from bedside.note.checks.trial import no_date
from bedside.note.read_back import not_read_again
from bedside.note.texts import composed


def concerns(visit: Visit, own: ClinicWords | None = None) -> tuple[Concern, ...]:
    """Return what is to be looked at before this visit is signed, the gravest first.

    `own` are the clinic's own words. A sentence that stands in several texts is named once. No
    sentence is offered that was put another way before, so that taking what is offered ends.
    """
    notes = [composed(visit, reader) for reader in READERS]
    known = lists(own or ClinicWords())
    checked = lines(visit, notes, known)
    found = [
        *contradictions(visit),
        *not_read_again(visit),
        *(_in_words(visit, checked, known) if _is_english(visit) else _in_any(checked)),
        *too_long(visit, notes),
    ]
    return tuple(_settled(one, visit) for one in _once(found))


def _once(found: Iterable[Concern]) -> Iterator[Concern]:
    """Yield each concern, what is found in the same sentence of another text not again."""
    seen = set()
    for one in found:
        same = (one.check, one.text, one.about) if one.text else one.name
        if same not in seen:
            yield one
        seen.add(same)


def _is_english(visit: Visit) -> bool:
    checklist = visit.checklist
    language = checklist.note.language or checklist.language
    return language.lower().partition("-")[0] == "en"


def _in_any(checked: tuple[Line, ...]) -> Iterator[Concern]:
    """Yield what is found in a note of any language."""
    for line in checked:
        yield from pointed_at(Check.QUOTES, line, quotes(line, is_english=False))


def _in_words(visit: Visit, checked: tuple[Line, ...], known: Lists) -> Iterator[Concern]:
    """Yield what is found in the words of an English note."""
    yield from no_date(visit, checked)
    yield from unheard(visit, checked)
    people = named_people(visit)
    for line in checked:
        yield from pointed_at(Check.JUDGING, line, judging(line, known))
        yield from pointed_at(Check.QUOTES, line, quotes(line, is_english=True))
        yield from pointed_at(Check.UNNAMED, line, unnamed(line, visit, people))
        yield from pointed_at(Check.MINUTES, line, minutes(line))
    yield from _letters(visit, checked, known)
    yield from too_hard(checked)


def _letters(visit: Visit, checked: tuple[Line, ...], known: Lists) -> Iterator[Concern]:
    """Yield short forms in what is read at home, and words of the trade on the patient page."""
    for reader in ("chart", "patient"):
        text = [line for line in checked if line.reader == reader]
        spelled = known_in(visit, text)
        for line in text:
            letters = list(shorts(line, known, spelled))
            yield from pointed_at(Check.ABBREVIATION, line, letters)
            if reader == "patient":
                yield from pointed_at(Check.JARGON, line, jargon(line, known, letters))


def _settled(found: Concern, visit: Visit) -> Concern:
    """Return a concern with the reason it was kept for, and only with a rewrite that leads on."""
    kept = visit.record.overruled.get(found.name)
    seen = visit.record.rewordings.keys() | {found.text}
    return replace(
        found,
        settled=kept.text if kept else "",
        rewrite="" if found.rewrite in seen else found.rewrite,
    )
