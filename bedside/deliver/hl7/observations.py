"""OBX: the text of a note, a line or a document each (HL7 v2.5.1, 7.4.2)."""

from __future__ import annotations

from base64 import b64encode

from bedside.core.destinations import Destination, Hl7Fields, Media
from bedside.core.parcels import Unmade
from bedside.deliver.attachment import attachment, plain
from bedside.deliver.hl7.contents import Contents, fields_of
from bedside.deliver.hl7.escape import escape, formatted
from bedside.deliver.hl7.fields import components, instant, segment

_DOCUMENTS: dict[Media, tuple[str, str]] = {
    "rtf": ("TEXT", "RTF"),
    "xhtml": ("TEXT", "HTML"),
    "pdf": ("application", "pdf"),
}
"""Type and subtype of what goes as one document (tables 0191 and 0291)."""


def observations(said: Contents, destination: Destination) -> list[str] | Unmade:
    """Return the segments that carry a text; Unmade where the destination cannot have it so."""
    fields = fields_of(destination)
    if destination.media in _DOCUMENTS:
        made = attachment(said.note, destination)
        if isinstance(made, Unmade):
            return made
        whole = components(
            "", *_DOCUMENTS[destination.media], "Base64", b64encode(made.body).decode()
        )
        return [_observation(said, fields, ("ED", whole), 1)]
    text = plain(said.note, destination)
    if isinstance(text, Unmade):
        return text
    lines = text.removesuffix("\n").split("\n")
    if fields.lines == "FT":
        return [_observation(said, fields, ("FT", formatted(lines)), 1)]
    return [
        _observation(said, fields, ("TX", escape(line)), number)
        for number, line in enumerate(lines, 1)
    ]


def code(fields: Hl7Fields) -> str:
    """Return what the text is, by its code."""
    return components(*map(escape, (fields.code, fields.code_text, fields.code_system)))


def status(said: Contents, fields: Hl7Fields) -> str:
    """Return how it stands (table 0085): final, corrected, or among results sent in error."""
    if said.turn == "retraction" and fields.message == "oru":
        return "W"
    return "C" if said.turn in ("correction", "retraction") else "F"


def _observation(said: Contents, fields: Hl7Fields, value: tuple[str, str], number: int) -> str:
    kind, text = value
    return segment(
        "OBX",
        {
            1: str(number),
            2: kind,
            3: code(fields),
            5: text,
            11: status(said, fields),
            14: instant(said.at),
        },
    )
