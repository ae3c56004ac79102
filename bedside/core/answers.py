"""Answers: what was recorded at a step, and the answers every step has without being told.

Nothing is ever pre-selected. A question can always be declined, left unsure or left unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bedside.core.checklist import Choice, Step
from bedside.core.value import Value, placed, value

MARKS = ("done", "partly", "not-done")
"""The answers of `say` and `do`."""

STANDING = ("declined", "unsure", "not-asked")
"""The answers of every question: FHIR's asked-declined, asked-unknown and not-asked."""

OUTCOMES = ("said-back", "after-another-try", "not-yet", "not-asked")
"""What can come of one teach-back point."""

READ_BACK = ("confirmed", "corrected", "not-done")
"""What can come of reading the note's lines back."""

REASONS = (
    "prefers-not",
    "not-applicable",
    "covered-before",
    "too-much",
    "no-time",
    "needs-someone-else",
    "no-interpreter",
    "safety",
    "other",
)
"""Why a step was left, in the order the faces offer them."""

OF_THE_TALK = frozenset(("prefers-not", "too-much", "no-interpreter"))
"""Reasons that are the patient's, or the talk's with them: what is done without them has others."""

RELATIONS = ("alone", "partner", "child", "parent", "family", "friend", "colleague")
"""Who may be in the room, offered by a `people` step before anybody types a name."""

RESERVED = frozenset((*MARKS, *STANDING, *OUTCOMES, *READ_BACK, "answered", "other"))
"""Names an option may not take, because an answer of every step already has them."""

_OFFERED: Mapping[str, tuple[str, ...]] = {
    "say": MARKS,
    "do": MARKS,
    "yes-no": ("yes", "no"),
    "read-back": READ_BACK,
    "teach-back": OUTCOMES,
}
_UNASKED = frozenset(("section", "pause"))
_FREE = frozenset(("words", "text", "people", "scale", "date"))


@value
class Person(Value):
    """Somebody who took part: a name or initials where given, and how they relate."""

    who: str = ""
    relation: str = ""


@value
class Point(Value):
    """How one teach-back point went: its outcome and how many times it was tried."""

    outcome: str = ""
    attempts: int = 0


@placed
class Correction(Value):
    """A line of the note as it was read back, and what the patient put in its place."""

    line: str
    words: str


@value
class Answer(Value):
    """What was recorded at one step.

    `picks` is what conditions and note wording look at; the rest carries what a pick cannot.
    `words` are the patient's at every kind but `text`, `people` and `read-back`.
    `reason` says why a step was left; `because` holds that reason in words.
    `may_write` is the patient's word on a sensitive answer: yes, no, or not asked yet.
    `corrections` are the lines that the patient put right when the note was read back.
    `heard` are the lines of the note as they were read back then.
    `since` is the day of the earlier visit in which the same words were recorded first.
    """

    picks: tuple[str, ...] = ()
    words: str = ""
    number: int | None = None
    day: date | None = None
    people: tuple[Person, ...] = ()
    points: tuple[Point, ...] = ()
    reason: str = ""
    because: str = ""
    may_write: bool | None = None
    corrections: tuple[Correction, ...] = ()
    heard: tuple[str, ...] = ()
    since: date | None = None


@value
class Known(Value):
    """A patient as the record knows them; looked up or typed, and confirmed by a person.

    Named as in FHIR's Patient and HL7 v2's PID: `number` is the record's own, given out by
    `authority`; `encounter` the number of this stay or appointment, "" where it is not known;
    `reference` the patient's place on the server they were looked up on, `stay` that of the
    encounter there.
    """

    number: str
    family: str
    given: str = ""
    born: date | None = None
    sex: str = ""
    """One of FHIR's: male, female, other, unknown; "" where nothing is said."""
    authority: str = ""
    encounter: str = ""
    reference: str = ""
    stay: str = ""


@value
class Patient(Value):
    """Who the visit is with: a label of the clinician's own, or two identifiers."""

    label: str = ""
    name: str = ""
    second: str = ""
    known: Known | None = None
    """As the record knows them, where that was asked for."""

    def text(self) -> str:
        """Return it as one line, as it stands in the note."""
        return ", ".join(part for part in (self.label, self.name, self.second) if part)

    def matches(self, other: Patient) -> bool:
        """Whether both name the same person, whatever their capitals and spaces."""
        return self.is_called(other.text())

    def is_called(self, text: str) -> bool:
        """Whether this is the person of that line of text, whatever its capitals and spaces."""
        return _folded(self.text()) == _folded(text)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def is_question(step: Step) -> bool:
    """Whether a step asks something, so that it can be declined, unsure or not asked."""
    return step.kind not in _UNASKED and step.kind not in ("say", "do", "read-back")


def is_recorded(step: Step) -> bool:
    """Whether anything can be recorded here: a section and a pause record nothing."""
    return step.kind not in _UNASKED


def offered(step: Step) -> tuple[str, ...]:
    """Return the answers this step offers of its own, before the standing ones."""
    if isinstance(step, Choice):
        return tuple(option.id for option in step.options)
    return _OFFERED.get(step.kind, ())


def possible(step: Step) -> tuple[str, ...]:
    """Return every answer that conditions and note wording may name at this step."""
    own = offered(step)
    if isinstance(step, Choice) and step.other:
        own = (*own, "other")
    if step.kind in _FREE:
        own = ("answered",)
    return tuple(dict.fromkeys((*own, *STANDING))) if is_question(step) else own


def unanswered(step: Step) -> str:
    """Return the answer that says a step did not happen: not done, or not asked."""
    return "not-asked" if is_question(step) else "not-done"


def is_left(answer: Answer) -> bool:
    """Whether the answer says the step did not happen."""
    return bool({"not-done", "not-asked"} & set(answer.picks)) and not answer.points


def labels(step: Step, picks: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """Return picks as people read them: the checklist's labels, else `words` for built-in ones."""
    own = {o.id: o.label for o in step.options} if isinstance(step, Choice) else {}
    return [own.get(pick) or words.get(pick, pick) for pick in picks]
