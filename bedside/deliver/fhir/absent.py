"""Answers for a receiver that knows FHIR's own extensions alone: why a step was left, in its codes.

Our own extensions go; what they say stands in the text of the answers, and in the note.
"""

from __future__ import annotations

from typing import cast

from bedside.core.form import names
from bedside.deliver.fhir.shapes import Json, full

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_CODES = {
    "prefers-not": "asked-declined",
    "too-much": "asked-declined",
    "not-applicable": "not-applicable",
}
"""By why a step was left (R4, data-absent-reason); of all others it was not asked."""


def without_own(item: Json) -> Json:
    """Return a response, or an item in one, without extensions of ours in it or below it.

    An item in which nothing else stands vanishes.
    """
    listed = cast("list[Json]", item.get("extension", []))
    inner = [without_own(one) for one in cast("list[Json]", item.get("item", []))]
    kept = [one for one in inner if one.get("answer") or one.get("item") or one.get("extension")]
    return full({**item, "extension": [*map(_absent, _skips(listed))], "item": kept})


def _skips(listed: list[Json]) -> list[Json]:
    return [one for one in listed if one.get("url") == names.SKIP_REASON]


def _absent(skip: Json) -> Json:
    concept = cast("dict[str, list[dict[str, str]]]", skip["valueCodeableConcept"])
    return {"url": _ABSENT, "valueCode": _CODES.get(concept["coding"][0]["code"], "not-asked")}
