"""How many ways lead through a checklist, the shortest and the longest; exact.

Two ways are told apart where the answer of some step that appeared is told apart by a condition of
a step or section. Counted by eliminating one step after another from small tables (bucket
elimination: R. Dechter, Artificial Intelligence 113, 1999), so that what has nothing to do with
each other is multiplied, not walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from heapq import heappop, heappush
from itertools import product
from typing import NamedTuple

from bedside.content.logic.domains import Entangled, classes_of
from bedside.core.checklist import Checklist, Condition, Step
from bedside.core.value import Value, placed

MOST_ROWS = 200_000
"""So many rows one table may have; checklists written by hand need a few hundred."""


@placed
class Ways(Value):
    """How many ways there are, and how many steps the shortest and the longest of them show."""

    count: int
    shortest: int
    longest: int


class _Weight(NamedTuple):
    """What a row of a table stands for: how many ways, their fewest and their most steps."""

    ways: int
    least: int
    most: int

    def times(self, other: _Weight) -> _Weight:
        """Both, each way of one with each of the other."""
        least, most = self.least + other.least, self.most + other.most
        return _Weight(self.ways * other.ways, least, most)

    def plus(self, other: _Weight) -> _Weight:
        """Either of the two."""
        least, most = min(self.least, other.least), max(self.most, other.most)
        return _Weight(self.ways + other.ways, least, most)


_ONE = _Weight(1, 0, 0)
_SHOWN = _Weight(1, 1, 1)
_HIDDEN = -1
"""The value of a step that does not appear; else its value is the class of its answer."""

Rows = dict[tuple[int, ...], _Weight]


class _Table(NamedTuple):
    """Which values of some variables go together; what is not there does not happen."""

    over: tuple[str, ...]
    rows: Rows


def ways(checklist: Checklist) -> Ways | None:
    """Return the ways through a checklist; nothing where they are too entangled to be counted."""
    try:
        weight = _eliminated(list(_Tables(checklist).made()))
    except Entangled:
        return None
    return Ways(weight.ways, weight.least, weight.most)


class _Tables:
    """Writes the conditions of a checklist as tables over its steps and a few truths between."""

    def __init__(self, checklist: Checklist) -> None:
        self.steps = checklist.steps
        self.tests: dict[str, list[Condition]] = {}
        for step in self.steps:
            for line in (*step.when, *step.or_):
                self.tests.setdefault(line.step, []).append(line)
        self.passing: dict[int, int] = {}
        self.values: dict[str, list[int]] = {}

    def made(self) -> Iterator[_Table]:
        """Yield every table, from the top."""
        section = ""
        for step in self.steps:
            own = f"own {step.id}" if step.when or step.or_ else ""
            if own:
                yield from self._condition(step, own)
            if step.kind == "section":
                section = own
            else:
                yield self._step(step, tuple(filter(None, (own, section))))

    def _step(self, step: Step, conditions: tuple[str, ...]) -> _Table:
        """Return the table of a step: it appears where its conditions hold."""
        tests = self.tests.get(step.id, [])
        count, masks = classes_of(step, tests) if tests else (1, [])
        self.passing.update(zip(map(id, tests), masks, strict=True))
        self.values[step.id] = [*range(count), *([_HIDDEN] if conditions else [])]
        rows: Rows = {}
        for truths in product((0, 1), repeat=len(conditions)):
            shown = all(truths)
            for value in range(count) if shown else (_HIDDEN,):
                rows[(*truths, *((value,) if tests else ()))] = _SHOWN if shown else _ONE
        return _Table((*conditions, *((step.id,) if tests else ())), rows)

    def _condition(self, step: Step, name: str) -> Iterator[_Table]:
        """Yield what makes a condition true: line after line, so that no table grows wide."""
        only_one_kind = not (step.when and step.or_)
        ends = []
        for key, lines in (("when", step.when), ("or", step.or_)):
            so_far = ""
            for at, line in enumerate(lines):
                is_last = only_one_kind and at == len(lines) - 1
                after = name if is_last else f"{key} {at} {step.id}"
                yield self._line(line, so_far, after, all_of=key == "when")
                so_far = after
            ends += [so_far] if so_far else []
        if not only_one_kind:
            rows = {(*t, int(any(t))): _ONE for t in product((0, 1), repeat=len(ends))}
            yield _Table((*ends, name), rows)

    def _line(self, line: Condition, before: str, after: str, all_of: bool) -> _Table:
        """Return the table that joins one line to what the lines before it came to."""
        mask = self.passing[id(line)]
        rows: Rows = {}
        for value in self.values[line.step]:
            holds = int(value != _HIDDEN and (mask >> value) & 1)
            for truth in (0, 1) if before else (holds,):
                joined = (truth & holds) if all_of else (truth | holds)
                rows[(value, *((truth,) if before else ()), joined)] = _ONE
        return _Table((line.step, *((before,) if before else ()), after), rows)


class _Graph:
    """The tables that are left, by variable, and which variables stand together in some table."""

    def __init__(self, tables: Iterable[_Table]) -> None:
        self.tables = dict(enumerate(tables))
        self.holding: dict[str, set[int]] = {}
        self.beside: dict[str, set[str]] = {}
        self.queue: list[tuple[int, str]] = []
        self.made = len(self.tables)
        for at, table in self.tables.items():
            self._put(at, table)
        for name in self.holding:
            self._queue(name)

    def _put(self, at: int, table: _Table) -> None:
        for name in table.over:
            self.holding.setdefault(name, set()).add(at)
            self.beside.setdefault(name, set()).update(table.over)

    def _queue(self, name: str) -> None:
        heappush(self.queue, (len(self.beside[name]), name))

    def names(self) -> Iterator[str]:
        """Yield every variable, each time one with the fewest others beside it."""
        while self.queue:
            size, name = heappop(self.queue)
            if name in self.holding and size == len(self.beside[name]):
                yield name

    def taken(self, name: str) -> list[_Table]:
        """Return the tables over a variable, which is then gone, the smallest first."""
        places = self.holding.pop(name)
        found = [self.tables.pop(at) for at in places]
        for table in found:
            for other in table.over:
                if other != name:
                    self.holding[other] -= places
        for other in self.beside.pop(name) - {name}:
            self.beside[other].discard(name)
        return sorted(found, key=lambda table: len(table.rows))

    def put(self, table: _Table) -> None:
        """Take in what is left of tables that were taken."""
        self.tables[self.made] = table
        self._put(self.made, table)
        self.made += 1
        for name in table.over:
            self._queue(name)


def _eliminated(tables: Iterable[_Table]) -> _Weight:
    """Return what all tables come to together."""
    made = list(tables)
    result = _ONE
    for table in made:
        if not table.over:
            result = result.times(table.rows[()])
    graph = _Graph(table for table in made if table.over)
    for name in graph.names():
        joined = reduce(_joined, graph.taken(name))
        rest = _without(name, joined)
        if rest.over:
            graph.put(rest)
        else:
            result = result.times(rest.rows[()])
    return result


def _joined(left: _Table, right: _Table) -> _Table:
    """Return the rows of both tables that agree on what both are over."""
    shared = [name for name in right.over if name in left.over]
    fresh = [name for name in right.over if name not in left.over]
    at_left = [left.over.index(name) for name in shared]
    at_right = [right.over.index(name) for name in shared]
    at_fresh = [right.over.index(name) for name in fresh]
    by_shared: dict[tuple[int, ...], list[tuple[tuple[int, ...], _Weight]]] = {}
    for row, weight in right.rows.items():
        key = tuple([row[at] for at in at_right])
        by_shared.setdefault(key, []).append((tuple([row[at] for at in at_fresh]), weight))
    rows: Rows = {}
    for row, weight in left.rows.items():
        for more, other in by_shared.get(tuple([row[at] for at in at_left]), ()):
            rows[row + more] = weight.times(other)
        if len(rows) > MOST_ROWS:
            raise Entangled
    return _Table((*left.over, *fresh), rows)


def _without(name: str, table: _Table) -> _Table:
    """Return a table with one variable summed up."""
    at = table.over.index(name)
    rows: Rows = {}
    for row, weight in table.rows.items():
        rest = row[:at] + row[at + 1 :]
        rows[rest] = rows[rest].plus(weight) if rest in rows else weight
    return _Table(table.over[:at] + table.over[at + 1 :], rows)
