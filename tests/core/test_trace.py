"""Every sentence of a note can be followed back to when and how it was recorded."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.trace import traced
from bedside.core.walk import replay
from bedside.note.compose import compose
from bedside.session import Session
from tests.conftest import Clock
from tests.people import WORDS
from tests.worlds import NOON, SHIPPED, random_events, shipped_checklist


@pytest.mark.parametrize("name", SHIPPED)
def test_every_sentence_of_a_random_visit_has_its_moment(name: str) -> None:
    made = shipped_checklist(name)
    for seed in range(12):
        events = random_events(made, seed, 60)
        visit = replay(made, events)
        note = compose(visit, made)
        traces = traced(note, events, visit.plan)
        assert len(traces) == sum(len(passage.sentences) for passage in note.passages)
        assert all(trace.sources for trace in traces)
        assert all(source.at.utc >= NOON.utc for trace in traces for source in trace.sources)


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
