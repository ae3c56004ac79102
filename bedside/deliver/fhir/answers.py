"""The answers of a visit beside its note: a QuestionnaireResponse, for a patient of the server."""

from __future__ import annotations

from typing import cast

from bedside.core.destinations import Fhir
from bedside.core.form import names
from bedside.core.form.gates import tangled
from bedside.core.parcels import Outgoing, Unmade
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.people import encounter_of, subject_of, writer_of
from bedside.deliver.fhir.response import response


def answers(outgoing: Outgoing, note: s.Json) -> s.Json | None:
    """Return the answers of a signed visit; `note` is the document that they belong to.

    Nothing where the checklist cannot be told as a form: the note says it all, and is not kept
    waiting for that. What the patient wants kept out of the record stays out here too.
    """
    destination = cast("Fhir", outgoing.destination)
    who = subject_of(outgoing.visit, destination)
    if isinstance(who, Unmade) or tangled(outgoing.visit.checklist.steps):
        return None
    writer = writer_of(outgoing.entry, destination)
    is_text = destination.media in ("text", "ascii")
    text = words_of(note).decode(destination.charset) if is_text else ""
    made = response(outgoing.visit, destination.forms_base or names.BASE, text)
    patient = outgoing.visit.record.patient
    stay = encounter_of(patient.known if patient else None)
    changed = {
        "contained": [*who.contained, *writer.contained],
        "subject": who.reference,
        "author": writer.reference,
        "encounter": stay[0] if stay else None,
    }
    return s.full(made | changed)
