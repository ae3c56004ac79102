"""A visit as a QuestionnaireResponse: its answers to the form that its checklist is (FHIR R4).

Only open questions that were answered stand in it. Why a step was left rides in an extension on
its item, and in the note's own words in `text`, because other programs drop what they do not know.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from bedside.core.form import names
from bedside.core.form.items import Coded, Item, form_of
from bedside.core.form.replies import Reply, replies
from bedside.core.later import amendments, retraction
from bedside.core.visit import Visit
from bedside.deliver.fhir.shapes import Json, full, identifier


def response(visit: Visit, base: str, text: str = "") -> Json:
    """Return a visit as a QuestionnaireResponse; `text` is the note as it was frozen.

    ValueError where one of the checklist's steps is `tangled`.
    """
    made = visit.checklist
    form = names.address(base, made.id)
    answers = replies(visit)
    items = [_item(item, answers, names.codes(base, made.id)) for item in form_of(made)]
    begun = visit.opened.by if visit.opened else ""
    return full(
        {
            "resourceType": "QuestionnaireResponse",
            "language": made.language,
            "text": _narrative(text),
            "identifier": identifier(visit.id),
            "questionnaire": f"{form}|{made.version}",
            "status": status(visit),
            "subject": _subject(visit),
            "authored": _authored(visit),
            "author": _named(visit.signed.author if visit.signed else begun),
            "item": [item for item in items if item],
        }
    )


def status(visit: Visit) -> str:
    """Return where a visit stands, as FHIR says it (questionnaire-answers-status)."""
    if visit.signed is None:
        return "in-progress"
    if retraction(visit) is not None:
        return "entered-in-error"
    return "amended" if amendments(visit) else "completed"


def _item(item: Item, answers: Mapping[str, Reply], own: str) -> Json:
    """Return an item with what was answered in it; nothing where that is nothing."""
    reply = answers.get(item.link, Reply())
    inner = [one for one in (_item(each, answers, own) for each in item.items) if one]
    said: Json = {
        "extension": [*_extensions(reply)],
        "answer": [*_answers(item, reply, own)],
        "item": inner if item.is_group else [],
    }
    if not any(said.values()):
        return {}
    return full({"extension": said.pop("extension"), "linkId": item.link, "text": item.text}) | (
        full(said)
    )


def _answers(item: Item, reply: Reply, own: str) -> Iterable[Json]:
    options = {one.code: one for one in item.options}
    for code in reply.codes:
        yield {"valueCoding": _coding(options[code], own)}
    for text in reply.texts:
        yield {"valueString": text}
    if reply.number is not None:
        yield {"valueInteger": reply.number}
    if reply.day is not None:
        yield {"valueDate": reply.day.isoformat()}


def _coding(one: Coded, own: str) -> Json:
    system = own if one.is_own else names.ANSWERS
    return {"system": system, "code": one.code, "display": one.label}


def _extensions(reply: Reply) -> Iterable[Json]:
    if reply.reason:
        coding = {"system": names.REASONS, "code": reply.reason}
        why = full({"coding": [coding], "text": reply.because})
        yield {"url": names.SKIP_REASON, "valueCodeableConcept": why}
    if reply.beside.strip():
        yield {"url": names.WORDS, "valueString": reply.beside}
    if reply.attempts:
        yield {"url": names.ATTEMPTS, "valueInteger": reply.attempts}


def _subject(visit: Visit) -> Json | None:
    patient = visit.record.patient
    if patient is None or not patient.text():
        return None
    second = {"value": patient.second} if patient.second else None
    name = patient.name or patient.label
    return full({"type": "Patient", "identifier": second, "display": name})


def _authored(visit: Visit) -> str:
    """Return when the answers were given: signed, put right after that, or last recorded."""
    moments = [entry.at for entry in visit.record.entries.values()]
    opened = [visit.opened.at] if visit.opened else []
    if visit.signed:
        moments = [visit.signed.at, *(one.at for one in visit.later if one.kind == "correction")]
        opened = []
    last = max((*opened, *moments), key=lambda one: one.utc)
    seconds = datetime.fromtimestamp(last.utc // 1000, UTC)
    return seconds.astimezone(last.local().tzinfo).isoformat()


def _named(name: str) -> Json | None:
    return {"display": name} if name else None


def _narrative(text: str) -> Json | None:
    """Return a text as the part of a resource that people read (Narrative), line ends kept."""
    if not text.strip():
        return None
    inside = html.escape(text, quote=False)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><pre>{inside}</pre></div>'
    return {"status": "additional", "div": div}
