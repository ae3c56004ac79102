"""Findings about conditions that can never hold, always hold, or change nothing.

What can never come up is an error; what is merely pointless is a warning. What rests on a step
that can never appear is not told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bedside.content.logic.domains import Entangled
from bedside.content.logic.said import beyond, said
from bedside.content.logic.solver import Goal, Solver, Thing
from bedside.content.misplaced import short
from bedside.content.places import Here, Places
from bedside.core.checklist import Checklist, Condition, Step, Task
from bedside.core.problems import Edit, Finding, Fix, Related
from bedside.core.text import listed

_NEVER: Mapping[str, tuple[str, str, str]] = {
    "step": ("L310", "This step can never appear", "step"),
    "section": ("L311", "Nothing in this section can ever appear", "section"),
    "task": ("L312", "This follow-up can never come up", "follow-up"),
}
Line = tuple[str, Condition]
"""One line of a condition: the key it stands under, and what it tests."""


def illogical(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what is wrong with the conditions of a checklist whose references are sound."""
    every: list[tuple[Thing, Here]] = [
        *zip(checklist.steps, places.steps, strict=True),
        *zip(checklist.tasks, places.tasks, strict=True),
    ]
    conditional = [(thing, here) for thing, here in every if thing.when or thing.or_]
    try:
        if conditional:
            yield from _Judge(Solver(checklist), places).judged(conditional)
    except Entangled:
        message = "The conditions depend on each other too much to be checked to the end."
        help_ = "give some of them to a section, or split the checklist into two"
        yield places.head.finding("L329", message, help_, places.head.key("steps"))
    yield from _sections(checklist, places)


class _Judge:
    """Goes through the steps from the top, and remembers which can never appear."""

    def __init__(self, solver: Solver, places: Places) -> None:
        self.solver = solver
        self.here = {here.name: here for here in (*places.steps, *places.tasks)}
        self.dead: set[str] = set()

    def judged(self, conditional: Sequence[tuple[Thing, Here]]) -> Iterator[Finding]:
        """Return what is wrong with these conditions; they stand in the checklist's order."""
        for thing, here in conditional:
            lines = _lines(thing)
            if any(self._is_dead(line.step) for _, line in lines):
                self.dead.add(thing.id)
            elif self._is_dead(thing.id):
                continue
            elif not self.solver.can(Goal(True, shown=thing.id)):
                self.dead.add(thing.id)
                yield self._never(thing, here)
            elif found := list(self._beyond(here, lines)):
                yield found[0]
            else:
                yield from self._pointless(thing, here, lines)

    def _is_dead(self, id_: str) -> bool:
        return id_ in self.dead or self.solver.section.get(id_, "") in self.dead

    def _beyond(self, here: Here, lines: Sequence[Line]) -> Iterator[Finding]:
        """Return each limit that no answer reaches or passes, so that it limits nothing."""
        for key, line in lines:
            if found := beyond(self.solver.things.get(line.step), line):
                message = f"{key}.{short(line.step)} asks for {found.limit}, which no answer is."
                spot = here.value(key, line.step, found.word)
                yield here.finding("L316", message, found.help, spot)

    def _never(self, thing: Thing, here: Here) -> Finding:
        """Return the finding about a thing that no answers bring up, and the lines that clash."""
        kind = "task" if isinstance(thing, Task) else thing.kind
        code, message, noun = _NEVER.get(kind, _NEVER["step"])
        section = self.solver.section.get(thing.id, "")
        above = self.solver.things[section] if section else None
        lines = [(here, *line) for line in _lines(thing)]
        lines += [(self.here[section], *line) for line in (_lines(above) if above else ())]
        clash = self._clash([line for _, _, line in lines])
        if thing.or_ or (above and above.or_):
            clash = [line for _, _, line in lines]
            message += ": nobody can give the answers it asks for"
        elif len(clash) == 1:
            message += f": nobody can ever answer {said(clash[0])}"
        else:
            message += f": it would need {listed([said(line) for line in clash])} at once"
        (at, key, line), *others = [each for each in lines if each[2] in clash]
        help_, spot = f"change one of its lines, or remove the {noun}", at.key(key, line.step)
        if off := beyond(self.solver.things.get(line.step), line):
            help_, spot = off.help, at.value(key, line.step, off.word)
        found = here.finding(code, message + ".", help_, spot)
        return _with_related(
            found, tuple(at.related("this line too", key, line.step) for at, key, line in others)
        )

    def _clash(self, lines: Sequence[Condition]) -> Sequence[Condition]:
        """Return the fewest lines, at most two of them, that no answers can meet together."""
        for count in (1, 2):
            for some in combinations(dict.fromkeys(lines), count):
                if not self.solver.can(*(Goal(True, test=line) for line in some)):
                    return some
        return lines

    def _pointless(self, thing: Thing, here: Here, lines: Sequence[Line]) -> Iterator[Finding]:
        section = self.solver.section.get(thing.id, "")
        around = [Goal(True, own=section)] if section else []
        if not self.solver.can(*around, Goal(False, own=thing.id)):
            if found := self._always(thing, here, around):
                yield found
                return
            what = "follow-up comes up" if isinstance(thing, Task) else f"{_noun(thing)} appears"
            whenever = "whenever its section does" if section else "whatever was answered"
            yield here.finding(
                "L314",
                f"This condition changes nothing: the {what} {whenever}.",
                "remove it, or ask for fewer answers",
                here.key(lines[0][0], lines[0][1].step),
                _removing(here, lines),
            )
            return
        for key, line in lines if len(lines) > 1 else ():
            if not self.solver.can(*around, *_matters(thing, key, line)):
                yield here.finding(
                    "L315",
                    f"This line changes nothing beside the others: {said(line)}.",
                    "remove it, or change what it asks for",
                    here.key(key, line.step),
                    _removing(here, [(key, line)]),
                )
                return

    def _always(self, thing: Thing, here: Here, around: Sequence[Goal]) -> Finding | None:
        """Return the finding about one `or` line that holds whatever the other lines ask for."""
        every = [line for line in thing.or_ if not self.solver.can(*around, Goal(False, test=line))]
        others = len(thing.when) + len(thing.or_) - 1
        is_own = thing.when and not self.solver.can(*around, Goal(False, when=thing.id))
        if not every or not others or is_own:
            return None
        line = every[0]
        rest = "the other line no longer matters"
        rest = rest if others == 1 else "the other lines no longer matter"
        message, related = f"This line always holds here, so {rest}.", []
        for above in self._asked_around(thing):
            if not self.solver.can(Goal(True, test=above), Goal(False, test=line)):
                asks = f"its section asks for {said(above)}"
                message = f"This line always holds here, as {asks}; so {rest}."
                at = self.here[self.solver.section[thing.id]]
                related.append(at.related("the section asks for it here", "when", above.step))
        spot, fix = here.key("or", line.step), _removing(here, [("or", line)])
        help_ = "remove it, or ask for something else"
        found = here.finding("L314", message, help_, spot, fix)
        return _with_related(found, tuple(related[:1]))

    def _asked_around(self, thing: Thing) -> Sequence[Condition]:
        """Return the lines that all hold wherever a thing's section appears."""
        section = self.solver.section.get(thing.id, "")
        above = self.solver.things[section] if section else None
        return above.when if above and not above.or_ else ()


