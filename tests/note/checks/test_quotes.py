"""Quotation marks: only around the patient's own words for what matters, worries and goals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from bedside.note.texts import composed
from tests.note.checks.drafts import abouts, improved, rewritten, said, typed
from tests.worlds import checklist, choose, do, opened, step

DOUBTING = {
    "The “pain” is back.": "The pain is back.",
    'Says it is "fine".': "Says it is fine.",
    "A ‘good’ night and „so“ on.": "A good night and so on.",
    "Was «sad» today.": "Was sad today.",
    "The 'pain' is back.": "The pain is back.",
    "“Fine”, and “well”.": "Fine, and well.",
}
NO_MARKS = (
    "It's the patients' room, and the nurses' too.",
    'A cut of 5" and one of 6".',
    "It isn't, wasn't and can't be.",
    "The '60s, and rock 'n' roll.",
    'One mark " alone.',
    "Doesn’t want what the sons’ wives want.",
)


@pytest.mark.parametrize("text", DOUBTING)
def test_marks_around_anything_else_are_offered_away(text: str) -> None:
    assert rewritten(typed(text), Check.QUOTES) == DOUBTING[text]
    assert abouts(typed(DOUBTING[text]), Check.QUOTES) == []


@pytest.mark.parametrize("text", NO_MARKS)
def test_what_only_looks_like_marks_is_let_be(text: str) -> None:
    assert abouts(typed(text), Check.QUOTES) == []


@pytest.mark.parametrize("place", ["matters", "worries"])
def test_own_words_for_what_matters_and_worries_stand_in_marks(place: str) -> None:
    assert abouts(said("my garden", place), Check.QUOTES) == []
    assert abouts(said('she said "no" to me', place), Check.QUOTES) == []


def test_own_words_elsewhere_stand_without() -> None:
    """The words stay, whole: only the marks go."""
    asked = step("said", "words", place="understanding", note={"": "Sees it so: “{answer}”"})
    visit = do(opened(checklist(asked)), m.Write("said", "it is the heart"))
    assert rewritten(visit, Check.QUOTES) == "Sees it so: it is the heart."
    assert abouts(said("it is the heart", "understanding"), Check.QUOTES) == []


def test_a_line_that_was_put_right_is_told_as_it_was_read() -> None:
    """Where it does not stand itself, it is said what it had been, its marks and words with it."""
    asked = step("said", "words", place="matters", handover={"": "Refused."})
    made = checklist(asked, step("back", "read-back", place="checked"))
    visit = do(opened(made), m.Write("said", "my garden"), m.Pick("back", "corrected"))
    line = "In the patient's words: “my garden”."
    visit = do(visit, m.Correct("back", line, "my bed"), m.Write("said", "my house"))
    assert abouts(visit, Check.QUOTES) == []


def test_marks_inside_own_words_are_the_patients() -> None:
    assert abouts(said('he said "no" to me', "understanding"), Check.QUOTES) == []
    assert abouts(said('"no" is what he said', "understanding"), Check.QUOTES) == []
    assert abouts(said('"all of it"', "understanding"), Check.QUOTES) != []


def test_the_patient_page_may_quote_whatever_the_patient_said() -> None:
    """It is their page."""
    asked = step("said", "words", place="understanding", patient={"": "You said: “{answer}”"})
    visit = do(opened(checklist(asked)), m.Write("said", "it is the heart"))
    assert abouts(visit, Check.QUOTES) == []
    loud = step("told", "text", place="shared", patient={"": "Your “{answer}”."})
    assert abouts(do(opened(checklist(loud)), m.Write("told", "pain")), Check.QUOTES) == ["“pain”"]


def test_own_words_at_a_step_that_was_left_with_others_stand_where_they_may() -> None:
    """One event may leave many steps at once; the words are those of the step that has them."""
    made = checklist(step("later", place="next"), choose("said", "x", place="matters"))
    visit = do(opened(made), m.Write("said", "my garden"), m.SkipRest("no-time"))
    assert {visit.record.entries[name].seq for name in ("later", "said")} == {visit.seq}
    assert "my garden" in visit_text(visit, "matters")
    assert abouts(visit, Check.QUOTES) == []


def test_marks_are_looked_for_in_any_language() -> None:
    assert abouts(typed("Die „Schmerzen“ sind da.", language="de"), Check.QUOTES) == ["„Schmerzen“"]
    assert abouts(typed("'s avonds leest hij foto's", language="nl"), Check.QUOTES) == []


@given(st.text(alphabet="ab .“”„«»‘’\"'", max_size=40))
def test_however_marks_are_typed_taking_them_away_ends_and_keeps_every_letter(text: str) -> None:
    if not text.split():
        return
    visit, _ = improved(typed(text))
    assert [one for one in abouts(visit, Check.QUOTES) if "“" in one] == []
    first, last = (
        [letter for step_text in texts for letter in step_text if letter.isalpha()]
        for texts in ([text], [visit_text(visit)])
    )
    assert [one.lower() for one in first] == [one.lower() for one in last]


def visit_text(visit: Visit, place: str = "shared") -> str:
    """Return what a visit leaves at one place of its chart note."""
    told = [p for p in composed(visit).passages if p.place == place]
    return " ".join(s.text for p in told for s in p.sentences)
