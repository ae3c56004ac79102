"""JSON Schema (2020-12) of the files an author writes, made from the model.

Outside editors read it through the line `#:schema bedside-checklist-1.json` at the top of a file:
they complete names, explain keys and underline what does not fit. It says what a file may look
like; what its names refer to, only `bedside check` can say. The finished schemas are packaged, so
that handing one out needs no validation library; a test makes them anew and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from bedside.content.schema_beside import codes, practice, translation
from bedside.content.schema_shapes import (
    FOLDER,
    ID,
    OR_LIST,
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

_OVERLAY = ("extends", "remove", "change", "add")
_SHAPES: Mapping[str, Schema] = {
    **dict.fromkeys(("note", "patient", "handover"), any_of(TEXT, TABLE)),
    "say": any_of(TEXT, TEXTS, TABLE),
    "options": {**TABLE, "propertyNames": ID, "minProperties": 1},
    "id": ID,
    "when": {"$ref": "#/$defs/conditions"},
    "or": {"$ref": "#/$defs/conditions"},
    "use": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
}
"""Keys that an author writes in another shape than the model has."""


def packaged(kind: str) -> str | None:
    """Return the finished schema of a kind of file; nothing where there is no such kind."""
    return (FOLDER / file_name(kind)).read_text("utf-8") if kind in SCHEMAS else None


def file_name(kind: str) -> str:
    """Return what the schema of a kind of file is called, wherever it is put."""
    return f"bedside-{kind}-{FORMAT}.json"


def made(kind: str) -> str:
    """Return the schema of a kind of file as text, made anew from the model."""
    import json

    return json.dumps(SCHEMAS[kind](), indent=1, ensure_ascii=False) + "\n"


def _checklist() -> Schema:
    """Return the schema of a checklist, a bank, or what adapts a checklist."""
    head = _of(Checklist, "checklist")
    head |= {"review": _table(Review, "review"), "note": _table(NoteFrame, "frame")}
    head |= {
        "steps": _list(_step(_kinds())),
        "tasks": _list(_table(Task, "task")),
        "accepted": _list(_table(Accepted, "accepted")),
        "remove": OR_LIST,
        "change": {"type": "object", "additionalProperties": closed(_parts("was"))},
        "add": _list(_step(_kinds(), "after")),
        "extends": {"type": "string", "pattern": r"^\S+ \d+\.\d+$"},
    }
    del head["extras"]
    schema: Schema = {
        **closed(said(head, "checklist"), ("format", "id")),
        "if": {"required": ["extends"]},
        "then": {"properties": dict.fromkeys(("steps", "bank", "language"), False)},
        "else": {"required": ["title"], "properties": dict.fromkeys(_OVERLAY, False)},
        "$defs": {"conditions": _conditions()},
    }
    return whole("A bedside checklist", schema)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "checklist": _checklist,
    "translation": translation,
    "practice": practice,
    "codes": codes,
}
"""Every kind of file that has a schema, and what makes it."""


def _step(kinds: list[Schema], *more: str) -> Schema:
    """Return the schema of a step: what all may have, and what each kind must and may not.

    One table of all keys, because editors complete from it; the kinds narrow it down.
    """
    taken = {"if": {"required": ["use"]}, "else": {"required": ["kind", "title"]}}
    return {**closed(_parts(*more), ("id",)), **taken, "allOf": kinds}


def _parts(*more: str) -> Schema:
    """Return every key that a step of any kind may have."""
    found: Schema = {}
    for cls in _classes():
        found |= _of(cls, "step")
    kinds = "\n".join(f"- `{kind}`: {what}" for kind, what in explained()["kinds"].items())
    found["kind"] = {"enum": list(KINDS)}
    found |= dict.fromkeys(more, TEXT)
    words = said(found, "step")
    kind = cast("Schema", words["kind"])
    kind["description"] = f"{kind['description']}\n\n{kinds}"
    return words


def _kinds() -> list[Schema]:
    """Return for each class of steps what its kinds must have, and which keys they cannot."""
    everything = {key for cls in _classes() for key in _of(cls, "step")}
    rules: list[Schema] = []
    for cls in _classes():
        own = _of(cls, "step")
        kinds = [kind for kind, made_of in KINDS.items() if made_of is cls]
        lacking = sorted(everything - own.keys())
        needed = [key for key in required(cls) if key not in ("id", "kind", "title")]
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
    tests: Schema = {"is": OR_LIST, "not": OR_LIST, "at_least": number, "at_most": number}
    some = any_of(TEXT, TEXTS, {**closed(said(tests, "condition")), "minProperties": 1})
    return {"type": "object", "additionalProperties": some, "minProperties": 1}


def _table(cls: type, page: str) -> Schema:
    """Return the schema of a table that holds one value of a class."""
    return closed(said(_of(cls, page), page), required(cls))


def _classes() -> list[type[Step]]:
    """Return every class of steps once, in the order of the kinds."""
    return list(dict.fromkeys(KINDS.values()))


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _of(cls: type, page: str) -> Schema:
    """Return the keys of a class, each in the shape an author writes it."""
    shapes = {} if page == "frame" else _SHAPES
    names = cast("Schema", raw(cls)["properties"])
    written = {name.rstrip("_"): cast("Schema", schema) for name, schema in names.items()}
    return {key: shapes.get(key) or plain(schema) for key, schema in written.items()}
