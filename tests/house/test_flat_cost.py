"""One answer costs the same in a long checklist as in a short one: counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bedside.core import moves as m
from bedside.core.view import view
from bedside.session import Session
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.worlds import checklist, choose

SHORT, LONG = 8, 1_000
AT_MOST = 1.25


def counted(work: Callable[[], object]) -> int:
    """Return how many bytecode instructions and calls some work takes on this thread."""
    count = 0

    def tally(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event in ("opcode", "call")
        frame.f_trace_opcodes = True
        return tally

    def call(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(tally)
    sys.setprofile(call)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def begun(tmp_path: Path, steps: int) -> tuple[Store, Session]:
    """Begin a visit of a checklist of so many questions."""
    made = checklist(*(choose(f"step-{n}", "o0", "o1", "o2") for n in range(steps)))
    base = tmp_path / f"of-{steps}"
    store = Store(Places(base, base, base, base))
    return store, Session.begin(store, made)


def answered(session: Session, step: int, pick: str) -> int:
    """Return what one answer and the view after it cost, settled before and after."""

    def work() -> None:
        session.do(m.Pick(f"step-{step}", pick))
        view(session.visit, day)

    day = session.today()
    session.do(m.Go(f"step-{step}"))
    assert session.settle(10)
    cost = counted(work)
    assert session.settle(10)
    assert session.visit.answer(f"step-{step}") is not None
    return cost


@pytest.mark.parametrize("near_the_end", [False, True])
def test_an_answer_costs_as_much_among_a_thousand_steps_as_among_eight(
    tmp_path: Path, near_the_end: bool
) -> None:
    costs = {}
    for steps in (SHORT, LONG):
        store, session = begun(tmp_path, steps)
        at = steps - 2 if near_the_end else 1
        if near_the_end:
            session.do(m.SkipRest("no-time"))
        answered(session, at, "o1")  # what is worked out once is no part of it
        costs[steps] = min(answered(session, at, pick) for pick in ("o0", "o1", "o2"))
        session.close()
        store.close()
    assert costs[SHORT] > 500
    assert costs[LONG] <= AT_MOST * costs[SHORT], costs


def test_going_on_costs_as_much_among_a_thousand_steps_as_among_eight(tmp_path: Path) -> None:
    costs = {}
    for steps in (SHORT, LONG):
        store, session = begun(tmp_path, steps)
        session.do(m.Next())
        costs[steps] = counted(lambda session=session: session.do(m.Next()))  # type: ignore[misc]
        session.close()
        store.close()
    assert costs[LONG] <= AT_MOST * costs[SHORT], costs


def test_what_grows_with_the_steps_is_noticed() -> None:
    few = counted(lambda: [step + 1 for step in range(SHORT)])
    many = counted(lambda: [step + 1 for step in range(LONG)])
    assert many > 10 * few


def test_filtering_a_thousand_checklists_takes_a_thousand_looks() -> None:
    from bedside.core.listing import Listing

    listings = [Listing(id=f"made-{n}", title="Made up") for n in range(LONG)]
    one = counted(lambda: listings[0].matches("made up"))
    every = counted(lambda: [each.matches("made up") for each in listings])
    assert every < 1.5 * LONG * one
