"""Signed visits on their way to a FHIR server, of invented people, with what comes after them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any, cast

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.checklist import Checklist
from bedside.core.destinations import Fhir
from bedside.core.events import Appended, Signed
from bedside.core.parcels import Made, Outgoing, Parcel
from bedside.core.turns import place_of, turn_of
from bedside.deliver.fhir.asks import made_of
from bedside.store.moments import new_id
from tests.note.signing import Signing
from tests.note.signing import signed as signed_
from tests.people import AVERY, CLINICIAN, COLLEAGUE
from tests.worlds import NOON, checklist, opened, section, step

BASE = "http://127.0.0.1:1/fhir"
NUMBERS = "urn:oid:2.16.840.1.113883.19.5"
"""The system of invented numbers: HL7's own object identifier for examples."""

KNOWN = Known(
    number="000-TEST",
    family="Test",
    given="Avery",
    born=date(1950, 2, 3),
    sex="female",
    authority=NUMBERS,
    encounter="V-1",
    reference="Patient/1",
)
WORDS = "Not being there for my dog; “Żółw” said so"
SECRET = "never to be written"


def known(at: Known = KNOWN) -> Patient:
    """Return the invented patient as the record knows them."""
    return replace(AVERY, known=at)


def to(base: str = BASE, **more: object) -> Fhir:
    """Return a destination at this base, asked openly."""
    given: dict[str, Any] = {"name": "chart", "base": base, "auth": "none", "timeout": 5}
    return Fhir(**{**given, "number_system": NUMBERS, **more})


def asking() -> Checklist:
    """Return a small checklist with both kinds of preference, one of them sensitive."""
    return checklist(
        section(place="matters"),
        step(
            "wish", "words", record_as="treatment-preference", note={"answered": "Wish: “{answer}”"}
        ),
        step("secret", "words", record_as="treatment-preference", sensitive=True),
        step("stay", "words", record_as="care-experience-preference"),
        step("written", "text", record_as="care-experience-preference"),
        version="3",
    )


def talk(*moves: m.Move, patient: Patient | None = None, words: str = WORDS) -> Signing:
    """Return a signed visit of it in which the patient said what they wish, and jotted notes."""
    visit = opened(asking())
    assert visit.opened
    visit = replace(visit, opened=replace(visit.opened, visit=new_id(NOON.utc)))
    before = (
        m.Identify(known() if patient is None else patient),
        m.Jot(SECRET),
        m.Write("wish", words),
        m.Write("secret", SECRET),
        m.Allow("secret", yes=False),
    )
    return signed_(visit, *before, *moves)


def added(made: Signing, kind: str, words: str = "Said more later") -> Signing:
    """Add a later entry."""
    said = words if kind not in ("retraction", "co-signature") else ""
    because = "it was known only then" if kind != "co-signature" else ""
    author = COLLEAGUE if kind == "co-signature" else CLINICIAN
    return made.do(m.Append(kind, *author, said, because))


def going(made: Signing, destination: Fhir, number: int = -1) -> Outgoing:
    """Return one of a visit's entries on its way: the note is 0, and -1 the latest."""
    entries: list[Signed | Appended] = [cast("Signed", made.visit.signed), *made.visit.later]
    entry = entries[number]
    number = entries.index(entry)
    then = replace(made.visit, later=made.visit.later[:number])
    place = place_of(made.visit.id, entries, entry, destination)
    return Outgoing(
        visit=then,
        entry=entry,
        destination=destination,
        turn=place.turn or turn_of(entry),
        control=new_id(entry.at.utc),
        document=place.document,
        parent=place.parent,
        utc=entry.at.utc,
        offset=entry.at.offset,
    )


def parcel(outgoing: Outgoing) -> Parcel:
    """Return what lies in the outbox for it."""
    made = made_of(outgoing)
    assert isinstance(made, Made), made
    return Parcel(
        control=outgoing.control,
        destination=outgoing.destination.name,
        visit=outgoing.visit.id,
        document=outgoing.document,
        parent=outgoing.parent,
        turn=outgoing.turn,
        media=made.media,
        body=made.body,
        digest=hashlib.sha256(made.body).hexdigest(),
        utc=outgoing.utc,
    )
