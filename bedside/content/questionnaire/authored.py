"""A checklist as its author would write it: the table of a file, from the model.

A step that came from a bank is written with `use` where the bank here has it, and with what
differs; where it has not, the step is written whole and its `use` is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import cast

from bedside.content.banks import Bank, Banks
from bedside.content.shape import Table
from bedside.content.sheet.same import block_meaning
from bedside.core.checklist import (
    Checklist,
    Choice,
    Condition,
    Phrase,
    Scale,
    Step,
    Task,
    TeachBack,
)

_WORDINGS = ("note", "patient", "handover")
_EMPTY: Mapping[type, object] = {str: "", bool: False, list: [], dict: {}}


def head_table(head: Checklist) -> Table:
    """Return what a checklist says of the whole, its tasks and what was accepted; no steps."""
    table: Table = {}
    for name in ("format", "id", "title", "summary", "version", "status", "language", "audience"):
        table[name] = getattr(head, name)
    table |= {"bank": head.bank, "minutes": head.minutes, "reading_grade": head.reading_grade}
    table |= {name: list(getattr(head, name)) for name in ("roles", "tags", "next")}
    table["sources"] = dict(head.sources)
    table["review"] = _full(
        {one.name: getattr(head.review, one.name) for one in fields(head.review)}
    )
    table["tasks"] = [_task(task) for task in head.tasks]
    table["note"] = _full({one.name: getattr(head.note, one.name) for one in fields(head.note)})
    table["accepted"] = [
        _full({one.name: getattr(each, one.name) for one in fields(each)}) for each in head.accepted
    ]
    return _full(table)


def step_table(step: Step) -> Table:
    """Return a step as its author would write it, whole. ValueError where nobody could."""
    table: Table = {"id": step.id, "kind": step.kind, "title": step.title, "aim": step.aim}
    table |= {"say": _say(step.say), "why": step.why, "tips": list(step.tips)}
    table |= {"instead": dict(step.instead), "place": step.place, "record_as": step.record_as}
    table |= {name: getattr(step, name) for name in ("required", "sensitive", "locked", "use")}
    table |= {"roles": list(step.roles), "source": _alone(list(step.source))}
    table |= {name: _wording(getattr(step, name)) for name in _WORDINGS}
    table |= {"when": _conditions(step.when), "or": _conditions(step.or_)}
    if isinstance(step, Choice):
        table["options"] = {option.id: option.label for option in step.options}
        table["other"] = step.other
    if isinstance(step, TeachBack):
        table["points"] = list(step.points)
    full = _full(table)
    if isinstance(step, Scale):
        full |= {"min": step.min, "max": step.max}
        full |= {"labels": dict(step.labels)} if step.labels else {}
    return full


def beside_bank(table: Table, banks: Banks) -> tuple[Table, bool]:
    """Return a step's table beside its bank, and whether that bank is here and has the step."""
    use = table.get("use")
    if not isinstance(use, str):
        return table, True
    name, _, part = use.partition("/")
    bank: Bank | None = banks.get(name)
    row = bank.rows.get(part) if bank else None
    if row is None or row.raw.get("kind") != table["kind"]:
        return {key: value for key, value in table.items() if key != "use"}, False
    own: Table = {"id": table["id"], "use": use}
    own |= {key: value for key, value in table.items() if not _is_same(key, value, row.raw)}
    own.pop("kind", None)
    lacking = (key for key in row.raw if key not in table and key not in ("id", "kind"))
    return own | {key: _EMPTY[type(row.raw[key])] for key in lacking}, True


def _is_same(key: str, value: object, raw: Mapping[str, object]) -> bool:
    if key == "id" or key not in raw:
        return False
    one, other = ({"use": "", key: each} for each in (value, raw[key]))
    return block_meaning(one) == block_meaning(other)


def _task(task: Task) -> Table:
    table: Table = {"id": task.id, "text": task.text, "who": task.who, "due": task.due}
    return _full(table | {"when": _conditions(task.when), "or": _conditions(task.or_)})


def _say(phrases: tuple[Phrase, ...]) -> object:
    """Return what may be said as one text, a list, or a table of tones."""
    tones = [phrase.tone for phrase in phrases]
    texts = [phrase.text for phrase in phrases]
    if not any(tones):
        return _alone(texts)
    if len(set(tones)) < len(tones) or any(phrase.language for phrase in phrases):
        raise ValueError("phrases of one step have one manner twice")
    return dict(zip(tones, texts, strict=True))


def _alone(texts: list[str]) -> object:
    return texts[0] if len(texts) == 1 else texts


def _wording(texts: Mapping[str, str]) -> object:
    return texts[""] if list(texts) == [""] else dict(texts)


def _conditions(conditions: Iterable[Condition]) -> Table:
    return {one.step: _test(one) for one in conditions}


def _test(one: Condition) -> object:
    if one.any_of:
        return _alone(list(one.any_of))
    test: Table = {"not": _alone(list(one.none_of))} if one.none_of else {}
    test |= {"at_least": one.at_least, "at_most": one.at_most}
    return {name: value for name, value in test.items() if value is not None}


def _full(table: Mapping[str, object]) -> Table:
    """Return a table without what says nothing; nought says something."""
    return {
        key: value
        for key, value in cast("Table", table).items()
        if not (value is None or value is False or value in ("", [], {}))
    }
