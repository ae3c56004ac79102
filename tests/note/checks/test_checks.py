"""All checks together: nothing where there is nothing, an end to what is offered, and speed."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from bedside.core.walk import replay
from bedside.note.checks.checks import concerns
from bedside.note.texts import composed
from tests.note.checks.drafts import WORDED, abouts, found, improved, said, talk, typed
from tests.worlds import SHIPPED, checklist, do, opened, random_events, shipped_checklist, step

WORDS = st.sampled_from(
    (
        *("Pt", "refused", "denies", "pain", "c/o", "SOB", "the daughter", "her wife", "“well”"),
        *('"no"', "talked for 45 minutes", "six months to live", "70% chance", "prognosis"),
        *("rather not know", "short version", "ICU (intensive care unit)", "DNR/DNI", "claims"),
        *("failed", "was", "a", "an", ".", ",", "…", "(", ")", "’s", "trial of", "R.T.", "PICC"),
        *("oedema", "patient is a", "difficult", "and", "IV", "XYZ", "„so“", "it's", "\u017f"),
    )
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
CLINIC = ClinicWords(
    allowed=("PICC",),
    judging={"well": "fine", "fine": "so", "so": "well"},
    abbreviations={"XYZ": "IV", "fine": "XYZ"},
)
"""A clinic whose words go round in a ring."""


OF_WORDS = frozenset(WORDED) - {Check.NO_DATE}
"""What words alone bring: a trial without a day is one in a checklist's own wording too."""


def made(name: str, seed: int, length: int) -> Visit:
    """Return a random visit of a shipped checklist."""
    return replay(shipped_checklist(name), random_events(shipped_checklist(name), seed, length))


@given(st.sampled_from(SHIPPED), st.integers(0, 100_000), st.integers(0, 90))
def test_a_random_visit_with_bland_words_gives_nothing_to_look_at(
    name: str, seed: int, length: int
) -> None:
    assert [one for one in concerns(made(name, seed, length)) if one.check in OF_WORDS] == []


@given(st.sampled_from(SHIPPED), st.integers(0, 100_000))
def test_a_whole_talk_with_bland_words_gives_nothing_to_look_at(name: str, seed: int) -> None:
    visit = talk(shipped_checklist(name), seed)
    assert [one for one in concerns(visit) if one.check in OF_WORDS] == []


def everywhere(text: str, own: str) -> Visit:
    """Return a visit in which the clinician typed one text and the patient said another."""
    wording = {"": "{answer}"}
    made_ = checklist(
        step("seen", "words", place="understanding", note={"": "Sees it so: “{answer}”"}),
        step("told", "text", place="shared", note=wording, patient=wording, handover=wording),
        step("hope", "words", place="matters", patient={"": "You hope: “{answer}”"}),
        step("plan", "text", place="decided", note=wording),
    )
    moves: list[m.Move] = [m.Write("told", text), m.Write("plan", text)]
    moves += [m.Write("seen", own), m.Write("hope", own)] if own.split() else []
    return do(opened(made_), *moves)


@given(SENTENCES, SENTENCES)
def test_taking_every_offer_in_turn_ends_and_leaves_no_offer(text: str, own: str) -> None:
    for clinic in (None, CLINIC):
        visit, _ = improved(everywhere(text, own), clinic)
        assert not any(one.rewrite for one in concerns(visit, clinic))


@given(SENTENCES, SENTENCES)
def test_no_offer_changes_what_the_patient_said(text: str, own: str) -> None:
    """It stands in the texts afterwards as often as before, letter by letter."""

    def count(visit: Visit, words: str) -> int:
        shown = " ".join(
            sentence.text
            for reader in ("chart", "patient")
            for passage in composed(visit, reader).passages
            for sentence in passage.sentences
        )
        return shown.count(words)

    before = everywhere(text, f"zq {own} qz")
    after, _ = improved(before)
    shown = f"zq {' '.join(own.split())} qz"
    for words in (shown, shown.replace('"no"', "‘no’").replace("“well”", "‘well’")):
        assert count(after, words) == count(before, words)


