"""The visits that a patient is in the middle of, as a FHIR server knows them (R4, Encounter).

A note is filed under one of them where the server has it; looking for them never keeps anybody
from being known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.core.answers import Known
from bedside.core.parcels import Reply
from bedside.core.text import clean
from bedside.deliver.fhir.client import FhirClient
from bedside.deliver.fhir.shapes import Json

_GOING_ON = "in-progress"
_VISIT_NUMBER = "VN"
"""What a number of a visit is called (HL7 table 0203)."""
_MANY = 10
_MOST = 4
"""Of the visits of one patient so many are offered: more is nothing to choose from."""


def in_visits(client: FhirClient, known: Known, base: str) -> tuple[Known, ...]:
    """Return a patient in the visit that is going on.

    Where there are several, in each that has a number to tell it by, and last in none; where there
    is none, or the server does not say, as they were.
    """
    place = known.reference.removeprefix(base.rstrip("/") + "/")
    fields = {"patient": place, "status": _GOING_ON, "_count": str(_MANY)}
    answered = client.search_unseen("Encounter", fields)
    if isinstance(answered, Reply) or answered.status != 200:
        return (known,)
    found = [
        replace(known, encounter=_number(one), stay=f"{base.rstrip('/')}/Encounter/{one['id']}")
        for one in resources_in(answered.values, "Encounter")
        if _is_of(one, place)
    ]
    if len(found) == 1:
        return (found[0],)
    return (*[one for one in found if one.encounter][:_MOST], known)


def resources_in(bundle: Json, kind: str) -> Iterator[Json]:
    """Yield the resources of a kind in what a search found."""
    for entry in dicts(bundle, "entry"):
        resource = entry.get("resource")
        if isinstance(resource, dict) and resource.get("resourceType") == kind:
            yield resource


def dicts(values: Json, name: str) -> list[Json]:
    """Return what stands in a list under a name, as far as each is an object."""
    found = values.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _is_of(encounter: Json, patient: str) -> bool:
    """Whether it is going on, and this patient's: a server may pass over what was asked."""
    subject = encounter.get("subject")
    reference = str(subject.get("reference", "")) if isinstance(subject, dict) else ""
    is_theirs = reference.split("/")[-2:] == patient.split("/")[-2:]
    return (
        encounter.get("status") == _GOING_ON and is_theirs and isinstance(encounter.get("id"), str)
    )


def _number(encounter: Json) -> str:
    """Return the number of a visit as people know it: one that is called so, else the first."""
    numbered = [one for one in dicts(encounter, "identifier") if isinstance(one.get("value"), str)]
    numbered.sort(key=lambda one: not _is_visit_number(one))
    return clean(str(numbered[0]["value"])) if numbered else ""


def _is_visit_number(identifier: Json) -> bool:
    kind = identifier.get("type")
    codings = dicts(kind, "coding") if isinstance(kind, dict) else []
    return any(one.get("code") == _VISIT_NUMBER for one in codings)
