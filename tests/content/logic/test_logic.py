"""What can never appear, what always does, and how many ways there are: as trying all shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bedside.content.logic.logic import _lines, _matters
from bedside.content.logic.solver import Goal, Solver, Thing
from bedside.content.logic.ways import Ways, ways
from bedside.core.checklist import Checklist, Condition, Step
from tests.content.logic.brute import counted, worlds
from tests.content.logic.made import checklists
from tests.worlds import SHIPPED, shipped_checklist


def things(made: Checklist) -> tuple[Thing, ...]:
    """Return everything that can have a condition."""
    return (*made.steps, *made.tasks)


def sections(made: Checklist) -> dict[str, Step | None]:
    """Return the section each step stands in."""
    found: dict[str, Step | None] = {}
    current = None
    for step in made.steps:
        current = step if step.kind == "section" else current
        found[step.id] = None if step is current else current
    return found


@given(checklists())
@settings(max_examples=150, deadline=None)
def test_what_can_appear_is_what_some_answers_bring_up(made: Checklist) -> None:
    solver, section = Solver(made), sections(made)
    every = list(worlds(made))
    for thing in things(made):
        here = section.get(thing.id)
        for wanted in (True, False):
            found = any(world.shows(thing, here) is wanted for world in every)
            assert solver.can(Goal(wanted, shown=thing.id)) is found, (thing.id, wanted)


@given(checklists())
@settings(max_examples=150, deadline=None)
def test_a_condition_is_pointless_where_no_answers_make_it_false(made: Checklist) -> None:
    solver, section = Solver(made), sections(made)
    every = list(worlds(made))
    for thing in things(made):
        here = section.get(thing.id)
        around = [Goal(True, own=here.id)] if here else []
        inside = [world for world in every if here is None or world.holds(here)]
        found = any(not world.holds(thing) for world in inside)
        assert solver.can(*around, Goal(False, own=thing.id)) is found, thing.id


@given(checklists(most=4))
@settings(max_examples=150, deadline=None)
def test_a_line_is_pointless_where_leaving_it_out_changes_nothing(made: Checklist) -> None:
    solver, section = Solver(made), sections(made)
    every = list(worlds(made))
    for thing in things(made):
        here = section.get(thing.id)
        around = [Goal(True, own=here.id)] if here else []
        inside = [world for world in every if here is None or world.holds(here)]
        for key, line in _lines(thing) if len(_lines(thing)) > 1 else ():
            less = without(thing, key, line)
            found = any(world.holds(thing) != world.holds(less) for world in inside)
            assert solver.can(*around, *_matters(thing, key, line)) is found, (thing.id, key, line)


def without(thing: Thing, key: str, line: Condition) -> Thing:
    """Return a thing without every such line."""
    if key == "when":
        return replace(thing, when=tuple(other for other in thing.when if other != line))
    return replace(thing, or_=tuple(other for other in thing.or_ if other != line))


@given(checklists())
@settings(max_examples=150, deadline=None)
def test_ways_are_counted_as_walking_all_of_them_does(made: Checklist) -> None:
    assert ways(made) == Ways(*counted(made))


@given(checklists(most=8, kinds=("yes-no", "say")))
@settings(max_examples=40, deadline=None)
def test_eight_branching_steps_are_counted_and_decided_as_by_hand(made: Checklist) -> None:
    assert ways(made) == Ways(*counted(made))


def test_a_twin_without_its_last_line_is_counted_differently() -> None:
    """The comparison above can fail: one line less is other ways."""
    made = shipped_checklist(SHIPPED[0])
    *rest, _ = [step for step in made.steps if step.when]
    changed = replace(
        made, steps=tuple(replace(s, when=()) if s in rest else s for s in made.steps)
    )
    assert ways(made) != ways(changed)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_of_a_shipped_checklist_can_appear(name: str) -> None:
    made = shipped_checklist(name)
    solver = Solver(made)
    assert all(solver.can(Goal(True, shown=thing.id)) for thing in things(made))
    found = ways(made)
    assert found
    assert 0 < found.shortest < found.longest <= len(made.steps)
