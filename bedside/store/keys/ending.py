"""The end of a visit's keys on a shared workstation: the rules of its clinic say when it comes."""

from __future__ import annotations

from bedside.store.keys.clinic import Clinic
from bedside.store.retention import Rules


def rules_of(clinic: Clinic) -> Rules:
    """Return how long a clinic keeps visits."""
    return Rules(clinic.keep_days, clinic.grace_hours)
