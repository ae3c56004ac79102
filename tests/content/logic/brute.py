"""Every answer there is, tried one after another through the rules a visit runs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

from bedside.core.answers import OUTCOMES, STANDING, Answer, offered, possible
from bedside.core.checklist import Checklist, Condition, Scale, Step, Task, TeachBack
from bedside.core.plan import Plan, plan
from bedside.core.rules import applies, decided, fits

Answers = Mapping[str, Answer]
Thing = Step | Task


class World:
    """One way of answering everything: what appears then, and which conditions hold."""

    def __init__(self, made: Plan, answers: Answers) -> None:
        """Let the rules decide."""
        self.answers = answers
        self.hidden = decided(made, answers).hidden
        self.steps = made.steps

    def shows(self, thing: Thing, section: Step | None) -> bool:
        """Whether a thing comes up."""
        return self.holds(thing) and (section is None or self.holds(section))

    def holds(self, thing: Thing) -> bool:
        """Whether the condition a thing itself has is true."""
        as_task = Task(id=thing.id, text="x", when=thing.when, or_=thing.or_)
        return applies(as_task, self.answers, self.hidden)


def worlds(made: Checklist) -> Iterator[World]:
    """Yield every way of answering the steps that conditions look at."""
    things: tuple[Thing, ...] = (*made.steps, *made.tasks)
    tested = {line.step for thing in things for line in (*thing.when, *thing.or_)}
    asked = [step for step in made.steps if step.id in tested]
    planned = plan(made)
    for answers in product(*map(every_answer, asked)):
        yield World(planned, dict(zip((step.id for step in asked), answers, strict=True)))


def every_answer(step: Step) -> list[Answer]:
    """Return every answer a step can end with."""
    standing = [Answer(picks=(pick,)) for pick in STANDING]
    if isinstance(step, Scale):
        numbers = range(step.min, step.max + 1)
        return [*(Answer(picks=("answered",), number=number) for number in numbers), *standing]
    if isinstance(step, TeachBack):
        mixed = (combinations(OUTCOMES, size) for size in range(1, len(step.points) + 1))
        return [*(Answer(picks=picks) for picks in chain(*mixed)), *standing]
    if step.kind == "choose-many":
        options = (*offered(step), *(("other",) if getattr(step, "other", False) else ()))
        mixed = (combinations(options, size) for size in range(1, len(options) + 1))
        return [*(Answer(picks=picks) for picks in chain(*mixed)), *standing]
    found = [Answer(picks=(pick,)) for pick in possible(step)]
    return [*found, *([Answer()] if step.roles else [])]


def counted(made: Checklist) -> tuple[int, int, int]:
    """Return the ways through, and the fewest and the most steps any of them shows."""
    tests: dict[str, list[Condition]] = {}
    for step in made.steps:
        for line in (*step.when, *step.or_):
            tests.setdefault(line.step, []).append(line)
    planned = plan(made)
    seen: dict[tuple[object, ...], int] = {}
    for world in worlds(made):
        way = tuple(
            None if id_ in world.hidden else tuple(fits(line, world.answers[id_]) for line in lines)
            for id_, lines in tests.items()
        )
        seen[way] = sum(1 for stop in planned.stops if stop not in world.hidden)
    return len(seen), min(seen.values()), max(seen.values())
