"""What can be done now, and why not: one truth for keys, key bar, palette and plain menu."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import Answer, Patient, Person
from bedside.core.availability import availability, may
from bedside.core.checklist import Phrase, Scale, TeachBack
from bedside.core.decide import decide
from bedside.core.events import Event
from bedside.core.gaps import Lack, gaps
from bedside.core.refusals import OK, Ok, Refusal, Why
from bedside.core.visit import CHECK, State
from bedside.core.walk import apply, replay
from tests.people import AVERY, ROWAN
from tests.worlds import (
    NOON,
    SHIPPED,
    checklist,
    choose,
    do,
    opened,
    random_events,
    random_moves,
    refused,
    section,
    shipped_checklist,
    step,
    when,
)


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 40))
def test_what_availability_refuses_decide_refuses_for_the_same_reason(
    name: str, seed: int, length: int
) -> None:
    """No face can offer what the session would then refuse outright."""
    from random import Random

    visit = replay(shipped_checklist(name), random_events(shipped_checklist(name), seed, length))
    table = availability(visit)
    assert set(table) == set(m.MOVES)
    for move in random_moves(visit, Random(seed)):  # the same moves for a seed
        allowed = table[type(move)]
        decided = decide(visit, move, NOON)
        if isinstance(allowed, Refusal):
            assert decided == allowed
        else:
            assert isinstance(decided, Event | Refusal)


def test_the_permission_step_is_waited_for_and_a_reason_lets_one_go_on() -> None:
    """Nothing after it can be reached or answered; skipping it with a reason is an answer too."""
    made = checklist(
        step("before", kind="do"),
        choose("leave", "yes", "no", required=True, place="agreed"),
        step("talk"),
    )
    visit = do(opened(made), m.Next())
    assert refused(visit, m.Next()).why is Why.PERMISSION_FIRST
    assert refused(visit, m.Go("talk")).why is Why.PERMISSION_FIRST
    assert refused(visit, m.Pick("talk", "done")).why is Why.PERMISSION_FIRST
    assert do(visit, m.Back()).step == "before"
    assert do(visit, m.Go(CHECK)).step == CHECK
    assert do(visit, m.Skip("leave", "no-time"), m.Next()).step == "talk"
    assert do(visit, m.Pick("leave", "yes"), m.Next()).step == "talk"


def test_words_at_the_permission_step_are_kept_and_are_no_permission() -> None:
    """What was said there is no answer: nothing after the step is reached by it."""
    made = checklist(
        choose("leave", "yes", "no", required=True, place="agreed"),
        step("talk", when=when("leave", "yes")),
    )
    visit = do(opened(made), m.Write("leave", "she would rather wait"))
    assert visit.ruled_out == frozenset()
    assert refused(visit, m.Next()).why is Why.PERMISSION_FIRST
    assert refused(do(visit, m.Go("leave")), m.Next()).why is Why.PERMISSION_FIRST
    answered = do(visit, m.Pick("leave", "yes"))
    assert do(answered, m.Next()).step == "talk"
    assert answered.answer("leave") == Answer(picks=("yes",), words="she would rather wait")
    taken_back = do(visit, m.Skip("leave", "no-time"), m.Clear("leave"))
    assert refused(taken_back, m.Next()).why is Why.PERMISSION_FIRST


def test_where_the_site_requires_it_nothing_is_recorded_before_the_patient_is_named() -> None:
    """Naming, looking and leaving are still possible."""
    visit = opened(checklist(step("a"), step("b")), identity="require")
    assert refused(visit, m.Pick("a", "done")).why is Why.NOT_IDENTIFIED
    assert refused(visit, m.Next()).why is Why.NOT_IDENTIFIED
    assert do(visit, m.Go("b")).step == "b"
    assert do(visit, m.Identify(ROWAN), m.Pick("a", "done")).answer("a") == Answer(picks=("done",))


def test_a_stopped_talk_takes_no_answers_until_it_is_taken_up_again() -> None:
    """The record can still be completed and signed."""
    visit = do(opened(checklist(step("a"))), m.Stop("distress"))
    assert visit.state is State.STOPPED
    assert refused(visit, m.Pick("a", "done")).why is Why.STOPPED
    skipped = do(visit, m.Skip("a", "too-much"))
    assert isinstance(may(skipped, m.Sign), Ok)
    assert do(visit, m.Continue(), m.Pick("a", "done")).state is State.OPEN


def test_a_paused_visit_waits_for_nothing_but_going_on_or_leaving() -> None:
    """Everything else says that the clock is paused; a colleague can take it on meanwhile."""
    visit = do(opened(checklist(step("a"))), m.Pause())
    possible = {kind for kind, allowed in availability(visit).items() if allowed is OK}
    assert possible == {m.Unpause, m.Leave, m.Return, m.HandOn, m.TakeOn}


def test_a_signed_visit_can_be_looked_at_and_delivered_and_nothing_else() -> None:
    """Signing freezes it."""
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Sign("J. Doe"))
    assert visit.state is State.SIGNED
    for kind, allowed in availability(visit).items():
        if kind in m.LASTING:
            assert allowed is OK
        else:
            assert allowed == Refusal(Why.ALREADY_SIGNED)


def test_signing_waits_for_blanks_and_for_reasons() -> None:
    """Blank is not a state once signed, and a required step that was left says why."""
    made = checklist(step("a", required=True), step("b", kind="do"))
    visit = opened(made)
    assert refused(visit, m.Sign("J. Doe")).why is Why.STILL_OPEN
    visit = do(visit, m.Pick("a", "not-done"), m.Pick("b", "not-done"))
    assert refused(visit, m.Sign("J. Doe")).why is Why.STILL_OPEN
    assert do(visit, m.Skip("a", "no-time"), m.Sign("J. Doe")).signed is not None


def test_signing_asks_for_a_name_and_for_the_same_patient_once_more() -> None:
    """Capitals and spaces do not matter; another person does."""
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Identify(AVERY))
    assert refused(visit, m.Sign("  ", again=AVERY)).why is Why.NO_AUTHOR
    assert refused(visit, m.Sign("J. Doe")).why is Why.OTHER_PATIENT
    assert refused(visit, m.Sign("J. Doe", again=ROWAN)).why is Why.OTHER_PATIENT
    again = Patient(name="test,  avery", second="000-test")
    assert do(visit, m.Sign("J. Doe", again=again)).state is State.SIGNED


def test_the_rest_not_discussed_closes_everything_that_is_open() -> None:
    """Required steps need a reason for it; what was recorded before stays as it was."""
    made = checklist(
        step("a", required=True),
        step("b", kind="do"),
        TeachBack(id="c", kind="teach-back", title="C", points=("one", "two")),
        choose("d", "x"),
    )
    visit = do(opened(made), m.Pick("d", "x"), m.CheckPoint("c", 0, "said-back"))
    assert refused(visit, m.SkipRest()).why is Why.REASON_NEEDED
    assert refused(visit, m.SkipRest("other")).why is Why.REASON_NEEDED
    closed = do(visit, m.SkipRest("no-time"))
    assert closed.answer("a") == Answer(picks=("not-done",), reason="no-time")
    assert closed.answer("d") == visit.answer("d")
    points = closed.answer("c")
    assert points is not None
    assert [point.outcome for point in points.points] == ["said-back", "not-asked"]
    assert isinstance(may(closed, m.Sign), Ok)
    assert refused(closed, m.SkipRest("no-time")).why is Why.NOTHING_OPEN
    assert do(closed, m.Undo()).answer("a") is None


def test_the_rest_not_discussed_closes_what_only_comes_up_by_that_too() -> None:
    """That nobody asked can open what is to be done then, and so on; once is enough for all."""
    made = checklist(
        choose("a", "x", required=True),
        step("b", required=True, when=when("a", "not-asked")),
        step("c", kind="do", when=when("b", "not-done")),
    )
    closed = do(opened(made), m.SkipRest("no-time"))
    assert closed.visible() == ("a", "b", "c")
    assert isinstance(may(closed, m.Sign), Ok)
    assert refused(closed, m.SkipRest("no-time")).why is Why.NOTHING_OPEN
    optional = checklist(choose("a", "x"), made.steps[1])
    assert refused(opened(optional), m.SkipRest()).why is Why.REASON_NEEDED


@pytest.mark.parametrize("name", SHIPPED)
def test_the_rest_of_any_shipped_talk_is_closed_at_once(name: str) -> None:
    for seed in range(8):
        made = shipped_checklist(name)
        visit = replay(made, random_events(made, seed, 12))
        if isinstance(may(visit, m.SkipRest), Ok):
            found = decide(visit, m.SkipRest("no-time"), NOON)
            closed = visit if isinstance(found, Refusal) else apply(visit, found)
            assert [gap for gap in gaps(closed) if gap.lack is not Lack.PERMISSION] == []


def test_another_roles_step_cannot_be_answered_and_leaves_no_blank() -> None:
    """It becomes a follow-up instead."""
    made = checklist(step("a", roles=("physician",)), step("b"))
    visit = opened(made, role="nurse")
    assert refused(visit, m.Pick("a", "done")) == Refusal(Why.OUT_OF_SCOPE, "physician")
    assert isinstance(may(do(visit, m.Pick("b", "done")), m.Sign), Ok)
    assert do(opened(made, role="physician"), m.Pick("a", "done")).answer("a")


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (m.Pick("nowhere", "done"), Why.NO_SUCH_STEP),
        (m.Pick("part", "done"), Why.NO_SUCH_STEP),
        (m.Pick("hidden", "done"), Why.NOT_SHOWN),
        (m.Pick("ask", "maybe"), Why.NOT_OFFERED),
        (m.Pick("ask", "done"), Why.NOT_OFFERED),
        (m.Pick("tell", "declined"), Why.NOT_OFFERED),
        (m.Rate("heavy", 11), Why.OUT_OF_RANGE),
        (m.Rate("ask", 1), Why.NOT_OFFERED),
        (m.Schedule("ask", NOON.day()), Why.NOT_OFFERED),
        (m.Add("ask", Person(who="R.T.")), Why.NOT_OFFERED),
        (m.Add("who", Person()), Why.NOT_OFFERED),
        (m.CheckPoint("ask", 0, "said-back"), Why.NOT_OFFERED),
        (m.Write("quiet", "x"), Why.NOT_OFFERED),
        (m.Write("ask", "  "), Why.NO_WORDS),
        (m.Jot(" "), Why.NO_WORDS),
        (m.Skip("ask", "because"), Why.REASON_NEEDED),
        (m.Skip("ask", "other", " "), Why.REASON_NEEDED),
        (m.Allow("ask", yes=True), Why.NOT_OFFERED),
        (m.Clear("ask"), Why.NOT_OFFERED),
        (m.Assign("nowhere", "J. Doe", None), Why.NO_SUCH_STEP),
        (m.Undo(), Why.NOTHING_TO_UNDO),
        (m.Redo(), Why.NOTHING_TO_REDO),
        (m.Back(), Why.FIRST_STEP),
        (m.Unpause(), Why.NOT_PAUSED),
        (m.Continue(), Why.NOT_STOPPED),
        (m.Deliver("file"), Why.NOT_SIGNED),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_with_its_reason(move: m.Move, why: Why) -> None:
    """Each reason has a case that meets it."""
    made = checklist(
        section("part"),
        choose("ask", "yes", "no"),
        step("tell"),
        step("hidden", when=when("ask", "yes")),
        Scale(id="heavy", kind="scale", title="Heavy", min=0, max=10),
        step("who", kind="people"),
        step("quiet", kind="pause"),
    )
    assert refused(opened(made), move).why is why


def test_another_phrase_is_offered_only_where_there_is_one() -> None:
    """After the last comes the first again."""
    two = (Phrase(text="one"), Phrase(text="two"))
    visit = opened(checklist(step("a", say=two), step("b", say=two[:1])))
    visit = do(visit, m.Rephrase("a"))
    assert visit.phrases == {"a": 1}
    assert do(visit, m.Rephrase("a")).phrases == {"a": 0}
    assert refused(do(visit, m.Next()), m.Rephrase("b")).why is Why.ONE_PHRASE
