"""All rules of wording, safety, upkeep and fit, over one checklist that could be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bedside.content.lint.upkeep import upkeep
from bedside.content.places import Places
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding


def linted_steps(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what is to be said of single texts, steps and tasks, whatever the rest is like."""
    yield from ()


def linted_whole(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    """Return what is to be said of the checklist as a whole, in which nothing is broken."""
    yield from upkeep(checklist, places, today)
