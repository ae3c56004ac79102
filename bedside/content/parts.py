"""How one part of a checklist differs from what it was: its head, a step, a task.

Every field stands in one of the tables below; a field without a place there would be a change
that nobody is told of, so a test goes over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, cast

from bedside.core.checklist import (
    Checklist,
    Condition,
    NoteFrame,
    Option,
    Phrase,
    Review,
    Step,
    Task,
)
from bedside.core.text import cut, listed

_SHOWN = 60
"""So many cells of a text are told again."""


class Weight(StrEnum):
    """How much a change weighs."""

    RECORDED = "recorded"
    """What is recorded, or who is shown it, can differ."""
    WORDS = "words"
    """Only the words around it differ."""
    UPKEEP = "upkeep"
    """Dates, names and decisions about the checklist; what it means is the same."""


class Clause(NamedTuple):
    """One difference of a part, without saying which part."""

    weight: Weight
    message: str


Compare = Callable[[str, object, object], Iterator[str]]


class _Rule(NamedTuple):
    """How much a field weighs, how two of its values are told apart, and what it is called."""

    weight: Weight
    compare: Compare
    name: str


def differences(old: Checklist, new: Checklist) -> Iterator[Clause]:
    """Return what differs outside steps and tasks."""
    yield from _by_rules(_HEAD, old, new)
    yield from _by_rules(_REVIEW, old.review, new.review)
    yield from _by_rules(_FRAME, old.note, new.note)


def steps_differ(old: Step, new: Step, names: Mapping[str, str]) -> Iterator[Clause]:
    """Return what differs between two steps; `names` says what each old id is called now."""
    yield from _by_rules(_STEP, old, new)
    yield from _conditions(old, new, names)


def task_differs(old: Task, new: Task, names: Mapping[str, str]) -> Iterator[Clause]:
    """Return what differs between two tasks."""
    yield from _by_rules(_TASK, old, new)
    yield from _conditions(old, new, names)


def named(part: Step | Task) -> str:
    """Return what people call a step or a task, in quotation marks."""
    return _quoted(part.title if isinstance(part, Step) else part.text)


def condition_text(part: Step | Task, names: Mapping[str, str]) -> str:
    """Return when a part appears, with ids as they are now; "always" where nothing is asked."""
    lines = [_line(line, names) for line in part.or_]
    if part.when:
        lines.insert(0, " and ".join(_line(line, names) for line in part.when))
    return ", or ".join(lines) or "always"


def _conditions(old: Step | Task, new: Step | Task, names: Mapping[str, str]) -> Iterator[Clause]:
    if _lines(old, names) != _lines(new, {}):
        before, now = condition_text(old, names), condition_text(new, {})
        yield Clause(Weight.RECORDED, f"appears {_if(now)}, where it was {_if(before)}")


def _if(condition: str) -> str:
    return condition if condition == "always" else f"only if {condition}"


def _lines(part: Step | Task, names: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the tests of a part; their order means nothing."""
    when, or_ = ([_line(one, names) for one in lines] for lines in (part.when, part.or_))
    return frozenset(when), frozenset(or_)


def _line(line: Condition, names: Mapping[str, str]) -> str:
    parts = []
    if line.any_of:
        parts.append(f"is {listed(sorted(set(line.any_of)), 'or')}")
    if line.none_of:
        parts.append(f"is something other than {listed(sorted(set(line.none_of)), 'or')}")
    if line.at_least is not None:
        parts.append(f"is at least {line.at_least}")
    if line.at_most is not None:
        parts.append(f"is at most {line.at_most}")
    return f"{names.get(line.step, line.step)} {listed(parts)}"


def _by_rules(rules: Mapping[str, _Rule], old: object, new: object) -> Iterator[Clause]:
    for field, (weight, compare, name) in rules.items():
        before, now = getattr(old, field, None), getattr(new, field, None)
        if before != now:
            yield from (Clause(weight, said) for said in compare(name, before, now))


def _text(name: str, old: object, new: object) -> Iterator[str]:
    """Say that a text came, went or changed; what it says is for the text diff."""
    yield f"{name} {_change(old, new)}"


def _shown(name: str, old: object, new: object) -> Iterator[str]:
    """Say what a short text is and what it was."""
    if old in ("", None) or new in ("", None):
        yield f"{name} {_change(old, new)}: {_quoted(new or old)}"
    else:
        yield f"{name} is {_quoted(new)}, it was {_quoted(old)}"


def _flag(name: str, old: object, new: object) -> Iterator[str]:
    if bool(old) != bool(new):
        yield f"is {name} now" if new else f"is not {name} now"


def _has(name: str, old: object, new: object) -> Iterator[str]:
    if bool(old) != bool(new):
        yield f"{name} can be answered now" if new else f"{name} cannot be answered now"


def _each(name: str, old: object, new: object) -> Iterator[str]:
    """Say which entries of a table came, went or changed, or that only their order did."""
    before, now = (cast("Mapping[str, str]", table or {}) for table in (old, new))
    for key in (*now, *(key for key in before if key not in now)):
        if before.get(key) != now.get(key):
            about = f"{name} for {key}" if key else name
            yield f"{about} {_change(before.get(key), now.get(key))}"


def _list(name: str, old: object, new: object) -> Iterator[str]:
    """Say what came into a list and what went, or that only its order changed."""
    before, now = (cast("Sequence[str]", items or ()) for items in (old, new))
    came = [item for item in now if item not in before]
    went = [item for item in before if item not in now]
    for items, verb in ((came, "added"), (went, "removed")):
        if items:
            yield f"{name} {listed([_quoted(item) for item in items])} {verb}"
    if not came and not went:
        yield f"order of {name} changed"


