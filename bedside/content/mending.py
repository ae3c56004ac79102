"""Reading a file in which something is wrong: every row as far as it goes, and all that is wrong.

A row that cannot be read is read once more without the keys that are at fault, so that one
mistake hides no other. Such a row takes part in what is said of the rest, but is not handed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from bedside.content import fixes
from bedside.content.banks import Banks, known_names, taken, with_sources
from bedside.content.conditions import Asked, odd_conditions
from bedside.content.entries import Entry, known
from bedside.content.explain import explained, wrong_date
from bedside.content.kinds import CHOICE, answers_of, kind_meant, kinds_that_fit, likely_kind
from bedside.content.layout import Layout, Row
from bedside.content.misplaced import Where, quoted, rescued, short, unknown_keys
from bedside.content.references import checked
from bedside.content.shape import Table, author_place, head_shape, step_shape
from bedside.content.validate import validated
from bedside.content.vocabulary import (
    keys_of,
    meant_by,
    step_keys,
)
from bedside.core.checklist import KINDS, Checklist, NoteFrame, Review, Step, Task
from bedside.core.problems import Finding, nearest

_STAND_IN: Table = {"title": "…", "text": "…", "id": "", "format": 1}
"""What stands where a table lacks what it must have, while its other keys are read."""
_NEEDED = frozenset(
    ("format", "id", "title", "kind", "text", "options", "points", "min", "max", "sources")
)
"""The keys without which some table cannot be read, or what others name is not there."""
_DATES = ("reviewed", "next_review")
_TOLD = 51
"""So many mistakes of one table are looked into."""
_ROUNDS = 3
"""So often a table is read once more without what was at fault."""


class Mending:
    """The rows of one file, read as far as they go."""

    def __init__(self, layout: Layout, banks: Banks) -> None:
        """Take the rows; they are read while findings are asked for."""
        self.layout, self.banks = layout, banks
        self.head = Checklist(format=1, id="", title="…")
        self._steps: list[Entry] = []
        self._tasks: list[Entry] = []
        self._lost: frozenset[str] = frozenset()
        self._astray = _astray(layout)

    def findings(self) -> Iterator[Finding]:
        """Return everything that is wrong with the head, the steps, the tasks, and between them."""
        yield from self._read_head()
        asked = self._asked()
        for row in self.layout.steps:
            yield from self._read_step(row, asked)
        for row in self.layout.tasks:
            yield from self._read_task(row, asked)
        is_open = any(found.code in ("C217", "C218") for found in self.layout.findings)
        entries = known(self._steps, self._tasks, is_open)
        unsure = "sources" in self._lost or "sources" in self._astray
        made = [entry.made for entry in self._steps if isinstance(entry.made, Step)]
        whole = with_sources(self.head, made, self.banks)
        yield from checked(entries, self.layout.head.here, whole, unsure)

    def read_steps(self) -> list[Entry]:
        """Return the steps that could be read whole."""
        return [entry for entry in self._steps if entry.made is not None and not entry.lost]

    def read_tasks(self) -> list[Entry]:
        """Return the tasks that could be read whole."""
        return [entry for entry in self._tasks if entry.made is not None and not entry.lost]

    def _read_head(self) -> Iterator[Finding]:
        raw, here = self.layout.head
        raw, swallowed = rescued(Where(here, raw))
        yield from swallowed
        where = Where(here, raw, astray=self._astray)
        made, lost, found = _read(Checklist, where)
        yield from found
        if isinstance(made, Checklist):
            self.head = made
        self._lost = lost if made else frozenset(raw)
        review = raw.get("review")
        for key in _DATES if isinstance(review, dict) and "review" not in lost else ():
            if isinstance(cast("Table", review).get(key), str):
                yield wrong_date(Where(here, cast("Table", review), "[review]", ("review",)), key)
        accepted = raw.get("accepted")
        for number, one in enumerate(accepted if isinstance(accepted, list) else ()):
            if isinstance(one, dict) and isinstance(one.get("until"), str):
                place = ("accepted", number)
                yield wrong_date(Where(here, one, "an accepted warning", place), "until")

    def _asked(self) -> dict[str, Asked]:
        """Return what is known of each step's answers before it was read."""
        found: dict[str, Asked] = {}
        for row in self.layout.steps:
            full = taken(row, self.banks)
            raw = row.raw if isinstance(full, str) else full.raw
            kind = str(raw.get("kind", ""))
            found[row.here.name] = Asked(kind, answers_of(raw, kind))
        return found

    def _read_step(self, row: Row, asked: dict[str, Asked]) -> Iterator[Finding]:
        full = taken(row, self.banks)
        if isinstance(full, str):
            self._steps.append(Entry(row.raw, row.here, None))
            yield _no_bank_step(row, full, self.banks)
            return
        raw, here = full
        kind = raw.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            fields = {name: value for name, value in raw.items() if name != "kind"}
            self._steps.append(Entry(raw, here, None))
            if kind is not None or "kind" not in self._astray:
                yield _no_kind(full, fields)
            unknown = [key for key in raw if key not in step_keys() and not _is_kind(key)]
            yield from islice(unknown_keys(Where(here, raw, "a step"), unknown, set()), _TOLD)
            return
        where = Where(here, raw, f"a {kind} step", astray=self._astray)
        raw, swallowed = rescued(where)
        yield from swallowed
        raw, odd = odd_conditions(where._replace(raw=raw), asked)
        yield from odd
        made, lost, found = _read(KINDS[kind], where._replace(raw=raw))
        yield from (self._with_id(one, row) for one in found)
        if odd or swallowed:
            lost |= {key for key in ("when", "or") if key in full.raw} | {"…"}
        lost |= self._astray & {"options"}
        self._steps.append(Entry(raw, here, cast("Step | None", made), lost))

    def _with_id(self, found: Finding, row: Row) -> Finding:
        """Return a finding; where it is for a missing id, with the one that conditions name."""
        if found.code != "C202" or "id" in row.raw or not found.message.endswith(" no id."):
            return found
        ids = {one.here.name for one in self.layout.steps}
        looks = [one.raw.get(key) for one in self.layout.steps for key in ("when", "or")]
        looks += [one.raw.get(key) for one in self.layout.tasks for key in ("when", "or")]
        named = {step for look in looks if isinstance(look, dict) for step in look} - ids
        name = min(named) if named else self._free(found)
        if not name:
            return found
        line = f"id = {fixes.written(name)}"
        fix = fixes.added(row.here, line) if len(named) <= 1 else None
        return replace(found, help=f"add a line: {line}", fix=fix)

    def _free(self, found: Finding) -> str:
        """Return the id to offer where another has the one that was; "" where it is free."""
        offered = found.help.partition('"')[2].rstrip('"')
        rows = (*self.layout.steps, *self.layout.tasks)
        held = [row.raw.get("id") for row in rows]  # in a broken file also what no set can hold
        free = (f"{offered}-{number}" for number in range(2, len(rows) + 3))
        return next(one for one in free if one not in held) if offered in held else ""

    def _read_task(self, row: Row, asked: dict[str, Asked]) -> Iterator[Finding]:
        raw, odd = odd_conditions(Where(row.here, row.raw, "a task"), asked)
        yield from odd
        where = Where(row.here, raw, "a task", astray=self._astray)
        made, lost, found = _read(Task, where)
        yield from found
        if odd:
            lost |= {"when", "or"}
        self._tasks.append(Entry(raw, row.here, cast("Task | None", made), lost))


