"""Whether answers exist that make things appear, stay away, pass or fail: exact, by search.

What is asked is broken down to what single answers must be. A choice is only open where an `or`
line or a test that must fail leaves one; the search goes back there when answers clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bedside.content.logic.domains import Entangled, Left, domain_of
from bedside.core.checklist import Checklist, Condition, Step, Task

MOST_LOOKED_AT = 200_000
"""So many parts of questions are looked at for one checklist; those written by hand need a few
thousand."""
MOST_TOGETHER = 2_500_000
"""So many answers are put together at most: a chain of conditions over thousands of steps would
take the square of its length, in time and in room."""

Thing = Step | Task
Values = dict[str, Left]
"""For steps that matter, the answers that are still open to them."""


class Goal(NamedTuple):
    """What is wanted; `wanted` false asks for the opposite. Exactly one of these is given.

    `shown`: that a step appears. `own`: that the condition it has itself holds, its section's
    aside. `when`: that all its `when` lines hold. `test`: that one line holds.
    """

    wanted: bool
    shown: str = ""
    own: str = ""
    when: str = ""
    test: Condition | None = None


Agenda = tuple[Goal, "Agenda"] | None
"""What is still to be reached, as a chain, so that going back costs nothing."""


class _State(NamedTuple):
    """Where the search can be taken up: what is to be reached, and what holds by then."""

    agenda: Agenda
    values: Values
    met: frozenset[Goal]


class Solver:
    """The conditions of one checklist, and questions about them."""

    def __init__(self, checklist: Checklist) -> None:
        """Learn every condition; Entangled where one step has too many kinds of answers."""
        self.things: dict[str, Thing] = {}
        self.section: dict[str, str] = {}
        self._looked_at = self._together = 0
        current = ""
        for step in checklist.steps:
            self.things[step.id] = step
            if step.kind == "section":
                current = step.id
            elif current:
                self.section[step.id] = current
        asked = {step.id: step for step in checklist.steps}
        self.things.update({task.id: task for task in checklist.tasks})
        self.tests = _tests(self.things.values())
        self._all = {id_: domain_of(asked[id_], tests) for id_, tests in self.tests.items()}
        self._plain: dict[str, Values | None] = {}
        for step in checklist.steps:
            if step.id in self.tests:
                self._bringing_up(step.id)

    def can(self, *goals: Goal) -> bool:
        """Return whether some answers reach all of this at once; Entangled if it takes too long."""
        return self._are_plain(goals) or self._are_reached(goals)

    def _are_plain(self, goals: Sequence[Goal]) -> bool:
        """Whether the first way that comes to mind reaches the goals, as it mostly does.

        The answers that bring up each step on their own are put together; where they clash,
        another way may still be found, by the search.
        """
        values: Values = {}
        return all(self._is_plain(goal, values) for goal in goals)

    def _is_plain(self, goal: Goal, values: Values) -> bool:
        if goal.test is not None:
            return self._put(goal.test, goal.wanted, values)
        if goal.shown:
            return goal.wanted and self._merged(self._bringing_up(goal.shown), values)
        thing = self.things[goal.own or goal.when]
        ors = thing.or_ if goal.own else ()
        if goal.wanted:
            lines = thing.when or ors[:1]
            return all(self._put(line, True, values) for line in lines)
        lines = (*thing.when[-1:], *ors)
        return bool(lines) and all(self._put(line, False, values) for line in lines)

    def _put(self, line: Condition, wanted: bool, values: Values) -> bool:
        """Put what a line asks of its step with the values; say whether it goes together."""
        if wanted and not self._merged(self._bringing_up(line.step), values):
            return False
        left = self._left(line, wanted, values)
        if left:
            values[line.step] = left
        return left is not None

    def _left(self, line: Condition, wanted: bool, values: Values) -> Left | None:
        """Return the answers by which a line holds, or does not, among those still open."""
        return values.get(line.step, self._all[line.step]).narrowed(line, wanted)

    def _merged(self, more: Values | None, values: Values) -> bool:
        if more is None:
            return False
        self._together += len(more)
        if self._together > MOST_TOGETHER:
            raise Entangled
        for step, left in more.items():
            met = values[step].met(left) if step in values else left
            if met is None:
                return False
            values[step] = met
        return True

    def _bringing_up(self, id_: str) -> Values | None:
        """Return answers that bring up a step in the plainest way, where that way is open.

        Steps look only at those above them, so a checklist's own order asks for these from the
        top, and none is worked out twice.
        """
        if id_ not in self._plain:
            values: Values = {}
            owns = [Goal(True, own=part) for part in (id_, self.section.get(id_, "")) if part]
            is_open = all(self._is_plain(own, values) for own in owns)
            self._plain[id_] = values if is_open else None
        return self._plain[id_]

    def _are_reached(self, goals: Iterable[Goal]) -> bool:
        agenda: Agenda = None
        for goal in goals:
            agenda = (goal, agenda)
        still_open = [_State(agenda, {}, frozenset())]
        while still_open:
            if self._followed(still_open.pop(), still_open):
                return True
        return False

    def _followed(self, state: _State, still_open: list[_State]) -> bool:
        """Follow one line of the search to its end; what it passes by is put with what is open."""
        agenda, values, before = state
        met = set(before)
        while agenda is not None:
            goal, agenda = agenda
            if goal in met:
                continue
            met.add(goal)
            self._looked_at += 1
            if self._looked_at > MOST_LOOKED_AT:
                raise Entangled
            ways = self._ways(goal, values)
            if not ways:
                return False
            first, *others = ways
            for way in others:
                passed_by = _with(way.then, agenda)
                still_open.append(_State(passed_by, way.onto(values), frozenset(met)))
            values, agenda = first.onto(values), _with(first.then, agenda)
        return True

    def _ways(self, goal: Goal, values: Values) -> Sequence[_Way]:
        """Return the ways to reach a goal, the cheapest first; none where there is none."""
        if goal.test is not None:
            return self._ways_of_test(goal.test, goal.wanted, values)
        if goal.shown:
            parts = [goal.shown, *filter(None, [self.section.get(goal.shown)])]
            owns = [Goal(goal.wanted, own=part) for part in parts]
            return [_Way(owns)] if goal.wanted else [_Way([own]) for own in owns]
        if goal.own:
            return _ways_of_own(self.things[goal.own], goal.wanted)
        lines = [Goal(goal.wanted, test=line) for line in self.things[goal.when].when]
        return [_Way(lines)] if goal.wanted else [_Way([line]) for line in lines]

    def _ways_of_test(self, test: Condition, wanted: bool, values: Values) -> list[_Way]:
        """A test passes where its step appears with a fitting answer, and fails otherwise."""
        left = self._left(test, wanted, values)
        found = []
        if left:
            then = [Goal(True, shown=test.step)] if wanted else []
            found.append(_Way(then, test.step, left))
        if not wanted:
            found.append(_Way([Goal(False, shown=test.step)]))
        return found


class _Way(NamedTuple):
    """One way to reach a goal: what has to be reached then, and what an answer must be."""

    then: Sequence[Goal]
    step: str = ""
    left: Left | None = None

    def onto(self, values: Values) -> Values:
        """Return the values with what this way asks of them."""
        return {**values, self.step: self.left} if self.left else values


def _with(goals: Iterable[Goal], agenda: Agenda) -> Agenda:
    for goal in goals:
        agenda = (goal, agenda)
    return agenda


def _ways_of_own(thing: Thing, wanted: bool) -> list[_Way]:
    """Return the ways in which the condition a thing itself has holds, or does not."""
    whens = [Goal(wanted, when=thing.id)] if thing.when else []
    ors = [Goal(wanted, test=line) for line in thing.or_]
    if wanted:
        return [_Way([each]) for each in (*whens, *ors)] or [_Way([])]
    return [_Way([*whens, *ors])] if whens or ors else []


def _tests(things: Iterable[Thing]) -> Mapping[str, list[Condition]]:
    """Return every test there is, by the step it looks at."""
    found: dict[str, list[Condition]] = {}
    for thing in things:
        for line in (*thing.when, *thing.or_):
            found.setdefault(line.step, []).append(line)
    return found
