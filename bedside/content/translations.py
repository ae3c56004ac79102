"""Translations: what is said aloud, in another language, phrase by phrase with a digest each.

A phrase that is missing, or whose original has moved since, stays in the original's language and
says so. The wording of the note is never touched: it stays in the language of the note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from bedside.content.digests import digest_of
from bedside.content.shape import Place, Table
from bedside.core.checklist import Checklist, Choice, Phrase, Scale, Step, TeachBack
from bedside.core.languages import as_unread

Texts = dict[Place, str]
"""Texts by where they stand in a step: a key, and the tone, option or place in a list."""

LISTED = ("say", "tips", "points")
TABLED = ("options", "labels", "instead", "patient")
PLAIN = ("title", "aim", "why")
SPOKEN = frozenset(("say", "instead"))
"""What is said aloud, and so has to be there in every language."""


class Translation(NamedTuple):
    """The texts of one step, or of the head, and the digests of what each translates."""

    texts: Texts
    digests: Texts


def translation(raw: Mapping[str, object]) -> Translation:
    """Return what one block of a translation holds; what is no text is passed over."""
    of = raw.get("of")
    digests = dict(leaves(of)) if isinstance(of, dict) else {}
    return Translation(dict(leaves({k: v for k, v in raw.items() if k != "of"})), digests)


def leaves(table: Mapping[str, object]) -> Iterator[tuple[Place, str]]:
    """Return every text of a block; a single one where several may stand is the first of them."""
    for key, value in table.items():
        if isinstance(value, str) and key in LISTED:
            yield (key, 0), value
        elif isinstance(value, str) and key in TABLED:
            yield (key, ""), value
        elif isinstance(value, str):
            yield (key,), value
        elif isinstance(value, list):
            yield from (((key, at), one) for at, one in enumerate(value) if isinstance(one, str))
        elif isinstance(value, dict):
            yield from (((key, name), one) for name, one in value.items() if isinstance(one, str))


def originals(step: Step) -> Texts:
    """Return every text of a step that can be translated."""
    found: Texts = {(key,): text for key in PLAIN if (text := getattr(step, key))}
    for at, phrase in enumerate(step.say):
        found["say", phrase.tone or at] = phrase.text
    found |= {("tips", at): tip for at, tip in enumerate(step.tips)}
    found |= {("instead", slip): better for slip, better in step.instead.items()}
    found |= {("patient", answer): text for answer, text in step.patient.items()}
    if isinstance(step, Choice):
        found |= {("options", option.id): option.label for option in step.options}
    elif isinstance(step, Scale):
        found |= {("labels", number): label for number, label in step.labels.items()}
    elif isinstance(step, TeachBack):
        found |= {("points", at): point for at, point in enumerate(step.points)}
    return found


def holds(given: Translation, place: Place, original: str) -> bool:
    """Whether a translation of this text is there, and was made for the text as it is now."""
    is_said = place in given.texts and bool(given.texts[place].strip())
    return is_said and given.digests.get(place) == digest_of(original)


def translated(checklist: Checklist, table: Table, language: str = "") -> Checklist:
    """Return the checklist with what is said aloud as this translation into a language says it.

    A step of a bank is translated under its whole name, `[steps."feelings/name-it"]`. Words of a
    translation that says `unread = true` are marked: no qualified translator has seen them.
    """
    mark = as_unread(language) if language and table.get("unread") is True else ""
    blocks = table.get("steps")
    steps = blocks if isinstance(blocks, dict) else {}

    def of(step: Step) -> Step:
        raw = steps.get(step.id)
        given = translation(raw if isinstance(raw, dict) else {})
        return _spoken(step, given, checklist.language, mark)

    return replace(
        checklist,
        steps=tuple(map(of, checklist.steps)),
        extras=tuple(map(of, checklist.extras)),
    )


def _spoken(step: Step, given: Translation, language: str, mark: str) -> Step:
    """Return a step with its spoken words translated as far as they can be, under this mark."""

    def phrase(at: int, own: Phrase) -> Phrase:
        place: Place = ("say", own.tone or at)
        if holds(given, place, own.text):
            return replace(own, text=given.texts[place], language=mark)
        return replace(own, language=language)

    def better(slip: str, own: str) -> str:
        place: Place = ("instead", slip)
        return given.texts[place] if holds(given, place, own) else f"{own} [{language}]"

    if not (step.say or step.instead):
        return step
    return replace(
        step,
        say=tuple(phrase(at, own) for at, own in enumerate(step.say)),
        instead={slip: better(slip, own) for slip, own in step.instead.items()},
    )
