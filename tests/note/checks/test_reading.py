"""The reading grade of the patient page, and where each text is longest."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from tests.note.checks.drafts import found, typed
from tests.worlds import checklist, do, opened, step

HARD = "Considering your individual circumstances, relocation may improve your recuperation."
EASY = "You may rest by the window. We will come back at four. Call us if it hurts."


def page(*texts: str) -> Visit:
    """Return a visit whose patient page says these, each from a step of its own."""
    wording = {"": "{answer}"}
    steps = [step(f"s{n}", "text", place="shared", patient=wording) for n in range(len(texts))]
    visit = opened(checklist(*steps))
    return do(visit, *(m.Write(f"s{n}", text) for n, text in enumerate(texts)))


def test_a_page_above_grade_eight_is_shown_with_its_hardest_sentence() -> None:
    (only,) = found(page("You rest.", HARD, "That will do for today, in any case."), Check.GRADE)
    assert (only.text, only.target, only.reader) == (HARD, "s1", "patient")
    assert only.text[only.start : only.end] == HARD
    assert float(only.about) > 8


def test_a_page_in_plain_words_is_let_be_and_so_is_one_of_few_words() -> None:
    assert found(page(EASY, EASY), Check.GRADE) == []
    assert found(page("Considering your individual circumstances."), Check.GRADE) == []


def test_own_words_are_not_counted() -> None:
    """They are the patient's, however hard."""
    wording = {"": "You said: “{answer}”"}
    asked = step("said", "words", place="matters", patient=wording)
    told = step("told", "text", place="shared", patient={"": "{answer}"})
    visit = do(opened(checklist(asked, told)), m.Write("said", HARD * 4), m.Write("told", EASY))
    assert found(visit, Check.GRADE) == []


def test_only_english_pages_are_graded() -> None:
    assert found(typed(HARD * 4), Check.GRADE) != []
    assert found(typed(HARD * 4, language="fr"), Check.GRADE) == []


def test_a_text_that_is_too_long_is_shown_at_its_longest_answer() -> None:
    short, long = (step(name, "text", place="understanding") for name in ("short", "long"))
    visit = do(opened(checklist(short, long)), m.Write("short", "Rest."))
    visit = do(visit, m.Write("long", "rest and tea " * 80))
    only = found(visit, Check.BUDGET)[0]
    assert (only.reader, only.target) == ("chart", "long")
    assert "Understanding" in only.advice
