"""Short names: well formed, free, and not taken by an answer that every step has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.content import fixes
from bedside.content.entries import ID, Entry, Known, better_name, options_of
from bedside.content.misplaced import quoted, short
from bedside.content.places import Here
from bedside.core.answers import RESERVED
from bedside.core.problems import Finding, Fix

_WORDINGS = ("note", "patient", "handover")


def misnamed(known: Known) -> Iterator[Finding]:
    """Return what is wrong with the ids of steps and tasks, and with the names of options."""
    taken: dict[str, Entry] = {}
    for entry in known.entries:
        name, here = entry.name, entry.here
        if "id" in entry.raw and "id" not in entry.lost and name.strip():
            if not ID.match(name):
                yield _bad_name(here, ("id",), name, _step_renamed(known, entry))
            if name in taken:
                yield _taken(entry, taken)
        taken.setdefault(name, entry)
        yield from _options(known, entry)


def bad_id(here: Here, name: str) -> Iterator[Finding]:
    """Return what is wrong with the id of the checklist itself."""
    if name.strip() and not ID.match(name):
        better = better_name(name)
        fix = fixes.instead_of(here.value("id"), fixes.written(better)) if better else None
        yield _bad_name(here, ("id",), name, fix)


def _bad_name(here: Here, place: tuple[str, ...], name: str, fix: Fix | None) -> Finding:
    better = better_name(name) or "a-name"
    return here.finding(
        "C208",
        f'"{short(name)}" cannot be used as a short name.',
        f'use small letters, digits and hyphens: "{short(better)}"',
        here.value(*place) if place == ("id",) else here.key(*place),
        fix,
    )


def _step_renamed(known: Known, entry: Entry) -> Fix | None:
    """Return the mend of a bad id, in its own line and wherever a condition names it."""
    old, new = entry.name, better_name(entry.name)
    if not new or new in {one.name for one in known.entries}:
        return None
    spot = entry.here.value("id")
    edits = [fixes.instead_of(spot, fixes.written(new))]
    for other in known.entries:
        for key, condition in other.lines:
            if condition.step == old and other.here.key(key, old).file == spot.file:
                edits.append(fixes.renamed(other.here, (key, old), new))
    return fixes.together(f"write {new}", spot.file, edits)


def _taken(entry: Entry, taken: dict[str, Entry]) -> Finding:
    name, here = entry.name, entry.here
    first = taken[name]
    kind = "steps or tasks" if entry.here.origins[0].path[:1] != ("steps",) else "steps"
    free = next(f"{name}-{n}" for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)
    fix = fixes.instead_of(here.value("id"), fixes.written(free)) if ID.match(free) else None
    message = f"Two {kind} are called {quoted(name)}."
    found = here.finding("L301", message, "give one of them another id", here.value("id"), fix)
    return replace(found, related=(first.here.related("the first one stands here", "id"),))


def _options(known: Known, entry: Entry) -> Iterator[Finding]:
    here, labels = entry.here, options_of(entry.made)
    for name in labels:
        place = ("options", name)
        if not name.strip():
            help_, spot = "write one before the equals sign", here.key(*place)
            yield here.finding("C219", "An option has no short name.", help_, spot)
        elif not ID.match(name):
            yield _bad_name(here, place, name, _option_renamed(known, entry, name))
        elif name in RESERVED:
            yield _reserved(here, name)


def _reserved(here: Here, name: str) -> Finding:
    message = f"Every step already has an answer called {quoted(name)}."
    help_ = "give this option another short name; if it means the same, remove this line"
    fix = None
    if name == "other":
        help_ = "write other = true: people can then say it in words"
    return here.finding("C209", message, help_, here.key("options", name), fix)


def _option_renamed(known: Known, entry: Entry, old: str) -> Fix | None:
    """Return the mend of a bad option, in its own line and wherever it is named."""
    new = better_name(old)
    if not new or new in options_of(entry.made) or new in RESERVED:
        return None
    file = entry.here.key("options", old).file
    edits = [fixes.renamed(entry.here, ("options", old), new)]
    for key in _WORDINGS:
        wordings = entry.raw.get(key)
        if isinstance(wordings, dict) and old in wordings:
            if new in wordings:
                return None
            edits.append(fixes.renamed(entry.here, (key, old), new))
    for here, line in _looking_at(known, entry.name, old):
        spot = fixes.answer_spot(here, line, old)
        if spot.file == file:
            edits.append(fixes.instead_of(spot, fixes.written(new)))
    return fixes.together(f"write {new}", file, edits)


def _looking_at(known: Known, step: str, answer: str) -> Iterator[tuple[Here, tuple[str, str]]]:
    """Return every condition that names an answer of a step: whose it is, and where it stands."""
    for entry in known.entries:
        for key, one in entry.lines:
            if one.step == step and answer in (*one.any_of, *one.none_of):
                yield entry.here, (key, step)
