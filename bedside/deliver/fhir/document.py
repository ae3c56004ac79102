"""A signed note as a DocumentReference (FHIR R4; US Core 9, "Writing Clinical Notes").

US Core 10 replaces that page: all that follows it stands in this file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, time, timezone
from typing import cast

from bedside.core.destinations import Fhir, Turn
from bedside.core.directives import directive_in
from bedside.core.events import Signed
from bedside.core.parcels import Made, Outgoing, Unmade
from bedside.core.visit import Visit
from bedside.deliver.clinicians import author_of, without_number
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.people import Who, encounter_of, subject_of, writer_of
from bedside.note.wording import LATER

CATEGORY = f"{s.US_CORE}/us-core-documentreference-category"
FORMATS = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"
_DIRECTIVE = "code {code} files a talk as an advance directive: choose that of a note"
_PLACE = "extra.{path} would stand in place of what the note says there itself"
_JSON = "extra.{path} is not JSON"
_RELATES: dict[Turn, str] = {"correction": "replaces", "addendum": "appends"}


def document(outgoing: Outgoing, turn: Turn, made: Made) -> s.Json | Unmade:
    """Return a signed thing as a document, `made` being its text; Unmade where it cannot be."""
    subject = subject_of(outgoing.visit, cast("Fhir", outgoing.destination))
    if isinstance(subject, Unmade):
        return subject
    return document_about(outgoing, turn, made, subject)


def document_about(outgoing: Outgoing, turn: Turn, made: Made, subject: Who) -> s.Json | Unmade:
    """Return a signed thing as a document about this patient."""
    destination = cast("Fhir", outgoing.destination)
    for text in (destination.type_code, destination.category, *destination.extra.values()):
        if code := directive_in(text):
            return Unmade(why=_DIRECTIVE.format(code=code))
    if unnumbered := without_number(outgoing, author_of(outgoing, turn)):
        return unnumbered
    return with_extra(_whole(outgoing, turn, made, subject), destination)


def withdrawn(resource: s.Json) -> s.Json:
    """Return a resource as one that should never have been there (`entered-in-error`)."""
    changed = resource | {"status": "entered-in-error"}
    return changed | ({"docStatus": "entered-in-error"} if "docStatus" in resource else {})


def _whole(outgoing: Outgoing, turn: Turn, made: Made, subject: Who) -> s.Json:
    destination, entry = cast("Fhir", outgoing.destination), outgoing.entry
    writers, signer = _writers(outgoing, turn)
    category = [s.concept(s.coding(CATEGORY, destination.category, "Clinical Note"))]
    patient = outgoing.visit.record.patient
    code = s.coding(s.LOINC, destination.type_code, destination.type_text)
    context: s.Json = {
        "encounter": encounter_of(patient.known if patient else None, destination),
        "period": period(outgoing.visit),
    }
    return s.full(
        {
            "resourceType": "DocumentReference",
            "contained": [*subject.contained, *_inside(*writers, signer)],
            "masterIdentifier": s.identifier(outgoing.document),
            "identifier": [
                s.identifier(outgoing.document),
                {"use": "secondary", "value": outgoing.document},
            ],
            "status": "current",
            "docStatus": "amended" if turn == "correction" else "final",
            "type": s.concept(code, text=destination.type_text),
            "category": category if destination.category else [],
            "subject": subject.reference,
            "date": s.when(entry.at),
            "author": [one.reference for one in writers],
            "authenticator": signer.reference if destination.authenticator else None,
            "relatesTo": _relates(outgoing, turn),
            "description": title_of(outgoing),
            "content": [_content(outgoing, made)],
            "context": s.full(context),
        }
    )


def _writers(outgoing: Outgoing, turn: Turn) -> tuple[list[Who], Who]:
    """Return who wrote a document, and who answers for this turn of it.

    A correction is still the document of who signed the note. Whoever corrects it is its
    authenticator and, where a receiver has none, a second author of it.
    """
    destination, entry = cast("Fhir", outgoing.destination), outgoing.entry
    author = author_of(outgoing, turn)
    writer = writer_of(author, destination)
    if (author.author, author.role) == (entry.author, entry.role):
        return [writer], writer
    signer = writer_of(entry, destination, "authenticator")
    return ([writer] if destination.authenticator else [writer, signer]), signer


def _inside(*everybody: Who) -> list[s.Json]:
    """Return what is contained for some people, each once."""
    every = [one for who in everybody for one in who.contained]
    return [one for number, one in enumerate(every) if one not in every[:number]]


def title_of(outgoing: Outgoing) -> str:
    """Return what a document is called: its checklist, and what it adds to the note of that."""
    made, entry = outgoing.visit.checklist, outgoing.entry
    title = f"{made.title}, version {made.version}"
    return title if isinstance(entry, Signed) else f"{LATER.get(entry.kind, entry.kind)}: {title}"


def period(visit: Visit) -> s.Json:
    """Return when the talk was, with times, as some records take no day alone.

    Of one that was written down afterwards only the day is known: it is all of that day.
    """
    opened, signed = visit.opened, visit.signed
    afterwards = visit.record.afterwards
    if opened is None or signed is None:
        return {}
    if afterwards is None:
        return {"start": s.when(opened.at), "end": s.when(signed.at)}
    there = cast("timezone", opened.at.local().tzinfo)
    ends = (time(0, 0, 0), time(23, 59, 59))
    first, last = (datetime.combine(afterwards.day, one, there).isoformat() for one in ends)
    return {"start": first, "end": last}


def words_of(resource: s.Json) -> bytes:
    """Return the text that a document carries inline; none where it carries none so."""
    content = cast("list[dict[str, dict[str, str]]]", resource.get("content") or [{}])
    return base64.b64decode(content[0].get("attachment", {}).get("data", ""))


def _content(outgoing: Outgoing, made: Made) -> s.Json:
    """Return the text as an attachment; its hash is the SHA-1 that R4 asks for (2.24.0.11)."""
    checklist = outgoing.visit.checklist
    digest = hashlib.sha1(made.body, usedforsecurity=False).digest()
    attachment = {
        "contentType": made.media,
        "language": checklist.note.language or checklist.language,
        "data": base64.b64encode(made.body).decode(),
        "size": len(made.body),
        "hash": base64.b64encode(digest).decode(),
        "title": title_of(outgoing),
        "creation": s.when(outgoing.entry.at),
    }
    enough = s.coding(FORMATS, "urn:ihe:iti:xds:2017:mimeTypeSufficient", "mimeType Sufficient")
    return {"attachment": s.full(attachment), "format": enough}


def _relates(outgoing: Outgoing, turn: Turn) -> list[s.Json]:
    code = _RELATES.get(turn)
    if code is None or not outgoing.parent:
        return []
    return [{"code": code, "target": s.by_name("DocumentReference", outgoing.parent)}]


def with_extra(resource: s.Json, destination: Fhir) -> s.Json | Unmade:
    """Return a document with what its receiver asks for beside ours; it never replaces ours.

    A path is the names of elements with dots between them; a list is added to the one there.
    """
    whole = cast("s.Json", json.loads(json.dumps(resource)))
    for path, text in destination.extra.items():
        try:
            value = json.loads(text)
        except ValueError:
            return Unmade(why=_JSON.format(path=path))
        if not _placed(whole, path.split("."), value):
            return Unmade(why=_PLACE.format(path=path))
    return whole


def _placed(whole: s.Json, path: list[str], value: object) -> bool:
    """Put a value at its path; say whether it had room there."""
    *above, last = path
    at: object = whole
    for name in above:
        at = at.setdefault(name, {}) if isinstance(at, dict) else None
    if not isinstance(at, dict):
        return False
    there = at.get(last)
    if isinstance(there, list) and isinstance(value, list):
        value, there = [*there, *value], None
    at[last] = value if there is None else there
    return there is None
