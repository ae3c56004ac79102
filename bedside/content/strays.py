"""Headers that stand where no block begins, or are misspelt: each is told once, and mended.

What they cut off is joined to the block it belongs to, so that the one line is told and no more.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import NamedTuple, cast

from bedside.content import fixes
from bedside.content.advice.headers import block_meant
from bedside.content.layout import MAX_STEPS, Layout, Row
from bedside.content.misplaced import short
from bedside.content.places import Here, Origin, Spot
from bedside.content.shape import Table
from bedside.content.vocabulary import keys_of, step_keys
from bedside.core.checklist import KINDS, Checklist, NoteFrame, Review, Task
from bedside.core.problems import Edit, Finding, Fix, Related
from bedside.core.spans import Mark

_BEGINNING = frozenset(("format", "id"))
"""The lines with which a checklist begins, and no block within its head."""
_TOLD = 5
"""So many further headers of one misspelt name are pointed at."""


class _Block(NamedTuple):
    """One step or task, where it stands in the file, and whether it is a step."""

    at: int
    row: Row
    is_step: bool


def rejoined(layout: Layout) -> Layout:
    """Return the rows of a file with what a stray header cut off joined again, and why."""
    if len(layout.head.here.origins) > 1:
        return layout
    layout = _headed(_renamed(layout))
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


def _renamed(layout: Layout) -> Layout:
    """Return the rows with those of misspelt headers, such as [[step]], among them, and why."""
    head, found = layout.head, list(layout.findings)
    rows = {"steps": list(layout.steps), "tasks": list(layout.tasks)}
    for key, value in tuple(head.raw.items()):
        here = head.here
        mark = here.origins[0].spans.marks.get((key,))
        block = _block_meant(key, value) if mark and _is_header(mark) else ""
        tables = cast("list[Table]", [value] if isinstance(value, dict) else value)
        if not block or len(rows[block]) + len(tables) > MAX_STEPS:
            continue
        file, spans, path = here.origins[0]
        for at, raw in enumerate(tables):
            place = (*path, key) if isinstance(value, dict) else (*path, key, at)
            rows[block].append(
                Row(raw, Here((Origin(file, spans, place),), str(raw.get("id", ""))))
            )
        found.append(_misspelt(here, key, block))
        head = Row({name: raw for name, raw in head.raw.items() if name != key}, here)
    return Layout(head, rows["steps"], rows["tasks"], found)


def _block_meant(key: str, value: object) -> str:
    """Return the blocks that a name of the head stands for, by its spelling or what is below it."""
    tables = cast("list[Table]", value if isinstance(value, list) else [value])
    if not tables or not all(isinstance(one, dict) for one in tables):
        return ""
    if block := block_meant(key):
        return block
    is_known = key in keys_of(Checklist) or not all(map(_is_kind, tables))
    return "" if is_known else "steps"


def _misspelt(here: Here, key: str, block: str) -> Finding:
    """Return the one finding for all headers of a name that is none."""
    file, spans, _ = here.origins[0]
    edits: dict[tuple[int, int], Edit] = {}
    for path, mark in spans.marks.items():
        if path[0] != key or not _is_header(mark):
            continue
        is_alone = spans.text[mark.keys[0][1] : mark.value[1]].strip(" \t]") == ""
        place, text = (mark.value, f"[[{block}]]") if is_alone else (mark.keys[0], block)
        edits[place] = Edit(spans.stretch(*place), text)
    first, *others = sorted(edits)
    what = "step" if block == "steps" else "task"
    message = f"A {what} begins with [[{block}]], not with {short(spans.text[slice(*first)])}."
    help_ = f"two brackets on each side, small letters, and an s at the end: [[{block}]]"
    fix = Fix(f"write [[{block}]]", tuple(edits[place] for place in sorted(edits)))
    found = here.finding("C201", message, help_, Spot(file, spans.stretch(*first)), fix)
    related = [Related("here too", file, spans.stretch(*one)) for one in others[:_TOLD]]
    return replace(found, related=tuple(related))


def _headed(layout: Layout) -> Layout:
    """Return the rows with a first step among them whose header is missing, and why."""
    head = layout.head
    for name in ("review", "note"):
        inner = head.raw.get(name)
        if not isinstance(inner, dict) or not _is_begun(inner):
            continue
        keys = list(inner)
        at = min(keys.index(key) for key in ("id", "kind", "title") if key in inner)
        here = Here((head.here.origins[0]._replace(path=(name,)),), str(inner.get("id", "")))
        step = Row({key: inner[key] for key in keys[at:]}, here)
        own = {key: inner[key] for key in keys[:at]}
        message = "A step begins here, and the line [[steps]] is missing above it."
        help_ = "write [[steps]] on a line of its own above it"
        fix = fixes.header_above(here, (keys[at],), "[steps]")
        found = head.here.finding("C207", message, help_, here.key(keys[at]), fix)
        head = Row({**head.raw, name: own}, head.here)
        steps = (step, *layout.steps)
        return Layout(head, steps, layout.tasks, (*layout.findings, found))
    return layout


def _is_begun(table: Table) -> bool:
    """Whether a step begins in this table: a kind alone may have gone astray by itself."""
    return _is_kind(table) and not table.keys().isdisjoint(("id", "title"))


def _is_kind(table: Table) -> bool:
    """Whether a table has a kind that there is; an author may have written anything there."""
    kind = table.get("kind")
    return isinstance(kind, str) and kind in KINDS


def _is_header(mark: Mark) -> bool:
    return bool(mark.keys) and mark.value[0] < mark.keys[0][0]


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
