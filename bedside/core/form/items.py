"""The questions of a checklist as a tree: one step is one question or a few beside each other.

    step            questions, by their links
    say do choose   `step`: its answers, the standing ones among them; `step.words` for "other"
    words text …    `step`: free; `step.or`: declined, unsure or not asked instead
    teach-back      `step`: a group; `step.1` a point each; `step.or`
    read-back       `step`: its answers; `step.words` for what was put right
    section         `step`: a group of all down to the next; pause: a text; both either, as needed

What is offered to be said hangs under a step as a help text, `step.say`. No id of a step holds a
full stop or begins with a stroke, so no link is met twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from bedside.core.answers import OUTCOMES, STANDING, is_question, offered
from bedside.core.checklist import Checklist, Choice, Scale, Step, TeachBack
from bedside.core.form.gates import Gate, Links, code_of, gates_of, links_of
from bedside.core.form.labels import ANSWERS, CORRECTED, IN_WORDS, INSTEAD
from bedside.core.value import Value, value

Kind = Literal["group", "display", "choice", "string", "text", "integer", "date"]
_FREE: dict[str, Kind] = {
    "words": "text",
    "text": "text",
    "people": "string",
    "scale": "integer",
    "date": "date",
}


@value
class Coded(Value):
    """An answer to choose: its code and what people read.

    `is_own` says that the checklist brought it; every other one means the same in each checklist.
    """

    code: str
    label: str
    is_own: bool = False


@value
class Item(Value):
    """One question, group or text of a form.

    `step` is the step that it belongs to and `part` which question of it: "" for the step itself,
    else what stands after the full stop of its link. `is_help` is said of what may be said aloud.
    """

    link: str
    kind: Kind
    text: str = ""
    step: str = ""
    part: str = ""
    options: tuple[Coded, ...] = ()
    is_many: bool = False
    low: int | None = None
    high: int | None = None
    is_help: bool = False
    gate: Gate | None = None
    items: tuple[Item, ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it holds others and asks nothing itself."""
        return self.kind == "group"


def form_of(checklist: Checklist) -> tuple[Item, ...]:
    """Return the questions of a checklist, in order; ValueError where one is `tangled`.

    The steps of banks that every visit can reach come last, a group for each bank.
    """
    links = links_of(checklist.steps)
    found: list[Item] = []
    members: list[Item] = []
    section: Step | None = None
    for step in (*checklist.steps, None):
        if step is not None and step.kind != "section":
            members += _gated(questions(step), step, links)
            continue
        if section is None:
            found += members
        else:
            whole = _text_or_group(section, (*_helps(section), *members))
            found += _gated((whole,), section, links)
        section, members = step, []
    return (*found, *_banks(checklist.extras))


def questions(step: Step) -> tuple[Item, ...]:
    """Return the questions of one step, without the rules that show them."""
    helps = _helps(step)
    if step.kind == "pause":
        return (_text_or_group(step, helps),)
    if isinstance(step, TeachBack):
        points = tuple(
            _item(step, str(at), "choice", text, options=_builtin(OUTCOMES))
            for at, text in enumerate(step.points, 1)
        )
        inside = (*helps, *points, _instead(step))
        return (_item(step, "", "group", step.title, items=inside),)
    if step.kind in _FREE:
        low, high = (step.min, step.max) if isinstance(step, Scale) else (None, None)
        free = _item(step, "", _FREE[step.kind], step.title, low=low, high=high, items=helps,
                     is_many=step.kind == "people")  # fmt: skip
        return (free, _instead(step))
    asked = _item(step, "", "choice", step.title, options=codes_of(step), items=helps,
                  is_many=step.kind == "choose-many")  # fmt: skip
    return (asked, *_worded(step))


def codes_of(step: Step) -> tuple[Coded, ...]:
    """Return the answers to choose of a step: its own, "other", then the standing ones."""
    labels = {one.id: one.label for one in step.options} if isinstance(step, Choice) else {}
    own = tuple(
        Coded(code=code_of(step, name), label=labels[name], is_own=True)
        if name in labels
        else Coded(code=name, label=ANSWERS[name])
        for name in offered(step)
    )
    other = ("other",) if isinstance(step, Choice) and step.other else ()
    return (*own, *_builtin((*other, *(STANDING if is_question(step) else ()))))


def flat(items: Iterable[Item]) -> Iterable[Item]:
    """Return every item of a form, each before those within it."""
    for item in items:
        yield item
        yield from flat(item.items)


def _item(step: Step, part: str, kind: Kind, text: str, **more: object) -> Item:
    link = f"{step.id}.{part}" if part else step.id
    fields = {"link": link, "kind": kind, "text": text, "step": step.id, "part": part}
    return Item(**fields, **more)  # type: ignore[arg-type]


def _text_or_group(step: Step, items: tuple[Item, ...]) -> Item:
    """Return what asks nothing itself: a group, or a text where nothing is in it (FHIR, que-1)."""
    return _item(step, "", "group" if items else "display", step.title, items=items)


def _builtin(names: Sequence[str]) -> tuple[Coded, ...]:
    return tuple(Coded(code=name, label=ANSWERS[name]) for name in names)


def _instead(step: Step) -> Item:
    return _item(step, "or", "choice", INSTEAD, options=_builtin(STANDING))


def _worded(step: Step) -> tuple[Item, ...]:
    """Return the question in words that goes with one answer of a step, if there is one."""
    if isinstance(step, Choice) and step.other:
        pick, text = "other", IN_WORDS
    elif step.kind == "read-back":
        pick, text = "corrected", CORRECTED
    else:
        return ()
    gate = Gate.one(step.id, "=", pick)
    return (_item(step, "words", "text", text, gate=gate),)


def _helps(step: Step) -> tuple[Item, ...]:
    """Return what may be said aloud at a step, and what the ends of a scale mean, as one text."""
    lines = [phrase.text for phrase in step.say]
    if isinstance(step, Scale) and step.labels:
        lines.append("; ".join(f"{number}: {label}" for number, label in step.labels.items()))
    if not lines:
        return ()
    return (_item(step, "say", "display", "\n".join(lines), is_help=True),)


def _gated(items: tuple[Item, ...], step: Step, links: Links) -> Iterable[Item]:
    """Return the items of a step under its rules: groups without a text stand for some of them."""
    own, *around = gates_of(step, links) or (None,)
    if own is not None and (own.is_all or len(items) == 1):
        items = tuple(_under(item, own) for item in items)
    elif own is not None:
        around.insert(0, own)
    for number, gate in enumerate(around, 1):
        part = f"if{number}"
        items = (_item(step, part, "group", "", gate=gate, items=items),)
    return items


def _under(item: Item, gate: Gate) -> Item:
    """Return an item under one more gate, of which every probe must pass."""
    if item.gate is None:
        return replace(item, gate=gate)
    return replace(item, gate=Gate(True, (*gate.probes, *item.gate.probes)))


def _banks(extras: Sequence[Step]) -> Iterable[Item]:
    banks = dict.fromkeys(step.id.partition("/")[0] for step in extras)
    for bank in banks:
        steps = (step for step in extras if step.id.startswith(f"{bank}/"))
        inside = tuple(item for step in steps for item in questions(step))
        yield Item(link=f"/{bank}", kind="group", text=bank.replace("-", " "), items=inside)
