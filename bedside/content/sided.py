"""A checklist as its side files look at it."""

from __future__ import annotations

from typing import NamedTuple

from bedside.content.places import Places
from bedside.core.checklist import Checklist


class Whole(NamedTuple):
    """A checklist that could be read, and where it was written."""

    checklist: Checklist
    places: Places
