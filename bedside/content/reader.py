"""From rows to the model: tables validated, names checked, findings gathered on the way.

A file in which nothing is wrong is read straight through. Only where something is, the rows are
looked at one by one, and what could be read of each takes part in what is said of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from bedside.content.banks import ALWAYS, Banks, taken, with_sources
from bedside.content.layout import Layout, Row
from bedside.content.places import Places
from bedside.content.shape import Table, head_shape, step_shape
from bedside.content.sound import is_sound
from bedside.content.texts import ESCAPE, may_be_empty, odd_texts
from bedside.content.validate import validated
from bedside.core.checklist import FORMAT, KINDS, Checklist, Step, Task
from bedside.core.problems import Finding

MAX_FINDINGS = 50
"""So many mistakes of one file are told: more would take long to find, and nobody reads them."""


class Reader:
    """Turns the rows of one file into a checklist, gathering findings on the way."""

    def __init__(self, layout: Layout, banks: Banks, is_quick: bool = False) -> None:
        """Read these rows, with the steps of these banks at hand.

        Where it `is_quick`, empty texts that nobody has to read are passed over.
        """
        self.is_quick = is_quick
        self.layout, self.banks = layout, banks
        self.findings: list[Finding] = list(layout.findings)
        self.places = Places(
            layout.head.here,
            [row.here for row in layout.steps],
            [row.here for row in layout.tasks],
        )

    def checklist(self) -> Checklist | None:
        """Return the checklist, as far as its parts could be read; nothing of a later format."""
        whole = None if self.findings else self._sound()
        return whole or self._mended()

    def _sound(self) -> Checklist | None:
        """Return the checklist where nothing at all is wrong with it."""
        raw, here = self.layout.head
        head = validated(Checklist, head_shape(raw))
        if not isinstance(head, Checklist) or any(
            ESCAPE.search(origin.spans.text) or (not self.is_quick and may_be_empty(origin))
            for origin in here.origins
        ):
            return None
        rows: list[Row] = []
        steps: list[Step] = []
        for row in self.layout.steps:
            full = taken(row, self.banks) if "use" in row.raw else row
            cls = None if isinstance(full, str) else KINDS.get(_kind(full.raw))
            if cls is None or isinstance(full, str):
                return None
            made = validated(cls, step_shape(full.raw))
            if isinstance(made, list):
                return None
            steps.append(made)
            rows.append(full)
        tasks = [validated(Task, step_shape(row.raw)) for row in self.layout.tasks]
        if any(isinstance(task, list) for task in tasks):
            return None
        whole = self._whole(head, steps, cast("list[Task]", tasks))
        if not is_sound(whole, rows, self.layout):
            return None
        self.places = self.places._replace(steps=[row.here for row in rows])
        return whole

    def _mended(self) -> Checklist | None:
        """Return the checklist as far as it can be read, and find all that is wrong with it."""
        from bedside.content.families import reunited
        from bedside.content.mending import Mending
        from bedside.content.strays import rejoined

        layout = reunited(rejoined(self.layout))
        self.findings[:] = layout.findings
        raw, here = layout.head
        given = raw.get("format")
        if type(given) is int and given > FORMAT:
            message = f"This checklist is in format {given}; this bedside reads format {FORMAT}."
            help_ = "install a newer bedside, or use an older copy"
            self.findings.append(here.finding("C216", message, help_, here.value("format")))
            return None
        mending = Mending(layout, self.banks)
        self._say(odd_texts(layout))
        told = {(one.file, one.span) for one in self.findings if one.code in ("C219", "T105")}
        self._say(one for one in mending.findings() if (one.file, one.span) not in told)
        steps, tasks = mending.read_steps(), mending.read_tasks()
        self.places = Places(here, [e.here for e in steps], [e.here for e in tasks])
        whole = self._whole(
            mending.head,
            cast("list[Step]", [entry.made for entry in steps]),
            cast("list[Task]", [entry.made for entry in tasks]),
        )
        if not self.findings and not any(step.kind != "section" for step in whole.steps):
            message = "This checklist has no steps."
            found = here.finding("C215", message, "add a [[steps]] block", here.key("steps"))
            self.findings.append(found)
        return whole

    def _say(self, found: Iterable[Finding]) -> None:
        """Keep findings, one beyond those told at the most: it says that there are more."""
        self.findings += islice(found, max(0, MAX_FINDINGS + 1 - len(self.findings)))

    def _whole(self, head: Checklist, steps: Sequence[Step], tasks: Sequence[Task]) -> Checklist:
        extras = () if head.bank else tuple(self._extras())
        head = with_sources(head, steps, self.banks)
        return replace(head, steps=tuple(steps), tasks=tuple(tasks), extras=extras)

    def _extras(self) -> Iterator[Step]:
        """Return the steps of the banks that every visit can reach."""
        for name in ALWAYS:
            if name in self.banks:
                yield from self.banks[name].extras


def _kind(raw: Table) -> str:
    kind = raw.get("kind")
    return kind if type(kind) is str else ""
