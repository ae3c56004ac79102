"""The checklist as authored: a flat, ordered list of steps with data around it.

These classes are the one definition. `content` validates them from TOML, the store keeps them as
plain values, and every face reads them. Each mapping is treated as frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, get_args

from bedside.core.value import Value, value

FORMAT = 1
"""The number of the checklist file format that this version reads and writes."""

Place = Literal[
    "",
    "present",
    "agreed",
    "decides",
    "understanding",
    "shared",
    "matters",
    "worries",
    "feelings",
    "decided",
    "checked",
    "next",
    "told",
]
PLACES: tuple[str, ...] = get_args(Place)[1:]
"""Where in the note an answer can stand, in the order of the note."""

STRICT = {"extra": "forbid", "strict": True}
"""How text must match these classes; read by pydantic in `content`, inert here."""

Status = Literal["draft", "review", "published", "retired"]


@value
class Phrase(Value):
    """Words to offer, and their manner; `tone` is empty where the author named none.

    `language` is said only of words to be careful with where a translation is asked for: those
    that stand in for it, in another language, and those that nobody qualified has read.
    """

    __pydantic_config__ = STRICT
    tone: str = ""
    text: str
    language: str = ""


@value
class Option(Value):
    """One offered choice: its short name and the label people read."""

    __pydantic_config__ = STRICT
    id: str
    label: str


@value
class Condition(Value):
    """One line of a `when`: a test of the answer to an earlier step.

    `any_of` asks for one of these answers; `none_of` for some other answer; the limits are for
    scales. Every part that is given must hold.
    """

    __pydantic_config__ = STRICT
    step: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None


@value
class Step(Value):
    """One thing on screen at a time, and what every kind of it may carry."""

    __pydantic_config__ = STRICT
    id: str
    kind: str
    title: str
    aim: str = ""
    say: tuple[Phrase, ...] = ()
    why: str = ""
    tips: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    place: Place = ""
    sensitive: bool = False
    locked: bool = False
    roles: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    record_as: Literal["", "treatment-preference", "care-experience-preference"] = ""
    note: Mapping[str, str] = field(default_factory=dict)
    patient: Mapping[str, str] = field(default_factory=dict)
    handover: Mapping[str, str] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()
    or_: tuple[Condition, ...] = ()
    use: str = ""


@value
class Choice(Step):
    """A question with offered answers: one of them, or any number."""

    options: tuple[Option, ...]
    other: bool = False


@value
class Scale(Step):
    """A question answered by a whole number from `min` to `max`, both included."""

    min: int
    max: int
    labels: Mapping[str, str] = field(default_factory=dict)


@value
class TeachBack(Step):
    """Points the patient says back in their own words, each with its own outcome."""

    points: tuple[str, ...]


KINDS: Mapping[str, type[Step]] = {
    **dict.fromkeys(
        ("section", "say", "do", "yes-no", "words", "text", "people", "date", "pause", "read-back"),
        Step,
    ),
    "choose": Choice,
    "choose-many": Choice,
    "scale": Scale,
    "teach-back": TeachBack,
}
"""Every kind of step, and the class that holds it."""


@value
class Task(Value):
    """A follow-up that comes up when its conditions hold: what, by whom, by when.

    `due` is "today", "N hours|days|weeks" counted from the visit, or a date.
    """

    __pydantic_config__ = STRICT
    id: str
    text: str
    who: str = ""
    due: str = ""
    when: tuple[Condition, ...] = ()
    or_: tuple[Condition, ...] = ()


@value
class Review(Value):
    """Who keeps the checklist, when it was looked at, and the digest of what was published."""

    __pydantic_config__ = STRICT
    owner: str = ""
    reviewed: date | None = None
    next_review: date | None = None
    approved_by: str = ""
    seal: str = ""


@value
class NoteFrame(Value):
    """The lines around the note that belong to the checklist."""

    __pydantic_config__ = STRICT
    heading: str = ""
    opening: str = ""
    closing: str = ""
    language: str = ""


@value
class Accepted(Value):
    """A warning taken on purpose: which, where, why, by whom and until when."""

    __pydantic_config__ = STRICT
    code: str
    step: str = ""
    because: str
    by: str
    until: date


@value
class Checklist(Value):
    """A conversation guide as authored.

    `steps` are in order, sections among them. `extras` are the steps of the banks that can be
    reached from anywhere (feelings, about this visit); their ids carry the bank's name. `extends`
    names the checklist and version that this one is an overlay of.
    """

    __pydantic_config__ = STRICT
    format: Literal[1]
    id: str
    title: str
    summary: str = ""
    version: str = "0.1"
    status: Status = "draft"
    language: str = "en"
    audience: str = ""
    roles: tuple[str, ...] = ()
    minutes: int | None = None
    reading_grade: int | None = None
    tags: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    review: Review = Review()
    steps: tuple[Step, ...] = ()
    tasks: tuple[Task, ...] = ()
    note: NoteFrame = NoteFrame()
    accepted: tuple[Accepted, ...] = ()
    bank: bool = False
    extends: str = ""
    extras: tuple[Step, ...] = ()
