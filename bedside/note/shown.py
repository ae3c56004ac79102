"""A text of a visit as it is shown: composed while it is a draft, frozen once it is signed."""

from __future__ import annotations

from bedside.core.note import Note, Reader
from bedside.core.visit import Visit
from bedside.note.frozen import NoteChanged, thawed
from bedside.note.later import with_later, with_retraction, with_warning
from bedside.note.texts import composed


def shown(
    visit: Visit, reader: Reader = "chart", original: bool = False, is_intact: bool = True
) -> Note:
    """Return one of the texts of a visit: a signed one with its later entries.

    `original` leaves those away, so that what was signed can be read by itself: only that it was
    retracted still stands above it. One that is not intact can still be read, and says above
    everything that it is not what was signed.
    """
    if visit.signed is None:
        return composed(visit, reader)
    try:
        signed = thawed(visit, reader)
    except NoteChanged:
        signed, is_intact = composed(visit, reader), False
    whole = with_retraction(signed, visit) if original else with_later(signed, visit)
    return whole if is_intact else with_warning(whole, visit)