def _astray(layout: Layout) -> frozenset[str]:
    """Return the keys some block must have that stand where they do not belong."""
    places = [
        *((row.raw, step_keys()) for row in layout.steps),
        *((row.raw, keys_of(Task)) for row in layout.tasks),
        (layout.head.raw, keys_of(Checklist)),
    ]
    for name, cls in (("review", Review), ("note", NoteFrame)):
        inner = layout.head.raw.get(name)
        places += [(cast("Table", inner), keys_of(cls))] if isinstance(inner, dict) else []
    return frozenset(key for raw, own in places for key in _NEEDED & raw.keys() if key not in own)


def _is_kind(key: str) -> bool:
    """Whether a key that nobody knows is meant for `kind`, which is told of the missing kind."""
    return meant_by("a step", key) == "kind" or bool(nearest(key, ["kind"]))


def _read(cls: type, where: Where) -> tuple[object | None, frozenset[str], Sequence[Finding]]:
    """Return a table read without what is at fault, the keys left out, and what is wrong."""
    shaped = head_shape if cls is Checklist else step_shape
    made = validated(cls, shaped(where.raw))
    if not isinstance(made, list):
        return made, frozenset(), ()
    found = list(islice(explained(made, where), _TOLD))
    if not all(fault.place for fault in made):
        return None, frozenset(where.raw), found
    raw, lost = dict(where.raw), set[str]()
    for _ in range(_ROUNDS):
        for key in {str(author_place(raw, fault.place)[0]) for fault in made if fault.place}:
            lost.add(key)
            raw.pop(key, None)
            if key in _STAND_IN and key in keys_of(cls):
                raw[key] = where.here.name if key == "id" else _STAND_IN[key]
        made = validated(cls, shaped(raw))
        if not isinstance(made, list):
            return made, frozenset(lost), found
    return None, frozenset(lost), found


