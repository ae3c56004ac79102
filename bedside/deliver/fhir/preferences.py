"""What a patient prefers, in their own words, as Observations beside the note (US Core 9).

The profiles are Treatment Intervention Preference and Care Experience Preference. Only words that
the signed note says stand in one: what was kept out of it, or put another way there, never leaves.
Where the note was corrected they are `amended`, and the correction stands with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bedside.core.answers import Answer
from bedside.core.checklist import Step
from bedside.core.destinations import Fhir
from bedside.core.events import Signed
from bedside.core.note import Note
from bedside.core.parcels import Outgoing, Unmade
from bedside.core.visit import Entry
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.people import subject_of
from bedside.note.frozen import thawed
from bedside.note.parts import may_stand, recorded
from bedside.note.sentences import CLINICIANS_WORDS
from bedside.note.wording import LATER

_CODES = {
    "treatment-preference": (
        s.coding(
            s.LOINC,
            "75773-2",
            "Goals, preferences, and priorities for medical treatment [Reported]",
        ),
        "treatment-intervention-preference",
    ),
    "care-experience-preference": (
        s.coding(s.LOINC, "95541-9", "Care experience preference"),
        "care-experience-preference",
    ),
}
"""By `record_as`: the fixed code of the profile, and its category."""

_MARKS = str.maketrans("", "", "\"'“”‘’„‚«»‹›")
_CATEGORIES = f"{s.US_CORE}/us-core-category"


def preferences(outgoing: Outgoing) -> list[tuple[str, s.Json]]:
    """Return the preferences of a signed visit, each under the id of its step."""
    note = thawed(outgoing.visit, "chart")
    who = subject_of(outgoing.visit, cast("Fhir", outgoing.destination))
    if isinstance(who, Unmade):
        return []
    found: list[tuple[str, s.Json]] = []
    for step, entry in _told(outgoing, note):
        code, category = _CODES[step.record_as]
        observation = s.full(
            {
                "resourceType": "Observation",
                "contained": list(who.contained),
                "identifier": [s.identifier(outgoing.document, step.id)],
                "status": "final" if isinstance(outgoing.entry, Signed) else "amended",
                "category": [s.concept(s.coding(_CATEGORIES, category))],
                "code": s.concept(code),
                "subject": who.reference,
                "effectiveDateTime": s.when(entry.at),
                "issued": s.when(outgoing.entry.at),
                "performer": [who.reference],
                "valueString": _words(entry.answer),
                "note": _corrected(outgoing),
                "derivedFrom": [s.by_name("DocumentReference", outgoing.document)],
            }
        )
        found.append((step.id, observation))
    return found


def _corrected(outgoing: Outgoing) -> list[s.Json]:
    """Return what was put right in the note that these words stand in; nothing of the first one.

    Nobody but a person can tell whether that changes the words, so that it goes with them.
    """
    said = [one for one in outgoing.visit.later if one.kind == "correction"]
    return [
        {
            "authorString": one.author,
            "time": s.when(one.at),
            "text": f"{LATER[one.kind]}: {one.words}",
        }
        for one in said
    ]


def _told(outgoing: Outgoing, note: Note) -> Iterator[tuple[Step, Entry]]:
    """Yield the steps whose words of the patient the note says, in the checklist's order."""
    for step, entry in recorded(outgoing.visit, outgoing.visit.checklist):
        is_theirs = step.record_as in _CODES and step.kind not in CLINICIANS_WORDS
        if is_theirs and may_stand(step, entry.answer) and _is_told(entry, note):
            yield step, entry


def _is_told(entry: Entry, note: Note) -> bool:
    words = _bare(_words(entry.answer)).rstrip(".")
    sentences = (one for part in note.passages for one in part.sentences)
    return bool(words) and any(
        entry.seq in one.events and words in _bare(one.text) for one in sentences
    )


def _bare(text: str) -> str:
    """Return a text without its quotation marks, which the note sets as they fall inside others."""
    return " ".join(text.translate(_MARKS).split())


def _words(answer: Answer) -> str:
    return " ".join(answer.words.split())
