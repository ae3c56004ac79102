"""Small random checklists whose references are sound and whose conditions are anything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bedside.core.answers import possible
from bedside.core.checklist import (
    Checklist,
    Choice,
    Condition,
    Option,
    Scale,
    Step,
    Task,
    TeachBack,
)

_OPTIONS = ("x", "y", "z")


@st.composite
def conditions(draw: st.DrawFn, above: list[Step]) -> Condition:
    """Return a test of one of the steps above."""
    step = draw(st.sampled_from(above))
    answers = st.lists(st.sampled_from(possible(step)), min_size=1, max_size=3, unique=True)
    how = draw(st.sampled_from(("any", "none", "limits" if isinstance(step, Scale) else "any")))
    if how == "limits":
        limit = st.none() | st.integers(-1, 4)
        low, high = draw(limit), draw(limit)
        return Condition(step=step.id, at_least=low, at_most=1 if low is high is None else high)
    picked = tuple(draw(answers))
    if how == "none":
        return Condition(step=step.id, none_of=picked)
    return Condition(step=step.id, any_of=picked)


def lines(above: list[Step]) -> st.SearchStrategy[list[Condition]]:
    """Return up to two tests, of different steps: a name stands only once in a file."""
    return st.lists(conditions(above), max_size=2, unique_by=lambda line: line.step)


@st.composite
def steps(draw: st.DrawFn, id_: str, kinds: tuple[str, ...]) -> Step:
    """Return a step of some kind, without conditions."""
    kind = draw(st.sampled_from(kinds))
    if kind.startswith("choose"):
        options = tuple(Option(id=o, label=o) for o in _OPTIONS[: draw(st.integers(1, 3))])
        other = draw(st.booleans())
        return Choice(id=id_, kind=kind, title=id_, options=options, other=other)
    if kind == "scale":
        return Scale(id=id_, kind=kind, title=id_, min=0, max=draw(st.integers(1, 3)))
    if kind == "teach-back":
        points = ("p", "q")[: draw(st.integers(1, 2))]
        return TeachBack(id=id_, kind=kind, title=id_, points=points)
    return Step(id=id_, kind=kind, title=id_, roles=draw(st.sampled_from(((), (), ("nurse",)))))


_ALL = ("say", "yes-no", "words", "choose", "choose-many", "scale", "teach-back", "read-back")


@st.composite
def checklists(draw: st.DrawFn, most: int = 5, kinds: tuple[str, ...] = _ALL) -> Checklist:
    """Return a checklist of a few steps, with sections and follow-ups among them."""
    made: list[Step] = []
    above: list[Step] = []
    for number in range(draw(st.integers(2, most))):
        if draw(st.integers(0, 3)) == 0:
            made.append(draw(_with_conditions(_section(f"part-{number}"), above)))
        own = draw(steps(f"s{number}", kinds))
        made.append(draw(_with_conditions(own, above)))
        above.append(own)
    task = Task(id="task", text="x")
    task = replace(task, when=tuple(draw(lines(above))))
    return Checklist(format=1, id="made-up", title="x", steps=tuple(made), tasks=(task,))


def _section(id_: str) -> Step:
    return Step(id=id_, kind="section", title=id_)


@st.composite
def _with_conditions(draw: st.DrawFn, step: Step, above: list[Step]) -> Step:
    if not above or not draw(st.booleans()):
        return step
    whens, ors = draw(lines(above)), draw(lines(above))
    return replace(step, when=tuple(whens), or_=tuple(ors))


def entangled() -> str:
    """Return steps nobody can order in their head: eight things, each in one of seven places.

    That no two may be in the same place takes a search through all orders to rule out (the
    pigeonhole principle: S. Cook and R. Reckhow, J. Symbolic Logic 44, 1979).
    """
    places = ("one", "two", "three", "four", "five", "six", "seven")
    options = "".join(f'options.{place} = "{place.title()}"\n' for place in places)
    blocks = [_block(f"p{n}", "choose", options) for n in range(8)]
    pairs = [(f"c{i}-{j}-{at}", i, j, at) for i in range(8) for j in range(i) for at in places]
    for name, i, j, at in pairs:
        blocks.append(_block(name, "do", f'or.p{i}.not = "{at}"\nor.p{j}.not = "{at}"\n'))
    named = ", ".join(f'"{place}"' for place in places)
    every = [f'when.{name} = "done"\n' for name, *_ in pairs]
    every += [f"when.p{n} = [{named}]\n" for n in range(8)]
    blocks.append(_block("last", "do", "".join(every)))
    for start in range(0, len(blocks), 8):
        blocks[start] = _block(f"part-{start}", "section", "") + blocks[start]
    return "".join(blocks)


def _block(id_: str, kind: str, rest: str) -> str:
    return f'\n[[steps]]\nid = "{id_}"\nkind = "{kind}"\ntitle = "Made up {id_}"\n{rest}'
