"""Answers that are written as a list: a line each, under the short name by which others know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bedside.content import fixes
from bedside.content.entries import better_name
from bedside.content.lacking import WORDINGS
from bedside.content.places import Here, Spot
from bedside.content.shape import TESTS, Table
from bedside.core.answers import RESERVED
from bedside.core.problems import Fix


def as_lines(here: Here, raw: Table) -> Fix | None:
    """Return the mend of answers written as a list; none where their names are not sure.

    Wording and conditions name as many answers as there are, or names are made of the words.
    """
    labels = raw.get("options")
    if not isinstance(labels, list) or not all(isinstance(one, str) for one in labels):
        return None
    origin = fixes.holding(here, ("options",))
    mark = origin.spans.marks.get((*origin.path, "options"))
    own, named = [better_name(str(one)) for one in labels], list(_named(here, raw))
    names = own if set(named) <= set(own) else named
    is_crossed = any(name in own and own.index(name) != at for at, name in enumerate(names))
    if mark is None or is_crossed or len(names) != len(labels) or len({*names, ""}) <= len(labels):
        return None
    lines = [
        f"options.{name} = {fixes.written(str(one))}"
        for name, one in zip(names, labels, strict=True)
    ]
    whole = Spot(origin.file, origin.spans.stretch(mark.keys[0][0], mark.value[1]))
    return fixes.instead_of(whole, "\n".join(lines), "write each answer on a line of its own")


def _named(here: Here, raw: Table) -> Iterator[str]:
    """Return the answers of its own that a step's wording names, or else conditions on it."""
    wordings = [raw.get(key) for key in WORDINGS]
    names = [name for one in wordings if isinstance(one, dict) for name in cast("Table", one)]
    own = [name for name in dict.fromkeys(names) if name not in RESERVED]
    asked = [name for name in _asked_for(here) if name not in RESERVED]
    yield from dict.fromkeys((*own, *asked))


def _asked_for(here: Here) -> Iterator[str]:
    """Return the answers that conditions of the same file look for at a step."""
    spans = here.origins[0].spans
    for path, mark in spans.marks.items():
        if path[2:3] not in (("when",), ("or",)) or path[3:4] != (here.name,):
            continue
        said = spans.text[slice(*mark.value)]
        if said[:1] in "\"'" and all(isinstance(one, int) or one in TESTS for one in path[4:]):
            yield said.strip("\"'")
