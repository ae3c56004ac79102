"""What may not be said to a patient: promises and words that hurt; and no guide's borrowed name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bedside.content.lint.lists import Better, texts_in
from bedside.content.lint.texts import Text
from bedside.content.lint.told import Found, Rule, told
from bedside.content.places import Here, Places
from bedside.content.shape import Place
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding

SAID: Mapping[str, Rule] = {
    "promises": Rule(
        "S603",
        "{} promises what nobody can know.",
        "{} promise what nobody can know.",
    ),
    "hurtful": Rule(
        "S604",
        "{} can leave a frightened person alone, or to blame.",
        "{} can leave a frightened person alone, or to blame.",
    ),
}
"""What is told of the lists in everything that is said to a patient or read by one."""


_BORROWED = Rule(
    "S613",
    "{} is the name of a guide whose words these are not.",
    "{} are the names of guides whose words these are not.",
)
_OWN_NAME = Better(advice="say in your own words what this is for; a source may cite the guide")


def borrowed_names(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return each title that carries the name of somebody else's guide."""
    head, frame = places.head, checklist.note
    titles: list[tuple[Here, Place, str]] = [
        (head, ("title",), checklist.title),
        (head, ("summary",), checklist.summary),
        (head, ("audience",), checklist.audience),
        (head, ("note", "heading"), frame.heading),
    ]
    titles += [(head, ("tags", at), tag) for at, tag in enumerate(checklist.tags)]
    for here, step in zip(places.steps, checklist.steps, strict=True):
        titles.append((here, ("title",), step.title))
    if not _may_borrow("\n".join(text for _, _, text in titles)):
        return
    for here, place, text in titles:
        of = Text(here, place, text)
        if found := [Found(of.hit(one), _OWN_NAME) for one in protected().finditer(text)]:
            yield told(_BORROWED, found)


@cache
def protected() -> re.Pattern[str]:
    """Return the pattern of guides' names; those that are words count in capitals only."""
    capitals = "|".join(map(re.escape, texts_in("protected", "capitals")))
    names = "|".join(map(re.escape, texts_in("protected", "names")))
    return re.compile(rf"\b(?:{capitals})\b|\b(?i:{names})\b")


def _may_borrow(whole: str) -> bool:
    small = whole.lower()
    return any(name in whole for name in texts_in("protected", "capitals")) or any(
        name in small for name in texts_in("protected", "names")
    )
