"""JSON Schema of the files that lie beside a checklist: translations, practice patients, codes.

Their blocks are named after the steps of one checklist, so any name may stand there; whether it
is one, `bedside check` says.
"""

from __future__ import annotations

from typing import cast

from bedside.content.digests import OPEN
from bedside.content.outcomes import PracticePatient
from bedside.content.replies import TABLE_KEYS
from bedside.content.schema_shapes import (
    ID,
    TABLE,
    TEXT,
    TEXTS,
    Schema,
    any_of,
    closed,
    explained,
    plain,
    raw,
    required,
    said,
    whole,
)
from bedside.content.translations import LISTED, PLAIN, TABLED
from bedside.core.answers import REASONS
from bedside.core.checklist import FORMAT

_FORMAT: Schema = {"const": FORMAT, "type": "integer"}


def translation() -> Schema:
    """Return the schema of `<id>.<language>.toml`."""
    texts: Schema = {
        **dict.fromkeys(PLAIN, TEXT),
        **dict.fromkeys(LISTED, any_of(TEXT, TEXTS, TABLE)),
        **dict.fromkeys(TABLED, any_of(TEXT, TABLE)),
    }
    digests = closed(texts)
    step = closed({**said(texts, "step"), "of": _of(digests)})
    head: Schema = {
        "format": _FORMAT,
        "title": TEXT,
        "summary": TEXT,
        "unread": {"type": "boolean"},
    }
    head |= {"of": closed({"title": TEXT, "summary": TEXT}), "steps": _by_name(step)}
    return whole("A translation of a bedside checklist", closed(said(head, "translation")))


def _of(digests: Schema) -> Schema:
    return {"description": explained()["translation"]["of"], **digests}


def practice() -> Schema:
    """Return the schema of `<id>.practice.toml`."""
    names = cast("Schema", raw(PracticePatient)["properties"])
    parts: Schema = {name: plain(cast("Schema", schema)) for name, schema in names.items()}
    listed = any_of(TEXTS, {"const": OPEN})
    parts |= {"id": ID, "shown": listed, "tasks": listed, "replies": _by_name(_reply())}
    patient = closed(said(parts, "practice"), required(PracticePatient))
    root: Schema = {"format": _FORMAT, "patients": {"type": "array", "items": patient}}
    return whole("Practice patients of a bedside checklist", closed(root, ("patients",)))


def _reply() -> Schema:
    """Return the schema of one reply: an answer, several, words, a number, a day, or a table."""
    given: list[Schema] = [TEXT, TEXTS, {"type": "integer"}]
    values: Schema = dict.fromkeys(TABLE_KEYS, TEXT)
    values |= {"answer": any_of(*given), "may_write": {"type": "boolean"}}
    values["left"] = {"enum": list(REASONS)}
    return any_of(*given, closed(said(values, "reply")))


def codes() -> Schema:
    """Return the schema of `<id>.codes.toml`."""
    systems: Schema = {
        "loinc": {"type": "string", "pattern": r"^\d{1,7}-\d$"},
        "snomed": {"type": "string", "pattern": r"^[1-9]\d{5,17}$"},
    }
    options = _by_name(closed(said(systems, "codes")))
    step = closed(said({**systems, "options": options}, "codes"))
    root = closed(said({"format": _FORMAT, "steps": _by_name(step)}, "codes"))
    return whole("Codes of a bedside checklist", root)


def _by_name(schema: Schema) -> Schema:
    """Return the schema of a table in which every name has such a value."""
    return {"type": "object", "additionalProperties": schema}
