"""Keys that have no place where they stand: misspelt, of another kind, or at another level.

A misspelt name shows up as one unknown and one missing key; it is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple, cast

from bedside.content import fixes
from bedside.content.homes import home_above
from bedside.content.kinds import CHOICE, choice_kind, kinds_that_fit
from bedside.content.places import Here
from bedside.content.shape import Place, Table
from bedside.content.vocabulary import (
    TABLES,
    can_hold,
    home_of,
    keys_of,
    kinds_with,
    meant_by,
    step_keys,
)
from bedside.core.checklist import KINDS, Task
from bedside.core.problems import Finding, Fix, nearest
from bedside.core.text import cut

_SHOWN = 60
"""So many cells of what an author wrote are told again."""
_OPEN = ("options", "say", "note", "patient", "handover", "when", "or", "instead", "labels")
"""The keys of a step that hold names of the author's own."""


class Where(NamedTuple):
    """A table: where it stands, its raw content, what to call it, and its place from there.

    `astray` are the keys that stand in some other table of the file, where they do not belong.
    """

    here: Here
    raw: Table
    title: str = "this checklist"
    place: Place = ()
    astray: frozenset[str] = frozenset()

    @property
    def is_step(self) -> bool:
        """Whether it is a step of some kind."""
        return self.title not in TABLES

    @property
    def keys(self) -> frozenset[str]:
        """The keys it may have."""
        if not self.is_step:
            return keys_of(TABLES[self.title])
        cls = KINDS.get(str(self.raw.get("kind", "")))
        return keys_of(cls) if cls else step_keys()


def short(word: str) -> str:
    """Return what an author wrote, a very long one cut."""
    return cut(word, _SHOWN)


