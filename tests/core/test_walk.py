"""From events to a visit: replay, undo and redo, detours, what falls away."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.refusals import Why
from bedside.core.visit import CHECK, State, Visit
from bedside.core.walk import apply, next_stop, replay
from tests.worlds import (
    NOON,
    SHIPPED,
    checklist,
    choose,
    do,
    opened,
    random_events,
    refused,
    section,
    shipped_checklist,
    step,
    when,
)

visits = st.tuples(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 60))


def parts(visit: Visit) -> dict[str, object]:
    """Return everything of a visit but the plan, which has no equality worth having."""
    return {f.name: getattr(visit, f.name) for f in fields(visit) if f.name != "plan"}


@given(visits)
def test_replaying_the_events_gives_the_live_visit(made: tuple[str, int, int]) -> None:
    """The live visit is the fold of its events, so a replay of them is the same visit."""
    name, seed, length = made
    events = random_events(shipped_checklist(name), seed, length)
    live = replay(shipped_checklist(name), events)
    again = replay(shipped_checklist(name), list(events))
    assert parts(live) == parts(again)


@given(visits)
def test_undo_takes_back_exactly_the_latest_change(made: tuple[str, int, int]) -> None:
    """After a change and an undo the record is what it was; after a redo it is the change."""
    name, seed, length = made
    visit = replay(shipped_checklist(name), random_events(shipped_checklist(name), seed, length))
    changed = apply(visit, e.Jotted(seq=visit.seq + 1, at=NOON, words="to self"))
    undone = apply(changed, e.Undone(seq=visit.seq + 2, at=NOON))
    redone = apply(undone, e.Redone(seq=visit.seq + 3, at=NOON))
    assert undone.record == visit.record
    assert undone.hidden == visit.hidden
    assert redone.record == changed.record


@given(visits)
def test_undoing_everything_leaves_nothing_recorded(made: tuple[str, int, int]) -> None:
    """Undo is unlimited: it goes back to the empty record."""
    name, seed, length = made
    visit = replay(shipped_checklist(name), random_events(shipped_checklist(name), seed, length))
    for number in range(len(visit.past)):
        visit = apply(visit, e.Undone(seq=visit.seq + 1 + number, at=NOON))
    assert visit.record.entries == {}
    assert visit.record.patient is None
    assert not visit.past


def test_a_changed_answer_makes_steps_fall_away_and_keeps_their_answers() -> None:
    """The answer of a step that no longer appears is kept, and comes back with it."""
    made = checklist(choose("talk", "yes", "no"), step("say", when=when("talk", "yes")))
    visit = do(opened(made), m.Pick("talk", "yes"), m.Pick("say", "done"), m.Pick("talk", "no"))
    assert visit.hidden == {"say"}
    assert visit.answer("say") is not None
    assert do(visit, m.Undo()).hidden == frozenset()


def test_next_passes_over_steps_that_do_not_appear() -> None:
    """The step after the last that appears is the check page."""
    made = checklist(
        choose("talk", "yes", "no"), step("a", when=when("talk", "yes")), step("b", kind="do")
    )
    visit = do(opened(made), m.Pick("talk", "no"))
    assert next_stop(visit, "talk") == "b"
    assert next_stop(visit, "b") == CHECK


def test_a_section_covers_every_step_down_to_the_next_section() -> None:
    """A section's condition holds for its steps and for no others."""
    made = checklist(
        choose("talk", "yes", "no"),
        section("middle", when=when("talk", "yes")),
        step("a"),
        step("b"),
        section("end"),
        step("c"),
    )
    visit = opened(made)
    assert visit.hidden == {"a", "b"}
    assert visit.visible() == ("talk", "c")
    assert visit.ruled_out == frozenset()
    assert do(visit, m.Pick("talk", "no")).ruled_out == {"a", "b"}


def test_a_detour_to_a_bank_comes_back_to_where_it_began() -> None:
    """The questions about the visit lead one to the other and back to the step."""
    visit = opened(shipped_checklist("first-trust"))
    visit = do(visit, m.Next(), m.Go("about/present"))
    assert visit.step == "about/present"
    visit = do(visit, m.Next())
    assert visit.step == "about/interpreter"
    assert do(visit, m.Next()).step == "here"
    assert do(visit, m.Back(), m.Back()).step == "here"


def test_undo_goes_to_the_step_that_it_changes() -> None:
    """What undo changes is on screen."""
    made = checklist(step("a"), step("b"))
    visit = do(opened(made), m.Pick("a", "done"), m.Next(), m.Undo())
    assert visit.step == "a"


def test_after_a_new_change_there_is_nothing_to_redo() -> None:
    """A new change closes the way forward."""
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Undo(), m.Pick("a", "partly"))
    assert refused(visit, m.Redo()).why is Why.NOTHING_TO_REDO


@pytest.mark.parametrize("name", SHIPPED)
def test_a_new_visit_stands_at_the_first_step(name: str) -> None:
    """The first step of every shipped checklist is on screen at once."""
    visit = opened(shipped_checklist(name))
    assert visit.step == visit.plan.stops[0]
    assert visit.state is State.OPEN


def test_a_skip_of_a_step_that_there_is_not_leaves_that_one_out() -> None:
    """However a visit was damaged, what happened in it can be gone through."""
    visit = opened(checklist(step("a", required=True)))
    after = apply(visit, e.RestSkipped(seq=2, at=NOON, steps=("a", "gone"), reason="no-time"))
    assert set(after.record.entries) == {"a"}
