"""Letters that are not what they look like: in pieces, of another alphabet, or in two names alike.

Nobody sees the difference, and whoever searches, sorts or compares does. Only letters that look
the same count: "TNFα" and "µg" are written so on purpose. After Unicode Technical Standard 39.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bedside.content.misplaced import quoted
from bedside.content.places import Here, Origin, Places, Spot
from bedside.content.shape import Place
from bedside.core.checklist import Checklist, Choice, Step, TeachBack
from bedside.core.problems import Edit, Finding, Fix

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХУаеѕіјорсхуһԁԛԝ", "ABESIJKMHOPCTXYaesijopcxyhdqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEZHIKMNOPTYXovp", strict=True))
LATIN_OF = {**_CYRILLIC, **_GREEK}
"""Letters of other alphabets by the Latin one that each looks like."""
_OF_LATIN = {
    "CYRILLIC": {latin: letter for letter, latin in _CYRILLIC.items()},
    "GREEK": {latin: letter for letter, latin in _GREEK.items()},
}
_STROKES = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "O"})
_WORD = re.compile(r"[^\W\d_]+")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


class _Mixed(NamedTuple):
    """A word of two alphabets, by its offset in a file, and how it is written in one of them."""

    start: int
    word: str
    plain: str


def looked_alike(checklist: Checklist, places: Places, broken: Container[str]) -> Iterator[Finding]:
    """Return what is not what it looks like, but for steps that are `broken`."""
    yield from _written(places, broken)
    steps = [
        (here, step)
        for here, step in zip(places.steps, checklist.steps, strict=True)
        if here.name not in broken
    ]
    for here, step in steps:
        rows = [(here, place, text) for place, text in _labels(step)]
        yield from _alike(rows, "Two answers" if isinstance(step, Choice) else "Two points")
    if not checklist.bank:
        titles = [(here, ("title",), step.title) for here, step in steps]
        yield from _alike(titles, "Two titles")


def mixed_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each word with look-alike letters of two alphabets: its offset, itself, and mended."""
    if text.isascii():
        return
    for found in _WORD.finditer(text):
        plain = _in_one(found[0])
        if plain and plain != found[0]:
            yield found.start(), found[0], plain


def skeleton(text: str) -> str:
    """Return what a text has in common with all that look like it, and with no other."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKC", text)
        text = "".join(LATIN_OF.get(letter, letter) for letter in letters)
    return " ".join(text.translate(_STROKES).casefold().split())


def _written(places: Places, broken: Container[str]) -> Iterator[Finding]:
    """Return what is written in pieces, or in two alphabets, wherever that stands."""
    every = (places.head, *places.steps, *places.tasks)
    tables = {(one.file, one.path): here for here in every for one in here.origins}
    files = {one.file: one for here in every for one in here.origins}
    for file, origin in files.items():
        if origin.spans.text.isascii():
            continue
        for path, mark in origin.spans.marks.items():
            here = tables.get((file, path[:2] if _is_block(path) else ()))
            text = origin.spans.text[slice(*mark.value)]
            if here and here.name not in broken and text[:1] in ("'", '"'):
                yield from _of_text(here, origin, mark.value, text)


def _of_text(here: Here, origin: Origin, stretch: tuple[int, int], text: str) -> Iterator[Finding]:
    if not unicodedata.is_normalized("NFC", text):
        spot = Spot(origin.file, origin.spans.stretch(*stretch))
        fix = _fix(spot, unicodedata.normalize("NFC", text), "write each letter as one")
        message = "A letter here is written in pieces, such as an e and an accent apart."
        yield here.finding("C238", message, "write each letter as one", spot, fix)
        return
    plain = text
    if text[0] == '"':  # what stands behind a backslash is no letter of the word
        plain = _ESCAPE.sub(lambda escape: " " * len(escape[0]), text)
    for at, word, mended in mixed_in(plain):
        start = stretch[0] + at
        spot = Spot(origin.file, origin.spans.stretch(start, start + len(word)))
        message = f"{quoted(word)} has letters of two alphabets that look the same."
        help_ = f"write it in one: {quoted(mended)}"
        yield here.finding("C239", message, help_, spot, _fix(spot, mended, f"write {mended}"))


def _fix(spot: Spot, text: str, title: str) -> Fix | None:
    return Fix(title, (Edit(spot.span, text),)) if spot.span else None


def _is_block(path: Place) -> bool:
    """Whether a path leads into a step or a task, or a change of one."""
    return path[0] == "change" or any(isinstance(part, int) for part in path[1:2])


def _in_one(word: str) -> str:
    """Return a word in the alphabet that it has letters of which no other has; "" for any other."""
    scripts = [_script(letter) for letter in word]
    others = {script for script in scripts if script in _OF_LATIN}
    if "LATIN" not in scripts or len(others) != 1:
        return ""
    (other,) = others
    back = _OF_LATIN[other]
    pairs = list(zip(word, scripts, strict=True))
    is_latin = any(s == "LATIN" and letter not in back for letter, s in pairs)
    is_other = any(s == other and letter not in LATIN_OF for letter, s in pairs)
    if is_latin and is_other:  # whoever reads it sees that there are two
        return ""
    if is_latin or (not is_other and scripts.count("LATIN") >= scripts.count(other)):
        return "".join(LATIN_OF.get(letter, letter) for letter in word)
    return "".join(back.get(letter, letter) if s == "LATIN" else letter for letter, s in pairs)


def _script(letter: str) -> str:
    """Return the alphabet that a letter is of, as the name of the letter begins."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _labels(step: Step) -> Iterator[tuple[Place, str]]:
    """Yield what of a step is chosen or ticked among others."""
    if isinstance(step, Choice):
        for option in step.options:
            yield ("options", option.id), option.label
    if isinstance(step, TeachBack):
        for at, point in enumerate(step.points):
            yield ("points", at), point


def _alike(rows: Sequence[tuple[Here, Place, str]], what: str) -> Iterator[Finding]:
    """Return one finding for each text that only looks like one above it."""
    first: dict[str, tuple[Here, Place, str]] = {}
    for here, place, text in rows:
        bare = skeleton(text)
        there, before, other = first.setdefault(bare, (here, place, text))
        if not bare or _plain(other) == _plain(text):
            continue  # the same text twice is said elsewhere
        message = f"{what} look the same, and are not: {quoted(text)}."
        help_ = "write both with the same letters, or say what makes them different"
        found = here.finding("C240", message, help_, here.value(*place))
        span = there.value(*before).span
        yield replace(
            found, related=(there.related("the other stands here", *before)._replace(span=span),)
        )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
