"""From rows to the model: tables validated, names checked, findings gathered on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bedside.content.banks import ALWAYS, Banks, known_names, taken
from bedside.content.explain import Where, explained, quoted
from bedside.content.layout import Layout, Row
from bedside.content.places import Here, Places
from bedside.content.references import checked
from bedside.content.shape import Place, head_shape, step_shape
from bedside.content.validate import Fault, validated
from bedside.core.checklist import FORMAT, KINDS, Checklist, Step, Task
from bedside.core.problems import Finding, nearest
from bedside.core.text import harmful

MAX_FINDINGS = 50
"""So many mistakes of one file are told: more would take long to find, and nobody reads them."""

ESCAPE = re.compile(r"\\[bferuUx]")
"""A character written as an escape that may stand for an invisible one."""


class Reader:
    """Turns the rows of one file into a checklist, gathering findings on the way."""

    def __init__(self, layout: Layout, banks: Banks) -> None:
        """Read these rows, with the steps of these banks at hand."""
        self.layout, self.banks = layout, banks
        self.findings: list[Finding] = list(layout.findings)
        self._steps: list[Here] = []
        self._tasks: list[Here] = []

    @property
    def places(self) -> Places:
        """Where what was read stands."""
        return Places(self.layout.head.here, self._steps, self._tasks)

    def checklist(self) -> Checklist | None:
        """Return the checklist, as far as its parts could be read; nothing without a head."""
        head = self._head()
        steps = [step for row in self.layout.steps if self._left() and (step := self._step(row))]
        tasks = [task for row in self.layout.tasks if self._left() and (task := self._task(row))]
        if head is None:
            return None
        extras = () if head.bank else tuple(self._extras())
        whole = replace(head, steps=tuple(steps), tasks=tuple(tasks), extras=extras)
        self.findings += islice(checked(whole, self.places), self._left())
        if not self.findings and not any(step.kind != "section" for step in steps):
            here = self.layout.head.here
            message = "This checklist has no steps."
            found = here.finding("C215", message, "add a [[steps]] block", here.key("steps"))
            self.findings.append(found)
        return whole

    def _left(self) -> int:
        """Return how many more findings are wanted: one beyond those told says there are more."""
        return max(0, MAX_FINDINGS + 1 - len(self.findings))

    def _head(self) -> Checklist | None:
        raw, here = self.layout.head
        given = raw.get("format")
        if isinstance(given, int) and given > FORMAT:
            message = f"This checklist is in format {given}; this bedside reads format {FORMAT}."
            help_ = "install a newer bedside, or use an older copy"
            self.findings.append(here.finding("C216", message, help_, here.key("format")))
            return None
        made = validated(Checklist, head_shape(raw))
        if isinstance(made, Checklist):
            return made
        self._explain(made, Checklist, Where(here, raw))
        return None

    def _explain(self, faults: Sequence[Fault], cls: type, where: Where) -> None:
        self.findings += islice(explained(faults, cls, where), self._left())

    def _step(self, row: Row) -> Step | None:
        full = taken(row, self.banks)
        if isinstance(full, str):
            near = nearest(full, known_names(self.banks))
            help_ = f"did you mean {near}?" if near else "name it like bank/step"
            message, spot = f"No bank has {quoted(full)}.", row.here.key("use")
            self.findings.append(row.here.finding("L309", message, help_, spot))
            return None
        raw, here = full
        kind = str(raw.get("kind", ""))
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            help_ = f"did you mean {near}?" if near else f"it is one of: {', '.join(KINDS)}"
            message = (
                f"There is no kind of step called {quoted(kind)}." if kind else "No kind is given."
            )
            self.findings.append(here.finding("C205", message, help_, here.key("kind")))
            return None
        made = validated(KINDS[kind], step_shape(raw))
        if isinstance(made, Step):
            self._steps.append(here)
            return made
        self._explain(made, KINDS[kind], Where(here, raw, f"a {kind} step"))
        return None

    def _task(self, row: Row) -> Task | None:
        made = validated(Task, step_shape(row.raw))
        if isinstance(made, Task):
            self._tasks.append(row.here)
            return made
        self._explain(made, Task, Where(row.here, row.raw, "a task"))
        return None

    def _extras(self) -> Iterator[Step]:
        """Return the steps of the banks that every visit can reach."""
        for name in ALWAYS:
            if name in self.banks:
                yield from self.banks[name].extras()

    def check_escapes(self) -> None:
        """Find characters written as escapes, which the text gate could not see."""
        for row in (self.layout.head, *self.layout.steps, *self.layout.tasks):
            for place, text in _texts(row.raw, ()):
                if not self._left():
                    return
                if found := harmful(text):
                    message = f"This text holds an invisible character (U+{ord(found[0]):04X})."
                    help_ = "delete it, or write the letter itself"
                    spot = row.here.key(*place)
                    self.findings.append(row.here.finding("T105", message, help_, spot))


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*place, index))
