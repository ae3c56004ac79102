"""The lists as data: each says what it rests on, and every entry of each is found."""

from __future__ import annotations

from typing import cast

import pytest

from bedside.core import moves as m
from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from bedside.note.checks.checks import concerns
from bedside.note.checks.lists import lists, table, tables, words
from tests.note.checks.drafts import abouts, found, typed
from tests.note.checks.test_outlook import wished
from tests.worlds import checklist, do, opened, step

KNOWN = lists(ClinicWords())
READ = ("judging", "hurtful", "jargon", "letters", "harmless", "denial", "abbreviations")


def page(text: str) -> Visit:
    """Return a visit in which the patient page says this."""
    told = step("told", "text", place="shared", note={"": "Told."}, patient={"": "{answer}"})
    return do(opened(checklist(told)), m.Write("told", text))


def test_every_list_says_what_it_rests_on() -> None:
    for name, each in tables().items():
        assert str(cast("dict[str, object]", each)["source"]).strip(), name


@pytest.mark.parametrize("phrase", KNOWN.judging.entries)
def test_every_judging_phrase_is_found_and_is_gone_from_what_is_offered(phrase: str) -> None:
    visit = typed(f"So {phrase} today.")
    (only,) = found(visit, Check.JUDGING)
    assert only.about == phrase
    if only.rewrite:
        assert abouts(do(visit, m.Reword(only.text, only.rewrite)), Check.JUDGING) == []
    else:
        assert only.advice


@pytest.mark.parametrize("word", KNOWN.shorts)
def test_every_short_form_is_found_and_is_gone_from_what_is_offered(word: str) -> None:
    visit = typed(f"Has {word} today.")
    hits = found(visit, Check.ABBREVIATION)
    assert [one.about for one in hits] == [word]
    if hits[0].rewrite:
        after = do(visit, m.Reword(hits[0].text, hits[0].rewrite))
        assert abouts(after, Check.ABBREVIATION) == []
    else:
        assert hits[0].advice


@pytest.mark.parametrize("word", table("abbreviations", "after", "swap"))
def test_every_state_is_told_as_one(word: str) -> None:
    (only,) = found(typed(f"She is {word} today."), Check.ABBREVIATION)
    assert only.rewrite == f"She is {table('abbreviations', 'after', 'swap')[word]} today."


@pytest.mark.parametrize("phrase", KNOWN.jargon.entries)
def test_every_word_of_the_trade_is_found_on_the_patient_page(phrase: str) -> None:
    visit = page(f"So {phrase} today.")
    hits = found(visit, Check.JARGON)
    assert phrase in [one.about for one in hits] or phrase in abouts(visit, Check.ABBREVIATION)
    for one in hits:
        if one.rewrite:
            after = do(visit, m.Reword(one.text, one.rewrite))
            assert phrase not in abouts(after, Check.JARGON)


@pytest.mark.parametrize("phrase", words("wishes", "unheard"))
def test_every_wish_to_hear_nothing_is_one(phrase: str) -> None:
    assert abouts(wished(f"please, {phrase} it", "It cannot be cured."), Check.UNHEARD) != []


@pytest.mark.parametrize("phrase", words("wishes", "outline"))
def test_every_wish_for_the_outline_is_one(phrase: str) -> None:
    assert abouts(wished(f"please, {phrase} today", "Six months."), Check.UNHEARD) != []
    assert abouts(wished(f"please, {phrase} today", "It cannot be cured."), Check.UNHEARD) == []


@pytest.mark.parametrize("phrase", words("outlook", "told"))
def test_every_outlook_in_words_is_one(phrase: str) -> None:
    assert abouts(wished("rather not know", f"So {phrase} today."), Check.UNHEARD) != []


@pytest.mark.parametrize("word", words("relations", "words"))
def test_every_relation_is_found(word: str) -> None:
    assert abouts(typed(f"So the {word} came."), Check.UNNAMED) == [f"the {word}"]


@pytest.mark.parametrize("phrase", words("trials", "begun"))
def test_every_trial_is_one(phrase: str) -> None:
    assert found(typed(f"So {phrase} tablets", "decided"), Check.NO_DATE) != []


@pytest.mark.parametrize("phrase", words("trials", "unless"))
def test_no_other_trial_is_one(phrase: str) -> None:
    assert found(typed(f"So {phrase} now", "decided"), Check.NO_DATE) == []


@pytest.mark.parametrize("talk", words("minutes", "talks"))
def test_every_talk_can_have_a_time_that_nobody_measured(talk: str) -> None:
    assert abouts(typed(f"A 45-minute {talk} was held."), Check.MINUTES) == ["45-minute"]


@pytest.mark.parametrize("number", words("minutes", "numbers"))
def test_every_number_can_be_one_of_minutes(number: str) -> None:
    assert abouts(typed(f"We talked for {number} hour."), Check.MINUTES) == [f"for {number} hour"]


def offered(text: str) -> set[Check]:
    """Return the checks that offer other words for this, in the note or on the patient page."""
    visits = (typed(f"So {text} now."), page(f"So {text} now."))
    return {one.check for visit in visits for one in concerns(visit) if one.rewrite}


def test_what_is_offered_brings_in_nothing_else_that_is_offered() -> None:
    """So that taking it comes to an end; letters may be spelled out, and that said plainly."""
    for entries in (KNOWN.judging.entries, KNOWN.jargon.entries):
        assert {b.swap for b in entries.values() if b.swap and offered(b.swap)} == set()
    again = {b.swap for b in KNOWN.shorts.values() if b.swap and offered(b.swap) - {Check.JARGON}}
    assert again == set()
