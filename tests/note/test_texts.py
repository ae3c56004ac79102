"""The three texts of random visits: nothing invented, nothing lost, nothing that was kept back."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import events as e
from bedside.core.answers import is_left
from bedside.core.checklist import Checklist, TeachBack
from bedside.core.note import READERS, Reader
from bedside.core.visit import Visit
from bedside.note.render import FORMATS
from bedside.note.shown import shown
from bedside.note.texts import composed
from tests.note.reading import sentences, whole
from tests.note.signing import LATER_WORDS, Signing, random_signed
from tests.worlds import (
    CONFIDED,
    OVERRULED,
    SAID_BEFORE,
    SHIPPED,
    random_events,
    shipped_checklist,
)

OWN = ("own words", "[she] said {answer}", SAID_BEFORE, CONFIDED)
"""All that a patient says in a random visit."""

_QUOTED = re.compile("“([^”]*)”")

talks = st.tuples(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 120))
readers = st.sampled_from(READERS)


def drafted(made: tuple[str, int, int], wording: Checklist | None = None) -> Signing:
    """Return a random visit that is not signed, in other wording where some is given."""
    name, seed, length = made
    return Signing(
        wording or shipped_checklist(name), random_events(shipped_checklist(name), seed, length)
    )


def finished(made: tuple[str, int, int]) -> Signing:
    """Return a random visit that was signed and added to."""
    name, seed, length = made
    return random_signed(shipped_checklist(name), seed, length)


def consented(visit: Visit) -> bool:
    """Whether anything that was confided may be written down."""
    return any(
        visit.plan.steps[id_].sensitive and entry.answer.may_write
        for id_, entry in visit.record.entries.items()
    )


@given(talks, readers)
def test_every_sentence_rests_on_something_that_happened(
    made: tuple[str, int, int], reader: Reader
) -> None:
    """And never on what was only shown, jotted down for oneself, or taken back."""
    silent = (e.Reached, e.Rephrased, e.Jotted, e.Overruled, e.Undone, e.Paused, e.Delivered)
    signing = finished(made)
    happened = {event.seq: event for event in signing.events}
    for text, behind in sentences(shown(signing.visit, reader)):
        assert behind, text
        assert not [seq for seq in behind if isinstance(happened[seq], silent)], text


@given(talks)
def test_no_answer_is_lost_to_the_chart(made: tuple[str, int, int]) -> None:
    """Every answer that still applies is behind a sentence, unless it was left or kept out.

    What a patient said before a step was left is told; what a clinician had begun to write is not.
    """
    visit = drafted(made).visit
    behind = {seq for _, events in sentences(composed(visit)) for seq in events}
    for id_, entry in visit.record.entries.items():
        own, answer = visit.plan.steps[id_], entry.answer
        words = answer.words and own.kind != "text"
        silent = is_left(answer) and not (own.required or answer.reason or words)
        kept_out = own.sensitive and not answer.may_write
        if id_ not in visit.hidden and answer.picks and not (silent or kept_out):
            assert entry.seq in behind, (id_, answer)


@given(talks)
def test_nothing_that_the_patient_put_right_is_lost_to_the_chart_or_the_page(
    made: tuple[str, int, int],
) -> None:
    visit = drafted(made).visit
    corrected = [
        entry.seq
        for id_, entry in visit.record.entries.items()
        if entry.answer.corrections and id_ not in visit.hidden
    ]
    for reader in ("chart", "patient"):
        behind = {seq for _, events in sentences(composed(visit, reader)) for seq in events}
        assert behind.issuperset(corrected)


@given(talks, readers)
def test_what_was_kept_back_stands_in_no_text(made: tuple[str, int, int], reader: Reader) -> None:
    """Confided words without leave, suggested phrases, notes to self, reasons of a clinician."""
    signing = finished(made)
    said = whole(shown(signing.visit, reader))
    assert "to self" not in said
    assert OVERRULED not in said
    assert CONFIDED not in said or consented(signing.visit)
    phrases = {phrase.text for step in signing.visit.plan.steps.values() for phrase in step.say}
    assert not [phrase for phrase in phrases if phrase in said]


@given(talks, st.sampled_from(tuple(FORMATS)), readers)
def test_no_format_brings_back_what_no_text_says(
    made: tuple[str, int, int], form: str, reader: Reader
) -> None:
    signing = finished(made)
    rendered = " ".join(FORMATS[form](shown(signing.visit, reader)).split())
    assert OVERRULED not in rendered
    assert "to self" not in rendered
    assert CONFIDED not in rendered or consented(signing.visit)


@given(talks, readers)
def test_quotation_marks_stand_only_around_the_patients_own_words(
    made: tuple[str, int, int], reader: Reader
) -> None:
    for quoted in _QUOTED.findall(whole(composed(drafted(made).visit, reader))):
        assert quoted in OWN


@given(talks)
def test_the_page_calls_nobody_by_a_label_or_a_title_of_the_clinicians(
    made: tuple[str, int, int],
) -> None:
    """Not a bedside label, not "the patient"; nor a step's title for want of other wording."""
    visit = drafted(made).visit
    said = spoken(visit)
    assert "Bed-side label" not in said
    assert "the patient" not in said.lower()
    unworded = spoken(drafted(made, silent(shipped_checklist(made[0]))).visit)
    steps = visit.plan.steps.values()
    points = {point for step in steps if isinstance(step, TeachBack) for point in step.points}
    titles = {step.title for step in steps if len(step.title) > 12} - points
    assert not [title for title in titles if title in unworded]


def spoken(visit: Visit) -> str:
    """Return what the page says to the patient, but for what others are to do."""
    page = composed(visit, "patient")
    return " ".join(s.text for part in page.passages if part.place != "do" for s in part.sentences)


def silent(made: Checklist) -> Checklist:
    """Return the checklist without any wording for the patient."""
    steps = tuple(replace(step, patient={}) for step in made.steps)
    extras = tuple(replace(step, patient={}) for step in made.extras)
    return replace(made, steps=steps, extras=extras)


@given(talks, readers)
def test_what_comes_later_changes_nothing_of_what_was_signed(
    made: tuple[str, int, int], reader: Reader
) -> None:
    """Stamps stand above it, entries below; the rest is what was frozen, sentence by sentence."""
    signing = finished(made)
    note, original = shown(signing.visit, reader), shown(signing.visit, reader, original=True)
    inner = tuple(one for one in note.passages if one.group not in ("stamp", "later"))
    assert inner == tuple(one for one in original.passages if one.group != "stamp")
    groups = [one.group for one in note.passages]
    order = ("stamp", "head", "present", "talked", "decided", "next", "foot", "later")
    assert groups == sorted(groups, key=order.index)
    assert LATER_WORDS not in whole(original)


@given(talks, readers, st.sampled_from(tuple(FORMATS)))
def test_a_text_is_the_same_byte_for_byte_whenever_it_is_rendered(
    made: tuple[str, int, int], reader: Reader, form: str
) -> None:
    first, second = (FORMATS[form](shown(finished(made).visit, reader)) for _ in range(2))
    assert first == second
    assert first.endswith("\n")
    assert "\r" not in first


@given(talks, readers)
def test_no_blank_is_left_unfilled(made: tuple[str, int, int], reader: Reader) -> None:
    """The words that hold a blank on purpose stay as they were typed."""
    said = whole(composed(drafted(made).visit, reader)).replace("[she] said {answer}", "")
    assert not re.search(r"\{[a-z]+\}", said)
