"""Findings about conditions that can never hold, always hold, or contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.content.places import Places
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding


def illogical(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what is wrong with the conditions of a checklist whose references are sound."""
    yield from ()
