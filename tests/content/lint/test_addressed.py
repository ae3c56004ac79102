"""Words to say are said to the person, and family is not asked to interpret."""

from __future__ import annotations

import pytest

from bedside.content.lint.lists import phrases, texts_in
from tests.content.lint.judged import after_mending, by_step, codes, judged, many, only, say

ABOUT = (
    "Tell the patient when you will be back.",
    "Then ask the family what they know.",
    "Explain that the bed is free.",
    "Explain the plan.",
    "Reassure them.",
    "Reassure the patient that you will be back.",
    "Please acknowledge the fear.",
    "Ask them what they hope for.",
    "I would like the patient to sit.",
    "Is this the patient’s bag?",
    "Make eye contact.",
    "Explain the prognosis prior to the biopsy, and tell the patient not to worry.",
)
TO_THEM = (
    "Tell me when you are ready.",
    "Explain it to me in your own words.",
    "Explain how you see it to your family.",
    "Ask them what you like.",
    "Ask for me at the desk.",
    "Discuss it with your family.",
    "You can read it on the patient portal.",
    "Many patients ask this.",
    "The patient in the next bed sleeps.",
    "I will explain the plan.",
    "You can tell the family or not.",
    "Be patient with us.",
)


@pytest.mark.parametrize("phrase", ABOUT)
def test_words_about_the_patient_are_found_once(phrase: str) -> None:
    assert codes(say(phrase)) == ["P513"]


@pytest.mark.parametrize("phrase", TO_THEM)
def test_words_to_the_person_are_let_be(phrase: str) -> None:
    assert codes(say(phrase)) == []


def test_every_beginning_is_found_and_the_better_one_is_none() -> None:
    known = dict(phrases("asides").entries)
    found = by_step(judged(many(f"{phrase} tea." for phrase in known)))
    assert found == {f"p{at}": ["P513"] for at in range(len(known))}
    better = [one.advice.split('"')[1] for one in known.values()]
    assert by_step(judged(many(dict.fromkeys(better)))) == {}
    assert set(texts_in("asides", "always")) <= known.keys()


def test_a_hint_that_stands_under_tips_is_let_be() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "do"\ntitle = "Tea"\n'
    assert codes(step + 'tips = ["Tell the patient when you will be back."]\n') == []


@pytest.mark.parametrize(
    "phrase",
    [
        "Can your daughter interpret for us today?",
        "Would your son translate this for you?",
        "I would like to ask your wife to translate.",
        "Could she interpret for me?",
        "Can we let your friend do the interpreting?",
        "Please let your niece translate.",
    ],
)
def test_family_asked_to_interpret_is_found(phrase: str) -> None:
    assert codes(say(phrase)) == ["S609"]


@pytest.mark.parametrize(
    "phrase",
    [
        "Shall I bring in an interpreter for your family?",
        "Your daughter should not have to interpret for you.",
        "Can a trained interpreter translate for your mother?",
        "Shall we translate this for your family?",
        "I can translate the letter for your son.",
        "How would your daughter put it?",
        "Who in your family would like to be here?",
    ],
)
def test_whoever_is_trained_may_interpret(phrase: str) -> None:
    assert codes(say(phrase)) == []


def test_asking_family_is_mended_with_a_trained_interpreter() -> None:
    snippet = say("Good day. Can your daughter interpret for us today?")
    better = "Good day. I would like a trained interpreter to join us, here or by phone."
    assert f'say = ["{better}"]' in after_mending(snippet)
    assert only(say("Sit down and let your son translate.")).fix is None
