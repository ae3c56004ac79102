"""A report: one thing that was looked at."""

from __future__ import annotations

from typing import NamedTuple


class Report(NamedTuple):
    """Whether something is well, what was found, and what to do.

    Something that is well may still have a thing to know or to do: then it is no finding.
    """

    id: str
    well: bool
    found: str
    todo: str = ""
