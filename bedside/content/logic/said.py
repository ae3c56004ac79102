"""Conditions in words, with the short names an author wrote, and limits that no scale has."""

from __future__ import annotations

from typing import NamedTuple

from bedside.content.explain import quoted, short
from bedside.core.checklist import Condition, Scale, Step, Task
from bedside.core.text import listed


def said(line: Condition) -> str:
    """Return one test in words: what the answer to which step has to be."""
    parts = []
    if line.any_of:
        parts.append(listed([quoted(answer) for answer in line.any_of], "or"))
    if line.none_of:
        parts.append(f"something other than {listed([quoted(a) for a in line.none_of], 'or')}")
    if line.at_least is not None:
        parts.append(f"at least {line.at_least}")
    if line.at_most is not None:
        parts.append(f"at most {line.at_most}")
    return f"{short(line.step)} with {listed(parts)}"


class Beyond(NamedTuple):
    """A limit that lies beyond the scale it is about: which of the two, and the way out."""

    word: str
    limit: int
    help: str


def beyond(asked: Step | Task | None, line: Condition) -> Beyond | None:
    """Return the limit of a line that is no number of the scale it looks at."""
    if not isinstance(asked, Scale):
        return None
    for word, limit in (("at_least", line.at_least), ("at_most", line.at_most)):
        if limit is None or asked.min <= limit <= asked.max:
            continue
        which = f"up to {asked.max}" if limit > asked.max else f"from {asked.min} on"
        span = f"{short(asked.id)} goes from {asked.min} to {asked.max}"
        return Beyond(word, limit, f"{span}; write a number {which}")
    return None
