"""Who has a number: asked of the record, for a person to confirm by a second identifier.

The number stands in the body of the request, never in an address, a command or a file's name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date

from bedside.core.answers import Known
from bedside.core.destinations import Fhir
from bedside.core.parcels import Reply
from bedside.core.text import clean
from bedside.core.value import Value, placed
from bedside.deliver.fhir.client import FhirClient
from bedside.deliver.fhir.shapes import Json
from bedside.deliver.fhir.stays import dicts, in_visits, resources_in

_OFF = "this destination looks nobody up: set `lookup` for it"
_NO_SYSTEM = "whose numbers are looked up is not set: `number_system`"
_NO_NUMBER = "no number was given"
_NOBODY = "the record knows nobody by this number"
_NO_ANSWER = "the record could not be asked: {why}"
_MANY = 20
_SEXES = frozenset(("male", "female", "other", "unknown"))


@placed
class NotKnown(Value):
    """Why nobody was found: for a person, in a sentence without a full stop."""

    why: str


def look_up(
    destination: Fhir, number: str, environ: Mapping[str, str] | None = None
) -> Known | NotKnown | tuple[Known, ...]:
    """Return who has a number; several where the record has several; else why nobody was found.

    Nobody is taken as found: faces show name and birth date, and a person confirms both. Somebody
    who is in the middle of several visits is there once for each, and once without any.
    """
    number = number.strip()
    if not (destination.lookup and destination.number_system and number):
        return NotKnown(_wanting(destination))
    client = FhirClient(destination, os.environ if environ is None else environ)
    try:
        token = f"{_escaped(destination.number_system)}|{_escaped(number)}"
        found = _asked(client, {"identifier": token, "_count": str(_MANY)}, destination, number)
        if isinstance(found, NotKnown) or len(found) > 1:
            return found
        visits = in_visits(client, found[0], destination.base)
    finally:
        client.close()
    return visits[0] if len(visits) == 1 else visits


def _asked(
    client: FhirClient, fields: Mapping[str, str], destination: Fhir, number: str
) -> tuple[Known, ...] | NotKnown:
    """Return all who have a number, at least one; else why nobody has."""
    answered = client.search_unseen("Patient", fields)
    if isinstance(answered, Reply):
        return NotKnown(_NO_ANSWER.format(why=answered.said))
    if answered.status != 200 or answered.values.get("resourceType") != "Bundle":
        why = answered.said or f"HTTP {answered.status}"
        return NotKnown(_NO_ANSWER.format(why=why))
    return tuple(_patients(answered.values, destination, number)) or NotKnown(_NOBODY)


def _wanting(destination: Fhir) -> str:
    if not destination.lookup:
        return _OFF
    return _NO_NUMBER if destination.number_system else _NO_SYSTEM


def _escaped(text: str) -> str:
    """Return a text as a part of a search token (R4, 3.1.1.5.1, escaping)."""
    for letter in "\\|,$":
        text = text.replace(letter, f"\\{letter}")
    return text


def _patients(bundle: Json, destination: Fhir, number: str) -> Iterator[Known]:
    """Yield those in an answer who really have the number, and whose record is in use."""
    for patient in resources_in(bundle, "Patient"):
        known = _known(patient, destination, number)
        if known is not None:
            yield known


def _known(patient: Json, destination: Fhir, number: str) -> Known | None:
    if patient.get("active") is False or _is_merged(patient):
        return None
    system = destination.number_system
    numbers = [(one.get("system"), one.get("value")) for one in dicts(patient, "identifier")]
    id_, family, given = patient.get("id"), *_name(patient)
    if (system, number) not in numbers or not isinstance(id_, str) or not family:
        return None
    sex = patient.get("gender")
    return Known(
        number=number,
        family=family,
        given=given,
        born=_day(patient.get("birthDate")),
        sex=sex if isinstance(sex, str) and sex in _SEXES else "",
        authority=system,
        reference=f"{destination.base.rstrip('/')}/Patient/{id_}",
    )


def _is_merged(patient: Json) -> bool:
    return any(one.get("type") == "replaced-by" for one in dicts(patient, "link"))


def _name(patient: Json) -> tuple[str, str]:
    """Return the family and the given names of who it is: the official name first, no old one."""
    names = [one for one in dicts(patient, "name") if one.get("use") not in ("old", "maiden")]
    names.sort(key=lambda one: {"official": 0, "usual": 1}.get(str(one.get("use", "")), 2))
    first = names[0] if names else {}
    listed = first.get("given")
    given = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    family = first.get("family") or ("" if given else first.get("text"))
    return clean(str(family or "")), clean(" ".join(given))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
