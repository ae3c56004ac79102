"""What may not be said to a patient: promises and words that hurt; and no guide's borrowed name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bedside.content.lint.lists import Better, texts_in
from bedside.content.lint.texts import Hit, Text
from bedside.content.lint.wording import Rule, mend, way_out
from bedside.content.places import Here, Places
from bedside.content.shape import Place
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding


def promise(hit: Hit, better: Better) -> Finding:
    """Return that nobody can keep this promise."""
    message = f'"{hit.words}" promises what nobody can know.'
    return hit.finding("S603", message, way_out(better), mend(hit, better))


def hurtful(hit: Hit, better: Better) -> Finding:
    """Return that these words leave a frightened person alone or to blame."""
    message = f'"{hit.words}" can leave a frightened person alone, or to blame.'
    return hit.finding("S604", message, way_out(better), mend(hit, better))


SAID: Mapping[str, Rule] = {"promises": promise, "hurtful": hurtful}
"""The lists for everything that is said to a patient or read by one."""


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
        for found in protected().finditer(text):
            message = f'"{found[0]}" is the name of a guide whose words these are not.'
            help_ = "give it a name of your own; a source may cite the guide"
            yield Text(here, place, text).hit(found).finding("S613", message, help_)


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
