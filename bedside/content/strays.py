"""Headers that stand where no block begins: one in the middle of a step, or above the head.

What they cut off is joined to the block it belongs to, so that the one line is told and no more.
"""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple, cast

from bedside.content import fixes
from bedside.content.layout import Layout, Row
from bedside.content.places import Here
from bedside.content.shape import Table
from bedside.content.vocabulary import keys_of, step_keys
from bedside.core.checklist import Checklist, NoteFrame, Review, Task
from bedside.core.problems import Finding

_BEGINNING = frozenset(("format", "id"))
"""The lines with which a checklist begins, and no block within its head."""


class _Block(NamedTuple):
    """One step or task, where it stands in the file, and whether it is a step."""

    at: int
    row: Row
    is_step: bool


def rejoined(layout: Layout) -> Layout:
    """Return the rows of a file with what a stray header cut off joined again, and why."""
    if len(layout.head.here.origins) > 1:
        return layout
    head, found = _freed(layout.head)
    found = [*layout.findings, *found]
    kept: list[_Block] = []
    for block in sorted(_blocks(layout), key=lambda one: one.at):
        before = kept[-1] if kept else None
        if not _is_stray(block, before):
            kept.append(block)
            continue
        home = _home(block.row.raw, head.raw, before)
        found.append(_stray(block, is_mended=home != ""))
        if home == "block" and before is not None:
            kept[-1] = before._replace(row=_joined(before.row, block.row))
        elif home == "head":
            head = Row({**block.row.raw, **head.raw}, head.here)
        elif home == "review":
            review = {**cast("Table", head.raw["review"]), **block.row.raw}
            head = Row({**head.raw, "review": review}, head.here)
    steps = [block.row for block in kept if block.is_step]
    tasks = [block.row for block in kept if not block.is_step]
    return Layout(head, steps, tasks, found)


def _freed(head: Row) -> tuple[Row, list[Finding]]:
    """Return the head with the lines that stand below a header of its own, and what to say."""
    for name, cls in (("review", Review), ("note", NoteFrame)):
        inner = head.raw.get(name)
        if not isinstance(inner, dict) or not _BEGINNING & inner.keys() - head.raw.keys():
            continue
        table = cast("Table", inner)
        own = {key: value for key, value in table.items() if key not in keys_of(Checklist)}
        rest = {key: value for key, value in table.items() if key not in own}
        origin = head.here.origins[0]
        mark = origin.spans.marks.get((name,))
        message = f"The checklist begins below [{name}], so all of it is read as part of that."
        help_ = f"move [{name}] below the first lines: format, id, title"
        fix = fixes.line_out(origin, mark.value) if mark and not own.keys() & keys_of(cls) else None
        found = head.here.finding("C207", message, help_, head.here.key(name), fix)
        return Row({**head.raw, name: own, **rest}, head.here), [found]
    return head, []


def _blocks(layout: Layout) -> list[_Block]:
    rows = [(row, True) for row in layout.steps] + [(row, False) for row in layout.tasks]
    return [_Block(_offset(row.here), row, is_step) for row, is_step in rows]


def _offset(here: Here) -> int:
    origin = here.origins[0]
    mark = origin.spans.marks.get(origin.path)
    return mark.value[0] if mark else 0


def _is_stray(block: _Block, before: _Block | None) -> bool:
    """Whether a block has nothing that a step or a task of its own begins with."""
    raw = block.row.raw
    first = ("id", "kind", "use") if block.is_step else ("id", "text")
    if any(key in raw for key in first):
        return "format" in raw and before is None
    if "title" not in raw and (not raw or not _near_miss(raw)):
        return True
    return before is not None and _fits_on(raw, before)


def _near_miss(raw: Table) -> bool:
    """Whether a table has keys that nobody knows, so that its first lines may be misspelt."""
    return not raw.keys() <= (step_keys() | keys_of(Checklist) | keys_of(Task) | keys_of(Review))


def _fits_on(raw: Table, before: _Block) -> bool:
    keys: Set[str] = step_keys() if before.is_step else keys_of(Task)
    return raw.keys() <= keys and raw.keys().isdisjoint(before.row.raw)


def _home(raw: Table, head: Table, before: _Block | None) -> str:
    """Return what the lines below a stray header go on with; "" where that cannot be known."""
    if before is not None and _fits_on(raw, before):
        return "block"
    if raw.keys() <= keys_of(Checklist) and raw.keys().isdisjoint(head):
        return "head"
    review = head.get("review")
    is_reviewed = isinstance(review, dict) and raw.keys().isdisjoint(review)
    return "review" if raw and is_reviewed and raw.keys() <= keys_of(Review) else ""


def _joined(first: Row, rest: Row) -> Row:
    origins = (*first.here.origins, *rest.here.origins)
    return Row({**first.raw, **rest.raw}, Here(origins, first.here.name))


def _stray(block: _Block, is_mended: bool) -> Finding:
    here, name = block.row.here, "[[steps]]" if block.is_step else "[[tasks]]"
    lacking = "id, kind and title" if block.is_step else "id and text"
    message = f"Nothing begins with this {name}: {lacking} do not follow it."
    help_ = f"take this line out, or write {lacking} below it"
    origin = here.origins[0]
    mark = origin.spans.marks.get(origin.path)
    fix = fixes.line_out(origin, mark.value) if mark and is_mended else None
    return here.finding("C235", message, help_, here.key(), fix)