def _options(_: str, old: object, new: object) -> Iterator[str]:
    before, now = (_labels(cast("Sequence[Option]", given or ())) for given in (old, new))
    for id_ in (*now, *(id_ for id_ in before if id_ not in now)):
        if id_ not in before or id_ not in now:
            yield f"answer {id_} {_change(before.get(id_), now.get(id_))}"
        elif before[id_] != now[id_]:
            yield f"answer {id_} reads {_quoted(now[id_])}, it was {_quoted(before[id_])}"
    stay = [id_ for id_ in before if id_ in now]
    if stay != [id_ for id_ in now if id_ in before]:
        yield "order of the answers changed"


def _labels(options: Sequence[Option]) -> dict[str, str]:
    return {option.id: option.label for option in options}


def _phrases(_: str, old: object, new: object) -> Iterator[str]:
    """Say which suggested words changed: by their manner where they have one, else by number."""
    before, now = (_by_tone(cast("Sequence[Phrase]", given)) for given in (old, new))
    for key in (*now, *(key for key in before if key not in now)):
        if before.get(key) != now.get(key):
            yield f"{key} {_change(before.get(key), now.get(key))}"
    if before == now:
        yield "order of the suggested words changed"


def _by_tone(phrases: Sequence[Phrase]) -> dict[str, str]:
    return {
        f"{phrase.tone} words"
        if phrase.tone
        else f"{_ordinal(number)} suggested words": phrase.text
        for number, phrase in enumerate(phrases, 1)
    }


def _ordinal(number: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    return words[number - 1] if number <= len(words) else f"{number}th"


def _entries(name: str, old: object, new: object) -> Iterator[str]:
    """Say that decisions came, went or changed; each has several parts, so they are counted."""
    before, now = (cast("Sequence[object]", given) for given in (old, new))
    came = sum(one not in before for one in now)
    went = sum(one not in now for one in before)
    yield f"{name}: {came} new, {went} gone"


def _change(old: object, new: object) -> str:
    if old in ("", None, (), {}):
        return "added"
    return "removed" if new in ("", None, (), {}) else "changed"


def _quoted(text: object) -> str:
    return f"“{cut(' '.join(str(text).split()), _SHOWN)}”"


def _rules(weight: Weight, compare: Compare, **names: str) -> dict[str, _Rule]:
    return {field: _Rule(weight, compare, name) for field, name in names.items()}


_R, _W, _U = Weight.RECORDED, Weight.WORDS, Weight.UPKEEP

_HEAD: Mapping[str, _Rule] = {
    **_rules(_R, _shown, format="format", id="id", title="title", language="language"),
    **_rules(_R, _flag, bank="a bank of steps"),
    **_rules(_R, _list, roles="roles"),
    **_rules(_W, _text, summary="summary", audience="audience"),
    **_rules(_W, _shown, minutes="minutes", reading_grade="reading grade"),
    **_rules(_W, _list, tags="tags", next="talks that follow"),
    **_rules(_W, _each, sources="source"),
    **_rules(_U, _shown, version="version", status="status", extends="original"),
    **_rules(_U, _entries, accepted="accepted warnings"),
}
HEAD_ELSEWHERE = ("review", "steps", "tasks", "note", "extras")
"""Fields of a checklist that are compared part by part, or are not its own."""

_REVIEW: Mapping[str, _Rule] = {
    **_rules(_U, _shown, owner="owner", reviewed="date of review", next_review="next review"),
    **_rules(_U, _shown, approved_by="approved by"),
    **_rules(_U, _text, seal="seal"),
}
_FRAME: Mapping[str, _Rule] = {
    **_rules(_R, _shown, heading="heading of the note", opening="opening of the note"),
    **_rules(_R, _shown, closing="closing of the note", language="language of the note"),
}
_STEP: Mapping[str, _Rule] = {
    **_rules(_R, _shown, kind="kind", title="title"),
    **_rules(_W, _text, aim="aim", why="why"),
    **_rules(_W, _phrases, say="words"),
    **_rules(_W, _list, tips="tips", source="sources"),
    **_rules(_W, _each, instead="better words"),
    **_rules(_W, _flag, locked="locked"),
    **_rules(_R, _flag, required="required", sensitive="sensitive"),
    **_rules(_R, _shown, place="place in the note", record_as="standard kind of preference"),
    **_rules(_R, _list, roles="roles"),
    **_rules(_R, _options, options="answers"),
    **_rules(_R, _has, other="something else, in words,"),
    **_rules(_R, _shown, min="lowest number", max="highest number"),
    **_rules(_R, _each, labels="label"),
    **_rules(_R, _list, points="points to say back"),
    **_rules(_R, _each, note="note wording", patient="patient's wording"),
    **_rules(_R, _each, handover="handover wording"),
}
STEP_ELSEWHERE = ("id", "when", "or_", "use")
"""Fields of a step that are compared otherwise; what a step takes from a bank is its content."""

_TASK: Mapping[str, _Rule] = {
    **_rules(_R, _shown, text="text", who="by whom", due="by when"),
}

RULES: Mapping[type, tuple[Mapping[str, _Rule], tuple[str, ...]]] = {
    Checklist: (_HEAD, HEAD_ELSEWHERE),
    Review: (_REVIEW, ()),
    NoteFrame: (_FRAME, ()),
    Step: (_STEP, STEP_ELSEWHERE),
    Task: (_TASK, ("id", "when", "or_")),
}
"""For every class: which fields have a rule, and which are compared elsewhere."""
