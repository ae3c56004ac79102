"""Without anybody: what a visit is begun with where nobody signs in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import Clinic, ClinicChanged, clinic_in
from bedside.store.keys.people import People
from bedside.store.keys.rings import EmergencyKeyring


def emergency_ring(
    read: Callable[[], Clinic], path: Path, book: KeyBook, remembered: bytes
) -> EmergencyKeyring:
    """Return what writes a visit that can be claimed later, and reads nothing.

    Care does not wait for a changed file, for which the key book has a copy, nor for a changed
    list: then recovery alone can open the visit. ClinicChanged where neither file is whole.
    """
    try:
        clinic = read()
    except ClinicChanged:
        if not remembered:
            raise
        clinic = clinic_in(remembered, path)
    try:
        people = People(book, clinic).active()
    except ClinicChanged:
        people = ()
    return EmergencyKeyring(clinic, people)
