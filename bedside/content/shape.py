"""From the shapes an author may write to the one shape the model has, and back for places.

An author writes `say = "…"`, a list or `say.<tone>`; the model holds a tuple of phrases. What does
not fit any allowed shape is passed on as it is, for validation to name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

Table = dict[str, object]
Place = tuple[str | int, ...]

_LISTS = ("tips", "roles", "source", "points", "tags", "next")
_WORDINGS = ("note", "patient", "handover")
_TESTS = {"not": "none_of", "is": "any_of"}


def step_shape(raw: Table) -> Table:
    """Return a step (or a task) in the model's shape; the raw table is left as it was."""
    step = dict(raw)
    if "say" in step:
        step["say"] = _phrases(step["say"])
    for key in _LISTS:
        if isinstance(step.get(key), str):
            step[key] = [step[key]]
    for key in _WORDINGS:
        if isinstance(step.get(key), str):
            step[key] = {"": step[key]}
    if isinstance(step.get("options"), dict):
        options = cast("Table", step["options"])
        step["options"] = [{"id": name, "label": label} for name, label in options.items()]
    if "when" in step:
        step["when"] = _conditions(step["when"])
    if "or" in step:
        step["or_"] = _conditions(step.pop("or"))
    return step


def head_shape(raw: Table) -> Table:
    """Return the root of a checklist in the model's shape, without its steps and tasks."""
    head = {key: value for key, value in raw.items() if key not in ("steps", "tasks")}
    for key in _LISTS:
        if isinstance(head.get(key), str):
            head[key] = [head[key]]
    return head


def author_place(raw: Mapping[str, object], place: Place) -> Place:
    """Return where the author wrote what stands at this place of the model's shape."""
    if not place:
        return place
    key, rest = str(place[0]), place[1:]
    written = "or" if key == "or_" else key
    value = raw.get(written)
    if isinstance(value, str):
        return (written,)
    if isinstance(value, dict) and rest and isinstance(rest[0], int):
        names = list(value)
        return (written, names[rest[0]]) if rest[0] < len(names) else (written,)
    if key == "say":
        return (written, *rest[:1])
    return (written, *rest)


def _phrases(value: object) -> object:
    if isinstance(value, str):
        return [{"text": value}]
    if isinstance(value, list):
        return [{"text": text} for text in value]
    if isinstance(value, dict):
        return [{"tone": tone, "text": text} for tone, text in value.items()]
    return value


def _conditions(value: object) -> object:
    """Return `when` lines as conditions; one that tests in no known way keeps its odd part."""
    if not isinstance(value, dict):
        return value
    return [_condition(step, test) for step, test in value.items()]


def _condition(step: str, test: object) -> Table:
    if isinstance(test, dict):
        given = cast("Table", test)
        parts: Table = {_TESTS.get(name, name): part for name, part in given.items()}
        for name in ("any_of", "none_of"):
            if isinstance(parts.get(name), str):
                parts[name] = [parts[name]]
        return {"step": step, **parts}
    return {"step": step, "any_of": [test] if isinstance(test, str) else test}
