"""The three texts of a visit by their reader: chart note, patient page, handover."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bedside.core.checklist import Checklist
from bedside.core.note import Note, Reader
from bedside.core.visit import Visit
from bedside.note.compose import compose
from bedside.note.handover import handover
from bedside.note.patient import patient_page

TEXTS: Mapping[Reader, Callable[[Visit, Checklist], Note]] = {
    "chart": compose,
    "patient": patient_page,
    "handover": handover,
}
"""What composes the text for each reader."""


def composed(visit: Visit, reader: Reader = "chart") -> Note:
    """Return one of the texts of a visit as things stand, in the wording of its own checklist."""
    return TEXTS[reader](visit, visit.checklist)
