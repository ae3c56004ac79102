"""What changed between two checklists, in words and by step, and how much each change weighs.

The weight decides the next version: its first number goes up where what is recorded, or who is
shown it, can differ; its second where only words around it do. Whatever can change a note weighs
as recorded: titles and the order of steps stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from bedside.content.parts import Clause, Weight, differences, named, steps_differ, task_differs
from bedside.core.checklist import Checklist, Step, Task
from bedside.core.text import listed

Part = TypeVar("Part", Step, Task)


class Of(StrEnum):
    """What a change is about."""

    HEAD = "checklist"
    STEP = "step"
    TASK = "task"


class Change(NamedTuple):
    """One difference: about which part, how much it weighs, and what it is, as a clause."""

    of: Of
    id: str
    weight: Weight
    message: str


class _Pairs(NamedTuple):
    """Which old id became which new one, and what has no partner."""

    names: Mapping[str, str]
    added: Sequence[str]
    removed: Sequence[str]


def changes(old: Checklist, new: Checklist) -> tuple[Change, ...]:
    """Return every difference, the head's first, then by step and task in the new order.

    Nothing where both mean the same, however they are written.
    """
    steps = _paired(old.steps, new.steps)
    tasks = _paired(old.tasks, new.tasks)
    found = [Change(Of.HEAD, "", *clause) for clause in differences(old, new)]
    found += _of_steps(old, new, steps)
    found += _of_tasks(old, new, tasks, steps.names)
    return tuple(found)


def heaviest(found: Sequence[Change]) -> Weight | None:
    """Return the weight that decides the version; nothing where the meaning is the same."""
    weights = {change.weight for change in found}
    return next((weight for weight in (Weight.RECORDED, Weight.WORDS) if weight in weights), None)


def in_words(found: Sequence[Change]) -> list[str]:
    """Return the changes as lines, one for each part: its name, and what is different about it."""
    return [f"{name}: {'; '.join(clauses)}" for name, clauses in _by_part(found)]


def in_lines(found: Sequence[Change]) -> list[str]:
    """Return the changes as lines to read: a part's only one beside its name, several under it."""
    lines: list[str] = []
    for name, clauses in _by_part(found):
        if len(clauses) == 1:
            lines.append(f"  {name}: {clauses[0]}")
        else:
            lines += [f"  {name}:", *(f"    {clause}" for clause in clauses)]
    return lines


def _by_part(found: Sequence[Change]) -> list[tuple[str, list[str]]]:
    """Return the name of each part that is different, and what is different about it."""
    parts: dict[tuple[Of, str], list[str]] = {}
    for change in found:
        parts.setdefault((change.of, change.id), []).append(change.message)
    return [(_name(*of), clauses) for of, clauses in parts.items()]


def _name(of: Of, id_: str) -> str:
    if of is Of.STEP:
        return id_
    return "the checklist" if of is Of.HEAD else f"task {id_}"


def _of_steps(old: Checklist, new: Checklist, pairs: _Pairs) -> Iterator[Change]:
    before, now = _by_id(old.steps), _by_id(new.steps)
    came_from = {name: was for was, name in pairs.names.items()}
    moved = _moved([came_from[id_] for id_ in now if id_ in came_from], list(before))
    covered = _covered(old, new, pairs, moved)
    above = ""
    for id_, step in now.items():
        was = came_from.get(id_)
        if was is None:
            where = f"after {above}" if above else "at the beginning"
            yield _recorded(Of.STEP, id_, f"added {where} ({named(step)})")
        else:
            yield from _told(Of.STEP, was, id_, steps_differ(before[was], step, pairs.names))
            if was in moved:
                where = f"after {above}" if above else "to the beginning"
                yield _recorded(Of.STEP, id_, f"moved {where}")
        if id_ in covered:
            message = f"now covers {listed(covered[id_])} as well"
            yield _recorded(Of.STEP, id_, message)
        above = id_
    for id_ in pairs.removed:
        yield _recorded(Of.STEP, id_, f"removed ({named(before[id_])})")


