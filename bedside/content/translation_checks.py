"""What is wrong with a translation: names the original does not have, and words it outgrew."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from bedside.content.digests import OPEN, WRITES_IT, digest_of
from bedside.content.explain import quoted
from bedside.content.fixes import (
    added,
    instead_of,
    looked_at,
    renamed,
    written,
    written_key,
    written_list,
)
from bedside.content.places import START, Here, Origin, Spot
from bedside.content.shape import Place, Table
from bedside.content.sided import Whole
from bedside.content.translations import (
    LISTED,
    PLAIN,
    SPOKEN,
    TABLED,
    Texts,
    Translation,
    originals,
    translation,
)
from bedside.core.checklist import Checklist, Step
from bedside.core.languages import language_name
from bedside.core.problems import Finding, nearest

_ROOT = ("format", "title", "summary", "unread", "of", "steps")
_KEYS = (*LISTED, *TABLED, *PLAIN)
_BLANK = re.compile(r"\{\w*\}")


class _Pair(NamedTuple):
    """One block of a translation beside what it translates."""

    raw: Table
    here: Here
    texts: Texts
    original: Here | None


def mistranslated(table: Table, origin: Origin, whole: Whole, language: str) -> Iterator[Finding]:
    """Return everything wrong with a translation into this language."""
    here, checklist = Here((origin,)), whole.checklist
    if language == checklist.language:
        message = f"The checklist itself is in {language_name(language)}."
        help_ = "a translation is named after another language: <id>.es.toml"
        yield here.finding("X934", message, help_, Spot(origin.file, START))
        return
    root = {key: value for key, value in table.items() if key in ("title", "summary", "of")}
    yield from _unknown_keys(table, _ROOT, here, "this file")
    if not isinstance(table.get("unread", True), bool):
        message = "unread says whether a qualified translator has yet to read this file."
        yield here.finding(
            "X930", message, "write unread = true, or take it out", here.key("unread")
        )
    head = {("title",): checklist.title, ("summary",): checklist.summary}
    yield from _block(_Pair(root, here, cast("Texts", head), whole.places.head))
    steps = table.get("steps", {})
    if not isinstance(steps, dict):
        help_ = "begin each with [steps.<step>], in one bracket"
        message = "The translated steps are not written so that they can be read."
        yield here.finding("X930", message, help_, here.key("steps"))
        return
    yield from _steps(cast("Table", steps), here, whole)


def _steps(steps: Table, here: Here, whole: Whole) -> Iterator[Finding]:
    checklist, origin = whole.checklist, here.origins[0]
    known = {step.id: step for step in (*checklist.steps, *checklist.extras)}
    places = dict(zip((s.id for s in checklist.steps), whole.places.steps, strict=False))
    for name, raw in steps.items():
        if name in known and isinstance(raw, list):
            yield _in_two_brackets(name, raw, here)
            continue
        if name not in known or not isinstance(raw, dict):
            yield unknown_step(name, here, known, steps)
            continue
        there = Here((origin._replace(path=("steps", name)),), name)
        pair = _Pair(raw, there, originals(known[name]), places.get(name))
        yield from _unknown_keys(raw, (*_KEYS, "of"), there, f"the step {name!r}")
        yield from _block(pair)
    yield from _missing(checklist, steps, here)


def _in_two_brackets(name: str, blocks: Sequence[object], here: Here) -> Finding:
    """Return the finding for a block that begins like one of a list."""
    spans = here.origins[0].spans
    mark = spans.marks.get(("steps", name))
    header = spans.text[slice(*mark.value)] if mark else ""
    message = f"A translated step begins with one bracket on each side, {quoted(name)} with two."
    help_ = f"write [steps.{written_key(name)}]"
    if mark is None or not header.startswith("[["):
        return here.finding("X904", message, help_, here.key("steps", name))
    spot = Spot(here.origins[0].file, spans.stretch(*mark.value))
    fix = instead_of(spot, header[1:-1]) if len(blocks) == 1 else None
    return here.finding("X904", message, help_, spot, fix)


def unknown_step(
    name: str, here: Here, known: Mapping[str, object], taken: Container[str] = ()
) -> Finding:
    """Return the finding for a block about a step that the checklist does not have.

    `taken` are the steps that have a block, so that another cannot be called like them.
    """
    near = nearest(name, known)
    message = f"The checklist has no step called {quoted(name)}."
    help_ = f"did you mean {near}?" if near else "look up the step's id in the checklist"
    is_there = near in taken
    if near and is_there:
        help_ += " it has a block already: put the two together there"
    fix = renamed(here, ("steps", name), near) if near and not is_there else None
    return here.finding("X904", message, help_, here.key("steps", name), fix)


def _unknown_keys(raw: Table, known: tuple[str, ...], here: Here, what: str) -> Iterator[Finding]:
    for key in raw:
        if key in known:
            continue
        near = nearest(key, known)
        message = f"A translation of {what} has no place for {quoted(key)}."
        help_ = f"did you mean {near}?" if near else f"use one of: {', '.join(known)}"
        fix = renamed(here, (key,), near) if near else None
        yield here.finding("X930", message, help_, here.key(key), fix)


def _missing(checklist: Checklist, steps: Table, here: Here) -> Iterator[Finding]:
    """Return every step that has something to say and no words for it here.

    What only stands under a misspelt name is told as misspelt.
    """
    known = [step.id for step in checklist.steps]
    misspelt = {nearest(name, known) for name in steps if name not in known}
    for step in checklist.steps:
        raw = steps.get(step.id, {})
        lacking = list(_lacking(step, raw)) if isinstance(raw, dict) else []
        if not lacking or step.id in misspelt:
            continue
        names = ", ".join(_name(place) for place in lacking)
        message = f"The step {step.id!r} has no translation of: {names}."
        until = "until then the words of the checklist itself are shown, and marked"
        help_ = f"write them under [steps.{written_key(step.id)}]; {until}"
        spot = here.key("steps", step.id) if raw else Spot(here.origins[0].file, START)
        yield replace(here.finding("X902", message, help_, spot), step=step.id)


def _lacking(step: Step, raw: Table) -> Iterator[Place]:
    """Return what is said at a step and not translated, under whatever name."""
    wanted, given = originals(step), translation(raw).texts
    odd = {place[0] for place in given if place not in wanted}
    if all(key in (*_KEYS, "of") for key in raw):
        yield from (p for p in wanted if p[0] in SPOKEN - odd and p not in given)


def _block(pair: _Pair) -> Iterator[Finding]:
    """Return what is wrong with the texts of one block."""
    given = translation(pair.raw)
    known = {key: value for key, value in pair.raw.items() if key in (*_KEYS, "summary")}
    for place, text in translation(known).texts.items():
        if place not in pair.texts:
            yield _no_original(place, pair)
            continue
        if not text.strip():
            yield _empty(place, pair)
            continue
        yield from _blanks(place, text, pair)
        yield from _since(place, given, pair)


def _empty(place: Place, pair: _Pair) -> Finding:
    message = f"The translation of {_name(place)} is empty, so nothing would be said."
    help_ = "write it between the quotation marks, or take the line out"
    spot = pair.here.value(*_as_written(place, pair.raw))
    return pair.here.finding("C219", message, help_, spot)


def _no_original(place: Place, pair: _Pair) -> Finding:
    here, name = pair.here, str(place[-1])
    beside = [str(p[-1]) for p in pair.texts if p[0] == place[0]]
    near = nearest(name, beside) if len(place) > 1 and isinstance(place[1], str) else ""
    message = f"The checklist has no {_name(place)} here to translate."
    others = f"it has: {', '.join(beside)}" if beside else "take it out"
    help_ = f"did you mean {near}?" if near else others
    at = _as_written(place, pair.raw)
    fix = renamed(here, at, near) if near and len(at) > 1 else None
    return here.finding("X930", message, help_, here.key(*at), fix)


def _blanks(place: Place, text: str, pair: _Pair) -> Iterator[Finding]:
    wanted, given = (set(_BLANK.findall(one)) for one in (pair.texts[place], text))
    here, at = pair.here, _as_written(place, pair.raw)
    for blank in sorted(wanted ^ given):
        lost = blank in wanted
        message = f"{blank} is lost here." if lost else f"{blank} is not in what this translates."
        help_ = "what the person answers is put there: write it where it belongs, as it is"
        spot = here.value(*at) if lost else here.word(blank, *at)
        yield here.finding("X932", message, help_ if lost else "take it out", spot)


def _since(place: Place, given: Translation, pair: _Pair) -> Iterator[Finding]:
    """Return whether what a phrase translates has moved, or that nobody can tell."""
    here, at = pair.here, _as_written(place, pair.raw)
    now, was = digest_of(pair.texts[place]), given.digests.get(place)
    if was is None:
        yield from _unknown_since(place, pair)
    elif was == OPEN:
        yield _not_written(place, pair)
    elif was != now:
        spot = here.value("of", *_as_written(place, cast("Table", pair.raw.get("of", {}))))
        message = f"The words that {_name(place)} translates have moved since."
        help_ = f"look at both; when it fits again write {written(now)}"
        fix = looked_at(spot, written(now), "it still fits")
        found = here.finding("X903", message, help_, spot, fix)
        related = [here.related("the translation", *at)]
        if pair.original:
            related.append(pair.original.related("the words now", *_plainest(place)))
        yield replace(found, related=tuple(related))


def _unknown_since(place: Place, pair: _Pair) -> Iterator[Finding]:
    """Return the finding for a text without its digest; one for all texts of a list."""
    here, at, of = pair.here, _as_written(place, pair.raw), pair.raw.get("of", {})
    value, fix = written(digest_of(pair.texts[place])), None
    if isinstance(at[-1], int):
        if at[-1] and not _has(of, str(at[0])):
            return
        texts = [text for found, text in pair.texts.items() if found[0] == at[0]]
        count = len(cast("list[object]", pair.raw[str(at[0])]))
        at = at[:1]
        value = f"[{', '.join(written(digest_of(text)) for text in texts[:count])}]"
    line = f"of.{'.'.join(written_key(str(part)) for part in at)} = {value}"
    if not _has(of, *map(str, at)):
        fix = added(here, line, "")
    message = f"Nobody can tell which words {_name(place)} translates."
    help_ = f"if it fits what stands there now, add a line: {line}"
    yield here.finding("X931", message, help_, here.key(*at), fix)


def _not_written(place: Place, pair: _Pair) -> Finding:
    """Return the finding for a mark that is left open; one of a list may stand for all of them."""
    here, of, key = pair.here, cast("Table", pair.raw["of"]), str(place[0])
    at, value = _as_written(place, of), written(digest_of(pair.texts[place]))
    if of[key] in (OPEN, [OPEN]) and isinstance(pair.raw[key], list):
        at, value = (key,), _marks(place, pair)
    spot = here.value("of", *at)
    message = f"The mark of the words that {_name(place)} translates is not written yet."
    return here.finding("X931", message, WRITES_IT, spot, instead_of(spot, value))


def _marks(place: Place, pair: _Pair) -> str:
    """Return the marks of a whole list, as they are written."""
    texts = [text for found, text in pair.texts.items() if found[0] == place[0]]
    count = len(cast("list[object]", pair.raw[str(place[0])]))
    return written_list(digest_of(text) for text in texts[:count])


def _has(of: object, *names: str) -> bool:
    for name in names:
        if not isinstance(of, dict) or name not in of:
            return False
        of = of[name]
    return True


def _as_written(place: Place, raw: Mapping[str, object]) -> Place:
    """Return where a text stands in its block: one that stands alone has only its key."""
    return place if isinstance(raw.get(str(place[0])), dict | list) else place[:1]


def _plainest(place: Place) -> Place:
    return place if isinstance(place[-1], str) and place[-1] else place[:1]


def _name(place: Place) -> str:
    """Return what an author calls a text: `say.plain`, `the second of points`."""
    if len(place) == 1 or place[1] in ("", 0):
        return str(place[0])
    if isinstance(place[1], int):
        return f"{place[0]} number {place[1] + 1}"
    return f"{place[0]}.{written_key(place[1])}"
