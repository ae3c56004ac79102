"""What a message says before it is put in segments, taken from a signed thing; or why it cannot.

A message always says whose it is: a note that nobody can be found for is a note for nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from bedside.core.answers import Known, Patient
from bedside.core.destinations import (
    Destination,
    Folder,
    Hl7,
    Hl7Fields,
    Identity,
    Practitioner,
    Turn,
)
from bedside.core.events import Appended, Moment
from bedside.core.identity import is_of_family
from bedside.core.later import is_co_signature
from bedside.core.note import Note
from bedside.core.parcels import Outgoing, Unmade
from bedside.core.text import clean
from bedside.core.turns import taken_as
from bedside.core.value import Value, placed
from bedside.core.visit import Visit
from bedside.deliver.clinicians import author_of, clinician, without_number
from bedside.deliver.hl7.fields import day, instant
from bedside.deliver.turns import told
from bedside.note.frozen import NoteChanged
from bedside.note.parts import may_stand, recorded, talk_day

Trigger = Literal["T02", "T04", "T06", "T08", "T10", "T11"]
"""Original, change of status, addendum, edit, replacement, cancel (HL7 v2.5.1, 9.5)."""

_LACKS = "this receiver takes no {turn}, and nothing may go in its place"
_UNKNOWN = "the patient is not known by a number of the record, and this receiver needs it"
_NOBODY = "nobody is named whose note it is, and a message has to say that"
_OTHER = "the note names another patient than the one it would be filed under"
_CHANGED = "the note is no longer what was signed"


@placed
class Contents(Value):
    """All that stands in a message. `known` is the patient as the receiver is to find them.

    `note` is the text of this turn; `document` and `parent` are numbers of documents, and `root`
    that of the first. `author` wrote the document, and `signer` answers for this turn of it. `at`
    is when the thing was signed, `made` when the message was; `began` is when the talk was, as a
    time or as a day.
    """

    turn: Turn
    trigger: Trigger
    known: Known
    is_record: bool
    note: Note
    title: str
    author: Practitioner
    signer: Practitioner
    why: str
    control: str
    document: str
    parent: str
    root: str
    began: str
    at: datetime
    made: datetime
    is_confided: bool = False
    """Whether it tells something that its checklist marks as sensitive."""


def fields_of(destination: Destination) -> Hl7Fields:
    """Return what stands in the fields of a destination's messages."""
    given = destination.hl7 if isinstance(destination, (Hl7, Folder)) else None
    return given or Hl7Fields()


def contents(outgoing: Outgoing) -> Contents | Unmade:
    """Return what the message of a signed thing says; Unmade where it cannot be one."""
    destination, visit, entry = outgoing.destination, outgoing.visit, outgoing.entry
    turn = taken_as(destination, outgoing.turn)
    if turn is None:
        return Unmade(why=_LACKS.format(turn=outgoing.turn))
    known = known_as(visit.record.patient, destination.identity)
    if isinstance(known, Unmade):
        return known
    trigger = _trigger(outgoing, turn)
    try:
        note = told(outgoing, "correction" if trigger == "T04" else turn)
    except NoteChanged:
        return Unmade(why=_CHANGED)
    if not (_names(note, visit.record.patient) and _agrees(visit.record.patient)):
        return Unmade(why=_OTHER)
    # A change of status is about the whole note, whatever turn it goes as.
    author = author_of(outgoing, "correction" if trigger == "T04" else turn)
    if unnumbered := without_number(outgoing, author):
        return unnumbered
    because = entry.because if isinstance(entry, Appended) else ""
    zone = timezone(timedelta(minutes=outgoing.offset))
    return Contents(
        turn=turn,
        trigger=trigger,
        known=known,
        is_record=bool(visit.record.patient and known is visit.record.patient.known),
        note=note,
        title=visit.checklist.title,
        author=clinician(author.author, destination),
        signer=clinician(entry.author, destination),
        why=because,
        control=outgoing.control,
        document=outgoing.document,
        parent=outgoing.parent,
        root=visit.id,
        began=_began(outgoing),
        at=entry.at.local(),
        made=datetime.fromtimestamp(outgoing.utc // 1000, UTC).astimezone(zone),
        is_confided=_is_confided(visit),
    )


def known_as(patient: Patient | None, identity: Identity) -> Known | Unmade:
    """Return the patient as a receiver finds them; Unmade where that is less than it needs.

    Where a label will do, what was typed stands where number and name do, as it was typed.
    """
    if patient and patient.known and patient.known.number and patient.known.family:
        return patient.known
    if identity == "record":
        return Unmade(why=_UNKNOWN)
    if patient is None or not patient.text():
        return Unmade(why=_NOBODY)
    name = patient.name or patient.label or patient.second
    return Known(number=patient.second or patient.label or patient.name, family=name)


def _trigger(outgoing: Outgoing, turn: Turn) -> Trigger:
    fields, entry = fields_of(outgoing.destination), outgoing.entry
    if turn == "addendum" and is_co_signature(entry):
        return fields.co_signature
    by_turn: dict[Turn, Trigger] = {
        "original": "T02",
        "addendum": "T06",
        "correction": fields.correction,
        "retraction": "T11",
    }
    return by_turn[turn]


def _is_confided(visit: Visit) -> bool:
    """Whether something was recorded in a sensitive step that may be written down."""
    told = recorded(visit, visit.checklist)
    return any(step.sensitive and may_stand(step, one.answer) for step, one in told)


def _names(note: Note, patient: Patient | None) -> bool:
    """Whether the note is about the patient it would be filed under."""
    text = clean(patient.text()) if patient else ""
    here = [one for one in note.passages if one.place == "patient"]
    said = clean(" ".join(sentence.text for one in here for sentence in one.sentences))
    return text in said if text else not said


def _agrees(patient: Patient | None) -> bool:
    """Whether the record knows by name or number whom the note names; labels name nobody."""
    if patient is None or patient.known is None or not patient.name:
        return True
    known = patient.known
    return is_of_family(patient.name, known.family) or known.number == patient.second


def _began(outgoing: Outgoing) -> str:
    """Return when the talk was: as the visit began, or on the day that it was written down for."""
    if outgoing.visit.record.afterwards:
        return day(talk_day(outgoing.visit))
    opened = outgoing.visit.opened
    return instant((opened.at if opened else Moment()).local())
