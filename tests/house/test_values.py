"""Values: what the core passes around is frozen, slotted, and defined once."""

from __future__ import annotations

import ast
import importlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from enum import Enum

import pytest

from bedside.core.value import Value
from tests.house.source import bedside, classes, dotted, none, rooms

ONCE = frozenset(
    ("Action", "Addendum", "Answer", "Bank", "Checklist", "Clinician", "Correction", "Curtain")
) | frozenset(
    ("Destination", "Event", "Face", "Finding", "Lock", "Move", "Note", "Option", "Outbox")
) | frozenset(
    ("Overlay", "Patient", "Phrase", "Posture", "Problems", "Receipt", "Refusal", "Retraction")
) | frozenset(("Section", "Session", "Step", "Visit"))  # fmt: skip
"""The words of the house; a class of such a name is the thing itself."""

OTHER_KINDS = {
    "Ok": "says yes and holds nothing",
    "SpanMap": "reads a text once and looks places up in it",
    "Value": "what values inherit",
}
"""Classes of the core that hold no fields of their own, and why they are neither kind."""


def _values(of: type[Value] = Value) -> Iterator[type[Value]]:
    for module in rooms("core"):
        importlib.import_module(module.name)
    for each in of.__subclasses__():
        if getattr(sys.modules[each.__module__], each.__name__, None) is each:
            yield each  # not the draft that slots=True has made anew
        yield from _values(each)


VALUES = sorted(
    {each for each in _values() if each.__module__.startswith("bedside.core")},
    key=lambda each: f"{each.__module__}.{each.__name__}",
)


def test_every_class_of_the_core_is_a_value_a_tuple_or_an_enumeration() -> None:
    known = {each.__name__ for each in VALUES}
    none(
        (
            f"{module.at(node)}: {node.name} is {', '.join(map(dotted, node.bases)) or 'bare'}"
            for module in rooms("core")
            for node in classes(module)
            if node.name not in known | set(OTHER_KINDS)
            and not {"NamedTuple", "Protocol", "Exception"} & set(map(dotted, node.bases))
            and not _is_enumeration(module.name, node.name)
        ),
        "inherit Value and mark the class @value or @placed",
    )


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_a_value_is_a_slotted_dataclass_that_cannot_be_changed(kind: type[Value]) -> None:
    annotated = [name for each in kind.__mro__ for name in vars(each).get("__annotations__", ())]
    own = {name for name in annotated if not name.startswith("_")}
    assert len(own) == len(kind._fields), "mark a class that adds a field @value or @placed"
    assert not own or (is_dataclass(kind) and tuple(fields(kind)) == kind._fields)
    bare = object.__new__(kind)
    assert not hasattr(bare, "__dict__"), "every class above it needs slots too"
    with pytest.raises(FrozenInstanceError):
        setattr(bare, next(iter(own), "anything"), None)
    with pytest.raises(FrozenInstanceError):
        delattr(bare, "anything")


def test_there_is_one_definition_of_each_thing() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for module in bedside():
        for node in classes(module):
            where[node.name].append(module.at(node))
    assert {"Checklist", "Step", "Event", "Visit", "Note"} <= set(where)
    none(
        (f"{', '.join(places)}: {name}" for name, places in where.items()
         if name in ONCE and len(places) > 1),
        "use the one there is, or give the other thing its own name",
    )  # fmt: skip


def test_what_a_visit_is_made_of_is_defined_in_the_core() -> None:
    core = {node.name for module in rooms("core") for node in classes(module)}
    assert core >= {"Checklist", "Step", "Event", "Visit", "Note", "Move", "Refusal", "Action"}


def test_a_plain_dataclass_is_never_mutable() -> None:
    none(
        (
            f"{module.at(node)}: {node.name} is a dataclass that can change"
            for module in bedside()
            if module.path != "bedside/core/value.py"
            for node in classes(module)
            for mark in node.decorator_list
            if "dataclass" in ast.unparse(mark) and "frozen=True" not in ast.unparse(mark)
        ),
        "inherit Value and mark the class @value or @placed",
    )


def _is_enumeration(module: str, name: str) -> bool:
    found = getattr(importlib.import_module(module), name)
    return isinstance(found, type) and issubclass(found, Enum)
