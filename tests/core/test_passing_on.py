"""Passing a visit on: who holds it, whose role counts, and who signs one begun in an emergency."""

from __future__ import annotations

from dataclasses import replace

from bedside.core import moves as m
from bedside.core.availability import may
from bedside.core.refusals import Ok, Refusal, Why
from bedside.core.visit import Visit
from bedside.core.walk import apply, start
from tests.people import CLINICIAN, COLLEAGUE
from tests.worlds import checklist, do, opened, refused, step


def emergency() -> Visit:
    """Return a visit that nobody signed in for, with nothing open in it."""
    made = checklist(step("a"))
    first = opened(made).opened
    assert first is not None
    return do(apply(start(made), replace(first, emergency=True)), m.Pick("a", "done"))


def test_the_role_is_that_of_whoever_has_the_visit_now() -> None:
    """A step for physicians is in scope once a physician has taken the visit on."""
    made = checklist(step("a", roles=("physician",)))
    visit = opened(made, role="nurse")
    assert refused(visit, m.Pick("a", "done")).why is Why.OUT_OF_SCOPE
    taken = do(visit, m.HandOn(*COLLEAGUE), m.TakeOn(*COLLEAGUE, *CLINICIAN))
    assert taken.role == "physician"
    assert do(taken, m.Pick("a", "done")).answer("a")


def test_an_offer_alone_changes_nothing() -> None:
    visit = do(opened(checklist(step("a")), role="nurse"), m.HandOn(*COLLEAGUE), m.HandOn(""))
    assert visit.role == "nurse"
    assert visit.taken == ()


def test_a_visit_taken_on_is_not_blank() -> None:
    """Nobody would take it for one that can be thrown away."""
    visit = opened(checklist(step("a")))
    assert visit.is_blank
    assert not do(visit, m.TakeOn(*COLLEAGUE, *CLINICIAN)).is_blank


def test_nobody_takes_a_visit_on_without_a_name() -> None:
    assert refused(opened(checklist(step("a"))), m.TakeOn("  ")).why is Why.NO_AUTHOR


def test_an_emergency_visit_waits_for_somebody_who_stands_for_it() -> None:
    """It can be neither signed nor handed on before it is claimed, and then it can."""
    visit = emergency()
    assert visit.is_unclaimed
    for kind in (m.Sign, m.HandOn):
        assert may(visit, kind) == Refusal(Why.UNCLAIMED)
    claimed = do(visit, m.TakeOn(*COLLEAGUE))
    assert not claimed.is_unclaimed
    assert all(isinstance(may(claimed, kind), Ok) for kind in (m.Sign, m.HandOn))
    assert do(claimed, m.Sign(*COLLEAGUE)).signed


def test_undo_never_takes_back_who_has_the_visit() -> None:
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.TakeOn(*COLLEAGUE))
    assert do(visit, m.Undo()).taken == visit.taken