def _of_tasks(
    old: Checklist, new: Checklist, pairs: _Pairs, steps: Mapping[str, str]
) -> Iterator[Change]:
    before, now = _by_id(old.tasks), _by_id(new.tasks)
    came_from = {name: was for was, name in pairs.names.items()}
    moved = _moved([came_from[id_] for id_ in now if id_ in came_from], list(before))
    for id_, task in now.items():
        was = came_from.get(id_)
        if was is None:
            yield _recorded(Of.TASK, id_, f"added ({named(task)})")
            continue
        yield from _told(Of.TASK, was, id_, task_differs(before[was], task, steps))
        if was in moved:
            yield _recorded(Of.TASK, id_, "moved")
    for id_ in pairs.removed:
        yield _recorded(Of.TASK, id_, f"removed ({named(before[id_])})")


def _told(of: Of, was: str, id_: str, clauses: Iterator[Clause]) -> Iterator[Change]:
    if was != id_:
        yield _recorded(of, id_, f"renamed, it was called {was}")
    for weight, message in clauses:
        yield Change(of, id_, weight, message)


def _recorded(of: Of, id_: str, message: str) -> Change:
    return Change(of, id_, Weight.RECORDED, message)


def _by_id(parts: Sequence[Part]) -> dict[str, Part]:
    return {part.id: part for part in parts}


def _paired(old: Sequence[Step] | Sequence[Task], new: Sequence[Step] | Sequence[Task]) -> _Pairs:
    """Return who became whom: by id, and what has another id now by what it says."""
    now = {part.id: part for part in new}
    names = {part.id: part.id for part in old if part.id in now}
    fresh = [part for part in new if part.id not in names]
    gone = [part for part in old if part.id not in names]
    for alike in (_same_but_id, _same_title):
        for part in list(gone):
            partner = next((one for one in fresh if alike(part, one)), None)
            if partner is not None:
                names[part.id] = partner.id
                fresh.remove(partner)
                gone.remove(part)
    return _Pairs(names, [part.id for part in fresh], [part.id for part in gone])


def _same_but_id(one: Step | Task, other: Step | Task) -> bool:
    """Whether nothing but the id, and what it hangs on, tells two parts apart."""
    if type(one) is not type(other):
        return False
    left_out = ("id", "when", "or_")
    return all(
        getattr(one, entry.name) == getattr(other, entry.name)
        for entry in one._fields
        if entry.name not in left_out
    )


def _same_title(one: Step | Task, other: Step | Task) -> bool:
    return type(one) is type(other) and named(one) == named(other)


def _moved(now: Sequence[str], before: Sequence[str]) -> set[str]:
    """Return which of those that stayed stand in another order: the fewest that explain it.

    What stays is the longest run of them that rises in the old order (patience sorting).
    """
    from bisect import bisect_left

    rank = {id_: number for number, id_ in enumerate(before)}
    tops: list[int] = []
    at: list[str] = []
    below: dict[str, str] = {}
    for id_ in now:
        pile = bisect_left(tops, rank[id_])
        if pile:
            below[id_] = at[pile - 1]
        tops[pile : pile + 1] = [rank[id_]]
        at[pile : pile + 1] = [id_]
    stays: set[str] = set()
    last = at[-1] if at else ""
    while last:
        stays.add(last)
        last = below.get(last, "")
    return set(now) - stays


def _covered(
    old: Checklist, new: Checklist, pairs: _Pairs, moved: set[str]
) -> Mapping[str, list[str]]:
    """Return by section the steps that have come under it without moving themselves."""
    before, now = _sections(old), _sections(new)
    found: dict[str, list[str]] = {}
    for was, id_ in pairs.names.items():
        if was in moved or id_ not in now or was not in before:
            continue
        section = pairs.names.get(before[was], "")
        if now[id_] != section and now[id_]:
            found.setdefault(now[id_], []).append(id_)
    return found


def _sections(checklist: Checklist) -> dict[str, str]:
    """Return the section of every step that is none itself; "" above the first."""
    found, section = {}, ""
    for step in checklist.steps:
        if step.kind == "section":
            section = step.id
        else:
            found[step.id] = section
    return found
