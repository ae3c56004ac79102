"""Sentences for the note: none missing, none twice, none that doubts or labels."""

from __future__ import annotations

import pytest

from bedside.content.lint.lists import Better, phrases
from tests.content.lint.judged import after_mending, by_step, codes, judged, only, yes_no

STEP = '\n[[steps]]\nid = "extra"\nkind = "{}"\ntitle = "Bring tea"\n'

WRITTEN = {
    "Refused tea.": "N410",
    "Denies pain.": "N410",
    "The patient was a smoker.": "N410",
    "Complained of pain.": "N410",
    "Non-compliant with tea.": "N410",
    "Has “pain” at night.": "N411",
    "Has «pain» at night.": "N411",
}


@pytest.mark.parametrize("sentence", WRITTEN)
def test_a_sentence_that_doubts_or_labels_is_found_once(sentence: str) -> None:
    assert codes(yes_no(sentence)) == [WRITTEN[sentence]]


@pytest.mark.parametrize(
    "sentence", ["It was difficult to hear.", "Declined tea.", "Has a claim.", "Tea undenied."]
)
def test_a_sentence_that_tells_is_let_be(sentence: str) -> None:
    assert codes(yes_no(sentence)) == []


def test_every_judging_phrase_gives_one_finding_and_its_better_words_none() -> None:
    known: dict[str, Better] = dict(phrases("judging").entries)
    for texts, expected in (
        ([f"The person {phrase} tea." for phrase in known], ["N410"]),
        ([f"The person {one.swap} tea." for one in known.values() if one.swap], None),
    ):
        steps = "".join(
            STEP.format("do").replace('extra"', f'p{at}"').replace("tea", f"tea {at}")
            + f'note.done = "{text}"\n'
            for at, text in enumerate(texts)
        )
        found = by_step(judged(steps))
        named = {step: of for step, of in found.items() if of != ["S610"]}
        assert named == ({f"p{at}": expected for at in range(len(texts))} if expected else {})


def test_judging_words_are_mended_in_place() -> None:
    assert 'note.yes = "Declined tea."' in after_mending(yes_no("Refused tea."))


def test_quotation_marks_are_taken_out_and_the_words_stay() -> None:
    assert 'note.yes = "Has pain at night."' in after_mending(yes_no("Has “pain” at night."))


def test_own_words_may_stand_in_quotation_marks() -> None:
    note = 'note.answered = "Rests like this: “{}”"\n'
    assert codes(STEP.format("words") + note.format("{answer}")) == []
    assert codes(STEP.format("words") + note.format("well")) == ["N406"]
    assert codes(STEP.format("words") + "sensitive = true\n" + note.format("well")) == ["N411"]
    assert codes(STEP.format("text") + note.format("{answer}")) == ["N411"]


def test_what_the_patient_reads_is_free_of_the_words_of_the_trade() -> None:
    line = 'patient.done = "{}"\n'
    assert codes(STEP.format("do") + line.format("You have sepsis.")) == ["N412"]
    assert codes(STEP.format("do") + line.format("You go to the ICU.")) == ["N412"]
    assert codes(STEP.format("do") + line.format("You go home.")) == []


def test_two_answers_with_one_sentence_cannot_be_told_apart() -> None:
    finding = only(yes_no("Had tea.", "had tea. "))
    assert finding.code == "N403"
    assert codes(yes_no("Chose {answer}.", "Chose {answer}.")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("not-asked", "not-yet"), ("not-yet", "said-back"), ("after-another-try", "said-back")],
)
@pytest.mark.parametrize("text", ["Said: {answer}.", "Talked about."])
def test_two_outcomes_of_saying_back_with_one_sentence_cannot_be_told_apart(
    one: str, other: str, text: str
) -> None:
    step = STEP.format("teach-back") + 'points = ["Tea is hot"]\n'
    finding = only(f'{step}note.{one} = "{text}"\nnote.{other} = "{text}"\n')
    assert finding.code == "N403"
    assert codes(f'{step}note.{one} = "{text}"\nnote.{other} = "Other: {{answer}}."\n') == []


def test_two_ends_of_reading_back_with_one_sentence_cannot_be_told_apart() -> None:
    sentences = 'note.confirmed = "Read."\nnote.{} = "{}"\n'
    for answer in ("corrected", "not-done"):
        assert only(STEP.format("read-back") + sentences.format(answer, "read.")).code == "N403"
        assert codes(STEP.format("read-back") + sentences.format(answer, "Otherwise.")) == []


def test_an_answer_added_later_needs_its_sentence() -> None:
    assert codes(STEP.format("yes-no") + 'note.yes = "Had tea."\n') == ["N405"]
    assert codes(STEP.format("yes-no") + 'note.declined = "Kept that back."\n') == []
    assert codes(STEP.format("yes-no") + 'note = "Tea: {answer}."\n') == []


@pytest.mark.parametrize(
    ("kind", "answer"), [("do", "not-done"), ("words", "not-asked"), ("read-back", "not-done")]
)
def test_a_required_step_says_when_it_did_not_happen(kind: str, answer: str) -> None:
    step = STEP.format(kind) + "required = true\n"
    finding = only(step)
    assert finding.code == "N404"
    assert f"note.{answer}" in finding.help
    assert codes(after_mending(step)) == []
    assert f'note.{answer} = "Not talked about today: bring tea."' in after_mending(step)


def test_the_sentence_that_is_added_stands_below_the_others_in_their_line_ends() -> None:
    step = STEP.format("do") + 'note.done = "Had tea."  # warm\nrequired = true\n'
    mended = after_mending(step)
    assert 'note.done = "Had tea."  # warm\nnote.not-done = "Not talked' in mended


def test_a_note_of_one_text_is_offered_no_second_beside_it() -> None:
    assert only(STEP.format("do") + 'required = true\nnote = "Had tea."\n').fix is None


def test_judging_words_follow_the_language_of_the_note() -> None:
    frame = '[note]\nheading = "Talk"\nlanguage = "{}"\n'
    assert codes(yes_no("Refused tea.") + frame.format("de")) == []
    assert codes('language = "de"\n' + yes_no("Refused tea.") + frame.format("en")) == ["N410"]


@pytest.mark.parametrize("kind", ["words", "text", "people", "date", "scale"])
def test_what_was_answered_freely_is_not_lost_from_the_note(kind: str) -> None:
    limits = "min = 0\nmax = 9\n" if kind == "scale" else ""
    for key in ("note", "note.answered"):
        step = STEP.format(kind) + limits + f'{key} = "Tea was talked over."\n'
        assert only(step).code == "N406"
        mended = after_mending(step)
        assert f'{key} = "Tea was talked over: ' in mended
        assert codes(mended) == []
        assert codes(step + "sensitive = true\n") == []


def test_a_sentence_for_another_answer_loses_nothing() -> None:
    assert codes(STEP.format("words") + 'note.declined = "Kept that back."\n') == []
    assert codes(STEP.format("yes-no") + 'note = "Tea was talked over."\n') == []


def test_words_written_beforehand_between_quotation_marks_give_way_to_the_answer() -> None:
    step = STEP.format("words") + 'note.answered = "Rests like this: “well”."\n'
    assert 'note.answered = "Rests like this: “{answer}”."' in after_mending(step)


def test_several_quotation_marks_are_one_finding() -> None:
    snippet = yes_no("Has “pain” and “fear”.")
    assert len(only(snippet).related) == 1
    assert 'note.yes = "Has pain and fear."' in after_mending(snippet)
