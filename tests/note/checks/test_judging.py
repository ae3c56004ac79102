"""Words that judge or doubt: found in the clinician's words, never in the patient's own."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.concerns import Check
from bedside.core.earlier import Earlier, Said
from bedside.note.checks.lists import table
from tests.note.checks.drafts import abouts, found, rewritten, said, typed
from tests.worlds import TODAY, checklist, do, opened, step

MENDED = {
    "Refused the scan.": "Declined the scan.",
    "The patient refused the scan and claims to… no.": "",
    "He refuses; she claims it hurts.": "He declines; she says it hurts.",
    "She refused to sit up.": "She declined to sit up.",
    "He failed to come.": "He did not come.",
    "Failed chemotherapy last year.": "Was not helped by chemotherapy last year.",
    "Denies pain.": "Reports no pain.",
    "He denied any pain or nausea.": "He reported no pain or nausea.",
    "Admits to drinking.": "Tells of drinking.",
    "Complains of nausea": "Tells of nausea.",
    "A wheelchair-bound man.": "A using a wheelchair man.",
    "History of alcohol abuse.": "History of alcohol use.",
    "Is an alcohol abuse case.": "Is an alcohol use case.",
    "We withdraw care today.": "We stop the treatment that does not help today.",
}
"""What is offered for a sentence; nothing where no ready words stand for all of it."""

POINTED_AT = {
    "Patient was a poor historian.": "Patient was a poor historian",
    "She was non-compliant with tablets.": "non-compliant",
    "He was difficult.": "He was difficult",
    "A difficult patient.": "difficult patient",
    "Denies that he fell.": "Denies",
    "Denies being ill.": "Denies",
    "Denies the illness.": "Denies",
    "Patient failed.": "failed",
    "He insists on going home.": "insists on",
    "His refusal is noted.": "refusal",
    "A frequent flyer.": "frequent flyer",
    "The so-called pain.": "so-called",
    "An addict.": "addict",
}
"""What is pointed at without words that are ready for it."""

HARMLESS = (
    "Was refused a visa.",
    "Has been denied benefits before.",
    "The treatment failed.",
    "Two antibiotics have failed.",
    "His heart has failed.",
    "The insurance claims are open.",
    "No alcoholic drinks.",
    "He was difficult to reach.",
    "The patient is a bit better.",
    "It is difficult to swallow.",
    "A difficult night, and a refusenik's tale.",
    "Non-alcoholic beer.",
)
"""Where the same words say nothing of the person."""


@pytest.mark.parametrize("text", [text for text, better in MENDED.items() if better])
def test_a_judging_word_is_offered_in_a_kinder_one(text: str) -> None:
    assert rewritten(typed(text), Check.JUDGING) == MENDED[text]
    assert abouts(typed(MENDED[text]), Check.JUDGING) == []


@pytest.mark.parametrize("text", POINTED_AT)
def test_a_label_is_pointed_at_with_advice(text: str) -> None:
    (only,) = found(typed(text), Check.JUDGING)
    assert only.about == POINTED_AT[text]
    assert text[only.start : only.end] == POINTED_AT[text]
    assert only.advice
    assert (only.rewrite, only.target, only.reader) == ("", "typed", "chart")


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_word_of_a_thing_is_let_be(text: str) -> None:
    assert abouts(typed(text), Check.JUDGING) == []


def test_what_can_be_mended_at_once_stands_apart_from_what_cannot() -> None:
    """One key takes the first; the other needs words."""
    visit = typed("Refused, and he claims it hurts. He was difficult.")
    ready, rest = found(visit, Check.JUDGING)
    assert (ready.about, rest.about) == ("Refused, claims", "He was difficult")
    assert ready.rewrite == "Declined, and he says it hurts. He was difficult."
    assert rest.rewrite == ""


@pytest.mark.parametrize("place", ["matters", "worries", "shared", "understanding", "decided", ""])
def test_the_patients_own_words_are_never_judged(place: str) -> None:
    """However the note tells them: in quotation marks, or as the patient put it."""
    words = "I refused, they say I am difficult, a frequent flyer"
    assert abouts(said(words, place), Check.JUDGING) == []
    assert abouts(typed(words, place or "shared"), Check.JUDGING) != []


def test_own_words_beside_the_clinicians_are_told_apart() -> None:
    """A wording that judges is found, and the rewrite leaves what was said as it was."""
    asked = step("said", "words", place="matters", note={"": "Refused; says: “{answer}”"})
    visit = do(opened(checklist(asked)), m.Write("said", "I was refused"))
    assert abouts(visit, Check.JUDGING) == ["Refused"]
    assert rewritten(visit, Check.JUDGING) == "Declined; says: “I was refused”."


def test_words_of_an_earlier_visit_and_what_was_put_right_are_the_patients_too() -> None:
    earlier = Earlier(visit="v", day=TODAY, said=(Said("said", "matters", "they refused me"),))
    back = step("back", "read-back", place="checked")
    visit = said("being at home", "matters", back)
    visit = do(visit, m.Recall(earlier), m.Pick("back", "corrected"))
    line = "In the patient's words: “being at home”."
    visit = do(visit, m.Correct("back", line, "I refused the home"))
    assert abouts(visit, Check.JUDGING) == []


def test_a_line_that_was_put_right_is_still_looked_at() -> None:
    """What stands beside it takes nothing of it away."""
    back = step("back", "read-back", place="checked")
    told = step("told", "text", place="shared", note={"": "{answer}"})
    visit = do(opened(checklist(told, back)), m.Write("told", "He refused."))
    visit = do(visit, m.Pick("back", "corrected"), m.Correct("back", "He refused.", "I waited"))
    first = found(visit, Check.JUDGING)[0]
    assert first.about == "refused"
    assert first.rewrite.startswith("He declined (")
    assert first.rewrite.endswith("I waited).")


def test_every_denial_that_is_told_is_one_of_the_list() -> None:
    """What stands for it is the same word as on the list."""
    assert set(table("denial", "told")) <= set(table("judging", "advice"))