def _matters(thing: Thing, key: str, line: Condition) -> list[Goal]:
    """Return what must be possible for a line to make a difference."""
    whens, ors = thing.when, thing.or_
    if key == "or":
        others = [Goal(False, test=other) for other in ors if other != line]
        return [Goal(True, test=line), *others, *([Goal(False, when=thing.id)] if whens else [])]
    failing = [Goal(False, test=other) for other in ors]
    if len(whens) == 1:
        return [Goal(True, test=line), *failing]
    holding = [Goal(True, test=other) for other in whens if other != line]
    return [Goal(False, test=line), *holding, *failing]


def _sections(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Find sections with nothing in them, and those whose steps all repeat one condition."""
    section: tuple[Step, Here] | None = None
    inside: list[tuple[Step, Here]] = []
    for step, here in (*zip(checklist.steps, places.steps, strict=True), (None, places.head)):
        if step is not None and step.kind != "section":
            inside.append((step, here))
            continue
        if section:
            yield from _of_section(*section, inside)
        section, inside = (step, here) if step else None, []


def _of_section(section: Step, at: Here, inside: Sequence[tuple[Step, Here]]) -> Iterator[Finding]:
    if not inside:
        message = "Nothing stands in this section: it shows an empty heading."
        help_ = "put a step under it, or remove it"
        yield at.finding("L321", message, help_, at.key("id"))
    if len(inside) < 2 or section.when or section.or_:
        return
    first, here = inside[0]
    if not first.when or any((s.when, s.or_) != (first.when, ()) for s, _ in inside):
        return
    message = f"All {len(inside)} steps of this section have the same condition."
    help_ = "write it once, on the section, and remove it from its steps"
    found = here.finding("L320", message, help_, here.key("when", first.when[0].step))
    yield _with_related(found, tuple(one.related("and here", "when") for _, one in inside[1:]))


def _lines(thing: Thing) -> list[Line]:
    return [("when", line) for line in thing.when] + [("or", line) for line in thing.or_]


def _noun(thing: Thing) -> str:
    return "section" if isinstance(thing, Step) and thing.kind == "section" else "step"


def _removing(here: Here, lines: Sequence[Line]) -> Fix | None:
    """Return the mend that takes these lines out, where each stands on a line of its own."""
    spans = [here.whole_line(key, line.step) for key, line in lines]
    if not all(spans):
        return None
    noun = "line" if len(lines) == 1 else "lines"
    return Fix(f"remove the {noun}", tuple(Edit(span, "") for span in spans if span))


def _with_related(finding: Finding, related: tuple[Related, ...]) -> Finding:
    return replace(finding, related=related)
