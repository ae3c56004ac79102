"""From the shapes an author may write to the one shape the model has, and back for places.

An author writes `say = "…"`, a list or `say.<tone>`; the model holds a tuple of phrases. What does
not fit any allowed shape is passed on so that validation refuses it, even where it happens to
look like the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

Table = dict[str, object]
Place = tuple[str | int, ...]

TESTS = ("not", "at_least", "at_most")
"""What may stand behind a `when` line's step, after a dot."""

_LISTS = frozenset(("tips", "roles", "source", "tags", "next"))
_WORDINGS = frozenset(("note", "patient", "handover"))
_MODEL = {"not": "none_of", "at_least": "at_least", "at_most": "at_most"}
_REFUSED = 0
"""What stands where an author wrote something of no allowed shape: no part of the model is it."""


def step_shape(raw: Table) -> Table:
    """Return a step (or a task) in the model's shape; the raw table is left as it was."""
    step: Table = {}
    for key, value in raw.items():
        if key == "say":
            step[key] = _phrases(value)
        elif key in _LISTS:
            step[key] = [value] if type(value) is str else value
        elif key in _WORDINGS:
            step[key] = {"": value} if type(value) is str else value
        elif key == "options":
            step[key] = _options(value)
        elif key == "when":
            step[key] = _conditions(value)
        elif key == "or":
            step["or_"] = _conditions(value)
        elif key == "or_":
            step["or"] = value
        else:
            step[key] = value
    return step


def head_shape(raw: Table) -> Table:
    """Return the root of a checklist in the model's shape, without its steps and tasks."""
    head = {key: value for key, value in raw.items() if key not in ("steps", "tasks", "extras")}
    if "extras" in raw:
        head["extras "] = raw["extras"]
    for key in _LISTS & head.keys():
        if type(head[key]) is str:
            head[key] = [head[key]]
    return head


def author_place(raw: Mapping[str, object], place: Place) -> Place:
    """Return where the author wrote what stands at this place of the model's shape."""
    if not place:
        return place
    key, rest = str(place[0]), place[1:]
    written = {"or_": "or", "extras ": "extras"}.get(key, key)
    if key == "or" and "or_" in raw:
        written = "or_"
    value = raw.get(written)
    if isinstance(value, str):
        return (written,)
    if isinstance(value, dict) and rest and isinstance(rest[0], int):
        names = list(value)
        return (written, names[rest[0]]) if rest[0] < len(names) else (written,)
    if key == "say":
        return (written, *rest[:1])
    return (written, *(part for part in rest if part != "[key]"))


def _phrases(value: object) -> object:
    if type(value) is str:
        return ({"text": value},)
    if type(value) is list:
        return [{"text": text} for text in value]
    if type(value) is dict:
        return [{"tone": tone, "text": text} for tone, text in value.items()]
    return value


def _options(value: object) -> object:
    if type(value) is dict:
        return [{"id": name, "label": label} for name, label in value.items()]
    return _REFUSED


def _conditions(value: object) -> object:
    """Return `when` lines as conditions."""
    if type(value) is not dict:
        return _REFUSED
    return [_condition(step, test) for step, test in value.items()]


def _condition(step: str, test: object) -> object:
    if type(test) is str:
        return {"step": step, "any_of": (test,)}
    if type(test) is not dict:
        return {"step": step, "any_of": test}
    parts: Table = {"step": step}
    for name, part in cast("Table", test).items():
        if name not in _MODEL:
            return _REFUSED
        parts[_MODEL[name]] = (part,) if name == "not" and type(part) is str else part
    return parts
