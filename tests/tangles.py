"""Made-up checklists with every kind of step under every kind of rule, and the engine of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from bedside.core.answers import possible
from bedside.core.checklist import (
    Checklist,
    Choice,
    Condition,
    Option,
    Phrase,
    Scale,
    Step,
    TeachBack,
)
from bedside.core.form.gates import Gate, Probe
from bedside.core.form.items import Item
from bedside.core.form.replies import Reply

_KINDS = (
    *("say", "do", "choose", "choose-many", "yes-no", "words", "text", "people", "scale", "date"),
    *("pause", "teach-back", "read-back", "section"),
)
_UNASKED = frozenset(("pause", "section"))


def tangle(seed: int, length: int = 14) -> Checklist:
    """Return a checklist of so many steps, whose rules look at any step above them."""
    chance = Random(seed)  # the same for the same seed
    steps: list[Step] = []
    for number in range(length):
        kind = _KINDS[number] if number < len(_KINDS) else chance.choice(_KINDS)
        kind = chance.choice(_KINDS) if chance.random() < 0.7 else kind
        above = [step for step in steps if step.kind not in _UNASKED]
        rules = _rules(above, chance)
        steps.append(_step(f"s{number}", kind, rules, chance))
    return Checklist(format=1, id="tangle", title="A tangle", steps=tuple(steps))


def too_tangled() -> Checklist:
    """Return a checklist whose last step has more ways to appear than a form can tell."""
    names = tuple(f"s{number}" for number in range(12))
    lines = tuple(Condition(step=name, at_least=2, at_most=5) for name in names)
    scales = tuple(Scale(id=name, kind="scale", title=name, min=0, max=10) for name in names)
    last = Step(id="last", kind="do", title="Last", when=lines[:6], or_=lines[6:])
    return Checklist(format=1, id="tangle", title="A tangle", steps=(*scales, last))


def _step(id_: str, kind: str, rules: Mapping[str, object], chance: Random) -> Step:
    fields: dict[str, object] = {"id": id_, "kind": kind, "title": f"Title of {id_}", **rules}
    fields["say"] = (Phrase(tone="plain", text="Tea?"), Phrase(tone="kind", text="Some tea?"))
    fields["required"] = chance.random() < 0.3
    if kind in ("choose", "choose-many"):
        names = ("black", "green", "mint")
        options = tuple(Option(id=name, label=name.title()) for name in names)
        return Choice(**fields, options=options, other=chance.random() < 0.5)  # type: ignore[arg-type]
    if kind == "scale":
        return Scale(**fields, min=0, max=10, labels={"0": "None"})  # type: ignore[arg-type]
    if kind == "teach-back":
        return TeachBack(**fields, points=("One", "Two"))  # type: ignore[arg-type]
    return Step(**fields)  # type: ignore[arg-type]


def _rules(above: list[Step], chance: Random) -> dict[str, object]:
    if not above or chance.random() < 0.4:
        return {}
    both = {
        key: tuple(_condition(step, chance) for step in chance.sample(above, min(len(above), many)))
        for key, many in (
            ("when", chance.choice((0, 1, 1, 2))),
            ("or_", chance.choice((0, 0, 1, 2))),
        )
    }
    return dict(both)


def _condition(step: Step, chance: Random) -> Condition:
    if step.kind == "scale" and chance.random() < 0.7:
        low, high = chance.choice(((3, None), (None, 7), (2, 8)))
        return Condition(step=step.id, at_least=low, at_most=high)
    answers = possible(step)
    picks = tuple(chance.sample(answers, chance.choice((1, 1, 2))))
    if chance.random() < 0.4:
        return Condition(step=step.id, none_of=picks)
    return Condition(step=step.id, any_of=picks)


def opened(items: tuple[Item, ...], replies: Mapping[str, Reply]) -> Iterator[str]:
    """Yield the links of the items that a form shows with these answers, as FHIR R4 says it.

    What a question that is not shown was answered counts for nothing.
    """
    seen: dict[str, Reply] = {}

    def walk(inner: tuple[Item, ...]) -> Iterator[str]:
        for item in inner:
            if item.gate is not None and not _passes(item.gate, seen):
                continue
            if item.link in replies:
                seen[item.link] = replies[item.link]
            yield item.link
            yield from walk(item.items)

    yield from walk(items)


def _passes(gate: Gate, seen: Mapping[str, Reply]) -> bool:
    passed = [_holds(probe, seen.get(probe.link, Reply())) for probe in gate.probes]
    return all(passed) if gate.is_all else any(passed)


def _holds(probe: Probe, reply: Reply) -> bool:
    number = reply.number
    there = bool(reply.codes or reply.texts or reply.day or number is not None)
    wanted = probe.wanted
    if probe.operator == "exists":
        return there is wanted
    if probe.operator in ("=", "!="):
        return (wanted in reply.codes) is (probe.operator == "=")
    if number is None or not isinstance(wanted, int):
        return False
    return number >= wanted if probe.operator == ">=" else number <= wanted
