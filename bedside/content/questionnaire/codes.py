"""The codes that a clinic has verified for its steps, as a form carries them (item.code)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bedside.content.codes_beside import miscoded
from bedside.content.opening import Opening, open_table
from bedside.content.places import Origin
from bedside.content.questionnaire.element import Json
from bedside.content.shape import Table
from bedside.core.checklist import Checklist

SYSTEMS = {"loinc": "http://loinc.org", "snomed": "http://snomed.info/sct"}
"""What FHIR calls the terminologies that a file of codes may name."""

Codes = Mapping[str, list[Json]]


def codes_of(raw: bytes, checklist: Checklist) -> Codes | None:
    """Return the codes of each step in the file beside a checklist; None where any is wrong."""
    opened = open_table(raw)
    if not isinstance(opened, Opening):
        return None
    origin = Origin(f"{checklist.id}.codes.toml", opened.spans)
    if any(True for _ in miscoded(opened.table, origin, checklist)):
        return None
    steps = cast("Mapping[str, Table]", opened.table.get("steps", {}))
    return {
        step: [
            {"system": address, "code": str(raw[system])}
            for system, address in SYSTEMS.items()
            if system in raw
        ]
        for step, raw in steps.items()
    }
