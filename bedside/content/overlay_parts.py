"""What an overlay may hold: lines of its head, and three verbs; anything else is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from bedside.content.explain import quoted
from bedside.content.fixes import renamed
from bedside.content.places import Here
from bedside.content.shape import Table
from bedside.core.problems import Finding, nearest

HEAD = frozenset(
    ("format", "id", "extends", "version", "status", "title", "summary", "audience", "roles")
) | {"minutes", "reading_grade", "tags", "next", "sources", "review", "note", "accepted"}
"""The lines of a head that an overlay may have; `review` is its own, the others replace."""

_OWN = frozenset(("remove", "change", "add", "tasks"))
_MEANT: Mapping[str, str] = {
    "steps": "write [[add]] for a step of your own, [change.<step>] to change one",
    "language": "other languages have a file of their own: <id>.<language>.toml",
    "bank": "a bank cannot change another file",
}
_WANTED: Mapping[str, str] = {
    "remove": 'write it like remove = ["first-step", "second-step"]',
    "change": "begin each with [change.<step>], in one bracket",
    "add": "begin each with [[add]], in two brackets",
}


class Verbs(NamedTuple):
    """What an overlay asks for, as far as it is well formed, and what is not."""

    remove: Sequence[str]
    change: Mapping[str, Table]
    add: Sequence[Table]
    findings: Sequence[Finding]


def verbs(table: Table, here: Here) -> Verbs:
    """Return what an overlay asks for."""
    findings = list(_misplaced(table, here))
    remove, change, add = table.get("remove", []), table.get("change", {}), table.get("add", [])
    removed = [remove] if isinstance(remove, str) else remove
    fits = {
        "remove": isinstance(removed, list) and all(isinstance(one, str) for one in removed),
        "change": isinstance(change, dict) and all(isinstance(o, dict) for o in change.values()),
        "add": isinstance(add, list) and all(isinstance(one, dict) for one in add),
    }
    for key, is_fit in fits.items():
        if not is_fit:
            message = f"{key} is not written so that it can be read."
            findings.append(here.finding("X915", message, _WANTED[key], here.key(key)))
    return Verbs(
        cast("list[str]", removed) if fits["remove"] else [],
        cast("dict[str, Table]", change) if fits["change"] else {},
        cast("list[Table]", add) if fits["add"] else [],
        findings,
    )


def _misplaced(table: Table, here: Here) -> Iterator[Finding]:
    for key in table.keys() - HEAD - _OWN:
        near = nearest(key, HEAD | _OWN)
        help_ = f"did you mean {near}?" if near else "take it out, or put it under [change.<step>]"
        fix = renamed(here, (key,), near) if near and key not in _MEANT else None
        message = f"An overlay has no place for {quoted(key)}."
        yield here.finding("X908", message, _MEANT.get(key, help_), here.key(key), fix)