def quoted(word: object) -> str:
    """Return what an author wrote in quotation marks, a very long one cut."""
    return repr(short(str(word)))


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return names as they are said in a sentence."""
    return f" {joint} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def unknown_keys(where: Where, unknown: Sequence[str], missing: set[str]) -> Iterator[Finding]:
    """Return what is wrong with these keys; a missing one that is meant by them is told with it."""
    foreign = [key for key in unknown if kinds_with(key)] if where.is_step else []
    if foreign:
        yield _of_another_kind(where, foreign, missing)
    away: dict[str, list[str]] = {}
    if slipped := _slipped(where, unknown, missing):
        away["a step"] = slipped
    for key in unknown:
        if key in foreign or key in slipped:
            continue
        meant = _meant(where, key, missing)
        home = "" if meant else home_of(key, where.title)
        if home:
            away.setdefault(home, []).append(key)
        else:
            yield _unknown(where, key, meant, missing)
    for home, keys in away.items():
        found = _without_header(where, keys, home) or _elsewhere(where, keys, home)
        yield also_at(found, where.here, [((*where.place, key), f"{key} too") for key in keys[1:]])


def _slipped(where: Where, unknown: Sequence[str], missing: set[str]) -> list[str]:
    """Return the first lines of a task, where they belong to the step above its header."""
    keys = list(takewhile(lambda key: key in unknown, where.raw))
    is_own = any(meant_by(where.title, key) in missing for key in keys)
    if where.title != "a task" or is_own or not keys:
        return []
    return keys if home_above(where.here, [(key,) for key in keys]) else []


def _without_header(where: Where, keys: Sequence[str], home: str) -> Finding | None:
    """Return the finding for the lines of a block whose header is missing above them."""
    name = home.strip("[]")
    if not home.startswith("[") or where.here.origins[0].spans.marks.get((name,)):
        return None
    if not _are_last(where, keys):
        return None
    help_ = f"write {home} on a line of its own above it"
    fix = fixes.header_above(where.here, (*where.place, keys[0]), name)
    spot = where.here.key(*where.place, keys[0])
    return where.here.finding("C207", _astray(where, keys[0], home), help_, spot, fix)


def _are_last(where: Where, keys: Sequence[str]) -> bool:
    """Whether nothing but these lines stands between the first of them and the next header."""
    origin = where.here.origins[0]
    path = (*origin.path, *where.place)
    marks = [(at, mark) for at, mark in origin.spans.marks.items() if mark.keys]
    begin = min(mark.keys[0][0] for at, mark in marks if at in [(*path, key) for key in keys])
    for at, mark in sorted(marks, key=lambda one: one[1].keys[0][0]):
        if mark.keys[0][0] < begin:
            continue
        if mark.value[0] < mark.keys[0][0]:
            return True
        if at[: len(path)] != path or at[len(path)] not in keys:
            return False
    return True


def _unknown(where: Where, key: str, meant: str, missing: set[str]) -> Finding:
    spot = where.here.key(*where.place, key)
    if meant:
        missing.discard(meant)
        message = f"{_called(where)} has no place for {quoted(key)}."
        can_be = can_hold(meant, where.raw[key])
        fix = fixes.renamed(where.here, (*where.place, key), meant) if can_be else None
        return where.here.finding("C201", message, f"did you mean {meant}?", spot, fix)
    synonym = meant_by(where.title, key)
    help_ = f"remove it, or use one of: {', '.join(sorted(where.keys - {'use', 'accepted'}))}"
    if synonym in where.raw:
        help_ = f"this already has {synonym}: put the two together there, or remove this line"
    message = f"{_called(where)} has no place for {quoted(key)}."
    return where.here.finding("C201", message, help_, spot)


def _meant(where: Where, key: str, missing: set[str]) -> str:
    """Return the key of this table that is meant by an unknown one; "" where unsure."""
    is_roots = where.is_step and key == "sources" and isinstance(where.raw[key], dict)
    synonym = meant_by(where.title, key)
    if synonym in where.keys and synonym not in where.raw and not is_roots:
        return synonym
    if home_of(key, where.title):
        return ""
    if synonym and missing == {"title"} and isinstance(where.raw[key], str):
        return "title"
    near = nearest(key, missing) if missing and len(key) < _SHOWN else ""
    free = sorted(one for one in where.keys - where.raw.keys() if can_hold(one, where.raw[key]))
    return near or nearest(key[:_SHOWN], free)


def _called(where: Where) -> str:
    return where.title[0].upper() + where.title[1:]


def _of_another_kind(where: Where, foreign: Sequence[str], missing: set[str]) -> Finding:
    """Return the one finding for keys that only other kinds of step have."""
    here, kind = where.here, str(where.raw["kind"])
    if "use" in where.raw:
        help_ = f"the kind is the bank's, so remove {listed(foreign)}"
        return here.finding("C206", _foreign(where, foreign[0]), help_, here.key(foreign[0]))
    fitting = [one for one in kinds_that_fit(where.raw) if one != kind]
    is_choice = bool(fitting) and set(fitting) <= {"choose", "choose-many"}
    sure = fitting[0] if len(fitting) == 1 else choice_kind(where.raw) if is_choice else ""
    fix = fixes.instead_of(here.value("kind"), fixes.written(sure)) if sure else None
    meant = CHOICE if is_choice and not sure else f'"{sure or fitting[0]}"' if fitting else ""
    lacking = sorted(missing & {"options", "min", "max", "points"})
    if lacking and fitting:
        missing -= set(lacking)
        message = f"{_called(where)} needs {listed(lacking)}; this one has {listed(foreign)}."
        help_ = f"write kind = {meant}, or give it {listed(lacking)}"
        return here.finding("C206", message, help_, here.value("kind"), fix)
    first = foreign[0]
    message = _foreign(where, first)
    help_ = (
        f"write kind = {meant or fixes.written(kinds_with(first)[0])}, or remove {listed(foreign)}"
    )
    found = here.finding("C206", message, help_, here.key(first), fix)
    return also_at(found, here, [((key,), f"{key} too") for key in foreign[1:]])


def _foreign(where: Where, key: str) -> str:
    return f"{short(key)} belongs to {listed(kinds_with(key))}; this is {where.title}."


def also_at(found: Finding, here: Here, places: Sequence[tuple[Place, str]]) -> Finding:
    """Return a finding with further places of the same table."""
    return replace(found, related=tuple(here.related(says, *place) for place, says in places))


_BELONGS = {
    "this checklist": "at the top, above the first [[steps]]",
    "[review]": "under [review]",
    "[note]": "under [note]",
    "a step": "in a [[steps]] block",
    "a task": "in a [[tasks]] block",
}
"""Where the lines of each table belong."""


def _belongs(key: str, home: str) -> str:
    """Return where a line belongs; a condition may be one of a task as well as of a step."""
    is_condition = home == "a step" and key in keys_of(Task)
    return "in a [[steps]] or [[tasks]] block" if is_condition else _BELONGS[home]


def _astray(where: Where, key: str, home: str) -> str:
    return f"{short(key)} belongs {_belongs(key, home)}, not in {where.title}."


def _elsewhere(where: Where, keys: Sequence[str], home: str) -> Finding:
    """Return the finding for lines that belong into another table of the file."""
    here, first, named = where.here, keys[0], listed(list(map(short, keys)), "or")
    what, them = ("these lines", "them") if keys[1:] else ("this line", "it")
    goes = f"{'they go' if keys[1:] else 'it goes'} {_belongs(first, home)}"
    help_ = f"move {what}: {goes}"
    fix = _all_under(where, keys, home) if keys[1:] else _homeward(where, first, home)
    is_of_block = home in ("a step", "a task")
    found = home_above(here, [(*where.place, key) for key in keys]) if is_of_block else None
    if found:
        lacking = f", which has no {named}" if found.lacks else ""
        help_ = f"move {what} up below line {found.line}, into {found.name}{lacking}"
        fix = found.fix
    elif where.title == "a task" and is_of_block:
        help_ = f"take {what} out: a task has no {named}; or move {them}: {goes}"
    spot = here.key(*where.place, first)
    return here.finding("C207", _astray(where, first, home), help_, spot, fix)


def _all_under(where: Where, keys: Sequence[str], home: str) -> Fix | None:
    """Return the mend that puts the name of their block before lines of the root."""
    name, origin = home.strip("[]"), where.here.origins[0]
    if not home.startswith("[") or where.place or origin.path or (name,) in origin.spans.marks:
        return None
    each = [fixes.under(where.here, key, name) for key in keys]
    return fixes.together(f"write {name}. before each", origin.file, each)


def _homeward(where: Where, key: str, home: str) -> Fix | None:
    """Return the mend that moves a line where it belongs, where there is one such place."""
    origin = where.here.origins[0]
    marks, title = origin.spans.marks, f"move {key}"
    if home == "this checklist":
        anchors = [marks[(name,)] for name in ("title", "id", "format") if (name,) in marks]
        if (key,) in marks or not anchors:
            return None
        return fixes.moved(where.here, [(*where.place, key)], anchors[0].value[1], title)
    name = {"[review]": "review", "[note]": "note"}.get(home, "")
    table = marks.get((name,))
    if not name or (name, key) in marks:
        return None
    if table is None and not where.place and not origin.path:
        return fixes.under(where.here, key, name)
    if table is None or not origin.spans.text.startswith("[", table.value[0]):
        return None
    return fixes.moved(where.here, [(*where.place, key)], table.value[1], title)


def rescued(where: Where) -> tuple[Table, list[Finding]]:
    """Return a table with the lines that one of its sub-tables swallowed, and what to say of it.

    A line below `[steps.options]` becomes an answer, whatever it was meant to be.
    """
    known = step_keys() if where.is_step else where.keys
    table, found = dict(where.raw), []
    for key in _OPEN if where.is_step else ("sources",):
        inner = where.raw.get(key)
        lost = [name for name in inner if name in known] if isinstance(inner, dict) else []
        if not lost or not _is_header(where.here, key):
            continue
        kept = {name: value for name, value in cast("Table", inner).items() if name not in lost}
        table = {**{name: cast("Table", inner)[name] for name in lost}, **table, key: kept}
        found.append(_swallowed(where.here, key, lost))
    return table, found


def _is_header(here: Here, key: str) -> bool:
    """Whether a table of a step is begun by a line in brackets."""
    origin = fixes.holding(here, (key,))
    mark = origin.spans.marks.get((*origin.path, key))
    return bool(mark and mark.keys and mark.value[0] < mark.keys[0][0])


def _swallowed(here: Here, key: str, lost: Sequence[str]) -> Finding:
    origin = fixes.holding(here, (key,))
    mark = origin.spans.marks[(*origin.path, key)]
    header = origin.spans.text[slice(*mark.value)]
    what = "a source" if key == "sources" else f"part of {key}"
    message = f"{listed(list(lost))} stands below {header}, so it is read as {what}."
    help_ = f"move it above {header}, or write that block as lines: {key}.name = …"
    fix = fixes.together(
        f"move {listed(list(lost))} above {header}",
        origin.file,
        [fixes.moved_above(here, (key, name), mark.value[0]) for name in lost],
    )
    found = here.finding("C207", message, help_, here.key(key, lost[0]), fix)
    return also_at(found, here, [((key, name), f"{name} too") for name in lost[1:]])
