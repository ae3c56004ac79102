"""The plan of a checklist: what is looked up at every key, worked out once when a visit starts."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.answers import OF_THE_TALK, REASONS
from bedside.core.checklist import Checklist, Step
from bedside.core.value import Value, placed

_OUR_PLACES = ("", "present", "agreed")


@placed
class Plan(Value):
    """A checklist's steps by id, in order, with the section each belongs to.

    `stops` are the steps one can stand on: neither sections nor the steps of banks.
    `members` are the stops of each section.
    `conditional` are the stops whose own or whose section's `when` must be asked.
    `gate` is the permission step that must be answered before what follows it, if there is one.
    """

    steps: Mapping[str, Step]
    stops: tuple[str, ...]
    order: Mapping[str, int]
    section: Mapping[str, Step | None]
    sections: tuple[Step, ...]
    members: Mapping[str, tuple[str, ...]]
    conditional: tuple[str, ...]
    gate: str

    def is_extra(self, step: str) -> bool:
        """Whether a step belongs to a bank that can be reached from anywhere."""
        return step not in self.order and step in self.steps and "/" in step

    def is_read_back(self, step: str) -> bool:
        """Whether the note is read back at a step."""
        return step in self.steps and self.steps[step].kind == "read-back"

    def reasons(self, step: str) -> tuple[str, ...]:
        """Return the reasons for which a step can have been left, in the order they are offered.

        What the clinician does without the patient, before the talk, after it or at the door, is
        nothing that a patient prefers not to have. It says nothing, and has no place in the note or
        one of the first.
        """
        own = self.steps[step]
        is_ours = own.kind == "do" and not own.say and self.place(step) in _OUR_PLACES
        return tuple(one for one in REASONS if not (is_ours and one in OF_THE_TALK))

    def bank_of(self, step: str) -> list[str]:
        """Return the steps of the bank that a step belongs to, in order."""
        bank = step.partition("/")[0] + "/"
        return [each for each in self.steps if each.startswith(bank)]

    def place(self, step: str) -> str:
        """Return where in the note this step's answer stands: its own place or its section's."""
        own, section = self.steps[step], self.section.get(step)
        return own.place or (section.place if section else "")


def plan(checklist: Checklist) -> Plan:
    """Return the plan of a checklist whose references have been checked."""
    section: dict[str, Step | None] = {}
    members: dict[str, list[str]] = {}
    current: Step | None = None
    for step in checklist.steps:
        if step.kind == "section":
            current, members[step.id] = step, []
            continue
        section[step.id] = current
        if current is not None:
            members[current.id].append(step.id)
    stops = tuple(section)
    steps = {step.id: step for step in (*checklist.steps, *checklist.extras)}
    return Plan(
        steps=steps,
        stops=stops,
        order={step: number for number, step in enumerate(stops)},
        section=section,
        sections=tuple(step for step in checklist.steps if step.kind == "section"),
        members={of: tuple(inside) for of, inside in members.items()},
        conditional=tuple(
            step for step in stops if _depends(steps[step]) or _depends(section[step])
        ),
        gate=next(
            (s for s in stops if steps[s].required and _place(steps[s], section[s]) == "agreed"), ""
        ),
    )


def _depends(step: Step | None) -> bool:
    return step is not None and bool(step.when or step.or_)


def _place(step: Step, section: Step | None) -> str:
    return step.place or (section.place if section else "")
