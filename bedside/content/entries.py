"""What is known of the steps and tasks of one file, those that could not be read among them.

A step that cannot be read is still known by its id, so that what looks at it is not blamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bedside.content.places import Here
from bedside.content.shape import Table
from bedside.core.answers import possible
from bedside.core.checklist import Choice, Condition, Step, Task

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""What a short name looks like."""
ANSWERING = frozenset(("kind", "options", "other", "points", "min", "max", "labels"))
"""The keys that decide which answers a step has."""


class Entry(NamedTuple):
    """A step or task as far as it could be read; `lost` are the keys that could not."""

    raw: Table
    here: Here
    made: Step | Task | None
    lost: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Its id, as far as the author wrote one."""
        return self.here.name

    @property
    def lines(self) -> Iterator[tuple[str, Condition]]:
        """Its conditions, each with the key it stands under."""
        made = self.made
        yield from (("when", one) for one in (made.when if made else ()))
        yield from (("or", one) for one in (made.or_ if made else ()))


class Known(NamedTuple):
    """The entries of one file, and what their ids lead to.

    `order` is where each step's id first stands; `doubled` are the ids that stand twice; `better`
    leads from the short name that a bad one should be to the bad one. Where `is_open`, some step
    has no id that could be read, so a name that leads nowhere may be its.
    """

    steps: Sequence[Entry]
    tasks: Sequence[Entry]
    order: dict[str, int]
    doubled: frozenset[str]
    better: dict[str, str]
    is_open: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The steps, then the tasks."""
        return (*self.steps, *self.tasks)

    def step(self, name: str) -> Entry | None:
        """Return the step of an id."""
        at = self.order.get(name)
        return None if at is None else self.steps[at]

    def answers(self, name: str) -> tuple[str, ...] | None:
        """Return every answer of a step; None where it is not known which it has."""
        entry = self.step(name)
        if entry is None or name in self.doubled or entry.lost & ANSWERING:
            return None
        return None if not isinstance(entry.made, Step) else possible(entry.made)

    def is_meant(self, name: str) -> bool:
        """Whether a name that leads nowhere may still be right once other mistakes are mended."""
        return self.is_open or name in self.better


def known(steps: Sequence[Entry], tasks: Sequence[Entry], is_open: bool) -> Known:
    """Return what is known of these entries."""
    order: dict[str, int] = {}
    doubled: set[str] = set()
    for at, entry in enumerate(steps):
        if entry.name in order:
            doubled.add(entry.name)
        order.setdefault(entry.name, at)
    better = {better_name(one): one for one in order if one and not ID.match(one)}
    nameless = "" in order
    return Known(steps, tasks, order, frozenset(doubled), better, is_open or nameless)


def better_name(name: str) -> str:
    """Return the short name that a text should be."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def options_of(step: object) -> dict[str, str]:
    """Return the labels of a step's own options, by their names."""
    return {one.id: one.label for one in step.options} if isinstance(step, Choice) else {}
