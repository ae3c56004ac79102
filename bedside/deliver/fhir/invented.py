"""A note about nobody as a FHIR destination would get a real one: its format, author and extras.

Only the patient differs: nobody is known there, so that they stand within the note, or by a number.
"""

from __future__ import annotations

from bedside.core.answers import Known
from bedside.core.checklist import Checklist
from bedside.core.destinations import Fhir
from bedside.core.events import Opened, Signed
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.parcels import Outgoing, Unmade
from bedside.core.visit import Visit
from bedside.core.walk import apply, start
from bedside.deliver.attachment import attachment
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.asks import marked
from bedside.deliver.fhir.document import document_about
from bedside.deliver.fhir.people import known_as
from bedside.store.moments import new_id, now

_NOBODY = Known(number="000-TEST", family="Test", given="Avery", sex="unknown")
_TITLE = "Test of a destination"
_WORDS: tuple[tuple[Group, str, str], ...] = (
    ("head", "heading", "TEST, not a note: no patient was seen"),
    ("head", "patient", "Test, Avery, 000-TEST"),
    ("foot", "time", "This note is to try the way. It is not kept."),
)


def invented(destination: Fhir) -> s.Json | Unmade:
    """Return a note about nobody for a destination, marked as a test; Unmade with why it cannot."""
    visit, signed = _signed()
    made = attachment(_note(visit), destination)
    if isinstance(made, Unmade):
        return made
    moment = signed.at
    outgoing = Outgoing(
        visit=visit,
        entry=signed,
        destination=destination,
        turn="original",
        control=new_id(moment.utc),
        document=visit.id,
        utc=moment.utc,
        offset=moment.offset,
    )
    whole = document_about(outgoing, "original", made, known_as(_NOBODY, destination))
    return whole if isinstance(whole, Unmade) else marked(whole)


def _signed() -> tuple[Visit, Signed]:
    """Return a visit with nobody, and its signature by nobody."""
    moment = now()
    checklist = Checklist(format=1, id="test", title=_TITLE, version="1")
    opened = Opened(
        seq=1,
        at=moment,
        visit=new_id(moment.utc),
        checklist=checklist.id,
        version=checklist.version,
        digest="",
    )
    signed = Signed(seq=2, at=moment, author="Nobody", role="nurse")
    return apply(apply(start(checklist), opened), signed), signed


def _note(visit: Visit) -> Note:
    passages = tuple(
        Passage(group=group, place=place, label="", sentences=(Sentence(text=text, events=(1,)),))
        for group, place, text in _WORDS
    )
    return Note(
        visit=visit.id,
        checklist=visit.checklist.id,
        version=visit.checklist.version,
        wording="",
        draft=False,
        passages=passages,
    )
