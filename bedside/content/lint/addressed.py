"""Words to say are said to the person: not about them, and not by their family for us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bedside.content.lint.gaps import outside_gaps
from bedside.content.lint.lists import Better, folded, phrases, texts_in, words_of
from bedside.content.lint.texts import Group, Hit, Text, sentence_around
from bedside.content.lint.told import Found, Rule, told
from bedside.core.problems import Finding

_ASIDE = Rule(
    "P513",
    "{} speaks to the clinician; these are words to say to the person.",
    "{} speak to the clinician; these are words to say to the person.",
)
_INTERPRETED = Rule(
    "S609",
    "{} asks somebody of theirs to interpret; the hard part may be softened or left out.",
    "{} ask somebody of theirs to interpret; the hard part may be softened or left out.",
)
_BEFORE = re.compile(r"\W*(?:please |then |now |first,? |next,? )?", re.IGNORECASE)
_TO_SOMEBODY = re.compile(r"\b(?:me|us|you|your|yours|yourself|my|our)\b", re.IGNORECASE)
_PATIENT = re.compile(
    r"\bthe patient\b(?!['’]s? (?:portal|entrance)| (?:advoca|portal|app\b|lounge|line|liaison"
    r"|leaflet|education|transport|kitchen|phone|telephone|information|in the (?:next|other)|next"
    r"|beside|opposite|representative))(?:['’]s)?",
    re.IGNORECASE,
)
"""Speaking of somebody who is there; a service or another patient may be called so."""

_YOU = Better(advice='say "you" and "your"; what is meant for the clinician goes under tips')
_INTERPRET = re.compile(r"\b(?:interpret|translate)(?:ing)?\b", re.IGNORECASE)
_BY_US = re.compile(r"\b(?:I|we|us)(?:['’]ll| can| could| will| to)? \Z", re.IGNORECASE)
_TRAINED = re.compile(
    r"\b(?:interpreters?|trained|professional|translators?|not|cannot|instead|rather|without)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:can|could|will|would|may|might|shall|ask|let|want|like|have|please)\b", re.IGNORECASE
)
_ASKS_FIRST = re.compile(r"\s*(?:can|could|will|would|may|might) ", re.IGNORECASE)


def asides(group: Group) -> Iterator[tuple[Text, Finding]]:
    """Return each phrase that tells the clinician what to do, or speaks of "the patient"."""
    begins = phrases("asides").pattern(group.words, group.folded)
    if begins is None and "the patient" not in group.folded:
        return
    for text in group.texts:
        found = [Found(text.hit(one), _YOU) for one in _PATIENT.finditer(text.text)]
        start = _BEFORE.match(text.text)
        begun = begins.match(text.text, start.end() if start else 0) if begins else None
        if begun and (found or _is_aside(text, begun)):
            found = [Found(text.hit(begun), phrases("asides").better(begun[0]))]
        if found := outside_gaps(text, found):
            yield text, told(_ASIDE, found)


def _is_aside(text: Text, begun: re.Match[str]) -> bool:
    """Whether words that could also be said to the person are meant for the clinician."""
    if begun[0].casefold() in texts_in("asides", "always"):
        return True
    _, end = sentence_around(text.text, *begun.span())
    return not _TO_SOMEBODY.search(text.text, begun.end(), end)


def interpreting(group: Group) -> Iterator[Finding]:
    """Return each phrase that asks the family to interpret."""
    if group.words.isdisjoint(texts_in("interpreting", "verbs")):
        return
    for text in group.texts:
        asked = [_asked_of_family(text, one) for one in _INTERPRET.finditer(text.text)]
        if found := [one for one in asked if one is not None]:
            yield told(_INTERPRETED, found)


def _asked_of_family(text: Text, verb: re.Match[str]) -> Found | None:
    """Return the sentence that asks it; one that asks nothing else has a better one ready."""
    start, end = sentence_around(text.text, *verb.span())
    sentence = text.text[start:end]
    if _TRAINED.search(sentence) or _BY_US.search(text.text[: verb.start()]):
        return None
    if not _ASKED.search(sentence) or family().isdisjoint(words_of(folded(sentence))):
        return None
    ready = texts_in("interpreting", "instead")[0]
    better = (
        Better(instead=ready) if _ASKS_FIRST.match(sentence) else Better(advice=f'say "{ready}"')
    )
    return Found(Hit(text, start, end), better)


@cache
def family() -> frozenset[str]:
    """Return who is asked to interpret for want of somebody trained."""
    return frozenset(texts_in("interpreting", "family"))
