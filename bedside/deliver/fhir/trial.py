"""What a FHIR server says it can do, and says to a note of nobody; nothing is kept there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bedside.core.destinations import Fhir
from bedside.core.parcels import Reply, Trial, Unmade
from bedside.core.text import clean, cut
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.client import FhirClient
from bedside.deliver.fhir.invented import invented


def tried(client: FhirClient, destination: Fhir) -> Trial:
    """Return what was understood of a server; nothing is left there.

    It is well where the server takes R4 documents and has nothing against an invented one.
    """
    answered = client.read("metadata")
    if isinstance(answered, Reply):
        return Trial([f"{destination.base} could not be asked: {answered.said}."], False)
    told = answered.values
    if told.get("resourceType") != "CapabilityStatement":
        is_other = answered.status == 200
        said = answered.said or (
            "no CapabilityStatement" if is_other else f"HTTP {answered.status}"
        )
        return Trial([f"{destination.base} does not say what it can do: {said}."], False)
    lines, is_well = [*_told(told, destination)], _takes_documents(told)
    made = invented(destination)
    if isinstance(made, Unmade):
        return Trial([*lines, f"No note can be made for it: {made.why}."], False)
    if _offers(told, "validate"):
        line, has_nothing_against = _judged(client, made)
        lines, is_well = [*lines, line], is_well and has_nothing_against
    return Trial(lines, is_well)


def _takes_documents(told: s.Json) -> bool:
    document = _of(told, "DocumentReference")
    does = {str(one.get("code")) for one in _list(document or {}, "interaction")}
    return "create" in does and _short(told.get("fhirVersion")).startswith("4.0")


def _told(told: s.Json, destination: Fhir) -> Iterator[str]:
    version = _short(told.get("fhirVersion"))
    software = told.get("software")
    name = _short(software.get("name")) if isinstance(software, dict) else ""
    yield f"{destination.base} answers{f' as {name}' if name else ''}, FHIR {version or 'unknown'}."
    if not version.startswith("4.0"):
        yield "It is not FHIR R4 (4.0.1), which is what notes are sent as."
    document = _of(told, "DocumentReference")
    if document is None:
        yield "It does not say that it takes documents (DocumentReference)."
        return
    does = {str(one.get("code")) for one in _list(document, "interaction")}
    yield _either("create" in does, "takes documents")
    yield _either(document.get("conditionalCreate") is True, "makes none twice (If-None-Exist)")
    named = {str(one.get("name")) for one in _list(document, "searchParam")}
    yield _either("identifier" in named, "finds them by identifier")
    if destination.retract == "entered-in-error":
        yield _either("update" in does, "lets them be taken back (update)")


def _judged(client: FhirClient, made: s.Json) -> tuple[str, bool]:
    answered = client.validate(made)
    if isinstance(answered, Reply):
        return f"It was not asked about an invented note: {answered.said}.", False
    issues = _list(answered.values, "issue")
    wrong = [one for one in issues if one.get("severity") in ("error", "fatal")]
    if answered.status == 200 and not wrong:
        return "It has nothing against an invented note ($validate).", True
    said = answered.said or f"HTTP {answered.status}"
    return f"It objects to an invented note ($validate): {said}.", False


def _short(text: object) -> str:
    return cut(clean(text), 40) if isinstance(text, str) else ""


def _either(is_so: bool, what: str) -> str:
    return f"It {what}." if is_so else f"It does not say that it {what}."


def _of(told: s.Json, kind: str) -> s.Json | None:
    resources = (one for rest in _list(told, "rest") for one in _list(rest, "resource"))
    return next((one for one in resources if one.get("type") == kind), None)


def _offers(told: s.Json, operation: str) -> bool:
    document = _of(told, "DocumentReference") or {}
    lists = [
        _list(document, "operation"),
        *(_list(rest, "operation") for rest in _list(told, "rest")),
    ]
    return any(one.get("name") == operation for listed in lists for one in listed)


def _list(values: s.Json, name: str) -> list[s.Json]:
    found = values.get(name)
    listed = found if isinstance(found, list) else []
    return [cast("s.Json", one) for one in listed if isinstance(one, dict)]
