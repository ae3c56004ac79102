"""Conditions in words, with the short names an author wrote."""

from __future__ import annotations

from bedside.content.explain import quoted, short
from bedside.core.checklist import Condition
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
