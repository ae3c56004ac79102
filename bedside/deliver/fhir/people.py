"""Who a resource is about, and who wrote it: by their place at the receiver, by number, or inside.

A note is only sent for the patient it names. US Core asks for a reference that resolves or is
contained; receivers differ, so that the destination says which.
"""

from __future__ import annotations

from bedside.core.answers import Known, Patient
from bedside.core.destinations import Fhir
from bedside.core.events import Appended, Signed
from bedside.core.identity import is_place
from bedside.core.parcels import Unmade
from bedside.core.value import Value, placed
from bedside.core.visit import Visit
from bedside.deliver.clinicians import clinician
from bedside.deliver.fhir.shapes import Json, full
from bedside.note.frozen import thawed

_NOBODY = "the note names no patient, and a record takes no note of nobody"
_OTHER = "the patient of the visit is not the one whom the signed note names"
_UNKNOWN = "the patient is not known by the record's number: look them up, or type it"
_ELSEWHERE = "the patient was not looked up on this server, so that their place on it is not known"


@placed
class Who(Value):
    """How a patient, or a writer, is referred to, and what has to be contained for that."""

    reference: Json
    contained: tuple[Json, ...] = ()


def subject_of(visit: Visit, destination: Fhir) -> Who | Unmade:
    """Return how the patient of a signed visit is referred to; Unmade where that is not sure.

    That the signed note names the same patient is looked at here, before any bytes are made.
    """
    patient = visit.record.patient
    if patient is None or not patient.text():
        return Unmade(why=_NOBODY)
    if not _names(visit, patient):
        return Unmade(why=_OTHER)
    known = patient.known
    if known is None:
        return (
            Unmade(why=_UNKNOWN)
            if destination.identity == "record"
            else _unknown(patient, destination)
        )
    if destination.subject != "reference":
        return known_as(known, destination)
    place = place_on(destination, known.reference)
    return Who({"reference": place, **_named(known, destination)}) if place else Unmade(_ELSEWHERE)


def known_as(known: Known, destination: Fhir) -> Who:
    """Return how somebody is referred to whose place at the receiver is not known."""
    if destination.subject == "identifier":
        return Who(_named(known, destination))
    within: Json = {"reference": "#patient", "display": _called(known)}
    return Who(within, (_contained(known, destination),))


def _named(known: Known, destination: Fhir) -> Json:
    number = number_of(known, destination)
    return {"type": "Patient", "identifier": number, "display": _called(known)}


def encounter_of(known: Known | None, destination: Fhir) -> list[Json]:
    """Return the stay or appointment that a note belongs to, where that is known.

    A place belongs to one server: to the one that it or its patient was looked up on, or the one
    the site says it is on. At every other the same place is somebody else's stay: text, no more.
    """
    if known is None or not (known.encounter or known.stay):
        return []
    if is_place(known.encounter):
        return [_typed_place(known, destination)]
    number = {"value": known.encounter} if known.encounter else None
    place = place_on(destination, known.stay)
    named = full({"reference": place, "type": "Encounter", "identifier": number})
    return [named] if place or number else []


def _typed_place(known: Known, destination: Fhir) -> Json:
    base = destination.base.rstrip("/") + "/"
    place = known.encounter.removeprefix(base)
    is_whole = place != known.encounter
    is_here = destination.encounters or known.reference.startswith(base)
    if is_whole or (is_here and "://" not in place):
        return {"reference": place}
    return {"type": "Encounter", "display": known.encounter}


def writer_of(entry: Signed | Appended, destination: Fhir, name: str = "author") -> Who:
    """Return how who signed or added something is referred to; inside it goes by this name.

    Whoever has a place on this server is referred to by that, and by nothing else.
    """
    known = clinician(entry.author, destination)
    display = ", ".join(part for part in (entry.author, entry.role) if part)
    if place := place_on(destination, known.reference):
        return Who({"reference": place, "display": display})
    identifier = full({"system": destination.clinician_system, "value": known.number})
    identifiers = [identifier] if known.number else []
    if destination.author == "display":
        numbered: Json = {"type": "Practitioner", "identifier": identifier} if identifiers else {}
        return Who({**numbered, "display": display})
    is_split = known.family != entry.author
    split: Json = {"family": known.family, "given": known.given.split()} if is_split else {}
    practitioner = full(
        {
            "resourceType": "Practitioner",
            "id": name,
            "identifier": identifiers,
            "name": [full({"text": entry.author, **split})],
            "qualification": [{"code": {"text": entry.role}}] if entry.role else [],
        }
    )
    return Who({"reference": f"#{name}", "display": display}, (practitioner,))


def number_of(known: Known, destination: Fhir) -> Json:
    """Return a patient's number with who gives such numbers out.

    Whoever was looked up has that of where this was: elsewhere the number is somebody else's.
    """
    system = known.authority if ":" in known.authority else destination.number_system
    assigner = {"display": known.authority} if known.authority and not system else None
    return full({"system": system, "value": known.number, "assigner": assigner})


def place_on(destination: Fhir, reference: str) -> str:
    """Return where somebody is on this server; "" where the place is on another.

    A look-up keeps the whole address, because the same short one is somebody else elsewhere.
    """
    base = destination.base.rstrip("/") + "/"
    short = reference.removeprefix(base)
    return "" if "://" in short else short


def _names(visit: Visit, patient: Patient) -> bool:
    """Whether the signed note stands under this patient, and under the one the record knows."""
    note = thawed(visit, "chart")
    named = [
        one.text for part in note.passages if part.place == "patient" for one in part.sentences
    ]
    if not any(patient.is_called(text) for text in named):
        return False
    return patient.known is None or _is_told(patient.known, patient.text().casefold())


def _is_told(known: Known, told: str) -> bool:
    """Whether a line names somebody by their family name and by one thing more."""
    more = [known.number, known.given, known.born.isoformat() if known.born else ""]
    named = [part for part in more if part and part.casefold() in told]
    return known.family.casefold() in told and bool(named)


def _unknown(patient: Patient, destination: Fhir) -> Who | Unmade:
    """Return a patient whom only the note names, where the destination lets that be enough."""
    if destination.subject == "reference":
        return Unmade(why=_ELSEWHERE)
    if destination.subject == "identifier":
        second = {"value": patient.second} if patient.second else None
        return Who(full({"type": "Patient", "identifier": second, "display": patient.text()}))
    inside = full(
        {
            "resourceType": "Patient",
            "id": "patient",
            "identifier": [{"value": patient.second}] if patient.second else [],
            "name": [{"text": patient.name or patient.label}],
        }
    )
    return Who({"reference": "#patient", "display": patient.text()}, (inside,))


def _contained(known: Known, destination: Fhir) -> Json:
    return full(
        {
            "resourceType": "Patient",
            "id": "patient",
            "identifier": [number_of(known, destination)],
            "name": [full({"family": known.family, "given": known.given.split()})],
            "gender": known.sex,
            "birthDate": known.born.isoformat() if known.born else "",
        }
    )


def _called(known: Known) -> str:
    return ", ".join(part for part in (known.family, known.given) if part)