def _no_bank_step(row: Row, name: str, banks: Banks) -> Finding:
    """Return the finding for a `use` that leads to no step of a bank."""
    here, spot = row.here, row.here.value("use")
    bank, _, step = name.partition("/")
    broken = banks[bank].broken if bank in banks else ()
    if broken:
        message = f"{quoted(name)} cannot be used: the bank {short(bank)} has to be mended first."
        help_ = f"see what is said of {broken[0].file}"
        return replace(
            here.finding("L309", message, help_, spot),
            related=(fixes.as_related(broken[0]),),
        )
    names = known_names(banks)
    same = [one for one in names if step and one.endswith(f"/{step}")]
    bare = [one for one in names if not step and one.endswith(f"/{bank}")]
    near = next(iter(same if len(same) == 1 else bare), "") or nearest(name, names)
    help_ = f"did you mean {near}?" if near else "name it like bank/step"
    fix = fixes.instead_of(spot, fixes.written(near)) if near else None
    return here.finding("L309", f"No bank has {quoted(name)}.", help_, spot, fix)


def _no_kind(row: Row, fields: Table) -> Finding:
    """Return the finding for a step of no kind there is, guessing which from its other keys."""
    here, given = row.here, row.raw.get("kind")
    likely = likely_kind(fields)
    if given is None:
        return _kind_missing(row, likely)
    if not isinstance(given, str):
        help_ = 'put the words in quotation marks: kind = "say"'
        fix = fixes.instead_of(here.value("kind"), fixes.written(likely)) if likely else None
        return here.finding("C203", "kind has to be words.", help_, here.value("kind"), fix)
    near, help_ = kind_meant(given, fields)
    fix = fixes.instead_of(here.value("kind"), fixes.written(near)) if near else None
    message = f"There is no kind of step called {quoted(given)}."
    return here.finding("C205", message, help_, here.value("kind"), fix)


def _kind_missing(row: Row, likely: str) -> Finding:
    here = row.here
    odd = [key for key in row.raw if key not in step_keys()]
    near = next((key for key in odd if meant_by("a step", key) == "kind"), "")
    near = near or nearest("kind", odd)
    if near and isinstance(row.raw[near], str):
        message = f"This step has {quoted(near)}, and no kind."
        fix = fixes.renamed(here, (near,), "kind")
        return here.finding("C201", message, "did you mean kind?", here.key(near), fix)
    fits = kinds_that_fit(row.raw) or list(KINDS)
    if likely:
        help_ = f"add a line: kind = {fixes.written(likely)}"
    elif row.raw.keys() & {"options", "other"}:
        help_ = f"add a line: kind = {CHOICE}"
    else:
        help_ = f'add a line: kind = "…"; it is one of: {", ".join(fits)}'
    fix = fixes.added(here, f"kind = {fixes.written(likely)}") if likely else None
    return here.finding("C205", "No kind is given.", help_, here.key("id"), fix)
