"""The rules that show a question, as other programs know them: tests of answers, all or any.

A rule of ours is `when` lines that must all hold, or else any one `or` line. Theirs are flat: all
tests of a question or any of them (FHIR R4, Questionnaire.item.enableBehavior). So a rule is put as
parts that must all hold, each of tests of which one is enough (conjunctive normal form); every
part that cannot be joined to the others stands on a group of its own around the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from bedside.core.answers import OUTCOMES, STANDING, possible
from bedside.core.checklist import Choice, Condition, Step, TeachBack
from bedside.core.value import Value, placed

MOST = 32
"""More parts than any rule has that a person could follow."""

Operator = Literal["exists", "=", "!=", ">=", "<="]


@placed
class Probe(Value):
    """A test of one question's answer: whether there is one, which, or how large.

    `wanted` is a code, a number, or whether there is to be an answer.
    """

    link: str
    operator: Operator
    wanted: str | int | bool


@placed
class Gate(Value):
    """Tests that must all hold, or of which any one is enough."""

    is_all: bool
    probes: tuple[Probe, ...]

    @classmethod
    def one(cls, link: str, operator: Operator, wanted: str | int | bool) -> Gate:
        """Return the gate of a single test."""
        return cls(True, (Probe(link, operator, wanted),))


Links = Mapping[str, Step]
"""The steps that rules may look at, by their ids."""

Part = frozenset[Probe]
_FREE = frozenset(("words", "text", "people", "scale", "date"))


def links_of(steps: Iterable[Step]) -> Links:
    """Return the steps that rules may look at."""
    return {step.id: step for step in steps}


def code_of(step: Step, pick: str) -> str:
    """Return the code of one answer of a step."""
    is_own = isinstance(step, Choice) and any(one.id == pick for one in step.options)
    return f"{step.id}.{pick}" if is_own else pick


def gates_of(step: Step, links: Links) -> tuple[Gate, ...]:
    """Return the gates of a step's rule, all of which must hold: the one of its own first.

    It has none where it always shows. ValueError where there would be more than can be told.
    """
    ways = [_whole(step.when, links)] if step.when else []
    ways += [_parts(line, links) for line in step.or_]
    if not ways:
        return ()
    parts = {Part()}
    for way in ways:
        parts = _needed({one | other for one in parts for other in way})
        if len(parts) > MOST:
            raise ValueError(f"the rule of {step.id} has more parts than a form can tell")
    needed = sorted(parts, key=_order)
    single = tuple(probe for part in needed if len(part) == 1 for probe in part)
    wide = [Gate(False, tuple(sorted(part, key=_key))) for part in needed if len(part) > 1]
    return (*((Gate(True, single),) if single else ()), *wide)


def tangled(steps: Sequence[Step]) -> str:
    """Return the first step whose rule has more parts than a form can tell; "" for none."""
    links = links_of(steps)
    for step in steps:
        try:
            gates_of(step, links)
        except ValueError:
            return step.id
    return ""


def _needed(parts: set[Part]) -> set[Part]:
    """Return parts without those that hold wherever another one does."""
    return {part for part in parts if not any(other < part for other in parts)}


def _whole(lines: Sequence[Condition], links: Links) -> list[Part]:
    return [part for line in lines for part in _parts(line, links)]


def _parts(line: Condition, links: Links) -> list[Part]:
    """Return the parts of one line, all of which must hold."""
    step = links[line.step]
    parts: list[Part] = []
    if line.any_of:
        parts.append(frozenset(test for pick in line.any_of for test in _given(step, pick)))
    if line.none_of:
        parts += _other_than(step, line.none_of)
    if line.at_least is not None:
        parts.append(frozenset((Probe(step.id, ">=", line.at_least),)))
    if line.at_most is not None:
        parts.append(frozenset((Probe(step.id, "<=", line.at_most),)))
    return parts


def _given(step: Step, pick: str) -> Iterable[Probe]:
    """Return tests of which one holds exactly where a step has this answer."""
    if isinstance(step, TeachBack):
        if pick in OUTCOMES:
            yield from (Probe(link, "=", pick) for link in _points(step))
        if pick not in OUTCOMES or pick == "not-asked":
            yield Probe(f"{step.id}.or", "=", pick)
    elif step.kind in _FREE:
        is_free = pick == "answered"
        yield Probe(step.id, "exists", True) if is_free else Probe(f"{step.id}.or", "=", pick)
    else:
        yield Probe(step.id, "=", code_of(step, pick))


def _other_than(step: Step, picks: Sequence[str]) -> list[Part]:
    """Return parts that all hold exactly where a step has an answer, and none of these."""
    rest = [pick for pick in possible(step) if pick not in picks]
    if isinstance(step, TeachBack):
        offered = dict.fromkeys(_points(step), OUTCOMES) | {f"{step.id}.or": STANDING}
        some = frozenset(Probe(link, "exists", True) for link in offered)
        others = {link: [pick for pick in own if pick in rest] for link, own in offered.items()}
        return [some, *(_blank_or(link, own) for link, own in others.items())]
    if step.kind == "choose-many":
        never = (frozenset((Probe(step.id, "!=", code_of(step, pick)),)) for pick in picks)
        return [frozenset((Probe(step.id, "exists", True),)), *never]
    if not rest:
        return [frozenset((Probe(step.id, "exists", yes),)) for yes in (True, False)]
    return [frozenset(test for pick in rest for test in _given(step, pick))]


def _blank_or(link: str, picks: Sequence[str]) -> Part:
    return frozenset((Probe(link, "exists", False), *(Probe(link, "=", pick) for pick in picks)))


def _points(step: TeachBack) -> list[str]:
    return [f"{step.id}.{at}" for at in range(1, len(step.points) + 1)]


def _key(probe: Probe) -> tuple[str, str, str]:
    return (probe.link, probe.operator, str(probe.wanted))


def _order(part: Part) -> list[tuple[str, str, str]]:
    return sorted(map(_key, part))
