"""Every print there is, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bedside.content.paper.card import card
from bedside.content.paper.form import form
from bedside.content.paper.page import Written, page
from bedside.content.paper.review import review
from bedside.core.checklist import Checklist

PRINTS: Mapping[str, Callable[[Checklist], Written]] = {
    "card": card,
    "form": form,
    "review": review,
}


class Printed(NamedTuple):
    """A print as one file of HTML, and what to say of it to whoever prints it."""

    html: str
    told: str


def printed(checklist: Checklist, kind: str) -> Printed:
    """Return a checklist as a print of this kind; KeyError where there is no such kind."""
    written = PRINTS[kind](checklist)
    return Printed(page(checklist, written), written.told)
