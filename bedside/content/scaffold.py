"""A new checklist: a whole one to write over, or a copy of another with a name of its own."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

from bedside.content.edit.change import Change, Put, Remove
from bedside.content.edit.splice import edited
from bedside.content.edit.text import Refused, written
from bedside.content.publish import next_year

SCHEMA_LINE = "#:schema bedside-checklist-1.json"
_TEMPLATE = Path(__file__).with_name("scaffold.txt")
_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
_LONGEST = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")
"""Names that Windows keeps for its devices: no file there can be called so."""


def id_from(name: str) -> str:
    """Return a name as an id: small letters, digits and hyphens; "" where nothing is left."""
    given = name.casefold().strip().removesuffix(".toml")
    plain = "".join(_LETTERS.get(letter, letter) for letter in given)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    bare = re.sub(r"['’]", "", bare)
    id_ = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST].strip("-")
    return f"{id_}-talk" if _RESERVED.match(id_) else id_


def title_from(name: str) -> str:
    """Return a name as a title: as it was given, or an id as words."""
    name = name.strip().removesuffix(".toml")
    words = " ".join((name if name != id_from(name) else name.replace("-", " ")).split())
    return words[:1].upper() + words[1:]


def scaffold(id_: str, title: str, today: date) -> str:
    """Return a whole checklist to write over, explained line by line; it has no error."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    return template.format(
        id=id_,
        id_text=written(id_),
        title_text=written(title),
        today=today.isoformat(),
        next_review=next_year(today).isoformat(),
    )


def copied(text: str, id_: str, title: str) -> str | Refused:
    """Return a checklist as another one: with this id and title, a draft that nobody has approved.

    Comments and all other lines stay.
    """
    from bedside.content.edit.law import parsed

    head = parsed(text.removeprefix("\ufeff"))
    if "extends" in head:
        return Refused("it only says what is different from another one")
    review = head.get("review")
    written_down = review if isinstance(review, dict) else {}
    changes: list[Change] = [
        Put(("id",), id_),
        Put(("title",), title),
        Put(("version",), "0.1"),
        Put(("status",), "draft"),
        *(Remove(("review", key)) for key in ("approved_by", "seal") if key in written_down),
    ]
    new = edited(text, *changes)
    return new if isinstance(new, Refused) else _with_schema(new)


def _with_schema(text: str) -> str:
    """Return the text with the line that editors look for, where it has none."""
    if "#:schema" in text:
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{mark}{SCHEMA_LINE}{end}{text.removeprefix(mark)}"
