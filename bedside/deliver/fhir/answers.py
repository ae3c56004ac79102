"""The answers of a visit beside its note: a QuestionnaireResponse, for a patient of the server."""

from __future__ import annotations

from typing import cast

from bedside.core.destinations import Fhir
from bedside.core.form import names
from bedside.core.form.gates import tangled
from bedside.core.parcels import Outgoing, Unmade
from bedside.deliver.attachment import attachment
from bedside.deliver.clinicians import author_of
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.absent import without_own
from bedside.deliver.fhir.people import encounter_of, subject_of, writer_of
from bedside.deliver.fhir.response import response
from bedside.deliver.turns import told


def answers(outgoing: Outgoing) -> s.Json | None:
    """Return the answers of a signed visit, with its note as it reads now, where that is text.

    Nothing where the checklist cannot be told as a form: the note says it all, and is not kept
    waiting for that. What the patient wants kept out of the record stays out here too.
    """
    destination = cast("Fhir", outgoing.destination)
    who = subject_of(outgoing.visit, destination)
    if isinstance(who, Unmade) or tangled(outgoing.visit.checklist.steps):
        return None
    writer = writer_of(author_of(outgoing, "original"), destination)
    made = response(outgoing.visit, destination.forms_base or names.BASE, _words(outgoing))
    patient = outgoing.visit.record.patient
    stay = encounter_of(patient.known if patient else None, destination)
    changed = {
        "identifier": s.identifier(outgoing.document),
        "contained": [*who.contained, *writer.contained],
        "subject": who.reference,
        "author": writer.reference,
        "encounter": stay[0] if stay else None,
    }
    whole = made | changed
    return s.full(whole if destination.own_extensions else without_own(whole))


def _words(outgoing: Outgoing) -> str:
    """Return the whole note, as text; "" where the destination takes it as something else."""
    destination = outgoing.destination
    if destination.media not in ("text", "ascii"):
        return ""
    made = attachment(told(outgoing, "original"), destination)
    return "" if isinstance(made, Unmade) else made.body.decode(destination.charset)
