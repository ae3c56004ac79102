"""A signed thing as files of a folder: the note with a JSON file beside it, or one message.

Both lie in the body of one parcel, so that what is written is what was fixed when it was queued.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bedside.core.codec import to_plain
from bedside.core.parcels import Made, Outgoing
from bedside.store.moments import begun

_ENDINGS = {
    "text/plain": "txt",
    "application/rtf": "rtf",
    "application/xhtml+xml": "xhtml",
    "application/pdf": "pdf",
}
"""How a file of each media type ends."""

FORMAT = "bedside sidecar 1"
PAIR = "application/vnd.bedside.pair"
"""The media type of a body that holds a note and what stands beside it."""
MESSAGE = "hl7"


def paired(outgoing: Outgoing, note: Made) -> Made:
    """Return a note and the sidecar that says whose and what it is, as one body."""
    ending = _ENDINGS.get(note.media.partition(";")[0], "txt")
    head = {"ending": ending, "sidecar": _sidecar(outgoing, note, ending)}
    text = json.dumps(head, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return Made(body=len(text).to_bytes(4, "big") + text + note.body, media=PAIR)


def files_of(body: bytes, media: str) -> dict[str, bytes]:
    """Return the files that a body stands for, by how they end; the one read first is the last.

    An importer that looks for the note finds its sidecar there already.
    """
    if media != PAIR:
        return {MESSAGE: body}
    length = int.from_bytes(body[:4], "big")
    head = json.loads(body[4 : 4 + length].decode("utf-8", "surrogatepass"))
    sidecar = json.dumps(head["sidecar"], ensure_ascii=False, indent=2, sort_keys=True)
    beside = f"{sidecar}\n".encode("utf-8", "surrogatepass")
    return {"json": beside, str(head["ending"]): body[4 + length :]}


def name_of(visit: str, document: str) -> str:
    """Return what the files of a document are called, without their endings: no patient in it."""
    began = datetime.fromtimestamp(begun(visit) / 1000, UTC)
    return f"{began:%Y%m%dT%H%M%SZ}_{document}"


def _sidecar(outgoing: Outgoing, note: Made, ending: str) -> Mapping[str, object]:
    visit, entry = outgoing.visit, outgoing.entry
    opened, signed = visit.opened, visit.signed
    return {
        "format": FORMAT,
        "document": outgoing.document,
        "follows": outgoing.parent,
        "turn": outgoing.turn,
        "control": outgoing.control,
        "media": note.media,
        "ending": ending,
        "checklist": visit.checklist.id,
        "version": visit.checklist.version,
        "title": visit.checklist.title,
        "visit": visit.id,
        "began": opened.at.local().isoformat() if opened else "",
        "signed": signed.at.local().isoformat() if signed else "",
        "entered": entry.at.local().isoformat(),
        "author": entry.author,
        "role": entry.role,
        "patient": to_plain(visit.record.patient) or {},
    }
