"""Every sentence of a note can be followed back to when and how it was recorded."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.earlier import Earlier, Said
from bedside.core.note import READERS, Reader
from bedside.core.trace import Source, Trace, traced
from bedside.core.visit import CHECK
from bedside.note.shown import shown
from bedside.session import Session
from tests.conftest import Clock
from tests.note.signing import Signing, random_signed, signed
from tests.people import AVERY, CLINICIAN, WORDS
from tests.worlds import (
    NOON,
    SHIPPED,
    TODAY,
    checklist,
    choose,
    opened,
    shipped_checklist,
    step,
    when,
)


def traces(made: Signing, reader: Reader = "chart") -> tuple[Trace, ...]:
    """Return the sources of every sentence of a text."""
    return traced(shown(made.visit, reader), made.events, made.visit.plan)


def behind(made: Signing, words: str) -> list[tuple[str, str]]:
    """Return kind and step of each source of the first sentence with these words."""
    told = next(one for one in traces(made) if words in one.text)
    return [(source.kind, source.step) for source in told.sources]


def begun(*moves: m.Move) -> Signing:
    """Return a visit with a question, a wish, a read-back and a follow-up, after these moves."""
    made = checklist(
        choose("ask", "x", place="shared", note={"x": "Refused it."}),
        step("hope", kind="words", place="matters", note={"": "Hopes for: “{answer}”"}),
        choose("left", "x", required=True, place="worries", note={"not-asked": "Was not asked."}),
        step("back", kind="read-back", place="checked"),
        tasks=(Task(id="call", text="Call back", who="Named nurse", when=when("ask", "x")),),
    )
    visit = opened(made)
    assert visit.opened is not None
    return Signing(made, [visit.opened]).do(*moves)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_sentence_of_a_random_visit_has_its_moment(name: str) -> None:
    for seed in range(4):
        made = random_signed(shipped_checklist(name), seed, 60)
        for reader in READERS:
            every = traces(made, reader)
            note = shown(made.visit, reader)
            assert len(every) == sum(len(passage.sentences) for passage in note.passages)
            assert all(one.sources for one in every)
            for source in (source for one in every for source in one.sources):
                assert source.at.utc >= NOON.utc
                assert source.step in {"", CHECK, *made.visit.plan.steps}
                assert not source.title or source.step


def test_a_sentence_leads_to_the_step_it_was_recorded_at() -> None:
    made = begun(m.Pick("ask", "x"), m.Write("hope", WORDS))
    assert behind(made, "Refused it") == [("answered", "ask")]
    assert behind(made, WORDS) == [("answered", "hope")]


def test_a_skip_of_all_that_was_open_leads_to_the_steps_the_sentence_names() -> None:
    """One event stands behind them all; each sentence is about its own."""
    made = begun(m.Pick("ask", "x"), m.SkipRest("no-time"))
    assert behind(made, "Was not asked") == [("restskipped", "left")]
    made = checklist_of_two().do(m.SkipRest("no-time"))
    assert behind(made, "Eat; Sleep (no time)") == [
        ("restskipped", "eat"),
        ("restskipped", "sleep"),
    ]


def checklist_of_two() -> Signing:
    """Return a visit of two required steps without wording."""
    made = checklist(*(step(id_, kind="do", required=True) for id_ in ("eat", "sleep")))
    visit = opened(made)
    assert visit.opened is not None
    return Signing(made, [visit.opened])


def test_a_sentence_in_other_words_leads_to_the_step_of_what_it_rewords() -> None:
    made = begun(m.Pick("ask", "x"), m.Reword("Refused it.", "Declined it."))
    assert behind(made, "Declined it") == [("answered", "ask"), ("reworded", "ask")]
    made = begun(m.Pick("ask", "x"), m.Reword("Made up", "Better made"))
    assert behind(made, "Better made") == [("opened", ""), ("reworded", CHECK)]


def test_earlier_words_lead_to_the_step_that_shows_them_again() -> None:
    said = Said("hope", "matters", WORDS)
    earlier = Earlier(visit="0" * 20, day=TODAY, said=(said,))
    made = begun(m.Recall(earlier), m.Confirm("hope"))
    assert behind(made, WORDS) == [("recalled", "hope"), ("answered", "hope")]


def test_what_the_patient_put_right_leads_to_the_line_and_to_reading_it_back() -> None:
    made = begun(m.Pick("ask", "x"), m.Correct("back", "Refused it.", "did not want it"))
    assert behind(made, "did not want it") == [("answered", "ask"), ("answered", "back")]


def test_a_follow_up_given_to_somebody_leads_to_the_check_page() -> None:
    made = begun(m.Pick("ask", "x"), m.Assign("call", "Dr Poe", TODAY))
    assert behind(made, "Call back (Dr Poe") == [("answered", "ask"), ("assigned", CHECK)]


def test_who_signed_and_who_added_is_told() -> None:
    made = signed(opened(checklist(choose("a", "x"))), m.Pick("a", "x"))
    made.do(m.Append("addendum", "Dr Roe", "", WORDS, "it came later"))
    found = {one.text: one.sources for one in traces(made)}
    (by,) = {source.by for text in found for source in found[text] if source.kind == "signed"}
    assert by == ", ".join(CLINICIAN)
    (entry,) = [found[text] for text in found if WORDS in text]
    assert [(source.kind, source.by, source.step) for source in entry] == [
        ("appended", "Dr Roe", "")
    ]
    named = [source for text in found if AVERY.name in text for source in found[text]]
    assert [source.by for source in named] == [""]


def test_what_is_missing_of_a_damaged_visit_is_passed_over() -> None:
    """There is still a sentence to read, and no fault."""
    made = begun(m.Pick("ask", "x"))
    every = traced(shown(made.visit), made.events[:1], made.visit.plan)
    assert [one.sources for one in every if one.text == "Refused it."] == [()]
    assert Source("opened", NOON) in every[0].sources


def test_an_answer_changed_after_a_return_is_traced_to_the_change(desk: Desk, clock: Clock) -> None:
    """The event behind a sentence is the one that last recorded it, whatever process did."""
    begun = desk.begin("acknowledging-uncertainty")
    assert isinstance(begun, Session)
    begun.do(m.Pick("good-time", "now"))
    begun.do(m.Write("their-view", "the scan is clear"))
    begun.close()
    clock.forward(90)
    again = desk.resume(begun.visit.id)
    assert isinstance(again, Session)
    again.do(m.Write("their-view", WORDS))
    told = next(trace for trace in again.trace() if WORDS in trace.text)
    (source,) = told.sources
    assert source.kind == "answered"
    assert source.title == again.visit.plan.steps["their-view"].title
    assert source.at.utc == NOON.utc + 90 * 60_000
