"""From what validation found to what an author reads: where, what, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from bedside.content import fixes
from bedside.content.dates import day_meant, no_such_day
from bedside.content.kinds import slug
from bedside.content.misplaced import Where, quoted, short, unknown_keys
from bedside.content.options_listed import as_lines
from bedside.content.places import Spot
from bedside.content.several import as_items
from bedside.content.shape import Place, Table, author_place
from bedside.content.truths import truth_meant
from bedside.content.validate import Fault
from bedside.core.problems import Finding, Fix, nearest

__all__ = ["Where", "explained", "missing", "quoted", "short", "wrong_date"]

_DATE = ("a date", "write year-month-day without quotation marks: 2027-03-02")
_NAMED = ("words, or a name and words", 'write it like note.done = "…"')
_WANTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("words", 'put the words in quotation marks: "like this"'),
    "bool_type": (
        "true or false",
        "write true or false, in small letters, without quotation marks",
    ),
    "int_type": ("a whole number", "write digits only, without quotation marks"),
    "int_from_float": ("a whole number", "write digits only, without a point"),
    "tuple_type": (
        "a list",
        'write each in its own quotation marks, commas between: ["first", "second"]',
    ),
    "mapping_type": _NAMED,
    "dict_type": _NAMED,
    "dataclass_type": ("a name and words", 'write it like options.yes = "Yes"'),
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}
_OF_KEY: Mapping[str, tuple[str, str]] = {
    "options": (
        "a name and words for each answer",
        'write each answer on a line of its own: options.yes = "Yes"',
    ),
    "labels": ("a number and words", 'write it like labels.0 = "none"'),
    "instead": ("two texts", 'write it like instead."what slips out" = "what to try"'),
    "sources": ("a name and words", 'write it like sources.smith-2020 = "who, where, when"'),
    "review": ("a block of its own", "begin it with the line [review]"),
    "note": _NAMED,
}
_INNER = {"review": "[review]", "note": "[note]", "accepted": "an accepted warning"}
"""The tables within the head, and what each is called."""
_MOST = 2**62
"""No number of a checklist is larger."""


def explained(faults: Sequence[Fault], where: Where) -> Iterator[Finding]:
    """Return the faults of one table as findings, each pointing at what the author wrote."""
    lacking = {str(f.place[-1]) for f in faults if f.kind == "missing" and len(f.place) == 1}
    unknown = [
        str(author_place(where.raw, f.place)[0])
        for f in faults
        if _is_unknown(f) and len(f.place) == 1
    ]
    yield from unknown_keys(where, list(dict.fromkeys(unknown)), lacking)
    yield from (missing(where, key) for key in sorted(lacking - where.astray))
    told: set[Place] = set()
    inner: dict[Place, list[Fault]] = {}
    for fault in faults:
        if not fault.place:
            yield _too_long(where)
            return
        if len(fault.place) == 1 and (_is_unknown(fault) or fault.kind == "missing"):
            continue
        place = author_place(where.raw, fault.place)
        if depth := _depth(where, place):
            inside = Fault(fault.kind, place[depth:], fault.given, fault.expected)
            inner.setdefault(place[:depth], []).append(inside)
        elif place[:1] not in told:
            told.add(place[:1])
            yield _finding(fault, where, place)
    for table, inside_it in inner.items():
        raw = cast("Table", _reached(where.raw, table))
        yield from explained(inside_it, Where(where.here, raw, _INNER[str(table[0])], table))


def _depth(where: Where, place: Place) -> int:
    """Return how deep the table within the head stands that a place is in; 0 for none."""
    if where.title != "this checklist" or place[0] not in _INNER:
        return 0
    depth = 2 if place[0] == "accepted" else 1
    is_within = len(place) > depth and isinstance(_reached(where.raw, place[:depth]), dict)
    return depth if is_within else 0


def _too_long(where: Where) -> Finding:
    """Return the finding for a number with so many digits that it cannot be read."""
    long = (
        key for key, value in where.raw.items() if isinstance(value, int) and abs(value) > _MOST
    )
    spot = where.here.value(*where.place, *islice(long, 1))
    return where.here.finding("C203", "A number here is too long.", "write fewer digits", spot)


def _is_unknown(fault: Fault) -> bool:
    return fault.kind in ("unexpected_keyword_argument", "extra_forbidden")


def _reached(raw: object, place: Place) -> object:
    for part in place:
        if isinstance(raw, dict):
            raw = raw.get(part)
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            return None
    return raw


def missing(where: Where, key: str) -> Finding:
    """Return the finding for a key that a table must have."""
    here, lines = where.here, _example(where, key)
    called = where.title[0].upper() + where.title[1:]
    message = f"{called} has no {key}."
    after = "id" if where.title != "this checklist" else {"title": "id"}.get(key, "format")
    is_ready = not where.place and (key in ("format", "id") or "…" not in lines)
    fix = fixes.added(here, lines, after) if is_ready else None
    spot = here.key(*where.place, *_landmark(where))
    return here.finding("C202", message, f"add a line: {lines}", spot, fix)


def _landmark(where: Where) -> Place:
    """Return the line by which a table is known: its id, or else the first of a head."""
    if "id" in where.raw:
        return ("id",)
    return () if where.is_step or where.place or not where.raw else (next(iter(where.raw)),)


def _example(where: Where, key: str) -> str:
    """Return the line that a missing key needs, with what can be known of it."""
    raw, title = where.raw, where.raw.get("title") or where.raw.get("text")
    if key == "format":
        return "format = 1"
    if key == "id" and isinstance(title, str) and (name := slug(title)):
        return f'id = "{name}"'
    if key in ("title", "text") and isinstance(raw.get("id"), str) and raw["id"]:
        words = str(raw["id"]).replace("-", " ").strip()
        return f"{key} = {fixes.written(words[:1].upper() + words[1:])}"
    if key == "options":
        return 'options.yes = "…"'
    if key in ("min", "max"):
        return f"{key} = {0 if key == 'min' else 10}"
    if key == "points":
        return 'points = ["…"]'
    return f"{key} = 2027-03-02" if key == "until" else f'{key} = "…"'


def _finding(fault: Fault, where: Where, place: Place) -> Finding:
    here, full = where.here, (*where.place, *place)
    given, spot = _reached(where.raw, place), here.value(*full)
    name = short(".".join(str(part) for part in full if part != ""))
    if fault.kind == "literal_error":
        return _no_such_word(fault, where, spot, name)
    wanted, help_ = _WANTED.get(fault.kind, ("something else", "see the guide for educators"))
    if fault.kind in ("mapping_type", "dict_type", "tuple_type", "dataclass_type"):
        wanted, help_ = _OF_KEY.get(str(place[0]), (wanted, help_))
    if len(place) > 1 and isinstance(place[-1], int):
        name = f"{short(str(place[0]))}, item {place[-1] + 1},"
    if fault.kind == "string_type" and isinstance(given, list) and len(given) > 1:
        help_ = "it takes one text; join the two, or keep the first"
        if place[0] == "say":
            help_ = f'give each text a manner of its own: {name} = "…" and say.another = "…"'
    if fault.kind == "bool_type" and place == ("other",):
        help_ = "write other = true; words of your own are one more answer: options.<name>"
    way, day = no_such_day(given) if fault.kind.startswith("date_") else ("", "")
    if str(place[0]) == "options" and not isinstance(where.raw.get("options"), dict):
        wanted, help_ = _OF_KEY["options"]
        spot, fix = here.value("options"), as_lines(here, where.raw)
        return here.finding("C203", f"options has to be {wanted}.", help_, spot, fix)
    fix = fixes.instead_of(spot, day) if day else _recast(fault.kind, given, spot)
    if fault.kind == "string_type" and isinstance(given, bool | int | float):
        fix = fixes.instead_of(spot, fixes.written(fixes.source_of(here, full)))
        if place == ("due",) and type(given) is int:
            help_, fix = _span_of(given), None
    return here.finding("C203", f"{name} has to be {wanted}.", way or help_, spot, fix)


def _span_of(number: int) -> str:
    """Return how a stretch of time is written of which only the number stands there."""
    given, s = short(str(number)), "" if number == 1 else "s"
    return f'write "{given} day{s}" or "{given} week{s}"'


def _no_such_word(fault: Fault, where: Where, spot: Spot, name: str) -> Finding:
    known = [word for word in re.findall(r"'([^']*)'", fault.expected) if word]
    given = fault.given if isinstance(fault.given, str) else ""
    near = _LITERALS.get(given.lower(), "") or nearest(slug(given), known)
    near = near if near in known else nearest(given, known)
    if name == "format":
        help_, fix = "write format = 1", fixes.instead_of(spot, "1")
        return where.here.finding("C204", "format has to be 1.", help_, spot, fix)
    choice = f"it is one of: {', '.join(known)}"
    help_ = f"did you mean {near}? {choice}" if near else choice
    fix = fixes.instead_of(spot, fixes.written(near)) if near else None
    message = f"{name} cannot be {quoted(fault.given)}."
    return where.here.finding("C204", message, help_, spot, fix)


_LITERALS: Mapping[str, str] = {
    **dict.fromkeys(("final", "live", "active", "approved"), "published"),
    **dict.fromkeys(("in review", "reviewing", "pending", "for review"), "review"),
    **dict.fromkeys(("wip", "new", "unfinished"), "draft"),
    **dict.fromkeys(("archived", "old", "withdrawn", "obsolete"), "retired"),
    **dict.fromkeys(("who", "people", "attendees"), "present"),
    **dict.fromkeys(("permission", "consent", "agreement"), "agreed"),
    **dict.fromkeys(("emotions", "feeling", "emotion"), "feelings"),
    **dict.fromkeys(("fears", "concerns", "worry"), "worries"),
    **dict.fromkeys(("values", "goals", "important"), "matters"),
    **dict.fromkeys(("plan", "decision", "decisions"), "decided"),
    **dict.fromkeys(("follow-up", "next steps", "next-steps"), "next"),
    **dict.fromkeys(("facts", "information", "sharing"), "shared"),
}
"""Other words for a status or a place in the note."""


def _recast(kind: str, given: object, spot: Spot) -> Fix | None:
    """Return the mend of a value of the wrong sort, where what is meant is certain."""
    if kind.startswith("date_"):
        day = day_meant(given)
        return fixes.instead_of(spot, day) if day else None
    if kind == "bool_type":
        meant = truth_meant(str(given))
        return fixes.instead_of(spot, meant) if meant else None
    if kind in ("int_type", "int_from_float"):
        number = re.match(r"\s*([+-]?\d{1,6})(?:\.0+)?\b", str(given))
        is_number = number and not isinstance(given, bool | list | dict)
        return fixes.instead_of(spot, number[1]) if number and is_number else None
    if kind == "tuple_type" and isinstance(given, str):
        items = as_items(given)
        return fixes.instead_of(spot, fixes.written_list(items)) if items else None
    if kind == "string_type" and isinstance(given, list):
        only = given[0] if len(given) == 1 else None
        return fixes.instead_of(spot, fixes.written(only)) if isinstance(only, str) else None
    return None


def wrong_date(where: Where, key: str) -> Finding:
    """Return the finding for a date in quotation marks."""
    return _finding(Fault("date_type", (key,), where.raw[key]), where, (key,))
