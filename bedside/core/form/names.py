"""The names that forms go by between programs: addresses of forms, of codes and of what is added.

The usual base is `bedside.example`: `.example` is kept for examples and can never be anybody's
(RFC 2606), so no two clinics meet by chance in a domain that somebody owns, and yet a form's
address can be read, which `urn:uuid:` cannot. A clinic with a domain sets its own base. The names
of extensions and of the answers that every checklist has are the same everywhere.
"""

from __future__ import annotations

import re

BASE = "https://bedside.example/fhir"
"""The base of a form's address where the clinic has set none."""

STEP = f"{BASE}/StructureDefinition/checklist-step"
"""On an item: what a step has and FHIR lacks, as JSON."""
CHECKLIST = f"{BASE}/StructureDefinition/checklist"
"""On the whole form: the same of the checklist."""
SKIP_REASON = f"{BASE}/StructureDefinition/skip-reason"
"""On an item of a response: why a step was left."""
WORDS = f"{BASE}/StructureDefinition/words-beside"
"""On an item of a response: what was said in words beside the answer."""
ATTEMPTS = f"{BASE}/StructureDefinition/attempts"
"""On an item of a response: how many times a point was tried."""
ANSWERS = f"{BASE}/CodeSystem/answers"
"""The answers that every checklist has."""
REASONS = f"{BASE}/CodeSystem/skip-reasons"
"""Why a step can be left."""

_ADDRESS = re.compile(r"(?:https?://|urn:)[^\s<>\"\\^`{|}#?]+\Z")


def is_address(base: str) -> bool:
    """Whether this can be the base of forms' addresses: absolute, without anything behind it."""
    return _ADDRESS.match(base) is not None


def address(base: str, checklist: str) -> str:
    """Return the address of a checklist as a form (Questionnaire.url)."""
    return f"{base.rstrip('/')}/Questionnaire/{checklist}"


def codes(base: str, checklist: str) -> str:
    """Return the system of a checklist's own answers."""
    return f"{address(base, checklist)}/codes"
