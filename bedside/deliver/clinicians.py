"""Clinicians as a receiver knows them: by a number of its own, and by family and given name.

Nobody splits a name by guess: where the settings do not say it, the whole of it stands as it is.
"""

from __future__ import annotations

from dataclasses import replace

from bedside.core.destinations import Destination, Fhir, Practitioner, Turn
from bedside.core.events import Appended
from bedside.core.parcels import Outgoing, Unmade
from bedside.core.turns import Entry

_NO_NUMBER = "this receiver wants a number of whoever signs, and has none for {name}"


def clinician(name: str, destination: Destination) -> Practitioner:
    """Return who signs with a name, as the destination knows them; without a number if it does not.

    `family` is the whole name where nobody says what of it the family name is.
    """
    known = _known(name, destination) or Practitioner(number=_one_for_all(destination))
    return known if known.family else replace(known, family=name)


def author_of(outgoing: Outgoing, turn: Turn) -> Entry:
    """Return the signature of who wrote the document that a turn is about.

    What is added is a document of its own; all else is that of who signed the note.
    """
    signed = outgoing.visit.signed
    is_own = turn == "addendum" and isinstance(outgoing.entry, Appended)
    return outgoing.entry if is_own or signed is None else signed


def without_number(outgoing: Outgoing, author: Entry) -> Unmade | None:
    """Return that somebody has no number there, where the destination takes nothing without one."""
    to = outgoing.destination
    if not to.numbered:
        return None
    for name in (author.author, outgoing.entry.author):
        known = clinician(name, to)
        if not (known.number or (isinstance(to, Fhir) and known.reference)):
            return Unmade(why=_NO_NUMBER.format(name=name))
    return None


def _known(name: str, destination: Destination) -> Practitioner | None:
    wanted = _folded(name)
    every = destination.clinicians.items()
    return next((one for listed, one in every if _folded(listed) == wanted), None)


def _one_for_all(destination: Destination) -> str:
    """Return the number that all sign under at a receiver of messages; "" where each has one."""
    if destination.clinicians:
        return ""
    return str(getattr(getattr(destination, "hl7", None), "author", ""))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
