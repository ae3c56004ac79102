"""JSON Schema (2020-12) of the files an author writes, made from the model.

Outside editors read it through the line `#:schema bedside-checklist-1.json` at the top of a file:
they complete names, explain keys and underline what does not fit. It says what a file may look
like; what its names refer to, only `bedside check` can say. The finished schemas are packaged, so
that handing one out needs no validation library; a test makes them anew and compares.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from bedside.core.checklist import (
    FORMAT,
    KINDS,
    Accepted,
    Checklist,
    NoteFrame,
    Review,
    Step,
    Task,
)

Schema = dict[str, object]

_FOLDER = Path(__file__).parent
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_TABLE: Schema = {"type": "object", "additionalProperties": _TEXT}
_OVERLAY = ("extends", "remove", "change", "add")


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what may be written in several ways."""
    return {"anyOf": list(schemas)}


_OR_LIST = any_of(_TEXT, _TEXTS)
_SHAPES: Mapping[str, Schema] = {
    **dict.fromkeys(("note", "patient", "handover"), any_of(_TEXT, _TABLE)),
    "say": any_of(_TEXT, _TEXTS, _TABLE),
    "options": {**_TABLE, "propertyNames": _ID, "minProperties": 1},
    "id": _ID,
    "when": {"$ref": "#/$defs/conditions"},
    "or": {"$ref": "#/$defs/conditions"},
    "use": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
}
"""Keys that an author writes in another shape than the model has."""


def packaged(kind: str) -> str | None:
    """Return the finished schema of a kind of file; nothing where there is no such kind."""
    return (_FOLDER / file_name(kind)).read_text("utf-8") if kind in SCHEMAS else None


def file_name(kind: str) -> str:
    """Return what the schema of a kind of file is called, wherever it is put."""
    return f"bedside-{kind}-{FORMAT}.json"


def made(kind: str) -> str:
    """Return the schema of a kind of file as text, made anew from the model."""
    import json

    return json.dumps(SCHEMAS[kind](), indent=1, ensure_ascii=False) + "\n"


@cache
def _explained() -> Mapping[str, Mapping[str, str]]:
    """Return what an editor says of every key, by the table it stands in."""
    text = (_FOLDER / "keys.toml").read_text(encoding="utf-8")
    return cast("Mapping[str, Mapping[str, str]]", tomllib.loads(text))


def _checklist() -> Schema:
    """Return the schema of a checklist, a bank, or what adapts a checklist."""
    head = _of(Checklist, "checklist")
    head |= {"review": _table(Review, "review"), "note": _table(NoteFrame, "frame")}
    head |= {
        "steps": _list(_step(_kinds())),
        "tasks": _list(_table(Task, "task")),
        "accepted": _list(_table(Accepted, "accepted")),
        "remove": _OR_LIST,
        "change": {"type": "object", "additionalProperties": _closed(_parts("was"))},
        "add": _list(_step(_kinds(), "after")),
        "extends": {"type": "string", "pattern": r"^\S+ \d+\.\d+$"},
    }
    del head["extras"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A bedside checklist",
        "x-tombi-toml-version": "v1.0.0",
        **_closed(_said(head, "checklist"), ("format", "id")),
        "if": {"required": ["extends"]},
        "then": {"properties": dict.fromkeys(("steps", "bank", "language"), False)},
        "else": {"required": ["title"], "properties": dict.fromkeys(_OVERLAY, False)},
        "$defs": {"conditions": _conditions()},
    }


SCHEMAS: Mapping[str, Callable[[], Schema]] = {"checklist": _checklist}
"""Every kind of file that has a schema, and what makes it."""


def _step(kinds: list[Schema], *more: str) -> Schema:
    """Return the schema of a step: what all may have, and what each kind must and may not.

    One table of all keys, because editors complete from it; the kinds narrow it down.
    """
    taken = {"if": {"required": ["use"]}, "else": {"required": ["kind", "title"]}}
    return {**_closed(_parts(*more), ("id",)), **taken, "allOf": kinds}


def _parts(*more: str) -> Schema:
    """Return every key that a step of any kind may have."""
    found: Schema = {}
    for cls in _classes():
        found |= _of(cls, "step")
    kinds = "\n".join(f"- `{kind}`: {what}" for kind, what in _explained()["kinds"].items())
    found["kind"] = {"enum": list(KINDS)}
    found |= dict.fromkeys(more, _TEXT)
    said = _said(found, "step")
    kind = cast("Schema", said["kind"])
    kind["description"] = f"{kind['description']}\n\n{kinds}"
    return said


def _kinds() -> list[Schema]:
    """Return for each class of steps what its kinds must have, and which keys they cannot."""
    everything = {key for cls in _classes() for key in _of(cls, "step")}
    rules: list[Schema] = []
    for cls in _classes():
        own = _of(cls, "step")
        kinds = [kind for kind, made_of in KINDS.items() if made_of is cls]
        lacking = sorted(everything - own.keys())
        needed = [key for key in _required(cls) if key not in ("id", "kind", "title")]
        then: Schema = {"properties": dict.fromkeys(lacking, False)}
        rules.append(
            {
                "if": {"properties": {"kind": {"enum": kinds}}, "required": ["kind"]},
                "then": then | ({"required": needed} if needed else {}),
            }
        )
    return rules


def _conditions() -> Schema:
    """Return the schema of `when` and `or`: an answer, a list of them, or tests by name."""
    number: Schema = {"type": "integer"}
    tests: Schema = {"is": _OR_LIST, "not": _OR_LIST, "at_least": number, "at_most": number}
    some = any_of(_TEXT, _TEXTS, {**_closed(_said(tests, "condition")), "minProperties": 1})
    return {"type": "object", "additionalProperties": some, "minProperties": 1}


def _table(cls: type, page: str) -> Schema:
    """Return the schema of a table that holds one value of a class."""
    return _closed(_said(_of(cls, page), page), _required(cls))


def _required(cls: type) -> list[str]:
    return cast("list[str]", _raw(cls).get("required", []))


def _classes() -> list[type[Step]]:
    """Return every class of steps once, in the order of the kinds."""
    return list(dict.fromkeys(KINDS.values()))


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _closed(properties: Schema, required: Iterable[str] = ()) -> Schema:
    """Return the schema of a table with these keys and no others."""
    closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": list(required)} if required else closed


def _said(properties: Schema, page: str) -> Schema:
    """Return the keys with what is said of each; KeyError for one of which nothing is said."""
    words = _explained()[page]
    return {
        key: {"description": words[key], **cast("Schema", schema)}
        for key, schema in properties.items()
    }


def _of(cls: type, page: str) -> Schema:
    """Return the keys of a class, each in the shape an author writes it."""
    shapes = {} if page == "frame" else _SHAPES
    names = cast("Schema", _raw(cls)["properties"])
    written = {name.rstrip("_"): cast("Schema", schema) for name, schema in names.items()}
    return {key: shapes.get(key) or _plain(schema) for key, schema in written.items()}


@cache
def _raw(cls: type[object]) -> Schema:
    """Return what the validation library says of a class, in the model's shape."""
    from pydantic import TypeAdapter

    return cast("Schema", TypeAdapter(cls).json_schema())


def _plain(schema: Schema) -> Schema:
    """Return a schema without what is no help to an author: titles, defaults, "nothing", blanks."""
    if given := schema.get("anyOf"):
        (schema,) = (one for one in cast("list[Schema]", given) if one != {"type": "null"})
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    if words := kept.get("enum"):
        kept["enum"] = [word for word in cast("list[str]", words) if word]
    return _OR_LIST if kept == _TEXTS else kept
