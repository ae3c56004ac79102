"""All rules of wording, safety, upkeep and fit, over one checklist that could be read.

English words are looked for in English checklists only; every other rule holds in any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bedside.content.lint import (
    addressed,
    course,
    fit,
    gaps,
    grade,
    notes,
    persons,
    safety,
    wording,
)
from bedside.content.lint.texts import Group, for_patients, for_records, spoken
from bedside.content.lint.upkeep import upkeep
from bedside.content.places import Here, Places
from bedside.core.checklist import Checklist, Step
from bedside.core.problems import Finding

_HEARD = {**wording.HEARD, **safety.SAID}
_READ = {**wording.READ, **safety.SAID}


def linted_steps(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what is to be said of single texts, steps and tasks, whatever the rest is like."""
    written = list(zip(places.steps, checklist.steps, strict=True))
    for here, step in written:
        yield from course.tones(here, step)
        yield from notes.sentences(here, step)
        yield from fit.steps_fit(here, step)
        yield from wording.alike(here, step)
    yield from persons.personal(checklist, places)
    yield from safety.borrowed_names(checklist, places)
    heard = Group(written, spoken)
    recorded = Group(written, for_records)
    yield from wording.stacked(heard)
    yield from gaps.gaps(heard, gaps.SAID)
    yield from gaps.gaps(recorded, gaps.WRITTEN)
    yield from gaps.entities(heard)
    yield from gaps.entities(recorded)
    if is_english(checklist.language):
        yield from _said_in_english(written, heard)
    if is_english(checklist.note.language or checklist.language):
        yield from wording.looked_through(recorded, notes.RECORDED)


def linted_whole(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    """Return what is to be said of the checklist as a whole, in which nothing is broken."""
    yield from upkeep(checklist, places, today)
    yield from course.stations(checklist, places)
    yield from course.in_a_row(checklist, places)
    yield from fit.title_fits(checklist, places)
    if is_english(checklist.language):
        yield from grade.too_hard(checklist, places)


def is_english(language: str) -> bool:
    """Whether a language tag is English, of any country."""
    return language.lower().partition("-")[0] == "en"


def _said_in_english(written: Sequence[tuple[Here, Step]], heard: Group) -> Iterator[Finding]:
    read = Group(written, for_patients)
    if aside := list(addressed.asides(heard)):
        yield from (finding for _, finding in aside)
        heard = heard.without([text for text, _ in aside])
    yield from wording.looked_through(heard, _HEARD)
    yield from wording.looked_through(read, _READ)
    yield from addressed.interpreting(heard)
    yield from grade.too_long(heard)
    for here, step in written:
        yield from wording.closed(here, step)
        yield from wording.other_as_option(here, step)
