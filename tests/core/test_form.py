"""A checklist as a form: the same steps are open there, and every answer has one place."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.checklist import Checklist, Condition
from bedside.core.form.gates import tangled
from bedside.core.form.items import flat, form_of
from bedside.core.form.names import BASE, is_address
from bedside.core.form.replies import Reply, replies
from bedside.core.visit import Visit
from bedside.core.walk import replay
from tests.tangles import opened, tangle, too_tangled
from tests.worlds import (
    CONFIDED,
    SHIPPED,
    checklist,
    choose,
    do,
    random_events,
    shipped_checklist,
    step,
)
from tests.worlds import opened as begun

seeds = st.integers(0, 10**6)


def shown(visit: Visit) -> list[str]:
    """Return the stops that the visit's form shows with its answers."""
    links = set(opened(form_of(visit.checklist), replies(visit)))
    return [stop for stop in visit.plan.stops if stop in links]


def visit_of(made: Checklist, seed: int, length: int = 90) -> Visit:
    """Return a random visit."""
    return replay(made, random_events(made, seed, length))


@settings(max_examples=30)
@given(seeds)
def test_the_form_of_any_checklist_shows_the_steps_that_the_visit_shows(seed: int) -> None:
    visit = visit_of(tangle(seed), seed)
    assert shown(visit) == list(visit.visible())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_form_of_a_shipped_checklist_does_too(name: str) -> None:
    for seed in range(3):
        visit = visit_of(shipped_checklist(name), seed)
        assert shown(visit) == list(visit.visible())


@given(seeds)
def test_no_link_is_met_twice_and_every_rule_looks_back(seed: int) -> None:
    items = list(flat(form_of(tangle(seed))))
    assert not [link for link, times in Counter(item.link for item in items).items() if times > 1]
    seen: set[str] = set()
    for item in items:
        assert not item.gate or {probe.link for probe in item.gate.probes} <= seen
        seen.add(item.link)


@settings(max_examples=30)
@given(seeds)
def test_every_answer_stands_at_a_question_that_is_open_and_offers_it(seed: int) -> None:
    visit = visit_of(tangle(seed), seed)
    items = {item.link: item for item in flat(form_of(visit.checklist))}
    links = set(opened(form_of(visit.checklist), replies(visit)))
    for link, reply in replies(visit).items():
        assert link in links
        assert {*reply.codes} <= {one.code for one in items[link].options}
        assert len(reply.codes) + len(reply.texts) <= 1 or items[link].is_many


def test_every_way_of_several_rules_becomes_a_group_around_the_question() -> None:
    lines = (
        Condition(step="tea", any_of=("black", "green")),
        Condition(step="milk", any_of=("yes",)),
    )
    other = (Condition(step="sugar", any_of=("yes", "no")),)
    made = checklist(
        choose("tea", "black", "green", "mint"),
        step("milk", "yes-no"),
        step("sugar", "yes-no"),
        step("stir", "do", when=lines, or_=other),
    )
    *_, outer = form_of(made)
    (inner,) = outer.items
    assert (outer.link, outer.kind, outer.text) == ("stir.if1", "group", "")
    assert inner.link == "stir"
    assert inner.gate is not None
    assert outer.gate is not None
    assert [inner.gate.is_all, outer.gate.is_all] == [False, False]


def test_a_rule_with_too_many_ways_is_refused_by_name() -> None:
    made = too_tangled()
    assert tangled(made.steps) == "last"
    with pytest.raises(ValueError, match="the rule of last"):
        form_of(made)


def test_a_sensitive_answer_stands_nowhere_unless_it_may_be_written() -> None:
    made = checklist(step("secret", "words", sensitive=True))
    visit = do(begun(made), m.Write("secret", CONFIDED))
    assert replies(visit) == {}
    assert replies(do(visit, m.Allow("secret", yes=False))) == {}
    allowed = replies(do(visit, m.Allow("secret", yes=True)))
    assert allowed == {"secret": Reply(texts=(CONFIDED,))}


def test_why_a_step_was_left_goes_with_it() -> None:
    made = checklist(step("why", "words"), step("told", "say"))
    visit = do(begun(made), m.Skip("why", "no-time", ""), m.Skip("told", "other", "the phone rang"))
    found = replies(visit)
    assert found["why"] == Reply(reason="no-time")
    assert found["why.or"] == Reply(codes=("not-asked",))
    assert found["told"] == Reply(codes=("not-done",), reason="other", because="the phone rang")


@pytest.mark.parametrize("base", [BASE, "http://a.example/x", "urn:uuid:3f"])
def test_an_absolute_address_can_be_a_base(base: str) -> None:
    assert is_address(base)


@pytest.mark.parametrize(
    "base", ["", "forms", "ftp://a", "https://a b", "https://a?x", "https://a#"]
)
def test_nothing_else_can(base: str) -> None:
    assert not is_address(base)