@given(SENTENCES)
def test_every_concern_points_into_its_sentence_and_has_a_way_out(text: str) -> None:
    from bedside.words import notes

    for one in concerns(everywhere(text, "x")):
        if one.text:
            assert one.text[one.start : one.end].strip()
        assert notes.concern(one)
        assert notes.way_out(one, "b")
        assert one.target or one.text


@given(SENTENCES)
def test_overruling_each_leaves_nothing_open(text: str) -> None:
    visit = everywhere(text, "well")
    names = [one.name for one in concerns(visit)]
    assert len(set(names)) == len(names)
    visit = do(visit, *(m.Overrule(name, "it is true") for name in names))
    assert all(one.settled == "it is true" for one in concerns(visit))


@settings(max_examples=150)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_looked_through(text: str, own: str) -> None:
    if text.split():
        improved(everywhere(text, own))


@pytest.mark.parametrize(
    "part",
    [
        *("a", " ", "'", "“", "‘a", "(", "A.", "a/", "talk with ", "talked to a ", "for 1 ", "1-"),
        *(
            "the daughter ",
            "in the ",
            "months to ",
            "refused ",
            "not ",
            "IV",
            "a b c/d& ",
            "D. Roe, ",
        ),
        *(
            "one and a half ",
            "(ICU) ",
            "A (",
            "spent 45 min ",
            "“'\"",
            "prognosis ",
            "é\u0301",
            "\u017f",
        ),
    ],
)
def test_no_text_takes_long(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a part of it comes again, the time grows with the length alone."""
    monkeypatch.setattr("bedside.note.checks.checks.too_long", lambda *_: ())
    text = (part * 6_000)[:12_000].strip() or "x"
    visit = everywhere(f"rather not know {text}", text)
    start = process_time()
    concerns(visit)
    assert process_time() - start < 1.5


def test_a_usual_visit_is_looked_through_in_a_moment() -> None:
    visits = [talk(shipped_checklist(name), seed) for name in SHIPPED for seed in range(3)]
    for visit in visits:
        concerns(visit)
    times = []
    for visit in visits:
        start = process_time()
        concerns(visit)
        times.append(process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.010


def test_other_languages_are_looked_through_for_what_is_no_language() -> None:
    text = "Pt refused; the daughter talked for 45 minutes. „Gut“, trial of ICU."
    checks = {one.check for one in concerns(typed(text, "decided", language="de"))}
    assert checks == {Check.QUOTES}
    checks = {one.check for one in concerns(typed(text, "decided", language="en-GB"))}
    assert checks >= {Check.QUOTES, Check.JUDGING, Check.NO_DATE, Check.ABBREVIATION}


def test_the_language_of_the_note_counts_where_it_has_one() -> None:
    from bedside.core.checklist import NoteFrame

    english = typed("He refused.", language="de", note=NoteFrame(language="en"))
    assert abouts(english, Check.JUDGING) == ["refused"]
    other = typed("He refused.", language="en", note=NoteFrame(language="de"))
    assert abouts(other, Check.JUDGING) == []


def test_a_sentence_in_several_texts_is_named_once() -> None:
    (only,) = found(typed("He refused."), Check.JUDGING)
    assert only.reader == "chart"


def test_the_gravest_comes_first_and_the_length_last() -> None:
    visit = typed("The scan was “fine”. " + "He refused. " * 130)
    order = [one.check for one in concerns(visit)]
    assert order == [Check.JUDGING, Check.QUOTES, Check.BUDGET, Check.BUDGET, Check.BUDGET]


def test_what_was_said_once_of_a_sentence_is_said_again_for_another() -> None:
    """A reason keeps one sentence as it is, not the word wherever it comes."""
    visit = said("x", "matters", step("told", "text", place="shared", note={"": "{answer}"}))
    visit = do(visit, m.Write("told", "He refused."))
    (only,) = found(visit, Check.JUDGING)
    visit = do(visit, m.Overrule(only.name, "it is true"))
    assert [one.settled for one in found(visit, Check.JUDGING)] == ["it is true"]
    visit = do(visit, m.Write("told", "She refused."))
    assert [one.settled for one in found(visit, Check.JUDGING)] == [""]
