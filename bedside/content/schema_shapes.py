"""What all schemas are made of: shapes, keys with what is said of them, classes of the model."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

Schema = dict[str, object]

FOLDER = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
TABLE: Schema = {"type": "object", "additionalProperties": TEXT}


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what may be written in several ways."""
    return {"anyOf": list(schemas)}


OR_LIST = any_of(TEXT, TEXTS)
"""One text, or a list of them."""


def whole(title: str, schema: Schema) -> Schema:
    """Return the schema of a file: what it is called, and which TOML it is written in."""
    return {"$schema": DIALECT, "title": title, "x-tombi-toml-version": "v1.0.0", **schema}


def closed(properties: Schema, required: Iterable[str] = ()) -> Schema:
    """Return the schema of a table with these keys and no others."""
    table: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**table, "required": list(required)} if required else table


def said(properties: Schema, page: str) -> Schema:
    """Return the keys with what is said of each; KeyError for one of which nothing is said."""
    words = explained()[page]
    return {
        key: {"description": words[key], **cast("Schema", schema)}
        for key, schema in properties.items()
    }


@cache
def explained() -> Mapping[str, Mapping[str, str]]:
    """Return what an editor says of every key, by the table it stands in."""
    text = (FOLDER / "keys.toml").read_text(encoding="utf-8")
    return cast("Mapping[str, Mapping[str, str]]", tomllib.loads(text))


def required(cls: type) -> list[str]:
    """Return the keys that a class cannot do without."""
    return cast("list[str]", raw(cls).get("required", []))


@cache
def raw(cls: type[object]) -> Schema:
    """Return what the validation library says of a class, in the model's shape."""
    from pydantic import TypeAdapter

    return cast("Schema", TypeAdapter(cls).json_schema())


def plain(schema: Schema) -> Schema:
    """Return a schema without what is no help to an author: titles, defaults, "nothing", blanks."""
    if given := schema.get("anyOf"):
        (schema,) = (one for one in cast("list[Schema]", given) if one != {"type": "null"})
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    if words := kept.get("enum"):
        kept["enum"] = [word for word in cast("list[str]", words) if word]
    return OR_LIST if kept == TEXTS else kept
