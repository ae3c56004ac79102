"""Whole talks: what every practice patient of every shipped checklist leaves in three texts.

Each text is short enough to be read by whom it is for, says only what happened, and judges nobody.
"""

from __future__ import annotations

import re

import pytest

from bedside.content.lint.grade import grade
from bedside.content.lint.lists import folded, phrases, words_of
from bedside.core.checklist import Checklist, Choice, Step
from bedside.core.concerns import Check
from bedside.core.followups import followups
from bedside.core.gaps import gaps, read_back_step
from bedside.core.note import READERS, Note, Reader
from bedside.core.visit import Visit
from bedside.note.budget import excess
from bedside.note.checks.checks import concerns
from bedside.note.render.text import render_text
from bedside.note.texts import composed
from tests.note.talks import TALKS, Talk, held, people, signed
from tests.worlds import SHIPPED, shipped_checklist

every_talk = pytest.mark.parametrize(
    "talk", TALKS, ids=[f"{talk.checklist}-{talk.patient.id}" for talk in TALKS]
)


LINES = {"chart": 27, "patient": 22, "handover": 15}
"""The most lines of 72 columns a usual full talk leaves; the budget itself is counted at 80."""

UNSETTLED = {("trial-period", "spoken-for"): [Check.NO_DATE]}
"""Who practises a talk that does not end well: what is shown before it is signed."""

EASY, HARDEST = 6.0, 8.0
"""The reading grade of patient pages on average, and the highest of any."""

UNFIT = {
    "chart": ("judging", "hurtful"),
    "patient": ("judging", "hurtful", "jargon", "hard"),
    "handover": ("judging", "hurtful"),
}
"""The lists of words that no text for this reader holds."""

MATTERS = frozenset(("decides", "matters", "worries", "decided"))
FOLLOWS = frozenset(("next", "told"))


def text_for(reader: Reader, talk: Talk) -> Note:
    """Return a text that a talk leaves, as it is signed."""
    return composed(signed(talk), reader)


def told(note: Note) -> list[str]:
    """Return the sentences of a text about the talk itself, without what frames it."""
    kept = [part for part in note.passages if part.group not in ("head", "foot")]
    return [sentence.text for part in kept for sentence in part.sentences]


def unfit(text: str, reader: Reader) -> list[str]:
    """Return the words in a text that must not stand there."""
    small = folded(text)
    found = (phrases(name).pattern(set(words_of(small)), small) for name in UNFIT[reader])
    return [match for pattern in found if pattern for match in pattern.findall(text)]


def places_behind(note: Note, visit: Visit) -> set[str]:
    """Return the places of the steps that a text rests on."""
    behind = {seq for part in note.passages for one in part.sentences for seq in one.events}
    steps = [step for step, entry in visit.record.entries.items() if entry.seq in behind]
    return {visit.plan.place(step) for step in steps}


@pytest.mark.parametrize("name", SHIPPED)
def test_at_least_three_people_practise_each_talk_and_reach_every_step(name: str) -> None:
    assert len(people(name)) >= 3
    made = shipped_checklist(name)
    asked = {step.id for step in made.steps if step.kind != "section"}
    assert asked == {step for patient in people(name) for step in patient.shown or ()}


@every_talk
def test_a_practised_talk_is_whole_and_has_nothing_to_settle_before_signing(talk: Talk) -> None:
    visit = held(talk)
    assert not gaps(visit)
    shown = [one.check for one in concerns(visit)]
    assert shown == UNSETTLED.get((talk.checklist, talk.patient.id), [])


@every_talk
def test_a_note_is_read_back_at_one_step_the_talks_own_or_else_the_banks(talk: Talk) -> None:
    visit = held(talk)
    read = [s for s in visit.record.entries if visit.plan.steps[s].kind == "read-back"]
    assert read in ([], [read_back_step(visit)])


@every_talk
def test_each_text_of_a_talk_is_short_enough_to_be_read(talk: Talk) -> None:
    for reader in READERS:
        note = text_for(reader, talk)
        assert excess(note) is None, reader
        assert render_text(note).count("\n") <= LINES[reader], reader


@every_talk
def test_no_word_of_a_text_judges_hurts_or_needs_a_dictionary(talk: Talk) -> None:
    for reader in READERS:
        assert unfit(" ".join(told(text_for(reader, talk))), reader) == []


def test_a_word_that_judges_would_be_found() -> None:
    assert unfit("The patient Refused, and was non-compliant.", "chart") == [
        "Refused",
        "non-compliant",
    ]


@every_talk
def test_every_sentence_of_a_talk_rests_on_what_happened_in_it(talk: Talk) -> None:
    visit = signed(talk)
    for part in (part for reader in READERS for part in text_for(reader, talk).passages):
        for sentence in part.sentences:
            assert sentence.events, sentence.text
            assert set(sentence.events) <= set(range(1, visit.seq + 1)), sentence.text


@every_talk
def test_the_page_for_the_patient_is_easy_and_speaks_to_them(talk: Talk) -> None:
    sentences = told(text_for("patient", talk))
    assert sentences
    assert grade(sentences) <= HARDEST
    assert not re.search(r"\bpatients?\b", " ".join(sentences))


def test_the_pages_for_patients_are_as_easy_as_a_child_of_eleven_reads() -> None:
    grades = [grade(told(text_for("patient", talk))) for talk in TALKS]
    assert sum(grades) / len(grades) <= EASY


def for_patients(made: Checklist) -> list[str]:
    """Return every whole sentence a checklist has for the patient, with a plain word filled in."""
    return [
        text.replace("{answer}", "rest")
        for step in (*made.steps, *made.extras)
        for answer, text in step.patient.items()
        if not _is_fragment(step, answer)
    ]


def _is_fragment(step: Step, answer: str) -> bool:
    return isinstance(step, Choice) and step.kind == "choose-many" and answer != "answered"


@pytest.mark.parametrize("name", SHIPPED)
def test_no_sentence_for_the_patient_is_hard_even_by_itself(name: str) -> None:
    every = for_patients(shipped_checklist(name))
    assert every
    assert [text for text in every if grade([text]) > HARDEST] == []


@every_talk
def test_a_handover_says_who_what_matters_and_what_is_next(talk: Talk) -> None:
    visit = signed(talk)
    note = composed(visit, "handover")
    places, parts = places_behind(note, visit), {part.place for part in note.passages}
    assert visit.record.patient
    assert visit.record.patient.text() in render_text(note)
    if is_put_off(visit):
        assert "agreed" in places
    else:
        assert places & MATTERS
        assert places & FOLLOWS or "do" in parts
    assert ("do" in parts) == bool(followups(visit))


def is_put_off(visit: Visit) -> bool:
    """Whether there was no talk now: no step appears for what matters or is decided."""
    return not any(visit.plan.place(step) in MATTERS for step in visit.visible())
