"""The unheard prognosis: what a patient asked not to hear, and would read at home tonight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Option
from bedside.core.concerns import Check
from bedside.core.note import Reader
from bedside.core.visit import Visit
from bedside.note.texts import composed
from tests.note.checks.drafts import BLAND, abouts, found, talk
from tests.worlds import (
    SHIPPED,
    UNCERTAINTY,
    checklist,
    choose,
    do,
    opened,
    shipped_checklist,
    step,
)

FIGURES = (
    "About six months at most.",
    "6-12 months.",
    "Has weeks to live.",
    "Weeks to months.",
    "Months, not years.",
    "A 70% chance of cure.",
    "One in five will die of it.",
    "It is 50/50 that it works.",
    "She may live for a year.",
    "Survival is measured in months.",
)
WORDS = (
    "The prognosis is poor.",
    "It cannot be cured.",
    "Time is short.",
    "He is dying.",
    "Is near the end of life.",
    "The illness is terminal.",
)
NO_OUTLOOK = (
    "The scan is in 3 months; pain for 2 weeks.",
    "Has had diabetes for 10 years and is 70 years old.",
    "Oxygen is at 92%. Pain is 3 out of 10.",
    "Tablets twice a day, one day at a time.",
    "The pain began 3 weeks ago, 5 days of fever before.",
    "Antibiotics for 6 to 8 weeks.",
    "Known: the heart is weak. What may lie ahead was talked about.",
)
LEFT_OUT = "What may lie ahead is left out here, as the patient wished."
UNHEARD = ("I would rather not know how long", "don't tell me, tell someone else")
OUTLINE = ("just the short version", "the outline, not numbers")


def wished(wish: str, text: str, place: str = "shared") -> Visit:
    """Return a visit in which the patient wished this, and the clinician typed that."""
    asked = step("wish", "words", place="understanding")
    wording = {"": "{answer}"}
    told = step("told", "text", place=place, note=wording, patient=wording, handover=wording)
    return do(opened(checklist(asked, told)), m.Write("wish", wish), m.Write("told", text))


def text_of(visit: Visit, reader: Reader = "chart") -> str:
    """Return one of the texts as one line."""
    note = composed(visit, reader)
    return " ".join(s.text for part in note.passages for s in part.sentences)


@pytest.mark.parametrize("text", [*FIGURES, *WORDS])
@pytest.mark.parametrize("wish", UNHEARD)
def test_who_wished_to_hear_nothing_reads_no_outlook(wish: str, text: str) -> None:
    visit = wished(wish, text)
    (only,) = found(visit, Check.UNHEARD)
    assert (only.text, only.target, only.rewrite) == (text, "told", LEFT_OUT)
    assert only.about == text[only.start : only.end] != ""
    after = do(visit, m.Reword(only.text, only.rewrite))
    assert abouts(after, Check.UNHEARD) == []
    for reader in ("chart", "patient"):
        assert text not in text_of(after, reader)


@pytest.mark.parametrize("wish", OUTLINE)
def test_who_wished_for_the_outline_reads_no_figures(wish: str) -> None:
    assert all(abouts(wished(wish, text), Check.UNHEARD) for text in FIGURES)
    assert not any(abouts(wished(wish, text), Check.UNHEARD) for text in WORDS)


@pytest.mark.parametrize("text", [*FIGURES, *WORDS])
def test_who_wished_for_all_of_it_may_read_it(text: str) -> None:
    assert abouts(wished("tell me everything", text), Check.UNHEARD) == []


@pytest.mark.parametrize("text", NO_OUTLOOK)
@pytest.mark.parametrize("place", ["shared", "decided"])
def test_plans_ages_measures_and_what_has_been_are_no_outlook(text: str, place: str) -> None:
    assert abouts(wished(UNHEARD[0], text, place), Check.UNHEARD) == []


def test_a_time_is_an_outlook_where_things_are_shared_and_a_plan_where_they_are_decided() -> None:
    assert abouts(wished(OUTLINE[0], "Six weeks."), Check.UNHEARD) != []
    assert abouts(wished(OUTLINE[0], "Six weeks.", "decided"), Check.UNHEARD) == []
    assert abouts(wished(OUTLINE[0], "Six weeks left.", "decided"), Check.UNHEARD) != []


def test_only_the_sentence_with_the_outlook_is_left_out() -> None:
    visit = wished(UNHEARD[0], "The heart is weak. Six months at most. We look again on Monday.")
    (only,) = found(visit, Check.UNHEARD)
    assert only.rewrite == f"The heart is weak. {LEFT_OUT} We look again on Monday."


def test_the_patient_page_says_so_to_the_patient() -> None:
    asked = step("wish", "words", place="understanding")
    told = step("told", "text", place="shared", note={"": "Told."}, patient={"": "{answer}"})
    visit = do(opened(checklist(asked, told)), m.Write("wish", UNHEARD[0]))
    (only,) = found(do(visit, m.Write("told", "Six months.")), Check.UNHEARD)
    assert only.reader == "patient"
    assert only.rewrite == "What may lie ahead is left out here, as you wished."


def test_what_only_the_next_team_reads_is_let_be() -> None:
    """The handover does not reach the patient, and colleagues have to know."""
    asked = step("wish", "words", place="understanding")
    told = step("told", "text", place="decides", note={"": "Told."}, handover={"": "{answer}"})
    visit = do(opened(checklist(asked, told)), m.Write("wish", UNHEARD[0]))
    assert abouts(do(visit, m.Write("told", "Six months.")), Check.UNHEARD) == []
    assert "Six months." in text_of(do(visit, m.Write("told", "Six months.")), "handover")


def test_the_patients_own_words_are_theirs_and_the_wish_itself_is_no_outlook() -> None:
    assert (
        abouts(wished("rather not know; I have six months, no prognosis", "x"), Check.UNHEARD) == []
    )
    said = step("said", "text", place="understanding", note={"": "{answer}"})
    visit = do(opened(checklist(said)), m.Write("said", "Does not want to know the prognosis."))
    assert abouts(visit, Check.UNHEARD) == []


def test_a_wish_and_a_figure_in_one_sentence_are_pointed_at_and_not_rewritten() -> None:
    """Who takes the figure out must not take the wish with it."""
    said = step("said", "text", place="understanding", note={"": "{answer}"})
    text = "Would rather not know that it is six months"
    (only,) = found(do(opened(checklist(said)), m.Write("said", text)), Check.UNHEARD)
    assert only.rewrite == ""


def test_a_wish_that_was_kept_out_of_the_note_is_still_a_wish() -> None:
    """The patient may ask that it is not written down."""
    asked = step("wish", "words", place="understanding", sensitive=True)
    told = step("told", "text", place="shared", note={"": "{answer}"})
    visit = do(opened(checklist(asked, told)), m.Write("wish", UNHEARD[0]))
    visit = do(visit, m.Allow("wish", yes=False), m.Write("told", "Six months."))
    assert UNHEARD[0] not in text_of(visit)
    assert abouts(visit, Check.UNHEARD) == ["Six months"]


@pytest.mark.parametrize("label", ["Would rather not know", "Someone else instead"])
def test_a_wish_may_be_an_offered_answer_without_a_sentence_of_its_own(label: str) -> None:
    asked = choose("ask", "x", place="understanding", note={"x": "Was asked."})
    asked = replace(asked, options=(Option(id="x", label=label),))
    told = step("told", "text", place="shared", note={"": "{answer}"})
    visit = do(opened(checklist(asked, told)), m.Pick("ask", "x"), m.Write("told", "Six months."))
    assert abouts(visit, Check.UNHEARD) == ["Six months"]


def shipped(detail: str, known: str) -> Visit:
    """Return the talk about what is not known, with how much the patient wanted to hear."""
    visit = do(opened(shipped_checklist(UNCERTAINTY)), m.Pick("good-time", "now"))
    visit = do(visit, m.Pick("detail", "all"), m.Write("known", known))
    return do(visit, m.Write("meanwhile", known), m.Pick("detail", detail))


@pytest.mark.parametrize("detail", ["short", "someone"])
def test_the_shipped_question_how_much_to_hear_is_such_a_wish(detail: str) -> None:
    assert abouts(shipped(detail, "Has six months to live."), Check.UNHEARD) != []
    assert abouts(shipped("all", "Has six months to live."), Check.UNHEARD) == []


def test_what_was_hidden_by_the_wish_is_in_no_text_at_all() -> None:
    """Nothing is pointed at that nobody reads."""
    visit = shipped("someone", "Six months.")
    assert "known" in visit.hidden
    assert abouts(visit, Check.UNHEARD) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_wording_of_shipped_checklists_is_never_an_outlook(name: str) -> None:
    """Whatever is wished and answered: with bland words nothing is unheard."""
    wishes = (*BLAND, *UNHEARD, *OUTLINE)
    for seed in range(16):
        assert abouts(talk(shipped_checklist(name), seed, wishes), Check.UNHEARD) == []


def test_why_a_step_was_left_is_no_outlook() -> None:
    asked = step("wish", "words", place="understanding")
    told = step("told", "text", place="shared", required=True)
    visit = do(opened(checklist(asked, told)), m.Write("wish", UNHEARD[0]))
    visit = do(visit, m.Skip("told", "other", "no time left, six months of notes to read"))
    assert abouts(visit, Check.UNHEARD) == []
