"""Senders: which class makes and sends for each kind of destination, each opened when needed."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.destinations import Destination, Fhir, Folder, Hl7
from bedside.core.parcels import Sender


def sender_of(destination: Destination, environ: Mapping[str, str]) -> Sender:
    """Return what makes and sends the parcels of a destination; nothing is connected yet.

    `environ` holds the secrets that settings name by variable, and where our own files are.
    LookupError for a kind of
    destination that this version cannot send to.
    """
    made: Sender
    if isinstance(destination, Folder):
        from bedside.deliver.folder import FolderSender
        from bedside.store.paths import find_places

        made = FolderSender(destination, find_places(environ).state / "folders")
    elif isinstance(destination, Hl7):
        from bedside.deliver.hl7.sender import Hl7Sender

        made = Hl7Sender(destination)
    elif isinstance(destination, Fhir):
        from bedside.deliver.fhir.sender import FhirSender

        made = FhirSender(destination, environ)
    else:
        raise LookupError(f"bedside cannot send to a destination of the kind {destination.kind}")
    return made
